package io.github.curvelane.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDBlockId;

/** What executors keep of workers' chunks, and how they lose it. */
final class KeptChunks {
  private KeptChunks() {}

  /** Drops all partitions that tasks reach, and counts them: two tasks may drop one together. */
  static int drop(JavaSparkContext context, int rdd, int partitions) {
    Set<String> dropped = new HashSet<>();
    context
        .parallelize(Collections.nCopies(8, 0), 8)
        .flatMap(zero -> dropHere(rdd, partitions).iterator())
        .collect()
        .forEach(dropped::add);
    return dropped.size();
  }

  /** One task of a process at a time: Spark may let a second one lock a block that is gone. */
  private static synchronized List<String> dropHere(int rdd, int partitions) {
    List<String> dropped = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      RDDBlockId block = new RDDBlockId(rdd, partition);
      if (SparkEnv.get().blockManager().getStatus(block).isDefined()) {
        SparkEnv.get().blockManager().removeBlock(block, true);
        dropped.add(SparkEnv.get().executorId() + " " + partition);
      }
    }
    return dropped;
  }
}
