package io.github.curvelane.bench;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.functions.FunctionComparison;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench functions}: elementary functions, activations and reductions. */
@Command(
    name = "functions",
    description = "Functions and activations against the JDK's vectors, Math and MKL; reductions.",
    mixinStandardHelpOptions = true)
final class FunctionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Float only, with short rounds.")
  private boolean quick;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("functions");
    }
    if (!here) {
      List<String> common = List.of("functions", "--here", "--samples", samples.toString());
      List<String> arguments = quick ? Samples.plus(common, "--quick") : common;
      int status = new WorkerJvm("blas", 1).run(Main.class, arguments);
      out.println("raw samples: " + Samples.display(samples));
      return status;
    }
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(4), Duration.ofMillis(400), 7, 31)
            : new Contest(Duration.ofMillis(10), Duration.ofMillis(2_000), 11, 61);
    try (SampleFile file = new SampleFile(samples, "functions")) {
      new FunctionComparison<>(Precision.FLOAT, contest, out, file).run();
      if (!quick) {
        out.println();
        new FunctionComparison<>(Precision.DOUBLE, contest, out, file).run();
      }
    }
    return 0;
  }
}
