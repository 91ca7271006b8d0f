package io.github.curvelane.bench.against;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.bench.step.StepTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times two builds of the library in alternation. Both are loaded alike, each by a loader of its
 * own, so neither has its code compiled or its classes initialised by what the other did.
 */
public final class BuildComparison implements AutoCloseable {
  /** The name of the build that is asked about. */
  public static final String NEW = "new";

  /** The name of the build that it is compared with. */
  public static final String OLD = "old";

  private static final Duration WARM_UP = Duration.ofMillis(300);

  /** On a machine with other work, compiling takes its time. */
  private static final Duration MOST_SETTLING = Duration.ofSeconds(60);

  private static final int COUNTED_CALLS = 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The one that comes first, and the other. */
  private final List<Build> builds;

  private final Contest contest;
  private final PrintWriter out;

  private record Build(String name, BuildLoader loader, Side side) {
    static Build load(String name, Path jar, int threads) throws IOException {
      BuildLoader loader = new BuildLoader(jar);
      return new Build(name, loader, loader.side(threads));
    }
  }

  /**
   * Loads both builds.
   *
   * @param oldBuild the jar of the one
   * @param newBuild the jar of the other, null for the library of this program
   * @param newFirst whether the new build is prepared, compiled and timed before the old one
   * @param threads the threads that each may use
   * @param contest how to time
   * @param out where to report
   * @throws IOException if a jar cannot be read
   */
  public BuildComparison(
      Path oldBuild, Path newBuild, boolean newFirst, int threads, Contest contest, PrintWriter out)
      throws IOException {
    Build first = Build.load(newFirst ? NEW : OLD, newFirst ? newBuild : oldBuild, threads);
    Build second = Build.load(newFirst ? OLD : NEW, newFirst ? oldBuild : newBuild, threads);
    this.builds = List.of(first, second);
    this.contest = contest;
    this.out = out;
  }

  /**
   * Takes both builds through all of it until no call leaves garbage, so that the compiler has seen
   * what it will see.
   *
   * @param works what will be timed
   * @param tasks on which networks and batches
   */
  public void warmUp(List<Work> works, List<StepTask> tasks) {
    for (Work work : works) {
      for (StepTask task : tasks) {
        for (Build build : builds) {
          Entrant entrant = new Entrant(build.name(), 1, build.side().prepare(work, task));
          Contest.warmUp(List.of(entrant), WARM_UP);
          Contest.settle(entrant, MOST_SETTLING);
        }
      }
    }
  }

  /**
   * Runs the comparison and prints a row for each work and task.
   *
   * @param works what to time
   * @param tasks on which networks and batches
   * @param label what tells this process from others in the samples
   * @param samples where raw samples go
   */
  public void run(List<Work> works, List<StepTask> tasks, String label, SampleFile samples) {
    out.printf("%s, %s first%n%s%n", label, builds.getFirst().name(), Machine.describe());
    builds.forEach(build -> out.printf("%s: %s%n", build.name(), build.side().describe()));
    out.println(contest);
    out.printf(
        "%n%-56s%11s%11s%10s%18s%18s%8s%n",
        "", "old, µs", "new, µs", "new/old", "95 % interval", "bytes, old/new", "bits");
    for (Work work : works) {
      for (StepTask task : tasks) {
        measure(work, task, label, samples);
      }
    }
    out.flush();
  }

  private void measure(Work work, StepTask task, String label, SampleFile samples) {
    boolean same = haveSameBits(work, task);
    List<Entrant> entrants =
        builds.stream()
            .map(build -> new Entrant(build.name(), 1, build.side().prepare(work, task)))
            .toList();
    Contest.warmUp(entrants, WARM_UP);
    Contest.Result result = contest.run(entrants);
    samples.write(work.label() + ", " + task + ", " + label, result);
    double[] ratios = result.ratios(OLD, NEW);
    double[] interval = Statistics.medianInterval(ratios);
    out.printf(
        Locale.ROOT,
        "%-56s%11.1f%11.1f%10.3f%18s%18s%8s%n",
        work.label() + ", " + task,
        1e-3 * Statistics.median(result.nanos(OLD)),
        1e-3 * Statistics.median(result.nanos(NEW)),
        Statistics.median(ratios),
        String.format(Locale.ROOT, "%.3f to %.3f", interval[0], interval[1]),
        bytes(entrants, OLD) + " / " + bytes(entrants, NEW),
        same ? "same" : "OTHER");
    out.flush();
  }

  /** Compares the results of three first calls, each build with data of its own. */
  private boolean haveSameBits(Work work, StepTask task) {
    float[][] results = new float[2][];
    for (int i = 0; i < 2; i++) {
      Side.Call call = builds.get(i).side().prepare(work, task);
      for (int k = 0; k < 3; k++) {
        call.run();
      }
      results[i] = call.result();
    }
    return Arrays.equals(results[0], results[1]);
  }

  /** What a call leaves behind, on the average of some. */
  private static long bytes(List<Entrant> entrants, String name) {
    Entrant entrant =
        entrants.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < COUNTED_CALLS; k++) {
      entrant.work().run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / COUNTED_CALLS;
  }

  @Override
  public void close() throws IOException {
    for (Build build : builds) {
      build.loader().close();
    }
  }
}
