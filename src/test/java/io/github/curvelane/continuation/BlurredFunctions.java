package io.github.curvelane.continuation;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.function.DoubleFunction;

/** Functions with many minima that know their blur. */
final class BlurredFunctions {
  private BlurredFunctions() {}

  /** A family of objectives by width, that of width 0 being the function itself. */
  private record Family(Objective<double[]> sharp, DoubleFunction<Objective<double[]>> members)
      implements GaussianBlur<double[]> {
    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return sharp.dimension();
    }

    @Override
    public double value(double[] theta) {
      return sharp.value(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      return sharp.valueAndGradient(theta, gradient);
    }

    @Override
    public Objective<double[]> blurred(double width) {
      Widths.check("width", width);
      return members.apply(width);
    }
  }

  private static GaussianBlur<double[]> family(DoubleFunction<Objective<double[]>> members) {
    return new Family(members.apply(0), members);
  }

  /** Σ x² + 10 (1 − cos 2πx); its minimum is 0 at 0. */
  static GaussianBlur<double[]> rastrigin(int n) {
    double turn = 2 * Math.PI;
    return family(
        width -> {
          double damped = 10 * StrictMath.exp(-0.5 * turn * turn * width * width);
          return Objective.of(
              Precision.DOUBLE,
              n,
              x -> {
                double sum = n * (width * width + 10);
                for (double each : x) {
                  sum += each * each - damped * StrictMath.cos(turn * each);
                }
                return sum;
              },
              (x, g) -> {
                for (int i = 0; i < n; i++) {
                  g[i] = 2 * x[i] + damped * turn * StrictMath.sin(turn * x[i]);
                }
              });
        });
  }

  /** 1 + Σ x_i²/4000 − Π cos(x_i/√i), i from 1; its minimum is 0 at 0. */
  static GaussianBlur<double[]> griewank(int n) {
    double harmonic = 0;
    for (int i = 1; i <= n; i++) {
      harmonic += 1.0 / i;
    }
    double all = harmonic;
    return family(
        width -> {
          double damped = StrictMath.exp(-0.5 * width * width * all);
          return Objective.of(
              Precision.DOUBLE,
              n,
              x -> {
                double sum = 1 + n * width * width / 4000;
                double product = damped;
                for (int i = 0; i < n; i++) {
                  sum += x[i] * x[i] / 4000;
                  product *= StrictMath.cos(x[i] / Math.sqrt(i + 1));
                }
                return sum - product;
              },
              (x, g) -> {
                for (int i = 0; i < n; i++) {
                  double root = Math.sqrt(i + 1);
                  double others = damped;
                  for (int j = 0; j < n; j++) {
                    others *= j == i ? 1 : StrictMath.cos(x[j] / Math.sqrt(j + 1));
                  }
                  g[i] = x[i] / 2000 + others * StrictMath.sin(x[i] / root) / root;
                }
              });
        });
  }

  /** x⁴ − 2x² + x/4, whose lower minimum is the left one; its blur is convex from σ = 1/√3 on. */
  static GaussianBlur<double[]> doubleWell() {
    return family(
        width -> {
          double v = width * width;
          return Objective.of(
              Precision.DOUBLE,
              1,
              x -> {
                double q = x[0] * x[0];
                return q * q + (6 * v - 2) * q + 3 * v * v - 2 * v + x[0] / 4;
              },
              (x, g) -> g[0] = 4 * x[0] * x[0] * x[0] + 2 * (6 * v - 2) * x[0] + 0.25);
        });
  }
}
