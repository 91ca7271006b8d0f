package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.cluster.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Chunks for which executors have no memory. */
final class UnkeptChunksTest {
  private static final Blobs BLOBS = new Blobs(8 * 4096, 100, 3, 2);

  @Test
  void areReadAgainAfterOneWarning() {
    List<String> warnings = new ArrayList<>();
    Logger logger = Logger.getLogger("io.github.curvelane");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getLevel() == Level.WARNING) {
              warnings.add(line.getMessage());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    float[] expected;
    try (ThreadWorkers<float[]> here = BLOBS.here(Precision.FLOAT)) {
      expected = gradient(here);
    }
    try (Cluster cluster = Clusters.local(2, Map.of("spark.memory.fraction", "0.002"));
        SparkWorkers<float[]> workers = BLOBS.workers(cluster, 4)) {
      for (Reduction reduction : Reduction.values()) {
        workers.reduceBy(reduction);
        assertThat(gradient(workers)).isEqualTo(expected);
      }
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst())
        .matches(
            "[1-4] of 4 partitions do not fit the executors' memory and are read again for every"
                + " evaluation: give them more \\(spark.executor.memory\\) or use more of them");
  }

  private static float[] gradient(Workers<float[]> workers) {
    float[] gradient = new float[workers.dimension()];
    workers.sum(
        new ChunkRequest<>(BLOBS.theta(Precision.FLOAT)).ask(ChunkQuantity.GRADIENT),
        List.of(gradient));
    return gradient;
  }
}
