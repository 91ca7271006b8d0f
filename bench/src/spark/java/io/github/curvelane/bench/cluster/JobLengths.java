package io.github.curvelane.bench.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;

/**
 * Hears how long jobs took, from their start to their end: less than what a caller waits for, as
 * what it does between them is left out.
 */
final class JobLengths extends SparkListener {
  private final Map<Integer, Long> started = new HashMap<>();
  private final List<Double> seconds = new ArrayList<>();

  /** Returns the lengths of the jobs that it has heard of; Spark tells of them somewhat later. */
  synchronized List<Double> seconds() {
    return List.copyOf(seconds);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    started.put(job.jobId(), job.time());
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    seconds.add(1e-3 * (job.time() - started.remove(job.jobId())));
  }
}
