package io.github.curvelane.bench.cluster;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The time that processors have worked for the driver, which is this process, and for executors.
 *
 * @param driver seconds
 * @param executors seconds, of all of them together
 */
record ProcessorTime(double driver, double executors) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Finds the processes of all executors, by a job. */
  static List<ProcessHandle> executors(JavaSparkContext context, int count) {
    List<Integer> tasks = IntStream.range(0, 8 * count).boxed().toList();
    List<Long> found;
    do {
      found =
          context
              .parallelize(tasks, tasks.size())
              .map(task -> ProcessHandle.current().pid())
              .distinct()
              .collect();
    } while (found.size() < count);
    return found.stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
  }

  static ProcessorTime now(List<ProcessHandle> executors) {
    double seconds = 0;
    for (ProcessHandle executor : executors) {
      seconds += executor.info().totalCpuDuration().orElseThrow().toNanos() * 1e-9;
    }
    return new ProcessorTime(SYSTEM.getProcessCpuTime() * 1e-9, seconds);
  }

  ProcessorTime since(ProcessorTime earlier) {
    return new ProcessorTime(driver - earlier.driver, executors - earlier.executors);
  }
}
