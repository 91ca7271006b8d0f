package io.github.curvelane.optim.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Moré's trust region and Nielsen's damping as their papers write them, on normal equations that
 * are solved by elimination: the oracle of the library's runs. D is the running maximum of the
 * columns' lengths.
 */
final class PlainLevenbergMarquardt {
  private final UnaryOperator<double[]> residuals;
  private final UnaryOperator<double[]> jacobian;
  private final boolean nielsen;
  private final int n;
  private double[] d;
  private double[] r;
  private double[] jac;
  private double[] g;
  private double[][] gram;

  /** Where the run was after each step that was taken. */
  final List<double[]> path = new ArrayList<>();

  PlainLevenbergMarquardt(
      UnaryOperator<double[]> residuals,
      UnaryOperator<double[]> jacobian,
      boolean nielsen,
      double[] start,
      int steps) {
    this.residuals = residuals;
    this.jacobian = jacobian;
    this.nielsen = nielsen;
    this.n = start.length;
    this.d = new double[n];
    run(start.clone(), steps);
  }

  private void run(double[] x, int steps) {
    linearize(x);
    double e = half(r);
    double radius = length(x);
    double lambda = nielsen ? 1e-3 * largestScaledDiagonal() : 0;
    double nu = 2;
    boolean first = true;
    for (int trial = 0; path.size() < steps; trial++) {
      if (trial > 10 * steps) {
        throw new IllegalStateException("only " + path.size() + " steps");
      }
      if (!nielsen) {
        lambda = multiplier(radius, lambda);
      }
      double[] s = solve(lambda, g);
      double norm = length(s);
      if (first && !nielsen) {
        radius = Math.min(radius, norm);
      }
      double image = quadratic(s);
      double predicted = image / 2 + lambda * norm * norm;
      double[] y = new double[n];
      for (int j = 0; j < n; j++) {
        y[j] = x[j] + s[j];
      }
      double there = half(residuals.apply(y));
      double actual = e - there;
      double ratio = actual / predicted;
      boolean taken = ratio > 1e-4;
      if (nielsen) {
        lambda *= taken ? Math.max(1 / 3.0, 1 - Math.pow(2 * ratio - 1, 3)) : nu;
        nu = taken ? 2 : 2 * nu;
      } else if (!(ratio > 0.25)) {
        double slope = image + lambda * norm * norm;
        double shrink = actual >= 0 ? 0.5 : Math.max(0.1, slope / (slope - actual) / 2);
        radius = shrink * Math.min(radius, 10 * norm);
        lambda /= shrink;
      } else if (lambda == 0 || ratio >= 0.75) {
        radius = 2 * norm;
        lambda /= 2;
      }
      if (taken) {
        x = y;
        e = there;
        linearize(x);
        path.add(x);
        first = false;
      }
    }
  }

  private void linearize(double[] x) {
    r = residuals.apply(x);
    jac = jacobian.apply(x);
    g = new double[n];
    gram = new double[n][n];
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < n; j++) {
        g[j] += jac[i * n + j] * r[i];
        for (int k = 0; k < n; k++) {
          gram[j][k] += jac[i * n + j] * jac[i * n + k];
        }
      }
    }
    for (int j = 0; j < n; j++) {
      d[j] = Math.max(d[j], Math.sqrt(gram[j][j]));
    }
  }

  private double largestScaledDiagonal() {
    double largest = 0;
    for (int j = 0; j < n; j++) {
      largest = Math.max(largest, gram[j][j] / (d[j] * d[j]));
    }
    return largest;
  }

  /**
   * Moré (1978), algorithm 5.5, with the lower bound of MINPACK, with φ and φ′ by solutions of the
   * full equations.
   */
  private double multiplier(double radius, double lambda) {
    double[] s = solve(0, g);
    double phi = length(s) - radius;
    if (phi <= radius / 10) {
      return 0;
    }
    double lower = -(phi + radius) / radius * (phi / derivative(0, s));
    double steepest = 0;
    for (int j = 0; j < n; j++) {
      steepest += g[j] / d[j] * (g[j] / d[j]);
    }
    double upper = Math.sqrt(steepest) / radius;
    lambda = Math.min(Math.max(lambda, lower), upper);
    if (lambda == 0) {
      lambda = Math.sqrt(steepest) / length(s);
    }
    for (int trial = 1; ; trial++) {
      s = solve(lambda, g);
      phi = length(s) - radius;
      if (Math.abs(phi) <= radius / 10 || trial == 10) {
        return lambda;
      }
      if (phi > 0) {
        lower = Math.max(lower, lambda);
      } else {
        upper = Math.min(upper, lambda);
      }
      double slope = derivative(lambda, s);
      lambda = Math.max(lower, lambda - (phi + radius) / radius * (phi / slope));
    }
  }

  /** φ′(λ) = −(D²s)ᵀ(JᵀJ + λD²)⁻¹(D²s)/‖Ds‖. */
  private double derivative(double lambda, double[] s) {
    double[] q = new double[n];
    for (int j = 0; j < n; j++) {
      q[j] = d[j] * d[j] * s[j];
    }
    double[] z = solve(lambda, q);
    double product = 0;
    for (int j = 0; j < n; j++) {
      product += q[j] * z[j];
    }
    return product / length(s);
  }

  /** −(JᵀJ + λD²)⁻¹b by Gauss's elimination with row exchanges. */
  private double[] solve(double lambda, double[] b) {
    double[][] a = new double[n][n + 1];
    for (int j = 0; j < n; j++) {
      System.arraycopy(gram[j], 0, a[j], 0, n);
      a[j][j] += lambda * d[j] * d[j];
      a[j][n] = -b[j];
    }
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
      }
      double[] swap = a[k];
      a[k] = a[pivot];
      a[pivot] = swap;
      for (int i = k + 1; i < n; i++) {
        double factor = a[i][k] / a[k][k];
        for (int j = k; j <= n; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    double[] x = new double[n];
    for (int k = n - 1; k >= 0; k--) {
      double sum = a[k][n];
      for (int j = k + 1; j < n; j++) {
        sum -= a[k][j] * x[j];
      }
      x[k] = sum / a[k][k];
    }
    return x;
  }

  private double quadratic(double[] s) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        sum += s[j] * gram[j][k] * s[k];
      }
    }
    return sum;
  }

  private double length(double[] s) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += d[j] * s[j] * (d[j] * s[j]);
    }
    return Math.sqrt(sum);
  }

  private static double half(double[] r) {
    double sum = 0;
    for (double element : r) {
      sum += element * element;
    }
    return sum / 2;
  }
}
