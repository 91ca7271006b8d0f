package io.github.curvelane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The sums of a thousand executors over a billion examples, 244,141 chunks, in one process: short
 * vectors, all bytes that would travel. What longer vectors would take follows exactly.
 */
class ThousandExecutorsTest {
  private static final int EXECUTORS = 1_000;
  private static final int DIMENSION = 3;

  /**
   * What a byte array of nodes holds beside vectors: its header and checksum, and a node's place.
   */
  private static final int FRAME = 32;

  private static final int NODE_FRAME = 16;

  private final Evaluation evaluation = new Evaluation(DIMENSION, 1_000_000_000);
  private final int chunks = evaluation.chunks();
  private final Random random = new Random(5);
  private final float[][] sums = new float[chunks][DIMENSION];
  private final double[] values = new double[chunks];

  ThousandExecutorsTest() {
    for (int chunk = 0; chunk < chunks; chunk++) {
      values[chunk] = random.nextGaussian();
      for (int i = 0; i < DIMENSION; i++) {
        sums[chunk][i] = (float) random.nextGaussian();
      }
    }
  }

  @Test
  void evenPartitionsInRandomOrder() {
    int[] cuts = new int[EXECUTORS + 1];
    Arrays.setAll(cuts, p -> evaluation.firstChunk(p, EXECUTORS));
    List<byte[]> partitions = partitions(cuts);
    assertThat(chunks).isEqualTo(244_141);

    long nodes = 0;
    for (int p = 0; p < EXECUTORS; p++) {
      int own = evaluation.nodes(cuts[p], cuts[p + 1]);
      assertThat(partitions.get(p)).hasSize(FRAME + own * (NODE_FRAME + 4 * DIMENSION));
      nodes += own;
    }
    // With N = 238,510: 7.5 GB, where single chunks would be 233 GB.
    long bytes = EXECUTORS * FRAME + nodes * (NODE_FRAME + 4L * 238_510);
    assertThat(nodes).isEqualTo(7_898);
    assertThat(bytes).isEqualTo(7_535_166_288L);

    checkMerged(partitions);
  }

  @Test
  void alignedPartitionsAreOneVectorEach() {
    int size = 256;
    int[] cuts = new int[Math.ceilDiv(chunks, size) + 1];
    Arrays.setAll(cuts, p -> Math.min(p * size, chunks));
    List<byte[]> partitions = partitions(cuts);
    assertThat(partitions)
        .hasSize(954)
        .allSatisfy(bytes -> assertThat(bytes).hasSize(FRAME + NODE_FRAME + 4 * DIMENSION));
    checkMerged(partitions);
  }

  @Test
  void slicesOfCoordinates() {
    float[] expected = new float[DIMENSION];
    double value = recursive(0, chunks, expected);
    List<ChunkTree<float[]>> executors = trees(randomCuts());
    for (int from = 0; from < DIMENSION; from++) {
      Collections.shuffle(executors, random);
      ChunkTree<float[]> reducer = tree(1);
      for (ChunkTree<float[]> executor : executors) {
        reducer.mergeBytes(executor.toBytes(from, from + 1));
      }
      float[] total = new float[1];
      assertThat(reducer.total(1, List.of(total))).isEqualTo(from == 0 ? value : 0);
      assertThat(total[0]).isEqualTo(expected[from]);
    }
  }

  @Test
  void anyCutsInGroupsOfAnySize() {
    List<byte[]> partitions = partitions(randomCuts());
    List<byte[]> groups = new ArrayList<>();
    for (int from = 0; from < EXECUTORS; ) {
      int to = Math.min(EXECUTORS, from + random.nextInt(1, 60));
      ChunkTree<float[]> group = tree(DIMENSION);
      partitions.subList(from, to).forEach(group::mergeBytes);
      groups.add(group.toBytes());
      from = to;
    }
    checkMerged(groups);
  }

  /** Ascending, some partitions may be empty. */
  private int[] randomCuts() {
    int[] cuts = new int[EXECUTORS + 1];
    for (int p = 1; p < EXECUTORS; p++) {
      cuts[p] = random.nextInt(chunks + 1);
    }
    cuts[EXECUTORS] = chunks;
    Arrays.sort(cuts);
    return cuts;
  }

  private List<byte[]> partitions(int[] cuts) {
    return trees(cuts).stream().map(ChunkTree::toBytes).toList();
  }

  /** What each executor has, whose threads have finished chunks in an order of their own. */
  private List<ChunkTree<float[]>> trees(int[] cuts) {
    List<ChunkTree<float[]>> executors = new ArrayList<>();
    for (int p = 0; p + 1 < cuts.length; p++) {
      List<Integer> order = new ArrayList<>();
      for (int chunk = cuts[p]; chunk < cuts[p + 1]; chunk++) {
        order.add(chunk);
      }
      Collections.shuffle(order, random);
      ChunkTree<float[]> tree = tree(DIMENSION);
      for (int chunk : order) {
        tree.add(chunk, values[chunk], List.of(sums[chunk]));
      }
      executors.add(tree);
    }
    return executors;
  }

  private void checkMerged(List<byte[]> parts) {
    List<byte[]> shuffled = new ArrayList<>(parts);
    Collections.shuffle(shuffled, random);
    ChunkTree<float[]> driver = tree(DIMENSION);
    shuffled.forEach(driver::mergeBytes);
    float[] total = new float[DIMENSION];
    double value = driver.total(1, List.of(total));
    float[] expected = new float[DIMENSION];
    assertThat(value).isEqualTo(recursive(0, chunks, expected));
    assertThat(total).isEqualTo(expected);
  }

  private ChunkTree<float[]> tree(int dimension) {
    ChunkTree<float[]> tree = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    tree.begin(chunks, 1, dimension);
    return tree;
  }

  /** The definition: T(a, 1) = S_a; T(a, n) = T(a, h) + T(a + h, n − h). */
  private double recursive(int from, int count, float[] total) {
    if (count == 1) {
      System.arraycopy(sums[from], 0, total, 0, DIMENSION);
      return values[from];
    }
    int half = Integer.highestOneBit(count - 1);
    float[] right = new float[DIMENSION];
    double value = recursive(from, half, total) + recursive(from + half, count - half, right);
    for (int i = 0; i < DIMENSION; i++) {
      total[i] += right[i];
    }
    return value;
  }
}
