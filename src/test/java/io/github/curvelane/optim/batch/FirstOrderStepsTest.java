package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.batch.ConjugateGradient.Formula;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step of a run against the direction that plain matrices give from the points before it. */
final class FirstOrderStepsTest {
  private static final int N = 6;
  private static final int STEPS = 25;
  private static final double[] START = {-1.2, 1, 0.5, -0.3, 2, 1.5};

  /** A chain of Rosenbrock's valleys: Σ 20(x_{i+1} − x_i²)² + (1 − x_i)². */
  private static HessianProducts<double[]> valleys() {
    return Objective.of(
        Precision.DOUBLE,
        N,
        FirstOrderStepsTest::value,
        FirstOrderStepsTest::gradient,
        (t, v, p) -> {
          java.util.Arrays.fill(p, 0);
          for (int i = 0; i + 1 < N; i++) {
            double a = t[i + 1] - t[i] * t[i];
            p[i] += (160 * t[i] * t[i] - 80 * a + 2) * v[i] - 80 * t[i] * v[i + 1];
            p[i + 1] += 40 * v[i + 1] - 80 * t[i] * v[i];
          }
        });
  }

  private static double value(double[] t) {
    double sum = 0;
    for (int i = 0; i + 1 < N; i++) {
      double a = t[i + 1] - t[i] * t[i];
      sum += 20 * a * a + (1 - t[i]) * (1 - t[i]);
    }
    return sum;
  }

  private static void gradient(double[] t, double[] g) {
    java.util.Arrays.fill(g, 0);
    for (int i = 0; i + 1 < N; i++) {
      double a = t[i + 1] - t[i] * t[i];
      g[i] += -80 * t[i] * a - 2 * (1 - t[i]);
      g[i + 1] += 40 * a;
    }
  }

  /** The points and gradients of a run. */
  private record Path(List<double[]> points, List<double[]> gradients) {
    static Path of(Minimizer minimizer) {
      Path path = new Path(new ArrayList<>(), new ArrayList<>());
      MinimizerRun<double[]> run = minimizer.start(valleys(), START.clone());
      path.take(run);
      while (path.points.size() <= STEPS && run.step()) {
        path.take(run);
      }
      assertThat(path.points).hasSize(STEPS + 1);
      return path;
    }

    private void take(MinimizerRun<double[]> run) {
      points.add(run.x.clone());
      gradients.add(run.gradient.clone());
    }

    double[] gradient(int k) {
      return gradients.get(k);
    }

    /** θ_{k+1} − θ_k. */
    double[] step(int k) {
      return minus(points.get(k + 1), points.get(k));
    }

    /** ∇E_{k+1} − ∇E_k. */
    double[] change(int k) {
      return minus(gradient(k + 1), gradient(k));
    }

    void assertGoesAlong(int k, double[] direction) {
      double[] s = step(k);
      double along = dot(s, direction) / dot(direction, direction);
      assertThat(along).as("step %d descends", k).isPositive();
      double[] rest = s.clone();
      for (int i = 0; i < N; i++) {
        rest[i] -= along * direction[i];
      }
      assertThat(Math.sqrt(dot(rest, rest) / dot(s, s)))
          .as("step %d beside its direction", k)
          .isLessThan(1e-7);
    }
  }

  private static double[] minus(double[] a, double[] b) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] -= b[i];
    }
    return c;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] times(double[][] m, double[] v) {
    double[] result = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      result[i] = dot(m[i], v);
    }
    return result;
  }

  private static double[] negative(double[] v) {
    return minus(new double[v.length], v);
  }

  private static double[][] diagonal(double value) {
    double[][] m = new double[N][N];
    for (int i = 0; i < N; i++) {
      m[i][i] = value;
    }
    return m;
  }

  /** M + (1 + φᵀMφ/δᵀφ)·δδᵀ/δᵀφ − (δφᵀM + Mφδᵀ)/δᵀφ. */
  private static double[][] updated(double[][] m, double[] delta, double[] phi) {
    double product = dot(delta, phi);
    double[] mPhi = times(m, phi);
    double factor = 1 + dot(phi, mPhi) / product;
    double[][] result = new double[N][N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        result[i][j] =
            m[i][j]
                + factor * delta[i] * delta[j] / product
                - (delta[i] * mPhi[j] + mPhi[i] * delta[j]) / product;
      }
    }
    return result;
  }

  // ---------------------------------------------------------------- quasi-Newton

  @Test
  void bfgsGoesAlongMinusMTimesTheGradient() {
    Path path = Path.of(new Bfgs());
    path.assertGoesAlong(0, negative(path.gradient(0)));
    double[] y = path.change(0);
    double[][] m = diagonal(dot(path.step(0), y) / dot(y, y));
    for (int k = 1; k < STEPS; k++) {
      m = updated(m, path.step(k - 1), path.change(k - 1));
      path.assertGoesAlong(k, negative(times(m, path.gradient(k))));
    }
  }

  @Test
  void theMatrixOfBfgsTakesTheLastChangeToTheLastStep() {
    MinimizerRun<double[]> run = new Bfgs().start(valleys(), START.clone());
    for (int k = 0; k < STEPS; k++) {
      double[] x = run.x.clone();
      double[] g = run.gradient.clone();
      assertThat(run.step()).isTrue();
      double[] s = minus(run.x, x);
      double[] y = minus(run.gradient, g);
      double[] m = run.save().arrays().get("inverse Hessian");
      for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++) {
          int row = Math.max(i, j);
          sum += m[row * (row + 1) / 2 + Math.min(i, j)] * y[j];
        }
        assertThat(sum).isEqualTo(s[i], within(1e-9 * Math.sqrt(dot(s, s))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40})
  void lbfgsGoesAlongTheMatrixOfItsPairs(int pairs) {
    Path path = Path.of(new Lbfgs(pairs, new MoreThuente(), Stopping.DEFAULT));
    path.assertGoesAlong(0, negative(path.gradient(0)));
    for (int k = 1; k < STEPS; k++) {
      double[] s = path.step(k - 1);
      double[] y = path.change(k - 1);
      double[][] m = diagonal(dot(s, y) / dot(y, y));
      for (int j = Math.max(0, k - pairs); j < k; j++) {
        m = updated(m, path.step(j), path.change(j));
      }
      path.assertGoesAlong(k, negative(times(m, path.gradient(k))));
    }
  }

  // ---------------------------------------------------------------- conjugate gradients

  @ParameterizedTest
  @EnumSource
  void conjugateGradientsGoAlongTheirFormula(Formula formula) {
    for (int cycles : new int[] {1, 6}) {
      Path path =
          Path.of(
              new ConjugateGradient(formula, cycles, new MoreThuente(1e-4, 0.1), Stopping.DEFAULT));
      double[] d = negative(path.gradient(0));
      path.assertGoesAlong(0, d);
      int since = 1;
      int restarts = 0;
      for (int k = 1; k < STEPS; k++) {
        double[] g = path.gradient(k);
        double[] before = path.gradient(k - 1);
        boolean restart = since >= cycles * N || Math.abs(dot(g, before)) >= 0.2 * dot(g, g);
        double beta = restart ? 0 : beta(formula, g, before, d);
        double[] next = negative(g);
        for (int i = 0; i < N; i++) {
          next[i] += beta * d[i];
        }
        if (beta == 0 || dot(next, g) >= 0) {
          next = negative(g);
          since = 0;
          restarts++;
        }
        since++;
        d = next;
        path.assertGoesAlong(k, d);
      }
      assertThat(restarts).as("restarts of %s", formula).isBetween(2, STEPS - 5);
    }
  }

  private static double beta(Formula formula, double[] g, double[] before, double[] d) {
    double[] y = minus(g, before);
    return switch (formula) {
      case FLETCHER_REEVES -> dot(g, g) / dot(before, before);
      case POLAK_RIBIERE_PLUS -> Math.max(0, dot(g, y) / dot(before, before));
      case HAGER_ZHANG -> {
        double dy = dot(d, y);
        double full = (dot(y, g) - 2 * dot(y, y) * dot(d, g) / dy) / dy;
        yield Math.max(full, 0.4 * dot(d, before) / dot(d, d));
      }
    };
  }

  @Test
  void steepestDescentGoesAgainstTheGradient() {
    Path path = Path.of(new SteepestDescent());
    for (int k = 0; k < STEPS; k++) {
      path.assertGoesAlong(k, negative(path.gradient(k)));
    }
  }

  /** Møller's algorithm as it is printed, λ̄ and all, with exact products. */
  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void scaledGradientsFollowMoellersAlgorithm(int cycles) {
    HessianProducts<double[]> e = valleys();
    MinimizerRun<double[]> run =
        new ScaledConjugateGradient(cycles, Stopping.DEFAULT).start(valleys(), START.clone());
    double[] w = START.clone();
    double[] g = new double[N];
    gradient(w, g);
    double[] p = negative(g);
    double[] r = p.clone();
    double[] s = new double[N];
    double lambda = Double.NaN;
    double raised = 0;
    double delta = 0;
    boolean success = true;
    int sinceRestart = 0;
    int refused = 0;
    for (int k = 1; k <= 60; k++) {
      if (success) {
        e.linearize(w, g);
        e.hessianVector(p, s);
        delta = dot(p, s);
        if (Double.isNaN(lambda)) {
          lambda = 1e-8 * Math.abs(delta) / dot(p, p);
        }
      }
      double square = dot(p, p);
      delta += (lambda - raised) * square;
      if (delta <= 0) {
        raised = 2 * (lambda - delta / square);
        delta = -delta + lambda * square;
        lambda = raised;
      }
      double mu = dot(p, r);
      double alpha = mu / delta;
      double[] trial = w.clone();
      for (int i = 0; i < N; i++) {
        trial[i] += alpha * p[i];
      }
      double comparison = 2 * delta * (value(w) - value(trial)) / (mu * mu);
      success = comparison >= 0;
      if (success) {
        w = trial;
        gradient(w, g);
        double[] next = negative(g);
        raised = 0;
        sinceRestart++;
        double beta = 0;
        if (sinceRestart >= cycles * N) {
          sinceRestart = 0;
        } else {
          beta = (dot(next, next) - dot(next, r)) / mu;
        }
        for (int i = 0; i < N; i++) {
          p[i] = next[i] + beta * p[i];
        }
        r = next;
        if (comparison >= 0.75) {
          lambda /= 4;
        }
      } else {
        raised = lambda;
        refused++;
      }
      if (comparison < 0.25) {
        lambda += delta * (1 - comparison) / square;
      }
      assertThat(run.step()).as("iteration %d", k).isTrue();
      for (int i = 0; i < N; i++) {
        assertThat(run.x[i]).as("x[%d] of iteration %d", i, k).isEqualTo(w[i], within(1e-6));
      }
    }
    assertThat(refused).isPositive();
  }
}
