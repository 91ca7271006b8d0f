package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the chunks: in which partitions they are, and how many nodes of the tree come from where.
 */
final class ChunkPlan {
  /** What Spark adds to a result of bytes: its own envelope and the task's metrics. */
  private static final long ENVELOPE = 16 << 10;

  private static final long NODE = 16;

  /** The chunks, ascending; null for all. */
  final int @Nullable [] chosen;

  final int chunks;
  final long examples;

  /** The partitions that have one of the chunks. */
  final List<Integer> partitions;

  /** How many partitions one task adds when they are reduced in groups. */
  final int groupSize;

  /** How many nodes of the tree come from all partitions, and from all groups. */
  private final long nodesOfPartitions;

  private final long nodesOfGroups;

  /**
   * Creates a plan.
   *
   * @param chunksOfPartition the chunks of each partition
   * @param examplesOfChunk the number of examples of each chunk
   */
  ChunkPlan(int[][] chunksOfPartition, int[] examplesOfChunk, int @Nullable [] chosen) {
    this.chosen = chosen;
    this.chunks = chosen == null ? examplesOfChunk.length : chosen.length;
    long total = 0;
    for (int i = 0; i < chunks; i++) {
      total += examplesOfChunk[chosen == null ? i : chosen[i]];
    }
    this.examples = total;
    this.groupSize = (int) Math.ceil(Math.sqrt(chunksOfPartition.length));
    List<Integer> used = new ArrayList<>();
    ChunkTree<float[]> tree = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    long nodes = 0;
    long groupNodes = 0;
    ChunkTree<float[]> group = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    group.begin(chunks, 0, 0);
    for (int p = 0; p < chunksOfPartition.length; p++) {
      tree.begin(chunks, 0, 0);
      for (int chunk : chunksOfPartition[p]) {
        int place = chosen == null ? chunk : Arrays.binarySearch(chosen, chunk);
        if (place >= 0) {
          tree.add(place, 0, List.of());
        }
      }
      if (tree.nodes() > 0) {
        used.add(p);
      }
      nodes += tree.nodes();
      group.merge(tree);
      if ((p + 1) % groupSize == 0 || p == chunksOfPartition.length - 1) {
        groupNodes += group.nodes();
        group.begin(chunks, 0, 0);
      }
    }
    this.partitions = List.copyOf(used);
    this.nodesOfPartitions = nodes;
    this.nodesOfGroups = groupNodes;
  }

  /** How many bytes come to the driver at once. */
  long bytes(Reduction reduction, long vectorBytes, int slices) {
    long node = NODE + vectorBytes;
    return switch (reduction) {
      case DRIVER -> nodesOfPartitions * node + partitions.size() * ENVELOPE;
      case GROUPS -> nodesOfGroups * node + (partitions.size() / groupSize + 1) * ENVELOPE;
      case SLICES -> node + slices * ENVELOPE;
    };
  }
}
