package io.github.curvelane.spark;

import java.util.Collections;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDBlockId;

/** What executors keep of workers' chunks, and how they lose it. */
final class KeptChunks {
  private KeptChunks() {}

  /** Drops all partitions that tasks reach. */
  static int drop(JavaSparkContext context, int rdd, int partitions) {
    return context
        .parallelize(Collections.nCopies(8, 0), 8)
        .map(zero -> dropHere(rdd, partitions))
        .reduce(Integer::sum);
  }

  private static int dropHere(int rdd, int partitions) {
    int dropped = 0;
    for (int partition = 0; partition < partitions; partition++) {
      RDDBlockId block = new RDDBlockId(rdd, partition);
      if (SparkEnv.get().blockManager().getStatus(block).isDefined()) {
        SparkEnv.get().blockManager().removeBlock(block, true);
        dropped++;
      }
    }
    return dropped;
  }
}
