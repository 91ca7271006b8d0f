package io.github.curvelane.bench;

import io.github.curvelane.bench.curvature.CurvatureComparison;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
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

/** {@code bench curvature}: products and diagonals in gradients. */
@Command(
    name = "curvature",
    description = "Second-derivative products and diagonals, relative to the gradient.",
    mixinStandardHelpOptions = true)
final class CurvatureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Batch 128 only, with short rounds.")
  private boolean quick;

  @Option(names = "--batches", split = ",", description = "Only these batches.")
  private List<Integer> batches;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("curvature");
    }
    if (!here) {
      int status = new WorkerJvm("curvature", 1).run(Main.class, arguments());
      out.println("raw samples: " + Samples.display(samples));
      return status;
    }
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(10), Duration.ofMillis(10_000), 9, 41)
            : new Contest(Duration.ofMillis(20), Duration.ofMillis(20_000), 15, 61);
    try (SampleFile file = new SampleFile(samples, "curvature")) {
      new CurvatureComparison(contest, out, file).run(chosen());
    }
    return 0;
  }

  private List<Integer> chosen() {
    if (batches != null) {
      return batches;
    }
    return quick ? List.of(128) : List.of(128, 512);
  }

  private List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(List.of("curvature", "--here", "--samples", samples.toString()));
    arguments.add("--batches");
    arguments.add(String.join(",", chosen().stream().map(String::valueOf).toList()));
    if (quick) {
      arguments.add("--quick");
    }
    return arguments;
  }
}
