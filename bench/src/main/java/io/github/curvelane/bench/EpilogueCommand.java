package io.github.curvelane.bench;

import io.github.curvelane.bench.matmul.EpilogueComparison;
import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench epilogue}: what fusing into a product costs. */
@Command(
    name = "epilogue",
    description = "The product 128x300x784 with bias, activation and squared operands.",
    mixinStandardHelpOptions = true)
final class EpilogueCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--shape", defaultValue = "128x300x784", description = "The shape.")
  private String shape;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    if (samples == null) {
      samples = Samples.fresh("epilogue");
    }
    if (!here) {
      List<String> arguments =
          List.of("epilogue", "--here", "--shape", shape, "--samples", samples.toString());
      int status = new WorkerJvm("epilogue", 1).run(Main.class, arguments);
      spec.commandLine().getOut().println("raw samples: " + Samples.display(samples));
      return status;
    }
    Contest contest = new Contest(Duration.ofMillis(10), Duration.ofMillis(4_000), 31, 61);
    try (SampleFile file = new SampleFile(samples, "epilogue")) {
      new EpilogueComparison(contest, spec.commandLine().getOut(), file)
          .run(MatmulShape.parse(shape));
    }
    return 0;
  }
}
