package io.github.curvelane.optim.batch;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.LeastSquaresObjective;
import java.util.function.UnaryOperator;

/**
 * Residuals and their Jacobian as two functions in doubles, for tests of least squares: r(θ) and
 * the rows of J, θ.length a row.
 */
final class Curve<A> implements LeastSquares<A> {
  private final Precision<A> precision;
  private final int size;
  private final UnaryOperator<double[]> residuals;
  private final UnaryOperator<double[]> jacobian;
  private final int count;

  Curve(
      Precision<A> precision,
      double[] start,
      UnaryOperator<double[]> residuals,
      UnaryOperator<double[]> jacobian) {
    this.precision = precision;
    this.size = start.length;
    this.residuals = residuals;
    this.jacobian = jacobian;
    this.count = residuals.apply(start).length;
  }

  LeastSquaresObjective<A> objective() {
    return new LeastSquaresObjective<>(this);
  }

  /** y = a·e^(b·x) + noise, sampled at 12 points. */
  static <A> Curve<A> exponential(Precision<A> precision) {
    return new Curve<>(
        precision,
        new double[2],
        t -> {
          double[] r = new double[12];
          for (int i = 0; i < r.length; i++) {
            r[i] = t[0] * StrictMath.exp(t[1] * i / 4.0) - datum(i);
          }
          return r;
        },
        t -> {
          double[] j = new double[24];
          for (int i = 0; i < 12; i++) {
            double e = StrictMath.exp(t[1] * i / 4.0);
            j[2 * i] = e;
            j[2 * i + 1] = t[0] * e * i / 4.0;
          }
          return j;
        });
  }

  private static double datum(int i) {
    return 5 * StrictMath.exp(-0.7 * i / 4.0) + 0.125 * ((i * 5) % 7 - 3) / 3.0;
  }

  /** Rosenbrock's valley, and a third parameter of another unit: 10(y − x²), 1 − x, z/1024 − 3. */
  static <A> Curve<A> valley(Precision<A> precision) {
    return new Curve<>(
        precision,
        new double[3],
        t -> new double[] {10 * (t[1] - t[0] * t[0]), 1 - t[0], t[2] / 1024 - 3},
        t -> new double[] {-20 * t[0], 10, 0, -1, 0, 0, 0, 0, 1 / 1024.0});
  }

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return size;
  }

  @Override
  public int residuals() {
    return count;
  }

  @Override
  public void residuals(A theta, A residuals) {
    double[] r = this.residuals.apply(precision.toDoubles(theta));
    for (int i = 0; i < count; i++) {
      precision.set(residuals, i, r[i]);
    }
  }

  @Override
  public void jacobianRows(A theta, int from, int to, A rows) {
    double[] j = jacobian.apply(precision.toDoubles(theta));
    for (int i = 0; i < (to - from) * size; i++) {
      precision.set(rows, i, j[from * size + i]);
    }
  }
}
