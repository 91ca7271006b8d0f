package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** Newton's step, and descent where the axes are white. */
final class NewtonWhitening implements Page {
  private static final int N = 6;
  private static final int STEPS = 12;
  private static final double RATE = 0.3;

  @Override
  public About about() {
    return new About(
        "eb-15",
        Source.EB,
        List.of("15"),
        "Newton's method whitens",
        "Newton's method in the space of weights is gradient descent in whitened coordinates u ="
            + " Λ^½ Θ w. On a quadratic one step of it suffices, and shifts, scales and rotations"
            + " of the inputs change nothing. Where an eigenvalue of H is negative it diverges [EB"
            + " 6.1, 40].",
        "Not so unless, in every seed, the two ways are one to 1e-11 of the distance at the start,"
            + " one full step arrives to 1e-11, and scaled inputs change the way by less than"
            + " 1e-10. If so: by half if at the negative eigenvalue Newton converges (gradient"
            + " below 1e-6 in every seed), else as printed.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[] condition = new double[seeds];
    double[] apart = new double[seeds];
    double[] one = new double[seeds];
    double[] mapped = new double[seeds];
    double[] descent = new double[seeds];
    double[] saddle = new double[seeds];
    Chart chart = null;
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double[] eigenvalues = new double[N];
      Arrays.setAll(eigenvalues, _ -> StrictMath.exp(draws.uniform(-3, 2)));
      Quadratic bowl = Quadratic.rotated(draws, eigenvalues);
      condition[s] = bowl.condition();
      double[] start = draws.gaussians(N);
      double[][] newton = newton(bowl, start, RATE);
      apart[s] = difference(newton, whitened(bowl, start)) / Quadratic.norm(start);
      one[s] = Quadratic.norm(newton(bowl, start, 1)[1]) / Quadratic.norm(start);
      double[] scales = new double[N];
      Arrays.setAll(scales, _ -> StrictMath.exp(draws.uniform(-2, 2)));
      mapped[s] = scaledDifference(bowl, start, scales, newton);
      double[][] plain =
          Descent.path(bowl.objective(), new Sgd(), 1 / bowl.largest(), start, STEPS);
      descent[s] = Quadratic.norm(plain[STEPS]) / Quadratic.norm(start);
      saddle[s] = saddle(draws);
      if (s == 0) {
        chart = chart(draws);
      }
      progress.step(s + 1, seeds);
    }
    boolean so =
        Spread.of(apart).greatest() < 1e-11
            && Spread.of(one).greatest() < 1e-11
            && Spread.of(mapped).greatest() < 1e-10;
    boolean attracted = Spread.of(saddle).greatest() < 1e-6;
    return new Outcome(
            so ? attracted ? Verdict.BY_HALF : Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "In six dimensions, condition number %s, the two ways differ by %.0e, the first"
                    + " full step ends %.0e of the way from the minimum, and scaling inputs moves"
                    + " the way by %.0e once it is scaled back. Descent at 1/λ_max is still %s away"
                    + " after %d steps. But with a negative eigenvalue it does not diverge: on cos"
                    + " w1 + w2² from near its ridge Newton converges, to the ridge (gradient %.0e"
                    + " after %d steps), which is as wrong.",
                Spread.of(condition),
                Spread.of(apart).greatest(),
                Spread.of(one).greatest(),
                Spread.of(mapped).greatest(),
                Spread.of(descent),
                STEPS,
                Spread.of(saddle).greatest(),
                STEPS))
        .numbers("condition number", condition)
        .numbers("difference of Newton and whitened descent", apart)
        .numbers("distance after one full step", one)
        .numbers("difference after scaling", mapped)
        .numbers("distance of descent after 12 steps", descent)
        .numbers("gradient of Newton at a saddle", saddle)
        .picture(
            chart,
            "At the rate 0.3 Newton's way is straight; whitened, descent takes the same points.")
        .table(
            new Table("", "distance from the minimum / at the start")
                .row("Newton, one full step", Spread.of(one))
                .row("descent at 1/λ_max, twelve steps", Spread.of(descent)));
  }

  private static double[] newtonStep(Quadratic bowl, double[] w) {
    int n = w.length;
    double[] gradient = new double[n];
    bowl.objective().valueAndGradient(w, gradient);
    double[] step = new double[n];
    for (int i = 0; i < n; i++) {
      double[] v = bowl.eigenvector(i);
      double along = Quadratic.dot(v, gradient) / bowl.eigenvalue(i);
      for (int j = 0; j < n; j++) {
        step[j] -= along * v[j];
      }
    }
    return step;
  }

  private static double[][] newton(Quadratic bowl, double[] start, double rate) {
    double[][] path = new double[STEPS + 1][];
    path[0] = start.clone();
    for (int k = 0; k < STEPS; k++) {
      double[] step = newtonStep(bowl, path[k]);
      double[] next = path[k].clone();
      for (int i = 0; i < next.length; i++) {
        next[i] += rate * step[i];
      }
      path[k + 1] = next;
    }
    return path;
  }

  /** Descent on ½‖u‖², u = Λ^½Θw, brought back to w. */
  private static double[][] whitened(Quadratic bowl, double[] start) {
    int n = start.length;
    double[] u = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] = Math.sqrt(bowl.eigenvalue(i)) * Quadratic.dot(bowl.eigenvector(i), start);
    }
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    double[][] path = Descent.path(Quadratic.diagonal(ones).objective(), new Sgd(), RATE, u, STEPS);
    for (int k = 0; k <= STEPS; k++) {
      double[] w = new double[n];
      for (int i = 0; i < n; i++) {
        double[] v = bowl.eigenvector(i);
        for (int j = 0; j < n; j++) {
          w[j] += path[k][i] / Math.sqrt(bowl.eigenvalue(i)) * v[j];
        }
      }
      path[k] = w;
    }
    return path;
  }

  private static double difference(double[][] a, double[][] b) {
    double most = 0;
    for (int k = 0; k < a.length; k++) {
      for (int i = 0; i < a[k].length; i++) {
        most = Math.max(most, Math.abs(a[k][i] - b[k][i]));
      }
    }
    return most;
  }

  /** Newton where w_i is measured in other units, and the units taken back. */
  private static double scaledDifference(
      Quadratic bowl, double[] start, double[] scales, double[][] newton) {
    double[] h = bowl.matrix();
    double[] from = start.clone();
    for (int i = 0; i < N; i++) {
      from[i] /= scales[i];
      for (int j = 0; j < N; j++) {
        h[i * N + j] *= scales[i] * scales[j];
      }
    }
    double[][] path = newton(new Quadratic(h, new double[N]), from, RATE);
    for (double[] w : path) {
      for (int i = 0; i < N; i++) {
        w[i] *= scales[i];
      }
    }
    return difference(path, newton) / Quadratic.norm(start);
  }

  /** |∇E| after Newton steps on cos w1 + w2², from near the ridge w1 = 0. */
  private static double saddle(Draws draws) {
    double w1 = draws.uniform(0.1, 0.6);
    double w2 = draws.uniform(-1, 1);
    for (int k = 0; k < STEPS; k++) {
      w1 -= -StrictMath.sin(w1) / -StrictMath.cos(w1);
      w2 -= 2 * w2 / 2;
    }
    return StrictMath.hypot(StrictMath.sin(w1), 2 * w2);
  }

  private static Chart chart(Draws draws) {
    Quadratic bowl = Quadratic.rotated(draws, 1, 12);
    double[] v = bowl.eigenvector(0);
    double[] u = bowl.eigenvector(1);
    double[] start = {1.8 * v[0] + 0.7 * u[0], 1.8 * v[1] + 0.7 * u[1]};
    double[][] newton = newton(bowl, start, RATE);
    double[][] plain = Descent.path(bowl.objective(), new Sgd(), 1.8 / 12, start, STEPS);
    return new Chart("eb-15-ways", "Twelve steps on one bowl", "w1")
        .vertical("w2")
        .plane(-2.6, 2.6, -2, 2)
        .contours(bowl::value, 0.1, 0.5, 1.5, 3, 6)
        .path("Newton at 0.3", Descent.coordinate(newton, 0), Descent.coordinate(newton, 1))
        .path("descent at 1.8/λ_max", Descent.coordinate(plain, 0), Descent.coordinate(plain, 1));
  }
}
