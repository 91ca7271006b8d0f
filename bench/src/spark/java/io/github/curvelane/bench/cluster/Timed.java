package io.github.curvelane.bench.cluster;

import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import java.util.List;

/**
 * Repetitions of one thing: the first half of them warms it up.
 *
 * @param seconds the median of the second half
 * @param processors the processors' time of one, the mean of the second half
 */
record Timed(double seconds, ProcessorTime processors) {

  static Timed of(
      String name, int rounds, List<ProcessHandle> executors, SampleFile samples, Runnable work) {
    for (int round = 0; round < rounds; round++) {
      work.run();
    }
    double[] seconds = new double[rounds];
    ProcessorTime before = ProcessorTime.now(executors);
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      work.run();
      long nanos = System.nanoTime() - start;
      seconds[round] = nanos * 1e-9;
      samples.write(name, executors.size() + " executors", round, nanos);
    }
    ProcessorTime all = ProcessorTime.now(executors).since(before);
    return new Timed(
        Statistics.median(seconds),
        new ProcessorTime(all.driver() / rounds, all.executors() / rounds));
  }

  /** The processors' time of what the other does not do. */
  ProcessorTime beyond(Timed other) {
    return processors.since(other.processors);
  }
}
