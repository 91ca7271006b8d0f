package io.github.curvelane.optim.batch;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.DeltaBarDelta;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.Quickprop;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.batch.ConjugateGradient.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The methods that know E by its gradients, and functions to try them with. */
final class FirstOrderMethods {
  /** Those that search along a line. */
  static final List<Minimizer> SEARCHING =
      List.of(
          new Lbfgs(),
          new Lbfgs(3, new HagerZhang(), Stopping.DEFAULT),
          new Lbfgs(5, new Armijo(), Stopping.DEFAULT),
          new Bfgs(),
          new Bfgs(new HagerZhang(), Stopping.DEFAULT),
          new ConjugateGradient(),
          gradients(Formula.FLETCHER_REEVES, new MoreThuente(1e-4, 0.1)),
          gradients(Formula.HAGER_ZHANG, new HagerZhang()),
          new SteepestDescent());

  /** Those whose steps follow a rule. */
  static final List<Minimizer> RULES =
      List.of(
          new RuleDescent(new Momentum(0.5), Schedule.constant(1e-3)),
          new RuleDescent(new Nesterov(0.5), Schedule.constant(1e-3)),
          new RuleDescent(new Adam(), Schedule.constant(0.02)),
          new RuleDescent(new Rprop(Rprop.Variant.IMPROVED_PLUS), Schedule.constant(0.01)),
          new RuleDescent(new Quickprop(), Schedule.constant(5e-4)),
          new RuleDescent(new DeltaBarDelta(), Schedule.constant(5e-4)));

  static final List<Minimizer> ALL =
      Stream.of(SEARCHING, List.<Minimizer>of(new ScaledConjugateGradient()), RULES)
          .flatMap(List::stream)
          .toList();

  private FirstOrderMethods() {}

  static ConjugateGradient gradients(Formula formula, LineSearch search) {
    return new ConjugateGradient(formula, 6, search, Stopping.DEFAULT);
  }

  /** Rosenbrock's function times a factor. */
  static <A> HessianProducts<A> rosenbrock(Precision<A> precision, double factor) {
    return Objective.of(
        precision,
        2,
        t -> {
          double x = precision.get(t, 0);
          double a = precision.get(t, 1) - x * x;
          return factor * precision.round(100 * a * a + (1 - x) * (1 - x));
        },
        (t, g) -> {
          double x = precision.get(t, 0);
          double a = precision.get(t, 1) - x * x;
          precision.set(g, 0, factor * (-400 * x * a - 2 * (1 - x)));
          precision.set(g, 1, factor * (200 * a));
        },
        (t, v, p) -> {
          double x = precision.get(t, 0);
          double a = precision.get(t, 1) - x * x;
          double h = 800 * x * x - 400 * a + 2;
          precision.set(p, 0, factor * (h * precision.get(v, 0) - 400 * x * precision.get(v, 1)));
          precision.set(p, 1, factor * (200 * precision.get(v, 1) - 400 * x * precision.get(v, 0)));
        });
  }

  /** A quadratic ½xᵀHx with a dense H of given eigenvalues. */
  static final class Quadratic implements HessianProducts<double[]> {
    final double[][] h;
    private double[] kept;

    /** H = QΛQ with Q = I − 2vvᵀ/vᵀv, v_i = i + 1. */
    Quadratic(double... eigenvalues) {
      int n = eigenvalues.length;
      double[][] q = new double[n][n];
      double square = n * (n + 1.0) * (2 * n + 1) / 6;
      h = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          q[i][j] = (i == j ? 1 : 0) - 2.0 * (i + 1) * (j + 1) / square;
        }
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            h[i][j] += q[i][k] * eigenvalues[k] * q[k][j];
          }
        }
      }
    }

    /** Of condition 1e3: eigenvalues 1 … 1000 in equal steps. */
    static Quadratic ofCondition1000(int n) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = 1 + 999.0 * i / (n - 1);
      }
      return new Quadratic(values);
    }

    double[] start() {
      double[] x = new double[h.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.sin(i + 1);
      }
      return x;
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return h.length;
    }

    @Override
    public double value(double[] theta) {
      return valueAndGradient(theta, new double[h.length]);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      double value = 0;
      for (int i = 0; i < h.length; i++) {
        gradient[i] = 0;
        for (int j = 0; j < h.length; j++) {
          gradient[i] += h[i][j] * theta[j];
        }
        value += 0.5 * theta[i] * gradient[i];
      }
      return value;
    }

    @Override
    public double linearize(double[] theta, double[] gradient) {
      kept = theta;
      return valueAndGradient(theta, gradient);
    }

    @Override
    public void hessianVector(double[] v, double[] product) {
      if (kept == null) {
        throw new IllegalStateException("no point is kept");
      }
      valueAndGradient(v, product);
    }
  }

  /** All points of a run, the start first. */
  static List<double[]> path(Minimizer minimizer, Objective<double[]> objective, double[] start) {
    List<double[]> points = new ArrayList<>();
    MinimizerRun<double[]> run = minimizer.start(objective, start.clone());
    points.add(run.x.clone());
    while (run.step()) {
      points.add(run.x.clone());
    }
    return points;
  }
}
