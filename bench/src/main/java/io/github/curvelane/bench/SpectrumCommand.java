package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.spectrum.SpectrumComparison;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench spectrum}: eigenvalues of Hessians. */
@Command(
    name = "spectrum",
    description =
        "Lanczos steps relative to their products, presentations of an online estimate relative to"
            + " gradients, the dense eigensolver; beside SciPy and PyTorch where python3 has them.",
    mixinStandardHelpOptions = true)
final class SpectrumCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer and shorter rounds.")
  private boolean quick;

  @Option(
      names = "--data",
      description = "The directory of MNIST's files; beside the checkout, ../shared/data/mnist.")
  private Path data = WorkerJvm.home().resolve("../../../shared/data/mnist").normalize();

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("spectrum");
    }
    if (!here) {
      List<String> arguments = new ArrayList<>(List.of("spectrum", "--here"));
      arguments.addAll(List.of("--data", data.toString(), "--samples", samples.toString()));
      if (quick) {
        arguments.add("--quick");
      }
      int status = new WorkerJvm("java", 1).run(Main.class, arguments);
      out.println("raw samples: " + Samples.display(samples));
      return status;
    }
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(20), Duration.ofSeconds(3), 11, 101)
            : new Contest(Duration.ofMillis(50), Duration.ofSeconds(20), 21, 201);
    try (SampleFile file = new SampleFile(samples, "spectrum")) {
      new SpectrumComparison(contest, quick ? 5 : 15, out, file).run(data);
    }
    return 0;
  }
}
