package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.serve.ServeComparison;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench serve}: a predictor in a service. */
@Command(
    name = "serve",
    description = "A predictor's rows a second on one thread and two, its garbage and overhead.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer rounds.")
  private boolean quick;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    if (samples == null) {
      samples = Samples.fresh("serve");
    }
    if (here) {
      int rounds = quick ? 41 : 161;
      Contest contest = new Contest(Duration.ofMillis(50), Duration.ZERO, rounds, rounds);
      try (SampleFile file = new SampleFile(samples, "serve")) {
        new ServeComparison(contest, spec.commandLine().getOut()).run(file);
      }
      return 0;
    }
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--here", "--samples", samples.toString()));
    if (quick) {
      arguments.add("--quick");
    }
    int status = new WorkerJvm("serve", 1).run(Main.class, arguments);
    spec.commandLine().getOut().println("raw samples: " + Samples.display(samples));
    return status;
  }
}
