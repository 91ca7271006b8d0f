package io.github.curvelane.examples;

import io.github.curvelane.spark.StoredBlock;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Blocks that executors get from the program. Each is a broadcast of its own: they are sent in
 * pieces, and only to who asks for them, where the data of a task must fit one message.
 */
final class SentBlocks implements Function<Integer, StoredBlock> {
  private static final long serialVersionUID = 1;

  private final Broadcast<StoredBlock>[] blocks;

  @SuppressWarnings("unchecked")
  SentBlocks(List<Broadcast<StoredBlock>> blocks) {
    this.blocks = blocks.toArray(Broadcast[]::new);
  }

  @Override
  public StoredBlock call(Integer index) {
    return blocks[index].value();
  }
}
