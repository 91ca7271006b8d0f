package io.github.curvelane.bench.functions;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Times reductions on the calling thread and on all cores, over vectors in the first-level cache
 * (too short for more than one thread), the last-level cache and memory.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ReductionComparison<A> {
  private static final int FIRST_LEVEL_BYTES = 16 << 10;
  private static final int LAST_LEVEL_BYTES = 4 << 20;
  private static final int MEMORY_BYTES = 64 << 20;

  private final Precision<A> precision;
  private final Function<List<Entrant>, Contest.Result> contest;
  private final PrintWriter out;
  private final SampleFile samples;

  /** Takes how to warm up and time entrants from the comparison that it is part of. */
  ReductionComparison(
      Precision<A> precision,
      Function<List<Entrant>, Contest.Result> contest,
      PrintWriter out,
      SampleFile samples) {
    this.precision = precision;
    this.contest = contest;
    this.out = out;
    this.samples = samples;
  }

  void run() {
    level("first-level cache", FIRST_LEVEL_BYTES, 1);
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    level("last-level cache", LAST_LEVEL_BYTES, threads);
    level("memory", MEMORY_BYTES, threads);
  }

  private void level(String name, int bytesOfArray, int threads) {
    int n = bytesOfArray / precision.bytes();
    A x = random(n, 1);
    A y = random(n, 2);
    out.printf(
        Locale.ROOT, "%nReductions, ns an element, %s, %,d elements, %s", precision, n, name);
    out.printf(threads == 1 ? "%n" : ", one thread and %d%n", threads);
    List<Entrant> all = new ArrayList<>();
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      add(all, "", Kernels.of(precision).newReductions(), n, x, y);
      if (threads > 1) {
        add(all, ", threads", Kernels.of(precision).newReductions(parallelism), n, x, y);
      }
      Contest.Result result = contest.apply(all);
      samples.write(precision + ", " + name + ", reductions", result);
      int rows = threads > 1 ? all.size() / 2 : all.size();
      for (int row = 0; row < rows; row++) {
        String alone = all.get(row).name();
        out.printf(Locale.ROOT, "%-12s%12.4f", alone, 1 / result.medianSpeed(alone));
        if (threads > 1) {
          String together = all.get(rows + row).name();
          out.printf(
              Locale.ROOT,
              "%12.4f  %.2f x as fast",
              1 / result.medianSpeed(together),
              result.ratio(together, alone));
        }
        out.println();
      }
    }
    out.flush();
  }

  private void add(List<Entrant> all, String suffix, Reductions<A> on, int n, A x, A y) {
    all.add(new Entrant("sum" + suffix, n, () -> on.sum(n, x, 0)));
    all.add(new Entrant("dot" + suffix, n, () -> on.dot(n, x, 0, y, 0)));
    all.add(new Entrant("norm2" + suffix, n, () -> on.norm2(n, x, 0)));
    all.add(new Entrant("max" + suffix, n, () -> on.max(n, x, 0)));
    all.add(new Entrant("logSumExp" + suffix, n, () -> on.logSumExp(n, x, 0)));
  }

  private A random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    A x = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      precision.set(x, i, random.nextDouble(-4, 4));
    }
    return x;
  }
}
