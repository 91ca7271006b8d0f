package io.github.curvelane.bench.cluster;

import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

/** Measures clusters on this machine, and predicts others from that. */
public final class SparkClusterRun implements ClusterRun {
  /** Creates the run. */
  public SparkClusterRun() {}

  @Override
  public void run(boolean quick, String program, SampleFile samples, PrintWriter out) {
    int examples = quick ? 49_152 : 98_304;
    int rounds = quick ? 7 : 15;
    List<Integer> counts = quick ? List.of(1, 2) : List.of(1, 2, 4);
    int cores = Runtime.getRuntime().availableProcessors();
    out.println(Machine.describe());
    Map<Integer, GradientRuns.Measured> measured = new TreeMap<>();
    ClusterCosts costs = null;
    double empty = Double.NaN;
    int parameters;
    try (GradientRuns runs = new GradientRuns(examples, rounds, samples, out)) {
      parameters = runs.parameters();
      for (int executors : counts) {
        line(out, "%n%d executors of one core", executors);
        try (JavaSparkContext context = Contexts.cluster(executors, program)) {
          List<ProcessHandle> processes = ProcessorTime.executors(context, executors);
          JobCosts jobs = new JobCosts(context, processes, 3 * rounds, samples, out);
          if (executors == 1) {
            costs = jobs.measure();
          } else if (executors == 2) {
            empty = jobs.empty().seconds();
          }
          measured.put(executors, runs.on(context, executors));
        }
      }
    }
    Evaluation evaluation = new Evaluation(parameters, examples);
    validate(evaluation, costs, cores, measured, out);
    new MllibComparison(quick ? 1 : 3, samples, out).run();
    GradientRuns.Measured two = measured.get(2);
    line(out, "%nempty job: %.0f ms", 1e3 * empty);
    line(out, "beyond the slowest task: %.0f ms", 1e3 * two.beyondSlowestTask());
    line(
        out,
        "speed-up of 2 executors: %.2f of two threads' speed, %.2f of one core's",
        two.two() / two.executors(),
        two.one() / two.executors());
    out.println();
    out.print(new ScaleTable(computing(costs, evaluation, measured, 1)).text());
    out.flush();
  }

  /**
   * Completes costs by what chunks took. Executors' threads are as fast beside one thread of this
   * process as the only executor's was in its rounds: a machine whose speed drifts is as fast in a
   * simulation as it was when that number of executors was measured.
   */
  private static ClusterCosts computing(
      ClusterCosts costs,
      Evaluation evaluation,
      Map<Integer, GradientRuns.Measured> measured,
      int executors) {
    GradientRuns.Measured single = measured.get(1);
    GradientRuns.Measured then = measured.get(executors);
    double slower = single.slowestTask() / single.one();
    double work = (double) ClusterCosts.FLOPS * evaluation.parameters() * evaluation.examples();
    double together =
        Statistics.median(
            measured.values().stream()
                .mapToDouble(each -> each.one() / (2 * each.two()))
                .toArray());
    return costs.computing(work / (then.one() * slower), Math.min(1, together), single.load());
  }

  private static void validate(
      Evaluation evaluation,
      ClusterCosts costs,
      int cores,
      Map<Integer, GradientRuns.Measured> measured,
      PrintWriter out) {
    line(out, "%nsimulated with these costs: %s", computing(costs, evaluation, measured, 1));
    measured.forEach(
        (executors, real) -> {
          SimulatedStep step =
              ClusterSimulation.run(
                  ClusterShape.here(executors, cores),
                  computing(costs, evaluation, measured, executors),
                  evaluation,
                  ReductionPath.DRIVER,
                  Stragglers.NONE,
                  1);
          line(
              out,
              "  %d executors: simulated %.0f ms, measured %.0f ms: %.2f;"
                  + " beyond the slowest task %.0f and %.0f ms",
              executors,
              1e3 * step.seconds(),
              1e3 * real.executors(),
              step.seconds() / real.executors(),
              1e3 * (step.seconds() - step.slowestTask()),
              1e3 * real.beyondSlowestTask());
        });
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
