package io.github.curvelane.bench.cluster;

/** How the sums of partitions come together. */
enum ReductionPath {
  /** All to the driver. */
  DRIVER,
  /** Groups of √P consecutive partitions on executors, their sums to the driver. */
  GROUPS,
  /** At most 64 executors have a slice of the coordinates each; the slices go to the driver. */
  SLICES;

  static final int MOST_SLICES = 64;
  private static final long MOST_UNSLICED = 4_000_000;
  private static final double MOST_DRIVER_BYTES = 64 << 20;
  private static final int FEWEST_PARTITIONS_FOR_GROUPS = 8;

  /** Chooses by size, as {@code SparkWorkers} does. */
  static ReductionPath of(Evaluation evaluation, int executors) {
    if (evaluation.parameters() > MOST_UNSLICED) {
      return SLICES;
    }
    int partitions = Math.min(executors, evaluation.chunks());
    double bytes = 0;
    for (int p = 0; p < partitions; p++) {
      int from = evaluation.firstChunk(p, partitions);
      bytes +=
          evaluation.nodes(from, evaluation.firstChunk(p + 1, partitions))
              * evaluation.vectorBytes();
    }
    return bytes > MOST_DRIVER_BYTES && partitions >= FEWEST_PARTITIONS_FOR_GROUPS
        ? GROUPS
        : DRIVER;
  }
}
