package io.github.curvelane.bench.step;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times whole training steps of this library and its peers in alternation, network by network. */
public final class StepComparison {
  private static final String PRODUCTS = "products";
  private static final Duration WARM_UP = Duration.ofMillis(300);

  private final CurvelaneTrainee ours;
  private final List<Trainee> peers;
  private final Contest contest;
  private final PrintWriter out;

  /**
   * Creates the comparison.
   *
   * @param peers who takes part beside this library
   * @param threads the threads that this library may use
   * @param contest how to time
   * @param out where to report
   */
  public StepComparison(List<Trainee> peers, int threads, Contest contest, PrintWriter out) {
    this.peers = List.copyOf(peers);
    this.contest = contest;
    this.out = out;
    this.ours = new CurvelaneTrainee(threads);
  }

  /**
   * Runs the comparison and prints a table.
   *
   * @param tasks the steps
   * @param label what tells this run from others in the samples
   * @param samples where raw samples go
   * @return each peer's times over ours
   */
  public List<StepSummary> run(List<StepTask> tasks, String label, SampleFile samples) {
    out.printf("Training steps, %s%n%s%n%s%n", label, Machine.describe(), contest);
    out.printf("%-12s %s%n", ours.name(), ours.describe());
    peers.forEach(peer -> out.printf("%-12s %s%n", peer.name(), peer.describe()));
    out.println();
    header();
    Map<String, StepSummary> summaries = new LinkedHashMap<>();
    peers.forEach(peer -> summaries.put(peer.name(), new StepSummary(peer.name())));
    warmUp(tasks);
    for (StepTask task : tasks) {
      Contest.Result result = measure(task);
      samples.write(label + ", " + task, result);
      row(task, result);
      for (Trainee peer : peers) {
        if (result.has(peer.name())) {
          summaries.get(peer.name()).add(task, result.ratio(ours.name(), peer.name()));
        }
      }
    }
    out.println();
    return List.copyOf(summaries.values());
  }

  /** Takes this library through all tasks, so that the compiler has seen what it will see. */
  private void warmUp(List<StepTask> tasks) {
    for (StepTask task : tasks) {
      Entrant steps = new Entrant(ours.name(), 1, ours.prepare(task)::step);
      Entrant products = new Entrant(PRODUCTS, 1, ours.products(task));
      Contest.warmUp(List.of(steps, products), WARM_UP);
      Contest.settle(steps);
      Contest.settle(products);
    }
  }

  private Contest.Result measure(StepTask task) {
    List<Trainee> all = new ArrayList<>(List.of(ours));
    peers.stream().filter(peer -> peer.supports(task)).forEach(all::add);
    List<Entrant> entrants = new ArrayList<>();
    Map<String, Trainee.Steps> running = new LinkedHashMap<>();
    for (Trainee trainee : all) {
      Trainee.Steps steps = trainee.prepare(task);
      running.put(trainee.name(), steps);
      entrants.add(new Entrant(trainee.name(), task.operations(), steps::step));
    }
    entrants.add(new Entrant(PRODUCTS, task.operations(), ours.products(task)));
    Map<String, Double> before = new LinkedHashMap<>();
    running.forEach(
        (name, steps) -> {
          steps.step();
          before.put(name, steps.loss());
        });
    Contest.warmUp(entrants, WARM_UP);
    Contest.Result result = contest.run(entrants);
    running.forEach((name, steps) -> checkFallen(name, task, before.get(name), steps.loss()));
    running.values().forEach(Trainee.Steps::close);
    return result;
  }

  private static void checkFallen(String name, StepTask task, double first, double last) {
    if (!(last < first)) {
      throw new IllegalStateException(
          name + " does not train " + task + ": the loss went from " + first + " to " + last);
    }
  }

  private void header() {
    StringBuilder line = new StringBuilder(String.format("%-42s%11s", "µs (median)", ours.name()));
    peers.forEach(peer -> line.append(String.format("%12s", peer.name())));
    peers.forEach(peer -> line.append(String.format("%16s", peer.name() + "/ours")));
    line.append(String.format("%9s%12s%12s", "GFLOP/s", "% products", "best µs"));
    out.println(line);
  }

  private void row(StepTask task, Contest.Result result) {
    double operations = task.operations();
    StringBuilder line = new StringBuilder(String.format("%-42s", task));
    line.append(micros("%11.1f", operations / result.medianSpeed(ours.name())));
    for (Trainee peer : peers) {
      line.append(
          result.has(peer.name())
              ? micros("%12.1f", operations / result.medianSpeed(peer.name()))
              : String.format("%12s", "-"));
    }
    for (Trainee peer : peers) {
      line.append(
          result.has(peer.name())
              ? String.format(Locale.ROOT, "%16.2f", result.ratio(ours.name(), peer.name()))
              : String.format("%16s", "-"));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "%9.1f%12.0f",
            result.medianSpeed(ours.name()),
            100 * result.ratio(ours.name(), PRODUCTS)));
    line.append(micros("%12.1f", operations / result.bestSpeed(ours.name())));
    out.println(line);
    out.flush();
  }

  private static String micros(String format, double nanos) {
    return String.format(Locale.ROOT, format, 1e-3 * nanos);
  }
}
