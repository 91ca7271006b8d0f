package io.github.curvelane.bench;

import io.github.curvelane.bench.dense.DenseComparison;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench dense}: this library's factorisations of dense matrices against its peers'. */
@Command(
    name = "dense",
    description = "Cholesky, QR and eigenvectors against OpenBLAS, EJML, ojAlgo.",
    mixinStandardHelpOptions = true)
final class DenseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Without the largest matrices, with short rounds.")
  private boolean quick;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("dense");
    }
    if (!here) {
      List<String> common = List.of("dense", "--here", "--samples", samples.toString());
      List<String> arguments = quick ? Samples.plus(common, "--quick") : common;
      int status = new WorkerJvm("blas", 1).run(Main.class, arguments);
      out.println("raw samples: " + Samples.display(samples));
      return status;
    }
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(5), Duration.ofMillis(600), 7, 31)
            : new Contest(Duration.ofMillis(20), Duration.ofMillis(3_000), 7, 41);
    try (SampleFile file = new SampleFile(samples, "dense")) {
      new DenseComparison(contest, out).run(quick, file);
    }
    return 0;
  }
}
