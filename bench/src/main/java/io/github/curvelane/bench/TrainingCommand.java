package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.training.TrainingCosts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench training}: the trainer's loop. */
@Command(
    name = "training",
    description =
        "Epochs with validation, averages, checkpoints, frozen layers, rates by range and"
            + " micro-batches, relative to epochs without; the time of a checkpoint.",
    mixinStandardHelpOptions = true)
final class TrainingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer and shorter rounds.")
  private boolean quick;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (!here) {
      List<String> arguments = new ArrayList<>(List.of("training", "--here"));
      if (quick) {
        arguments.add("--quick");
      }
      return new WorkerJvm("java", 1).run(Main.class, arguments);
    }
    out.println(Machine.describe());
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(60), Duration.ofSeconds(6), 7, 31)
            : new Contest(Duration.ofMillis(120), Duration.ofSeconds(30), 15, 101);
    new TrainingCosts(contest, out).run();
    return 0;
  }
}
