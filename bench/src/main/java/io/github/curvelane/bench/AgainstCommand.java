package io.github.curvelane.bench;

import io.github.curvelane.bench.against.BuildComparison;
import io.github.curvelane.bench.against.BuildSummary;
import io.github.curvelane.bench.against.FirstSteps;
import io.github.curvelane.bench.against.Work;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.WorkerJvm;
import io.github.curvelane.bench.step.StepTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench against}: this build of the library against another. */
@Command(
    name = "against",
    description =
        "Steps, curvature and start-up of this build of the library against another's jar.",
    mixinStandardHelpOptions = true)
final class AgainstCommand implements Callable<Integer> {
  private static final List<List<Integer>> NETWORKS =
      List.of(List.of(784, 30, 10), List.of(784, 300, 10), List.of(784, 128, 64, 64, 32, 10));

  @Spec private CommandSpec spec;

  @Option(names = "--old", required = true, description = "The jar of the build to compare with.")
  private Path oldBuild;

  @Option(names = "--new", description = "The jar of the build asked about, in place of this one.")
  private Path newBuild;

  @Option(names = "--quick", description = "Two processes, the first two networks, short rounds.")
  private boolean quick;

  @Option(names = "--processes", description = "Processes, in which old and new take turns.")
  private Integer processes;

  @Option(names = "--threads", defaultValue = "1", description = "Threads for each build.")
  private int threads;

  @Option(names = "--works", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<Work> works;

  @Option(names = "--batches", split = ",", description = "Only these batches.")
  private List<Integer> batches;

  @Option(names = "--samples", description = "The file of raw samples.")
  private Path samples;

  @Option(names = "--here", hidden = true, description = "Compare in this very process.")
  private Integer here;

  @Option(names = "--first", hidden = true, description = "Take a build's first steps here.")
  private Integer first;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (Path build : newBuild == null ? List.of(oldBuild) : List.of(oldBuild, newBuild)) {
      if (!Files.isRegularFile(build)) {
        throw new ParameterException(spec.commandLine(), "there is no file " + build);
      }
    }
    if (samples == null) {
      samples = Samples.fresh("against");
    }
    if (here != null) {
      compare(here, out);
      return 0;
    }
    if (first != null) {
      takeFirstSteps(first);
      return 0;
    }
    int count = processes != null ? processes : quick ? 2 : 4;
    int status = 0;
    for (int process = 1; process <= count; process++) {
      status = Math.max(status, fork("--here", process));
    }
    for (int process = 1; process <= 4 * count; process++) {
      status = Math.max(status, fork("--first", process));
    }
    out.println();
    BuildSummary.read(samples).lines().forEach(out::println);
    out.println("raw samples: " + Samples.display(samples));
    return status;
  }

  private int fork(String what, int process) {
    List<String> arguments = new ArrayList<>(List.of("against", what, String.valueOf(process)));
    arguments.addAll(List.of("--old", oldBuild.toString()));
    if (newBuild != null) {
      arguments.addAll(List.of("--new", newBuild.toString()));
    }
    arguments.addAll(List.of("--threads", String.valueOf(threads)));
    arguments.addAll(List.of("--works", joined(chosenWorks())));
    arguments.addAll(List.of("--batches", joined(chosenBatches())));
    arguments.addAll(List.of("--samples", samples.toString()));
    if (quick) {
      arguments.add("--quick");
    }
    return new WorkerJvm("against", threads).run(Main.class, arguments);
  }

  private static String joined(List<?> values) {
    return String.join(",", values.stream().map(String::valueOf).toList());
  }

  private List<Work> chosenWorks() {
    return works != null ? works : List.of(Work.values());
  }

  private List<Integer> chosenBatches() {
    return batches != null ? batches : quick ? List.of(1, 128) : StepTask.BATCHES;
  }

  private void compare(int process, PrintWriter out) throws IOException {
    Contest contest =
        quick
            ? new Contest(Duration.ofMillis(5), Duration.ofSeconds(60), 21, 21)
            : new Contest(Duration.ofMillis(10), Duration.ofSeconds(60), 41, 41);
    List<StepTask> tasks =
        (quick ? NETWORKS.subList(0, 2) : NETWORKS)
            .stream()
                .flatMap(sizes -> chosenBatches().stream().map(b -> new StepTask(sizes, b)))
                .toList();
    boolean newFirst = process % 2 == 1;
    try (var comparison = new BuildComparison(oldBuild, newBuild, newFirst, threads, contest, out);
        SampleFile file = new SampleFile(samples, "against")) {
      comparison.warmUp(chosenWorks(), tasks);
      comparison.run(chosenWorks(), tasks, "process " + process, file);
    }
  }

  /** Odd processes take those of the new build. */
  private void takeFirstSteps(int process) throws IOException {
    boolean isNew = process % 2 == 1;
    try (SampleFile file = new SampleFile(samples, "against")) {
      FirstSteps.run(
          isNew ? newBuild : oldBuild,
          isNew ? BuildComparison.NEW : BuildComparison.OLD,
          process,
          file);
    }
  }
}
