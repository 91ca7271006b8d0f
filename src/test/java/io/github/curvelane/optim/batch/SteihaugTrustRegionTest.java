package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The trust region against its plain statement, and what it saves. */
final class SteihaugTrustRegionTest {
  private static final double[] START = {-1.2, 1, -0.5, 0.8};

  @Test
  void everyIterationIsThatOfThePlainStatement() {
    for (int pairs : new int[] {0, 2, 8}) {
      Minimizer method = new SteihaugTrustRegion(pairs, Stopping.DEFAULT);
      ChainedRosenbrock<double[]> objective = new ChainedRosenbrock<>(Precision.DOUBLE, 4);
      MinimizerRun<double[]> run = method.start(objective, START.clone());
      Plain plain = new Plain(new ChainedRosenbrock<>(Precision.DOUBLE, 4), START, pairs);
      for (int k = 1; run.step(); k++) {
        plain.iterate();
        assertThat(run.x).as("%d pairs, iteration %d", pairs, k).isEqualTo(plain.x);
      }
      assertThat(run.iterations()).isGreaterThan(10);
    }
  }

  @Test
  void aSmallerBallNeedsNoProduct() {
    // The first step, to the minimum of the parabola −3s + ½s², leads where E is larger; q has its
    // end in one direction, so that all smaller balls cut the same segment.
    SmoothFunction wall =
        new SmoothFunction(
            1,
            x -> -3 * x[0] + x[0] * x[0] / 2 + 1e4 * Math.max(0, x[0] - 0.01) * x[0],
            x -> new double[] {-3 + x[0] + (x[0] > 0.01 ? 1e4 * (2 * x[0] - 0.01) : 0)},
            x -> new double[][] {{x[0] > 0.01 ? 2e4 : 1}});
    Minimizer one = new SteihaugTrustRegion().stopping(Stopping.DEFAULT.iterations(1));
    Counts counts = one.minimize(wall, new double[1]).counts();
    assertThat(counts.linearizations()).isGreaterThan(4);
    assertThat(counts.hessianVectors()).isEqualTo(1);
  }

  @Test
  void powersOfTwoOfTheValueChangeNoDigit() {
    List<double[]> path = path(1);
    for (int k : new int[] {-300, -10, 1, 400}) {
      List<double[]> other = path(Math.scalb(1.0, k));
      for (int i = 0; i < path.size(); i++) {
        assertThat(other.get(i)).as("2^%d, iteration %d", k, i).isEqualTo(path.get(i));
      }
    }
  }

  private static List<double[]> path(double factor) {
    ChainedRosenbrock<double[]> valley = new ChainedRosenbrock<>(Precision.DOUBLE, 4);
    HessianProducts<double[]> scaled =
        io.github.curvelane.Objective.of(
            Precision.DOUBLE,
            4,
            t -> factor * valley.value(t),
            (t, g) -> {
              valley.valueAndGradient(t, g);
              Arrays.setAll(g, i -> factor * g[i]);
            },
            (t, v, product) -> {
              valley.linearize(t, new double[4]);
              valley.hessianVector(v, product);
              Arrays.setAll(product, i -> factor * product[i]);
            });
    MinimizerRun<double[]> run = new SteihaugTrustRegion().start(scaled, START.clone());
    List<double[]> path = new ArrayList<>();
    while (run.step()) {
      path.add(run.x.clone());
    }
    return path;
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new SteihaugTrustRegion(-1, Stopping.DEFAULT))
        .hasMessage("pairs is -1, must not be negative");
  }

  /** The method for a few parameters in plain loops, whose sums are those of reductions. */
  private static final class Plain {
    private final HessianProducts<double[]> objective;
    private final int n;
    private final int most;
    private final List<double[][]> pairs = new ArrayList<>();
    private final double[] g;
    double[] x;
    private double value;
    private double radius;
    private double firstNorm;

    Plain(HessianProducts<double[]> objective, double[] start, int most) {
      this.objective = objective;
      this.n = start.length;
      this.most = most;
      this.x = start.clone();
      this.g = new double[n];
      this.value = objective.linearize(x, g);
    }

    void iterate() {
      double norm = norm(g);
      if (firstNorm == 0) {
        firstNorm = norm;
      }
      List<double[][]> longest = null;
      while (true) {
        objective.linearize(x, g);
        List<double[][]> met = new ArrayList<>();
        double[] s = new double[n];
        double predicted = conjugateGradients(s, Math.min(0.1, Math.sqrt(norm / firstNorm)), met);
        longest = longest == null ? met : longest;
        double[] trial = combined(x, 1, s);
        double[] trialGradient = new double[n];
        double lower = objective.linearize(trial, trialGradient);
        double ratio = (value - lower) / predicted;
        double length = norm(s);
        if (ratio < 0.25) {
          double slope = dot(g, s);
          double part = -slope / (2 * (lower - value - slope));
          radius = Math.max(0.1, Math.min(0.5, part)) * length;
        } else if (ratio >= 0.75 && isCut) {
          radius = Math.max(radius, (Math.abs(ratio - 1) <= 0.1 ? 4 : 2) * length);
        }
        if (ratio > 1e-4) {
          x = trial;
          System.arraycopy(trialGradient, 0, g, 0, n);
          value = lower;
          pairs.addAll(longest);
          while (pairs.size() > most) {
            pairs.removeFirst();
          }
          return;
        }
      }
    }

    private boolean isCut;

    /** Writes s and returns −q(s). */
    private double conjugateGradients(double[] s, double tolerance, List<double[][]> met) {
      double[] r = g.clone();
      double[] z = preconditioned(r);
      double[] p = combined(new double[n], -1, z);
      double[] hp = new double[n];
      double rz = dot(r, z);
      double decrease = 0;
      isCut = false;
      while (norm(r) > tolerance * norm(g)) {
        objective.hessianVector(p, hp);
        double curvature = dot(p, hp);
        if (radius == 0) {
          radius = curvature > 0 ? 2 * (rz / curvature) * norm(p) : norm(x);
        }
        double toBoundary = boundary(s, p);
        if (!(curvature > 0) || rz / curvature >= toBoundary) {
          if (curvature > 16 * 0x1p-53 * norm(p) * norm(hp)) {
            met.add(new double[][] {p.clone(), hp.clone()});
          }
          System.arraycopy(combined(s, toBoundary, p), 0, s, 0, n);
          isCut = true;
          return decrease - toBoundary * (-rz + toBoundary * curvature / 2);
        }
        if (curvature > 16 * 0x1p-53 * norm(p) * norm(hp)) {
          met.add(new double[][] {p.clone(), hp.clone()});
        }
        double length = rz / curvature;
        decrease -= length * (-rz + length * curvature / 2);
        System.arraycopy(combined(s, length, p), 0, s, 0, n);
        r = combined(r, length, hp);
        z = preconditioned(r);
        double before = rz;
        rz = dot(r, z);
        for (int i = 0; i < n; i++) {
          p[i] = Math.fma(-1, z[i], rz / before * p[i]);
        }
      }
      return decrease;
    }

    private double boundary(double[] s, double[] p) {
      double c = Math.max(0, radius * radius - dot(s, s));
      double length = norm(p);
      double slope = dot(s, p) / length;
      double root = Math.sqrt(slope * slope + c);
      return (slope < 0 ? root - slope : c / (slope + root)) / length;
    }

    private double[] preconditioned(double[] r) {
      double[] q = r.clone();
      if (pairs.isEmpty()) {
        return q;
      }
      double[] factors = new double[pairs.size()];
      for (int i = pairs.size() - 1; i >= 0; i--) {
        double[] s = pairs.get(i)[0];
        double[] y = pairs.get(i)[1];
        factors[i] = dot(s, q) / dot(s, y);
        q = combined(q, -factors[i], y);
      }
      double[] s = pairs.getLast()[0];
      double[] y = pairs.getLast()[1];
      double scale = dot(s, y) / dot(y, y);
      for (int i = 0; i < n; i++) {
        q[i] *= scale;
      }
      for (int i = 0; i < pairs.size(); i++) {
        s = pairs.get(i)[0];
        y = pairs.get(i)[1];
        q = combined(q, factors[i] - dot(y, q) / dot(s, y), s);
      }
      return q;
    }

    private static double[] combined(double[] a, double factor, double[] b) {
      double[] sum = new double[a.length];
      Arrays.setAll(sum, i -> Math.fma(factor, b[i], a[i]));
      return sum;
    }

    /** The tree over 32 lanes with one element in each. */
    private static double dot(double[] a, double[] b) {
      double[] lanes = new double[32];
      for (int i = 0; i < a.length; i++) {
        lanes[i] = a[i] * b[i];
      }
      for (int h = 16; h > 0; h /= 2) {
        for (int j = 0; j < h; j++) {
          lanes[j] += lanes[j + h];
        }
      }
      return lanes[0];
    }

    private static double norm(double[] a) {
      return Math.sqrt(dot(a, a));
    }
  }
}
