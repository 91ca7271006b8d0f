package io.github.curvelane.data;

import io.github.curvelane.optim.SamplingOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A curriculum [DL8 8.7.6; Bengio et al. 2009]: easy examples come first, and the share of all
 * examples that an epoch draws on grows until all take part. In epoch e of a curriculum of E epochs
 * it is p = s + (1 − s)(e − 1)/(E − 1), from s in the first to 1 in epoch E and after.
 *
 * <ul>
 *   <li>{@link #sharp}: the pn easiest examples, rounded and at least one, in a new order, again
 *       and again until the epoch is full.
 *   <li>{@link #mixed}: some are difficult from the first epoch on, ever more of them: a share (p −
 *       s)/(1 − s) of the epoch, rounded, are examples of any difficulty, none of them twice, and
 *       the others are of the sn easiest; all in random order. The book says why: a mixture worked
 *       better than a deterministic curriculum (Zaremba and Sutskever 2014).
 * </ul>
 *
 * <p>From epoch E on both are plain shuffles. Every epoch has as many examples as there are.
 * Immutable.
 */
public final class CurriculumOrder implements SamplingOrder {
  private final int[] byDifficulty;
  private final double start;
  private final int epochs;
  private final boolean mixed;
  private final long seed;

  private CurriculumOrder(double[] difficulty, double start, int epochs, boolean mixed, long seed) {
    if (difficulty.length == 0) {
      throw new IllegalArgumentException("difficulty is empty, must have at least one example");
    }
    for (int i = 0; i < difficulty.length; i++) {
      if (!Double.isFinite(difficulty[i])) {
        throw new IllegalArgumentException(
            "difficulty of example " + i + " is " + difficulty[i] + ", must be finite");
      }
    }
    if (!(start > 0 && start <= 1)) {
      throw new IllegalArgumentException("start is " + start + ", must be in (0, 1]");
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs is " + epochs + ", must be at least 1");
    }
    this.byDifficulty =
        IntStream.range(0, difficulty.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> difficulty[i]))
            .mapToInt(i -> i)
            .toArray();
    this.start = start;
    this.epochs = epochs;
    this.mixed = mixed;
    this.seed = seed;
  }

  /**
   * Orders by difficulty, at first the easiest only.
   *
   * @param difficulty how difficult each example is, finite; of equal ones the first is easier
   * @param start s, the share of the examples in the first epoch, in (0, 1]
   * @param epochs E, the epoch from which on all examples take part, at least 1
   * @param seed the seed
   * @return the order
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static CurriculumOrder sharp(double[] difficulty, double start, int epochs, long seed) {
    Objects.requireNonNull(difficulty, "difficulty");
    return new CurriculumOrder(difficulty, start, epochs, false, seed);
  }

  /**
   * Orders by difficulty, with ever more examples of any among the easiest.
   *
   * @param difficulty how difficult each example is, finite; of equal ones the first is easier
   * @param start s, the share of the examples that count as easy, in (0, 1]
   * @param epochs E, the epoch from which on all examples take part, at least 1
   * @param seed the seed
   * @return the order
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static CurriculumOrder mixed(double[] difficulty, double start, int epochs, long seed) {
    Objects.requireNonNull(difficulty, "difficulty");
    return new CurriculumOrder(difficulty, start, epochs, true, seed);
  }

  @Override
  public void arrange(int epoch, int[] order) {
    Objects.requireNonNull(order, "order");
    int n = byDifficulty.length;
    if (order.length != n) {
      throw new IllegalArgumentException("order has " + order.length + " elements, must have " + n);
    }
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch is " + epoch + ", must be at least 1");
    }
    RandomDraws random = new RandomDraws(seed, epoch);
    double progress = epoch >= epochs ? 1 : (epoch - 1.0) / (epochs - 1.0);
    if (mixed) {
      int any = (int) Math.rint(progress * n);
      int[] all = byDifficulty.clone();
      random.shuffle(all, 0, n);
      System.arraycopy(all, 0, order, 0, any);
      fill(order, any, easiest(start), random);
      random.shuffle(order, 0, n);
    } else {
      fill(order, 0, easiest(start + (1 - start) * progress), random);
    }
  }

  private int[] easiest(double share) {
    int n = byDifficulty.length;
    return Arrays.copyOf(byDifficulty, Math.clamp((long) Math.rint(share * n), 1, n));
  }

  /** Fills an order from a place on with examples in a new order, as often as it takes. */
  private static void fill(int[] order, int from, int[] examples, RandomDraws random) {
    for (int at = from; at < order.length; at += examples.length) {
      random.shuffle(examples, 0, examples.length);
      System.arraycopy(examples, 0, order, at, Math.min(examples.length, order.length - at));
    }
  }

  @Override
  public String toString() {
    return "%s curriculum(%d examples, %s, %d epochs, %d)"
        .formatted(mixed ? "mixed" : "sharp", byDifficulty.length, start, epochs, seed);
  }
}
