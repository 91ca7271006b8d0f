package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.WorkerJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code bench jmh}: the JMH benchmarks, with JMH's own options. */
@Command(
    name = "jmh",
    description =
        "JMH benchmarks of the peak, the bandwidth and the products; -h lists its options.")
final class JmhCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return new WorkerJvm("blas", 1).run(org.openjdk.jmh.Main.class, arguments);
  }
}
