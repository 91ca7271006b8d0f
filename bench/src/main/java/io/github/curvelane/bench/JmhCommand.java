package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.WorkerJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code bench jmh}: the JMH benchmarks, with JMH's own options. */
@Command(
    name = "jmh",
    description =
        "JMH benchmarks of the peak, the bandwidth and the kernels; -h lists its options.")
final class JmhCommand implements Callable<Integer> {
  @Option(
      names = "--group",
      description = "Whose libraries are on the class path: ${DEFAULT-VALUE} or libtorch.")
  private String group = "blas";

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return new WorkerJvm(group, 1).run(org.openjdk.jmh.Main.class, arguments);
  }
}
