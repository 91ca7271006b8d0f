package io.github.curvelane.bench;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.step.StepComparison;
import io.github.curvelane.bench.step.StepSummary;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.bench.step.Trainee;
import io.github.curvelane.bench.step.Trainees;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench step}: whole training steps. */
@Command(
    name = "step",
    description = "Training steps against libtorch, PyTorch through DJL, and Encog.",
    mixinStandardHelpOptions = true)
final class StepCommand implements Callable<Integer> {
  /** Peers by the JVM that they need: two builds of PyTorch cannot share one. */
  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("libtorch", "libtorch");
    GROUPS.put("DJL", "djl");
    GROUPS.put("Encog", "java");
  }

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "One thread, short rounds.")
  private boolean quick;

  @Option(names = "--threads", description = "Only this number of threads.")
  private Integer threads;

  @Option(names = "--peers", split = ",", description = "Only these peers, separated by commas.")
  private List<String> peers;

  @Option(names = "--batches", split = ",", description = "Only these batches.")
  private List<Integer> batches;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("step");
    }
    if (here) {
      measure(out);
      return 0;
    }
    int status = 0;
    for (String peer : peers != null ? peers : List.copyOf(GROUPS.keySet())) {
      for (int each : threads != null ? List.of(threads) : allThreads()) {
        status = Math.max(status, fork(peer, each));
      }
    }
    out.println("raw samples: " + Samples.display(samples));
    return status;
  }

  private List<Integer> allThreads() {
    return quick ? List.of(1) : List.of(1, 2);
  }

  private int fork(String peer, int withThreads) {
    List<String> arguments = new ArrayList<>(List.of("step", "--here", "--peers", peer));
    arguments.addAll(List.of("--threads", String.valueOf(withThreads)));
    arguments.addAll(List.of("--samples", samples.toString()));
    if (batches != null) {
      arguments.addAll(
          List.of("--batches", String.join(",", batches.stream().map(String::valueOf).toList())));
    }
    if (quick) {
      arguments.add("--quick");
    }
    return new WorkerJvm(GROUPS.getOrDefault(peer, peer), withThreads)
        .option("-Dai.djl.offline=true")
        .option("-Dai.djl.pytorch.num_threads=" + withThreads)
        .option("-Dai.djl.pytorch.num_interop_threads=1")
        .run(Main.class, arguments);
  }

  private void measure(PrintWriter out) {
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(10), Duration.ofMillis(600), 5, 21)
            : new Contest(Duration.ofMillis(20), Duration.ofMillis(3_000), 7, 41);
    List<Integer> chosen = batches != null ? batches : StepTask.BATCHES;
    String label = String.join(", ", peers) + ", float, threads " + threads;
    try (SampleFile file = new SampleFile(samples, "step")) {
      List<StepTask> tasks = StepTask.all(StepTask.NETWORKS, chosen);
      List<Trainee> loaded = Trainees.load(peers, threads, out);
      for (StepSummary summary :
          new StepComparison(loaded, threads, contest, out).run(tasks, label, file)) {
        summary.means().forEach(out::println);
      }
    }
    out.flush();
  }
}
