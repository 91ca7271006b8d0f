package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.run.RunComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench run}: training as a whole process. */
@Command(
    name = "run",
    description = "Training as a whole process, from the command to its end, and PyTorch's.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final int QUICK = 5;
  private static final int ROUNDS = 11;

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Five rounds in place of eleven.")
  private boolean quick;

  @Option(names = "--rounds", description = "Rounds.")
  private Integer rounds;

  @Option(names = "--busy", description = "With a process that computes on every core beside it.")
  private boolean busy;

  @Option(
      names = "--data",
      description =
          "The folder of MNIST's test files, packed (default: files of the built-in digits).")
  private Path data;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("run");
    }
    int count = rounds != null ? rounds : quick ? QUICK : ROUNDS;
    try (SampleFile file = new SampleFile(samples, "run")) {
      new RunComparison(Optional.ofNullable(data), count, busy, out).run(file);
    }
    out.println("raw samples: " + Samples.display(samples));
    return 0;
  }
}
