package io.github.curvelane.continuation;

import io.github.curvelane.Objective;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.Minimum;
import io.github.curvelane.optim.batch.Reason;
import io.github.curvelane.optim.batch.RunWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Minimizes by continuation [DL8 8.7.6]: E blurred by a Gaussian of the first, greatest width from
 * where θ is, then of each smaller one from the minimum before, and at last E itself. Immutable;
 * each method returns another.
 *
 * <pre>{@code
 * Continuation continuation = Continuation.of(Continuation.geometric(1, 0.01, 8)).samples(16, 1);
 * ContinuationResult result = continuation.minimize(new Lbfgs(), objective, theta);
 * }</pre>
 *
 * <p>It fails where the blur of no width is convex, as that of −θᵀθ is not, and where the minimum
 * of the blur leads to another than the global one of E. Objectives that are a {@link GaussianBlur}
 * are blurred in closed form, others by a {@link SampledBlur}.
 *
 * <p>A run that was cancelled goes on from θ with the widths that are left.
 */
public final class Continuation {
  private static final int MOST_WIDTHS = 1000;

  private final List<Double> widths;
  private final int pairs;
  private final long seed;
  private final ContinuationProgress progress;

  private Continuation(List<Double> widths, int pairs, long seed, ContinuationProgress progress) {
    this.widths = widths;
    this.pairs = pairs;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Creates a plan, with 8 pairs of samples of seed 1 where an objective does not know its blur.
   *
   * @param widths the widths σ, each less than the one before
   * @return the plan
   * @throws IllegalArgumentException if there is none, one is not positive and finite, or one is
   *     not less than the one before
   */
  public static Continuation of(List<Double> widths) {
    List<Double> given = Arguments.list("widths", widths);
    Widths.checkFalling(given);
    return new Continuation(given, 8, 1, (stage, width, minimum) -> {});
  }

  /**
   * Returns widths that fall by one factor.
   *
   * @param first the first, positive and finite
   * @param last the last, positive and less than the first
   * @param count how many, from 2 to 1,000
   * @return the widths
   * @throws IllegalArgumentException if one is out of bounds
   */
  public static List<Double> geometric(double first, double last, int count) {
    Widths.check("first", first);
    Widths.check("last", last);
    if (!(last < first)) {
      throw new IllegalArgumentException(
          "last is " + last + ", must be less than the first, " + first);
    }
    if (count < 2 || count > MOST_WIDTHS) {
      throw new IllegalArgumentException(
          "count is " + count + ", must be from 2 to " + MOST_WIDTHS);
    }
    return List.copyOf(Widths.geometric(first, last, count));
  }

  /**
   * Sets how objectives are blurred that do not know their blur.
   *
   * @param pairs the number of pairs of samples, from 1 to 2³⁰ − 1
   * @param seed the seed of the samples, the same for all widths
   * @return the plan
   * @throws IllegalArgumentException if {@code pairs} is out of bounds
   */
  public Continuation samples(int pairs, long seed) {
    SampledBlur.checkPairs(pairs);
    return new Continuation(widths, pairs, seed, progress);
  }

  /**
   * Sets who is told of widths.
   *
   * @param progress the listener
   * @return the plan
   */
  public Continuation progress(ContinuationProgress progress) {
    return new Continuation(widths, pairs, seed, Objects.requireNonNull(progress, "progress"));
  }

  /**
   * Minimizes E from θ.
   *
   * @param minimizer the method, made a run of for each width
   * @param objective E
   * @param theta the start, N finite numbers; receives the minimum
   * @param <A> {@code float[]} or {@code double[]}
   * @return how it ended
   * @throws IllegalArgumentException as {@link #minimize(Minimizer, Objective, Object, RunWatch)}
   */
  public <A> ContinuationResult minimize(Minimizer minimizer, Objective<A> objective, A theta) {
    return minimize(minimizer, objective, theta, RunWatch.NONE);
  }

  /**
   * Minimizes E from θ. If a run is cancelled, or finds that a blur has no minimum, it ends there:
   * θ is then the best point of that run.
   *
   * @param minimizer the method, made a run of for each width
   * @param objective E
   * @param theta the start, N finite numbers; receives the minimum
   * @param watch watches, and may cancel, all runs
   * @param <A> {@code float[]} or {@code double[]}
   * @return how it ended
   * @throws IllegalArgumentException as {@link Minimizer#start}, for E and its blurs, or if a blur
   *     is of another number of parameters than E
   */
  public <A> ContinuationResult minimize(
      Minimizer minimizer, Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(minimizer, "minimizer");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(watch, "watch");
    List<Minimum> minima = new ArrayList<>();
    for (int k = 0; k <= widths.size(); k++) {
      double width = k < widths.size() ? widths.get(k) : 0;
      Minimum minimum =
          minimizer.minimize(width > 0 ? blurred(objective, width) : objective, theta, watch);
      minima.add(minimum);
      progress.reached(k, width, minimum);
      if (minimum.reason() == Reason.CANCELLED || minimum.reason() == Reason.UNBOUNDED) {
        return new ContinuationResult(
            minima, false, "at width %s: %s".formatted(width, minimum.message()));
      }
    }
    return new ContinuationResult(minima, true, minima.getLast().message());
  }

  private <A> Objective<A> blurred(Objective<A> objective, double width) {
    if (!(objective instanceof GaussianBlur<A> blur)) {
      return SampledBlur.of(objective, width, pairs, seed);
    }
    Objective<A> blurred = Objects.requireNonNull(blur.blurred(width), "the blurred objective");
    if (blurred.dimension() != objective.dimension()) {
      throw new IllegalArgumentException(
          "the blur of objective has %d parameters, must have %d"
              .formatted(blurred.dimension(), objective.dimension()));
    }
    return blurred;
  }

  @Override
  public String toString() {
    return "widths %s, %d pairs of samples of seed %d".formatted(widths, pairs, seed);
  }
}
