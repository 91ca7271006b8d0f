package io.github.curvelane.bench.matmul;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Machine;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a process takes until a product runs at 80 % of its steady speed: what the interpreter
 * and the compiler cost before. Float, one thread, in a process that has multiplied nothing yet.
 */
public final class WarmUpCurve {
  private static final double STEADY_PART = 0.8;
  private static final long DURATION_NANOS = 8_000_000_000L;
  private static final int MOST_CALLS = 4_000_000;

  private final PrintWriter out;

  /**
   * Creates the measurement.
   *
   * @param out where to report
   */
  public WarmUpCurve(PrintWriter out) {
    this.out = out;
  }

  /**
   * Multiplies for eight seconds and prints the time of the first call, the steady speed (the
   * median of the last quarter of the calls) and when the speed of nine calls in a row, by their
   * median, first reached 80 % of it.
   *
   * @param shape the shape
   */
  public void run(MatmulShape shape) {
    MatmulTask<float[]> task = MatmulTask.random(shape, Precision.FLOAT);
    Multiplier.Prepared<float[]> product = Multipliers.load(Multipliers.OURS, 1).prepare(task);
    long[] ends = new long[MOST_CALLS];
    long start = System.nanoTime();
    int calls = 0;
    while (calls < MOST_CALLS && (calls == 0 || ends[calls - 1] < DURATION_NANOS)) {
      product.multiply();
      ends[calls++] = System.nanoTime() - start;
    }
    long steady = median(ends, calls - calls / 4, calls);
    int reached = 0;
    while (STEADY_PART * median(ends, reached, reached + 9) > steady) {
      reached++;
    }
    out.println(Machine.describe());
    out.printf(
        Locale.ROOT,
        "%s: first call %.1f ms, %.0f %% of the steady %.1f GFLOP/s after %d calls and %.0f ms%n",
        shape,
        1e-6 * ends[0],
        100 * STEADY_PART,
        shape.operations() / steady,
        reached,
        1e-6 * (reached == 0 ? 0 : ends[reached - 1]));
    out.flush();
    product.close();
  }

  /** The median time of calls from one to before another. */
  private static long median(long[] ends, int from, int to) {
    long[] times = new long[to - from];
    for (int i = from; i < to; i++) {
      times[i - from] = ends[i] - (i == 0 ? 0 : ends[i - 1]);
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
