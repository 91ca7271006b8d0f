package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.sdlm.Costs;
import io.github.curvelane.bench.sdlm.Races;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench sdlm}: how fast rules with rates of their own for parameters train. */
@Command(
    name = "sdlm",
    description =
        "Trains perceptrons on digits with each rule at each rate, one line a run and epoch in a"
            + " file; what the file has already is not run again.",
    mixinStandardHelpOptions = true)
final class SdlmCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--net", description = "The units of each layer; ${DEFAULT-VALUE} by default.")
  private String net = "784-100-10";

  @Option(names = "--inputs", split = ",", description = "scaled, uncentred, units:FACTOR, fifth.")
  private List<String> inputs = List.of("scaled", "uncentred", "units:10");

  @Option(names = "--rules", split = ",", description = "sgd, adam, sdlm:MU, fan-in:POWER.")
  private List<String> rules = List.of("sgd", "sdlm:0.02", "sdlm:0.1", "adam");

  @Option(names = "--rates", split = ",", description = "Rates, of which all are tried.")
  private List<Double> rates = List.of();

  @Option(names = "--seeds", split = ",", description = "Seeds of weights and order; 1 by default.")
  private List<Long> seeds = List.of(1L);

  @Option(names = "--epochs", description = "How long; ${DEFAULT-VALUE} by default.")
  private int epochs = 10;

  @Option(names = "--batch", description = "The size of batches; 1 by default.")
  private int batch = 1;

  @Option(names = "--interleaved", description = "Classes alternate.")
  private boolean interleaved;

  @Option(names = "--average", description = "Scores an exponential average of this decay.")
  private double average = Double.NaN;

  @Option(names = "--costs", description = "Times steps and estimates instead.")
  private boolean costs;

  @Option(
      names = "--mnist",
      description = "The directory of the digits; beside the checkout, ../shared/data/mnist.")
  private Path mnist = WorkerJvm.home().resolve("../../../shared/data/mnist").normalize();

  @Option(names = "--runs", description = "The file of runs.")
  private Path runs = WorkerJvm.home().resolve("samples").resolve("sdlm.csv");

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (costs) {
      new Costs(mnist, new Contest(Duration.ofMillis(20), Duration.ofMillis(10_000), 9, 61), out)
          .run();
      return 0;
    }
    int[] widths = Arrays.stream(net.split("-")).mapToInt(Integer::parseInt).toArray();
    new Races(mnist, runs, out)
        .run(widths, inputs, rules, rates, seeds, epochs, batch, interleaved, average);
    return 0;
  }
}
