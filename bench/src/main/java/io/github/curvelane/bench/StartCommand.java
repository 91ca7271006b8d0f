package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.start.StartComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench start}: the first prediction of a new process. */
@Command(
    name = "start",
    description = "The first prediction of a new process, without and with archives, and a peer's.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  private static final String GROUP = "tribuo";

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Nine rounds in place of 21.")
  private boolean quick;

  @Option(names = "--rounds", description = "Rounds.")
  private Integer rounds;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure from this very process.")
  private boolean here;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("start");
    }
    WorkerJvm worker = new WorkerJvm(GROUP, 1);
    if (here) {
      int count = rounds != null ? rounds : quick ? 9 : 21;
      try (SampleFile file = new SampleFile(samples, "start")) {
        Path libraries = WorkerJvm.home().resolve("libraries");
        new StartComparison(libraries, worker.peerClassPath(), count, out).run(file);
      }
      return 0;
    }
    List<String> arguments =
        new ArrayList<>(List.of("start", "--here", "--samples", samples.toString()));
    if (quick) {
      arguments.add("--quick");
    }
    if (rounds != null) {
      arguments.addAll(List.of("--rounds", String.valueOf(rounds)));
    }
    int status = worker.run(Main.class, arguments);
    out.println("raw samples: " + Samples.display(samples));
    return status;
  }
}
