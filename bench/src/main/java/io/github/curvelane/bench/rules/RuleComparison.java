package io.github.curvelane.bench.rules;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.AdaDelta;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.AmsGrad;
import io.github.curvelane.optim.DeltaBarDelta;
import io.github.curvelane.optim.GradientNoise;
import io.github.curvelane.optim.Lion;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Murata;
import io.github.curvelane.optim.NAdam;
import io.github.curvelane.optim.Quickprop;
import io.github.curvelane.optim.RAdam;
import io.github.curvelane.optim.RmsProp;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.ScheduleFreeAdamW;
import io.github.curvelane.optim.ScheduleFreeSgd;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Times whole steps of rules beside loops that only read and write the same arrays. */
public final class RuleComparison {
  /** Parameters of 784-300-10. */
  private static final int N = 238_510;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A rule and the loop that walks through what it does. */
  private record Pair(String name, UpdateRule rule, int arrays, Runnable traffic) {}

  private final Contest contest;
  private final PrintWriter out;
  private final SampleFile samples;
  private final float[] g = new float[N];
  private final float[][] x = new float[4][N];

  /**
   * Creates the comparison.
   *
   * @param contest how to time a pair
   * @param out where to report
   * @param samples where raw samples go
   */
  public RuleComparison(Contest contest, PrintWriter out, SampleFile samples) {
    this.contest = contest;
    this.out = out;
    this.samples = samples;
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < N; i++) {
      g[i] = (float) random.nextDouble(-1, 1);
    }
  }

  /** Runs the comparison and prints the closing lines. */
  public void run() {
    out.printf("Steps of %,d floats, one thread%n%s%n%s%n%n", N, Machine.describe(), contest);
    out.printf(
        Locale.ROOT,
        "%-20s %7s %8s %8s %10s %20s %6s%n",
        "rule",
        "arrays",
        "µs",
        "GB/s",
        "traffic µs",
        "traffic/step",
        "bytes");
    List<String> closing = new ArrayList<>();
    for (Pair pair : pairs()) {
      closing.add(measure(pair));
      out.flush();
    }
    out.println();
    closing.forEach(out::println);
    out.flush();
  }

  private String measure(Pair pair) {
    Updater<float[]> updater = pair.rule.init(Kernels.of(Precision.FLOAT), N);
    float[] theta = new float[N];
    double bytes = 4.0 * N * pair.arrays;
    Entrant step =
        new Entrant(
            "step",
            bytes,
            () -> {
              updater.lookAhead(theta);
              updater.step(1e-6, theta, g);
            });
    Entrant traffic = new Entrant("traffic", bytes, pair.traffic);
    List<Entrant> entrants = List.of(step, traffic);
    Contest.warmUp(entrants, Duration.ofMillis(300));
    Contest.settle(step);
    Contest.Result result = contest.run(entrants);
    samples.write(pair.name, result);
    double[] ratios = result.ratios("step", "traffic");
    double[] interval = Statistics.medianInterval(ratios);
    double median = Statistics.median(ratios);
    out.printf(
        Locale.ROOT,
        "%-20s %7d %8.1f %8.1f %10.1f %6.2f (%.2f to %.2f) %6d%n",
        pair.name,
        pair.arrays,
        Statistics.median(result.nanos("step")) * 1e-3,
        result.medianSpeed("step"),
        Statistics.median(result.nanos("traffic")) * 1e-3,
        median,
        interval[0],
        interval[1],
        garbage(step));
    return String.format(Locale.ROOT, "%s: %.2f of its traffic", pair.name, median);
  }

  private static long garbage(Entrant entrant) {
    int calls = 100;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      entrant.work().run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / calls;
  }

  /** The arrays that a step reads and writes, each of them counted for either. */
  private List<Pair> pairs() {
    Runnable one = () -> UpdateTraffic.one(g, x[0]);
    Runnable two = () -> UpdateTraffic.two(g, x[0], x[1]);
    Runnable three = () -> UpdateTraffic.three(g, x[0], x[1], x[2]);
    return List.of(
        new Pair("Sgd", new Sgd(), 3, one),
        new Pair("Momentum", new Momentum(0.9), 5, two),
        new Pair("RmsProp", new RmsProp(0.9), 5, two),
        new Pair("AdaDelta", new AdaDelta(), 7, three),
        new Pair("DeltaBarDelta", new DeltaBarDelta(), 7, three),
        new Pair("Adam", new Adam(), 7, three),
        new Pair("Rprop", new Rprop(), 7, three),
        new Pair("Rprop, lecture", new Rprop(Rprop.Variant.CMU), 7, three),
        new Pair("Quickprop", new Quickprop(1), 7, three),
        new Pair(
            "Murata",
            new Murata(0.01, 0.02, 1e-9),
            6,
            () -> {
              UpdateTraffic.read(x[1]);
              UpdateTraffic.two(g, x[0], x[1]);
            }),
        new Pair("AmsGrad", new AmsGrad(), 9, () -> UpdateTraffic.four(g, x[0], x[1], x[2], x[3])),
        new Pair("NAdam", new NAdam(), 7, three),
        new Pair("RAdam", new RAdam(), 7, three),
        new Pair("Lion", new Lion(0.1), 5, two),
        new Pair(
            "ScheduleFreeSgd",
            new ScheduleFreeSgd(),
            9,
            () -> {
              UpdateTraffic.ahead(x[0], x[1], x[2]);
              UpdateTraffic.average(g, x[2], x[1], x[0]);
            }),
        new Pair(
            "ScheduleFreeAdamW",
            new ScheduleFreeAdamW(0.1),
            12,
            () -> {
              UpdateTraffic.ahead(x[0], x[1], x[2]);
              UpdateTraffic.averageAndSquares(g, x[2], x[1], x[0], x[3]);
            }),
        new Pair("GradientNoise", new GradientNoise(0.3, 1), 2, () -> UpdateTraffic.one(x[0])));
  }
}
