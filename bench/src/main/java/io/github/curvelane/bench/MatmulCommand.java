package io.github.curvelane.bench;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.matmul.MatmulComparison;
import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench matmul}: this library's matrix products against its peers'. */
@Command(
    name = "matmul",
    description = "Matrix products against MKL, OpenBLAS, oneDNN, VectorBLAS, EJML, ojAlgo.",
    mixinStandardHelpOptions = true)
final class MatmulCommand implements Callable<Integer> {
  private static final List<String> QUICK_PEERS = List.of("MKL", "OpenBLAS", "oneDNN");
  private static final List<String> ALL_PEERS =
      List.of(
          "MKL",
          "MKL-heap",
          "OpenBLAS",
          "OpenBLAS-heap",
          "oneDNN",
          "VectorBLAS",
          "EJML",
          "ojAlgo",
          "naive");

  /** Limits on what the processes may use, each in a JVM of its own. */
  enum Mode {
    /** No limit. */
    PLAIN,
    /** MKL's conditional numerical reproducibility in its strict mode. */
    STRICT,
    /** Vectors of 256 bits for everybody. */
    AVX2
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Float, one thread, three peers: ends within 100 seconds.")
  private boolean quick;

  @Option(names = "--precision", description = "Only this precision: float or double.")
  private String precision;

  @Option(names = "--threads", description = "Only this number of threads.")
  private Integer threads;

  @Option(names = "--mode", description = "Only this mode: ${COMPLETION-CANDIDATES}.")
  private Mode mode;

  @Option(names = "--peers", split = ",", description = "Only these peers, separated by commas.")
  private List<String> peers;

  @Option(
      names = "--shapes",
      split = ",",
      description = "Only these shapes, such as 128x300x784 or \"1x1024x512 NT\".")
  private List<String> shapes;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    if (samples == null) {
      samples = Samples.fresh("matmul");
    }
    if (here) {
      measure();
      return 0;
    }
    int status = 0;
    for (Mode eachMode : mode != null ? List.of(mode) : modes()) {
      for (String eachPrecision : precision != null ? List.of(precision) : precisions()) {
        for (int eachThreads : threads != null ? List.of(threads) : threads(eachMode)) {
          status = Math.max(status, fork(eachMode, eachPrecision, eachThreads));
        }
      }
    }
    spec.commandLine().getOut().println("raw samples: " + Samples.display(samples));
    return status;
  }

  private List<Mode> modes() {
    return quick ? List.of(Mode.PLAIN) : List.of(Mode.values());
  }

  private List<String> precisions() {
    return quick ? List.of("float") : List.of("float", "double");
  }

  private List<Integer> threads(Mode in) {
    return quick || in != Mode.PLAIN ? List.of(1) : List.of(1, 2);
  }

  private int fork(Mode in, String withPrecision, int withThreads) {
    WorkerJvm worker = new WorkerJvm("blas", withThreads);
    switch (in) {
      case PLAIN -> {}
      case STRICT -> worker.environment("MKL_CBWR", "AUTO,STRICT");
      case AVX2 ->
          worker
              .option("-XX:UseAVX=2")
              .environment("MKL_ENABLE_INSTRUCTIONS", "AVX2")
              .environment("OPENBLAS_CORETYPE", "Haswell")
              .environment("ONEDNN_MAX_CPU_ISA", "AVX2");
    }
    List<String> arguments = new ArrayList<>(List.of("matmul", "--here", "--mode", in.name()));
    arguments.addAll(List.of("--precision", withPrecision, "--threads", withThreads + ""));
    arguments.addAll(List.of("--samples", samples.toString()));
    arguments.addAll(List.of("--peers", String.join(",", peers != null ? peers : peers(in))));
    if (shapes != null) {
      arguments.addAll(List.of("--shapes", String.join(",", shapes)));
    }
    if (quick) {
      arguments.add("--quick");
    }
    return worker.run(Main.class, arguments);
  }

  private List<String> peers(Mode in) {
    if (in == Mode.STRICT) {
      return List.of("MKL");
    }
    return quick || in == Mode.AVX2 ? QUICK_PEERS : ALL_PEERS;
  }

  private void measure() {
    PrintWriter out = spec.commandLine().getOut();
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(8), Duration.ofMillis(1_300), 5, 30)
            : new Contest(Duration.ofMillis(15), Duration.ofMillis(5_000), 7, 50);
    List<MatmulShape> chosen =
        shapes == null ? MatmulShape.all() : shapes.stream().map(MatmulShape::parse).toList();
    String label = precision + ", threads " + threads + ", " + mode.name().toLowerCase(Locale.ROOT);
    Precision<?> chosenPrecision = precision.equals("double") ? Precision.DOUBLE : Precision.FLOAT;
    try (SampleFile file = new SampleFile(samples, "matmul")) {
      new MatmulComparison(peers, threads, contest, out).run(chosen, chosenPrecision, label, file);
    }
  }
}
