package io.github.curvelane.bench.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Times several entrants in alternation, so that a machine whose speed drifts treats all of them
 * alike. In each round every entrant runs for one short slice, in an order that rotates from round
 * to round; the round's sample is the mean time of a call in the slice. Two entrants are compared
 * by the ratios of their samples of the same round, of which {@link Result#ratio} takes the median.
 *
 * @param slice the time that one entrant gets in a round; at least one call is made
 * @param budget the time for all rounds together, as far as {@code minRounds} allows
 * @param minRounds the least number of rounds
 * @param maxRounds the greatest number of rounds
 */
public record Contest(Duration slice, Duration budget, int minRounds, int maxRounds) {
  private static final Duration MOST_SETTLING = Duration.ofSeconds(5);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** An entrant whose single call takes longer than this is timed once, in the first round. */
  private static final double SLOW_CALL_NANOS = 0.8e9;

  /** The samples of one contest, by entrant. */
  public static final class Result {
    private final List<Entrant> entrants;
    private final double[][] nanos;

    private Result(List<Entrant> entrants, double[][] nanos) {
      this.entrants = entrants;
      this.nanos = nanos;
    }

    /**
     * Returns who took part.
     *
     * @return the entrants, in their original order
     */
    public List<Entrant> entrants() {
      return entrants;
    }

    /**
     * Returns the samples of one entrant.
     *
     * @param name its name
     * @return nanoseconds a call, by round; NaN where it sat out
     */
    public double[] nanos(String name) {
      return nanos[index(name)].clone();
    }

    /**
     * Tells whether an entrant took part.
     *
     * @param name its name
     * @return whether it is among the entrants
     */
    public boolean has(String name) {
      return entrants.stream().anyMatch(entrant -> entrant.name().equals(name));
    }

    /**
     * Returns an entrant's median speed.
     *
     * @param name its name
     * @return operations per nanosecond (10⁹ a second)
     */
    public double medianSpeed(String name) {
      int i = index(name);
      return entrants.get(i).operations() / Statistics.median(nanos[i]);
    }

    /**
     * Returns an entrant's best speed.
     *
     * @param name its name
     * @return operations per nanosecond in its fastest round
     */
    public double bestSpeed(String name) {
      int i = index(name);
      return entrants.get(i).operations() / Statistics.min(nanos[i]);
    }

    /**
     * Compares the speeds (operations a second) of two entrants round by round.
     *
     * @param name the one
     * @param other the other
     * @return the speed of the one over the speed of the other, by round
     */
    public double[] ratios(String name, String other) {
      int a = index(name);
      int b = index(other);
      double scale = entrants.get(a).operations() / entrants.get(b).operations();
      double[] ratios = new double[nanos[a].length];
      for (int round = 0; round < ratios.length; round++) {
        ratios[round] = scale * nanos[b][round] / nanos[a][round];
      }
      return ratios;
    }

    /**
     * Returns the median of {@link #ratios}.
     *
     * @param name the one
     * @param other the other
     * @return how many times as fast the one is
     */
    public double ratio(String name, String other) {
      return Statistics.median(ratios(name, other));
    }

    private int index(String name) {
      for (int i = 0; i < entrants.size(); i++) {
        if (entrants.get(i).name().equals(name)) {
          return i;
        }
      }
      throw new IllegalArgumentException("no entrant is called " + name);
    }
  }

  /**
   * Runs the rounds. The entrants should be warm.
   *
   * @param entrants who takes part
   * @return the samples
   */
  public Result run(List<Entrant> entrants) {
    int n = entrants.size();
    long[] calls = new long[n];
    double[] onlyOnce = new double[n];
    double roundNanos = 0;
    for (int i = 0; i < n; i++) {
      double once = calibrate(entrants.get(i).work());
      calls[i] = Math.max(1, Math.round(slice.toNanos() / once));
      onlyOnce[i] = once > SLOW_CALL_NANOS ? once : Double.NaN;
      roundNanos += once > SLOW_CALL_NANOS ? 0 : calls[i] * once;
    }
    int rounds = (int) Math.clamp(budget.toNanos() / Math.max(1, roundNanos), minRounds, maxRounds);
    double[][] nanos = new double[n][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < n; turn++) {
        int i = (turn + round) % n;
        if (Double.isNaN(onlyOnce[i])) {
          nanos[i][round] = time(entrants.get(i).work(), calls[i]);
        } else {
          nanos[i][round] = round == 0 ? onlyOnce[i] : Double.NaN;
        }
      }
    }
    return new Result(List.copyOf(entrants), nanos);
  }

  /**
   * Calls the work of every entrant for a while, so that it is compiled before it is timed.
   *
   * @param entrants who to warm up
   * @param each the time for each
   */
  public static void warmUp(List<Entrant> entrants, Duration each) {
    for (Entrant entrant : entrants) {
      long end = System.nanoTime() + each.toNanos();
      do {
        entrant.work().run();
      } while (System.nanoTime() < end);
    }
  }

  /**
   * Calls the work of an entrant of this library until a call leaves no garbage, for five seconds
   * at most: until all its kernels are compiled vectors are objects and nothing is fast. The ones
   * that a call needs once, such as the tile at a corner, come last, after a second or two.
   *
   * @param entrant who to warm up
   */
  public static void settle(Entrant entrant) {
    settle(entrant, MOST_SETTLING);
  }

  /**
   * Calls the work of an entrant of this library until a call leaves no garbage.
   *
   * @param entrant who to warm up
   * @param most when to give up
   */
  public static void settle(Entrant entrant, Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    long bytes;
    do {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      entrant.work().run();
      bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() < deadline);
  }

  /** Returns the time of a call, the best of a few: a first estimate, not a sample. */
  private double calibrate(Runnable work) {
    List<Double> times = new ArrayList<>();
    long start = System.nanoTime();
    do {
      times.add(time(work, 1));
    } while (times.size() < 5 && System.nanoTime() - start < slice.toNanos());
    return Math.max(1, times.stream().mapToDouble(Double::doubleValue).min().getAsDouble());
  }

  private static double time(Runnable work, long calls) {
    long start = System.nanoTime();
    for (long call = 0; call < calls; call++) {
      work.run();
    }
    return (System.nanoTime() - start) / (double) calls;
  }

  @Override
  public String toString() {
    return "alternating rounds ("
        + minRounds
        + " to "
        + maxRounds
        + ") of slices of "
        + slice.toMillis()
        + " ms";
  }
}
