package io.github.curvelane.spark;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** A running cluster with its one application, as {@link Clusters} makes it. */
final class Cluster implements AutoCloseable {
  private final int executors;
  private final @Nullable StandaloneCluster processes;
  private final JavaSparkContext context;

  Cluster(SparkConf conf, int executors, @Nullable StandaloneCluster processes) {
    this.executors = executors;
    this.processes = processes;
    try {
      context = new JavaSparkContext(conf);
    } catch (RuntimeException | Error e) {
      if (processes != null) {
        processes.close();
      }
      throw e;
    }
  }

  JavaSparkContext context() {
    return context;
  }

  SparkSession session() {
    return SparkSession.builder().sparkContext(context.sc()).getOrCreate();
  }

  /** The processes of a standalone cluster. */
  StandaloneCluster processes() {
    if (processes == null) {
      throw new IllegalStateException("no standalone cluster");
    }
    return processes;
  }

  /**
   * Returns the process id of every executor by Spark's name for it, once all are there. Runs small
   * jobs.
   */
  Map<String, Long> executors() throws InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      Map<String, Long> found = new TreeMap<>();
      int partitions = 4 * Math.max(executors, context.defaultParallelism());
      context
          .parallelize(java.util.Collections.nCopies(partitions, 0), partitions)
          .map(zero -> new Tuple2<>(SparkEnv.get().executorId(), ProcessHandle.current().pid()))
          .collect()
          .forEach(each -> found.put(each._1(), each._2()));
      if (found.size() >= executors) {
        return found;
      }
      if (System.nanoTime() > limit) {
        throw new AssertionError("of " + executors + " executors only " + found + " work");
      }
      Thread.sleep(100);
    }
  }

  @Override
  public void close() {
    context.stop();
    if (processes != null) {
      processes.close();
    }
  }
}
