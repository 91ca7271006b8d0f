package io.github.curvelane.bench.cluster;

import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
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
        out.printf("%n%d executors of one core%n", executors);
        try (JavaSparkContext context = Contexts.cluster(executors, program)) {
          List<ProcessHandle> processes = ProcessorTime.executors(context, executors);
          JobCosts jobs = new JobCosts(context, processes, 4 * rounds, samples, out);
          if (executors == 1) {
            costs = jobs.measure();
          } else if (executors == 2) {
            empty = jobs.empty().seconds();
          }
          measured.put(executors, runs.on(context, executors));
        }
      }
    }
    GradientRuns.Measured one = measured.get(1);
    Evaluation evaluation = new Evaluation(parameters, examples);
    double work = (double) ClusterCosts.FLOPS * parameters * examples;
    costs = costs.computing(work / one.slowestTask(), one.one() / (2 * one.two()), one.load());
    out.println();
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
    out.print(new ScaleTable(costs).text());
    out.flush();
  }

  private static void validate(
      Evaluation evaluation,
      ClusterCosts costs,
      int cores,
      Map<Integer, GradientRuns.Measured> measured,
      PrintWriter out) {
    out.println("simulated with these costs: " + costs);
    measured.forEach(
        (executors, real) -> {
          SimulatedStep step =
              ClusterSimulation.run(
                  ClusterShape.here(executors, cores),
                  costs,
                  evaluation,
                  ReductionPath.DRIVER,
                  Stragglers.NONE,
                  1);
          line(
              out,
              "  %d executors: simulated %.0f ms, measured %.0f ms: %.2f",
              executors,
              1e3 * step.seconds(),
              1e3 * real.executors(),
              step.seconds() / real.executors());
        });
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
