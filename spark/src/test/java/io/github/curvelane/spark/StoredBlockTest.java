package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ExampleBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks as they are sent and compared. */
final class StoredBlockTest {
  private static final List<StoredBlock> BLOCKS =
      List.of(
          StoredBlock.labels(Precision.FLOAT, 3, new float[] {1, 2, 3, 4}, 2, new int[] {1, 0}, 2)
              .from("a file"),
          StoredBlock.labels(Precision.DOUBLE, 0, new double[] {1, 2}, 1, new int[] {1, 4}, 5)
              .withWeights(new double[] {0.5, 2}),
          StoredBlock.matrix(
              Precision.FLOAT, 7, new float[] {1, -0f, 3}, 1, new float[] {1, 2, 3, 4, 5, 6}, 2),
          StoredBlock.matrix(Precision.DOUBLE, 1, new double[4000 * 4], 4, new double[4000 * 2], 2)
              .withWeights(new double[4000]));

  private static byte[] bytes(StoredBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(block);
    }
    return bytes.toByteArray();
  }

  private static StoredBlock read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (StoredBlock) in.readObject();
    }
  }

  @Test
  void arrivesAsItWasSent() throws Exception {
    for (StoredBlock block : BLOCKS) {
      StoredBlock again = read(bytes(block));
      assertThat(again).hasToString(block.toString());
      assertThat(again.checksum()).isEqualTo(block.checksum());
      assertThat(again.source()).isEqualTo(block.source());
      assertSame(again, block, block.precision());
    }
  }

  private static <A> void assertSame(StoredBlock one, StoredBlock other, Precision<A> precision) {
    ExampleBlock<A> a = one.open(precision);
    ExampleBlock<A> b = other.open(precision);
    assertThat(precision.sameBits(a.inputs(), b.inputs())).isTrue();
    for (int r = 0; r < b.examples(); r++) {
      assertThat(a.targets().weight(r)).isEqualTo(b.targets().weight(r));
      for (int k = 0; k < one.outputs(); k++) {
        assertThat(a.targets().value(r, k)).isEqualTo(b.targets().value(r, k));
      }
    }
  }

  @Test
  void theChecksumIsThatOfTheContent() {
    StoredBlock block = BLOCKS.getFirst();
    float[] x = {1, 2, 3, 4};
    int[] y = {1, 0};
    assertThat(StoredBlock.labels(Precision.FLOAT, 3, x, 2, y, 2).checksum())
        .isEqualTo(block.checksum());
    int[] others = {
      StoredBlock.labels(Precision.FLOAT, 4, x, 2, y, 2).checksum(),
      StoredBlock.labels(Precision.FLOAT, 3, x, 2, y, 3).checksum(),
      StoredBlock.labels(Precision.FLOAT, 3, x, 2, new int[] {0, 1}, 2).checksum(),
      StoredBlock.labels(Precision.FLOAT, 3, new float[] {1, 2, 4, 3}, 2, y, 2).checksum(),
      StoredBlock.labels(Precision.FLOAT, 3, x, 2, y, 2).withWeights(new float[2]).checksum()
    };
    assertThat(others).doesNotContain(block.checksum()).doesNotHaveDuplicates();
  }

  /** Whatever bit is turned, what arrives is the same block or nothing. */
  @Test
  void damageIsSeen() throws Exception {
    byte[] bytes = bytes(BLOCKS.getFirst());
    StoredBlock whole = BLOCKS.getFirst();
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      try {
        StoredBlock read = read(damaged);
        assertThat(read.checksum()).isEqualTo(whole.checksum());
        assertSame(read, whole, Precision.FLOAT);
      } catch (IOException | ClassNotFoundException | ClassCastException seen) {
        assertThat(seen).isNotNull();
      }
    }
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    float[] x = new float[6];
    refused(
        "inputs of block 0 has 6 elements, must be 2 rows of 2 columns",
        () -> StoredBlock.labels(Precision.FLOAT, 0, x, 2, new int[2], 2));
    refused(
        "block 0 has 0 labels, must have from 1 to 4096",
        () -> StoredBlock.labels(Precision.FLOAT, 0, x, 2, new int[0], 2));
    refused(
        "block 0 has 4097 labels, must have from 1 to 4096",
        () -> StoredBlock.labels(Precision.FLOAT, 0, x, 2, new int[4097], 2));
    refused(
        "index is -1, must be at least 0",
        () -> StoredBlock.labels(Precision.FLOAT, -1, x, 2, new int[3], 2));
    refused(
        "values has 5 elements, must be a multiple of the 2 outputs",
        () -> StoredBlock.matrix(Precision.FLOAT, 0, x, 2, new float[5], 2));
    StoredBlock block = StoredBlock.labels(Precision.FLOAT, 2, x, 2, new int[] {0, 9, 1}, 2);
    refused(
        "weights of block 2 is double[3], must be float[3], one a row",
        () -> block.withWeights(new double[3]));
    refused(
        "block 2 (examples 8192 to 8194): the label of example 1 is 9, must be from 0 to 1",
        () -> block.open(Precision.FLOAT));
    refused("index is -1, must be at least 0", () -> new PlacedChunk<>(-1, "x"));
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
