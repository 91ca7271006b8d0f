package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.UpdateRule;
import java.util.Arrays;

/** Surfaces to minimize with whole gradients, and how many of these a rule needs. */
final class Surfaces {
  static final String[] NAMES = {"bowl on its axes", "bowl, rotated", "Rosenbrock's valley"};
  static final int MOST = 6_000;

  /** The share of its first excess at which a surface counts as minimized. */
  static final double TARGET = 1e-6;

  /** A surface and where descent begins; the least value is 0. */
  record Surface(Objective<double[]> objective, double[] start) {}

  private Surfaces() {}

  /** The surfaces, of a seed: bowls have condition number 100 in six dimensions. */
  static Surface[] draw(long seed) {
    Draws draws = new Draws(seed);
    int n = 6;
    double[] eigenvalues = new double[n];
    Arrays.setAll(eigenvalues, i -> StrictMath.pow(100, i / (n - 1.0)));
    return new Surface[] {
      new Surface(Quadratic.diagonal(eigenvalues).objective(), draws.gaussians(n)),
      new Surface(Quadratic.rotated(draws, eigenvalues).objective(), draws.gaussians(n)),
      new Surface(rosenbrock(), new double[] {draws.uniform(-1.5, -0.5), draws.uniform(0.5, 1.5)})
    };
  }

  /** 100(w2 − w1²)² + (1 − w1)². */
  static Objective<double[]> rosenbrock() {
    return Objective.of(
        Precision.DOUBLE,
        2,
        w -> 100 * (w[1] - w[0] * w[0]) * (w[1] - w[0] * w[0]) + (1 - w[0]) * (1 - w[0]),
        (w, gradient) -> {
          double across = w[1] - w[0] * w[0];
          gradient[0] = -400 * w[0] * across - 2 * (1 - w[0]);
          gradient[1] = 200 * across;
        });
  }

  /** Steps until the value stays below the target; NaN if it does not within the most. */
  static double steps(Surface surface, UpdateRule rule, double rate) {
    double[][] path =
        Descent.path(surface.objective, rule, Schedule.constant(rate), surface.start, MOST);
    double[] values = Descent.values(surface.objective, path);
    double bound = TARGET * values[0];
    return path.length <= MOST || !(values[MOST] <= bound)
        ? Double.NaN
        : Descent.firstBelow(values, bound);
  }

  /** The fewest steps of several rates; NaN if none arrives. */
  static double fewest(Surface surface, UpdateRule rule, double... rates) {
    return Arrays.stream(rates)
        .map(rate -> steps(surface, rule, rate))
        .filter(steps -> !Double.isNaN(steps))
        .min()
        .orElse(Double.NaN);
  }

  /** Rates that differ by √2. */
  static double[] rates(double first, int count) {
    double[] rates = new double[count];
    Arrays.setAll(rates, i -> first * StrictMath.pow(2, i / 2.0));
    return rates;
  }
}
