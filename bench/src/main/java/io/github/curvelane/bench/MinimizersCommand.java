package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.minimizers.Methods;
import io.github.curvelane.bench.minimizers.MghComparison;
import io.github.curvelane.bench.minimizers.NistComparison;
import io.github.curvelane.bench.problems.NistProblem;
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

/** {@code bench minimizers}: problems with known answers. */
@Command(
    name = "minimizers",
    description =
        "Digits, evaluations and time on NIST's nonlinear regressions, beside Hipparchus; minima"
            + " reached on the problems of Moré, Garbow and Hillstrom, beside SciPy's counts.",
    mixinStandardHelpOptions = true)
final class MinimizersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Short rounds, no line for every run.")
  private boolean quick;

  @Option(
      names = "--nist",
      description = "The directory of NIST's .dat files; beside the checkout, ../shared/data/nist.")
  private Path nist = WorkerJvm.home().resolve("../../../shared/data/nist").normalize();

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("minimizers");
    }
    if (here) {
      measure(out);
      return 0;
    }
    List<String> arguments = new ArrayList<>(List.of("minimizers", "--here"));
    arguments.addAll(List.of("--nist", nist.toString(), "--samples", samples.toString()));
    if (quick) {
      arguments.add("--quick");
    }
    int status = new WorkerJvm("java", 1).run(Main.class, arguments);
    out.println("raw samples: " + Samples.display(samples));
    return status;
  }

  private void measure(PrintWriter out) {
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(50), Duration.ofSeconds(8), 11, 101)
            : new Contest(Duration.ofMillis(100), Duration.ofSeconds(40), 21, 201);
    out.printf("%s%n%s%n", Machine.describe(), contest);
    List<String> closing = new ArrayList<>();
    if (NistProblem.areIn(nist)) {
      try (SampleFile file = new SampleFile(samples, "minimizers")) {
        var comparison = new NistComparison(NistProblem.readAll(nist), out);
        closing.addAll(comparison.run(Methods.ofSquares(), contest, file));
      }
    } else {
      closing.add("nist: no files in " + nist);
    }
    closing.addAll(new MghComparison(out, !quick).run(Methods.ofFunctions()));
    out.println();
    closing.forEach(out::println);
    out.flush();
  }
}
