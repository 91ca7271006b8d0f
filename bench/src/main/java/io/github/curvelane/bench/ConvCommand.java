package io.github.curvelane.bench;

import io.github.curvelane.bench.conv.ConvolutionComparison;
import io.github.curvelane.bench.conv.ConvolutionCurvature;
import io.github.curvelane.bench.conv.ConvolutionTask;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.step.Architecture;
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

/** {@code bench conv}: convolutions, alone and in networks. */
@Command(
    name = "conv",
    description =
        "Steps and curvature of LeNet and VGG, and their convolutions alone, against libtorch and"
            + " DJL.",
    mixinStandardHelpOptions = true)
final class ConvCommand implements Callable<Integer> {
  private static final String LIBTORCH = "libtorch";

  /** Peers by the JVM that they need: two builds of PyTorch cannot share one. */
  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("DJL", "djl");
    GROUPS.put(LIBTORCH, "libtorch");
  }

  private static final List<Architecture> NETWORKS = List.of(Architecture.LENET, Architecture.VGG);
  private static final List<Integer> LENET_BATCHES = List.of(1, 16, 64, 256);
  private static final List<Integer> VGG_BATCHES = List.of(1, 16, 64);

  /** The images of convolutions alone. */
  private static final int IMAGES = 64;

  /** What can be measured. */
  enum Part {
    /** Training steps of whole networks. */
    STEPS,
    /** Convolutions alone. */
    ALONE,
    /** Products and diagonals in gradients. */
    CURVATURE
  }

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "One thread, short rounds: ends within 100 seconds.")
  private boolean quick;

  @Option(names = "--threads", description = "Only this number of threads.")
  private Integer threads;

  @Option(names = "--peers", split = ",", description = "Only these peers, separated by commas.")
  private List<String> peers;

  @Option(names = "--batches", split = ",", description = "Steps with these batches.")
  private List<Integer> batches;

  @Option(names = "--parts", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<Part> parts;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Measure in this very process.")
  private boolean here;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == null) {
      samples = Samples.fresh("conv");
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
    List<String> arguments = new ArrayList<>(List.of("conv", "--here", "--peers", peer));
    arguments.addAll(List.of("--threads", String.valueOf(withThreads)));
    arguments.addAll(List.of("--parts", joined(partsBeside(peer))));
    arguments.addAll(List.of("--samples", samples.toString()));
    if (batches != null) {
      arguments.addAll(List.of("--batches", joined(batches)));
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

  /** DJL has neither convolutions without a network nor second derivatives. */
  private List<Part> partsBeside(String peer) {
    List<Part> chosen = parts != null ? parts : List.of(Part.values());
    return peer.equals(LIBTORCH) ? chosen : List.of(Part.STEPS);
  }

  private static String joined(List<?> values) {
    return String.join(",", values.stream().map(String::valueOf).toList());
  }

  private void measure(PrintWriter out) {
    String label = String.join(", ", peers) + ", float, threads " + threads;
    List<String> closing = new ArrayList<>();
    NETWORKS.forEach(out::println);
    List<Trainee> loaded = Trainees.load(peers, threads, out);
    try (SampleFile file = new SampleFile(samples, "conv")) {
      if (parts.contains(Part.STEPS)) {
        var comparison = new StepComparison(loaded, threads, contest(1), out);
        for (StepSummary summary : comparison.run(steps(), label, file)) {
          closing.addAll(summary.each());
        }
      }
      if (parts.contains(Part.ALONE)) {
        List<ConvolutionTask> tasks = ConvolutionTask.of(NETWORKS, IMAGES);
        var comparison = new ConvolutionComparison(peers, threads, contest(1), out);
        closing.addAll(comparison.run(tasks, label, file));
      }
      if (parts.contains(Part.CURVATURE)) {
        var comparison = new ConvolutionCurvature(loaded, threads, contest(4), out);
        closing.addAll(comparison.run(curvatures(), label, file));
      }
    }
    closing.forEach(out::println);
    out.flush();
  }

  private Contest contest(int budgets) {
    return quick
        ? new Contest(Duration.ofMillis(10), Duration.ofMillis(400).multipliedBy(budgets), 5, 21)
        : new Contest(Duration.ofMillis(20), Duration.ofMillis(3_000).multipliedBy(budgets), 7, 41);
  }

  private List<StepTask> steps() {
    if (batches != null) {
      return StepTask.all(NETWORKS, batches);
    }
    List<StepTask> tasks =
        new ArrayList<>(StepTask.all(List.of(Architecture.LENET), LENET_BATCHES));
    tasks.addAll(StepTask.all(List.of(Architecture.VGG), VGG_BATCHES));
    return tasks;
  }

  private List<StepTask> curvatures() {
    return List.of(
        new StepTask(Architecture.LENET, 64), new StepTask(Architecture.VGG, quick ? 16 : 64));
  }
}
