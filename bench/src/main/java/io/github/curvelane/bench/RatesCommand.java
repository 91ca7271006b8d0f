package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.rates.RateExperiment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench rates}: what curvature says of learning rates, and what searches find. */
@Command(
    name = "rates",
    description =
        "Learning rates from curvature on digits: online estimates of the largest eigenvalue,"
            + " errors at multiples of its inverse, rates from the curvature along gradients.",
    mixinStandardHelpOptions = true)
final class RatesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      description = "Which of ${COMPLETION-CANDIDATES}; all unless some are named.")
  private List<RateExperiment> experiments = Arrays.asList(RateExperiment.values());

  @Option(
      names = "--mnist",
      description = "The directory of the digits; beside the checkout, ../shared/data/mnist.")
  private Path mnist = WorkerJvm.home().resolve("../../../shared/data/mnist").normalize();

  @Option(names = "--here", hidden = true, description = "Run in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (here) {
      out.println(Machine.describe());
      experiments.forEach(experiment -> experiment.run(mnist, out));
      return 0;
    }
    List<String> arguments = new ArrayList<>(List.of("rates", "--here"));
    arguments.addAll(List.of("--mnist", mnist.toString()));
    experiments.forEach(experiment -> arguments.add(experiment.name()));
    return new WorkerJvm("java", 1).run(Main.class, arguments);
  }
}
