package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.rules.RuleComparison;
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

/** {@code bench rules}: steps of update rules. */
@Command(
    name = "rules",
    description =
        "Whole steps of update rules on the parameters of 784-300-10, beside loops that only read"
            + " and write the same arrays.",
    mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer and shorter rounds.")
  private boolean quick;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("rules");
    }
    if (!here) {
      List<String> arguments =
          new ArrayList<>(List.of("rules", "--here", "--samples", samples.toString()));
      if (quick) {
        arguments.add("--quick");
      }
      int status = new WorkerJvm("java", 1).run(Main.class, arguments);
      out.println("raw samples: " + Samples.display(samples));
      return status;
    }
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(5), Duration.ofSeconds(2), 51, 401)
            : new Contest(Duration.ofMillis(5), Duration.ofSeconds(10), 101, 2001);
    try (SampleFile file = new SampleFile(samples, "rules")) {
      new RuleComparison(contest, out, file).run();
    }
    return 0;
  }
}
