package io.github.curvelane.bench.cluster;

import io.github.curvelane.spark.SparkWorkers;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark on this machine. A process has one context at a time. */
final class Contexts {
  private static final int MEGABYTES = 1_536;

  private Contexts() {}

  /**
   * Threads of this process.
   *
   * @param ofTask how many of them a task has
   */
  static JavaSparkContext local(int threads, int ofTask) {
    return new JavaSparkContext(
        settings("local[" + threads + "]").set("spark.task.cpus", Integer.toString(ofTask)));
  }

  /**
   * Executors of one core that are processes.
   *
   * @param program the jar that has all that they need beside Spark
   */
  static JavaSparkContext cluster(int executors, String program) {
    SparkConf settings =
        settings("local-cluster[" + executors + ",1," + MEGABYTES + "]")
            .set("spark.executor.memory", MEGABYTES + "m")
            .set("spark.jars", program)
            // All are there before the first job is cut up.
            .set("spark.scheduler.minRegisteredResourcesRatio", "1")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
    return new JavaSparkContext(settings);
  }

  private static SparkConf settings(String master) {
    SparkConf settings =
        new SparkConf()
            .setMaster(master)
            .setAppName("bench cluster")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    return SparkWorkers.settings(settings);
  }
}
