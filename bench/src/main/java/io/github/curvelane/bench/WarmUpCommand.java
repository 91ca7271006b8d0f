package io.github.curvelane.bench;

import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.matmul.WarmUpCurve;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench warmup}: how long until a product is fast. */
@Command(
    name = "warmup",
    description = "Time to 80 %% of the steady speed of a product, each in a new process.",
    mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--shapes",
      split = ",",
      defaultValue = "256x256x256,128x300x784",
      description = "The shapes.")
  private List<String> shapes;

  @Option(names = "--processes", defaultValue = "3", description = "Processes for each shape.")
  private int processes;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    if (here) {
      new WarmUpCurve(spec.commandLine().getOut()).run(MatmulShape.parse(shapes.getFirst()));
      return 0;
    }
    int status = 0;
    for (String shape : shapes) {
      for (int i = 0; i < processes; i++) {
        List<String> arguments = List.of("warmup", "--here", "--shapes", shape);
        status = Math.max(status, new WorkerJvm("warmup", 1).run(Main.class, arguments));
      }
    }
    return status;
  }
}
