package io.github.curvelane.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.curvelane.cluster.ChunkedObjective;
import java.io.Serializable;
import java.util.Objects;

/**
 * The examples of a canonical chunk, and which chunk it is.
 *
 * @param index its index, from 0: it has the examples from index · {@link
 *     io.github.curvelane.Arithmetic#EXAMPLE_CHUNK} on
 * @param chunk its examples; what it is serialised to must depend on them alone, as a chunk that is
 *     read again is compared by it
 * @param <D> what a {@link ChunkedObjective} takes as the examples of a chunk
 */
@DefaultSerializer(JavaSerializer.class)
public record PlacedChunk<D extends Serializable>(int index, D chunk) implements Serializable {
  /**
   * Creates a placed chunk.
   *
   * @throws IllegalArgumentException if the index is negative
   */
  public PlacedChunk {
    if (index < 0) {
      throw new IllegalArgumentException("index is " + index + ", must be at least 0");
    }
    Objects.requireNonNull(chunk, "chunk");
  }

  @Override
  public String toString() {
    return "chunk " + index;
  }
}
