package io.github.curvelane.optim;

/**
 * The learning rate as a function of the number k of steps already taken, k = 0 for the first step.
 * Computed in double by operations that are the same on every machine.
 *
 * <pre>{@code
 * Schedule schedule = Schedule.cosine(0.1, 0, 10_000).warmUp(500);
 * Schedule byEpoch = Schedule.exponential(0.2, 0.1).every(stepsPerEpoch);
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
  /**
   * Returns the learning rate.
   *
   * @param k the number of steps taken before, at least 0
   * @return ε_k
   */
  double rate(long k);

  /**
   * The same rate in every step.
   *
   * @param rate the rate, positive and finite
   * @return ε_k = rate
   * @throws IllegalArgumentException if it is not positive and finite
   */
  static Schedule constant(double rate) {
    Hyperparameters.positive("rate", rate);
    return new NamedSchedule("constant(" + rate + ")", k -> rate);
  }

  /**
   * The rate c/t of stochastic approximation [EB 12], t = k + 1 the number of the step; the "linear
   * decay" η₀/(k + 1) of [CMU].
   *
   * @param first the rate c of the first step, positive and finite
   * @return ε_k = c/(k + 1)
   * @throws IllegalArgumentException if it is not positive and finite
   */
  static Schedule inverse(double first) {
    Hyperparameters.positive("first", first);
    return new NamedSchedule("inverse(" + first + ")", k -> first / (k + 1.0));
  }

  /**
   * The "quadratic decay" of [CMU].
   *
   * @param first the rate η₀ of the first step, positive and finite
   * @return ε_k = η₀/(k + 1)²
   * @throws IllegalArgumentException if it is not positive and finite
   */
  static Schedule inverseSquare(double first) {
    Hyperparameters.positive("first", first);
    return new NamedSchedule("inverseSquare(" + first + ")", k -> first / ((k + 1.0) * (k + 1.0)));
  }

  /**
   * The "exponential decay" of [CMU].
   *
   * @param first the rate η₀ of the first step, positive and finite
   * @param beta the decay β a step, positive and finite
   * @return ε_k = η₀·exp(−βk)
   * @throws IllegalArgumentException if one is not positive and finite
   */
  static Schedule exponential(double first, double beta) {
    Hyperparameters.positive("first", first);
    Hyperparameters.positive("beta", beta);
    return new NamedSchedule(
        "exponential(%s, %s)".formatted(first, beta), k -> first * StrictMath.exp(-beta * k));
  }

  /**
   * Linear until step τ, then constant [DL8 8.14]. The book advises a last rate of about 1 % of the
   * first.
   *
   * @param first the rate ε₀ of the first step, positive and finite
   * @param last the rate ε_τ from k = τ on, at least 0 and finite
   * @param tau the number of steps τ, at least 1
   * @return ε_k = (1 − a)ε₀ + aε_τ with a = k/τ for k &lt; τ, ε_τ from there
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  static Schedule linear(double first, double last, long tau) {
    Hyperparameters.positive("first", first);
    Hyperparameters.notNegative("last", last);
    Hyperparameters.atLeast("tau", tau, 1);
    return new NamedSchedule(
        "linear(%s, %s, %d)".formatted(first, last, tau),
        k -> {
          if (k >= tau) {
            return last;
          }
          double a = k / (double) tau;
          return (1 - a) * first + a * last;
        });
  }

  /**
   * Half a cosine, without restarts [Loshchilov and Hutter 2017].
   *
   * @param first the rate ε₀ of the first step, positive and finite
   * @param last the rate from k = τ on, at least 0 and finite
   * @param tau the number of steps τ, at least 1
   * @return ε_k = last + ½(ε₀ − last)(1 + cos(πk/τ)) for k &lt; τ, {@code last} from there
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  static Schedule cosine(double first, double last, long tau) {
    Hyperparameters.positive("first", first);
    Hyperparameters.notNegative("last", last);
    Hyperparameters.atLeast("tau", tau, 1);
    return new NamedSchedule(
        "cosine(%s, %s, %d)".formatted(first, last, tau),
        k ->
            k >= tau
                ? last
                : last + 0.5 * (first - last) * (1 + HalfTurn.cosine(k / (double) tau)));
  }

  /**
   * Precedes this schedule by a linear rise to its first rate [Goyal et al. 2017]; this schedule
   * then starts from its beginning.
   *
   * @param steps the number of steps w of the rise, at least 0
   * @return (k + 1)/w·ε₀ for k &lt; w, ε_{k−w} from there
   * @throws IllegalArgumentException if {@code steps} is negative
   */
  default Schedule warmUp(long steps) {
    Hyperparameters.atLeast("steps", steps, 0);
    return new NamedSchedule(
        "%s.warmUp(%d)".formatted(this, steps),
        k -> k < steps ? (k + 1.0) / steps * rate(0) : rate(k - steps));
  }

  /**
   * Makes a staircase of this schedule: its k is counted in groups of steps, for instance in
   * epochs.
   *
   * @param steps the number of steps for which the rate stays, at least 1
   * @return ε of ⌊k/steps⌋
   * @throws IllegalArgumentException if {@code steps} is less than 1
   */
  default Schedule every(long steps) {
    Hyperparameters.atLeast("steps", steps, 1);
    return new NamedSchedule("%s.every(%d)".formatted(this, steps), k -> rate(k / steps));
  }
}
