package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The axes of the lines of constant error, and the spread of the inputs. */
final class ErrorEllipses implements Page {
  private static final int EXAMPLES = 300;

  @Override
  public About about() {
    return new About(
        "eb-7",
        Source.EB,
        List.of("7", "8"),
        "axes of the error surface and spread of the inputs",
        "For a linear unit the Hessian is the covariance of the inputs [EB 29]: its eigenvectors"
            + " are the axes of the ovals of constant error, its eigenvalues the spread of the"
            + " inputs along them. The gradient does not point to the minimum; with a rate 1/λ_i of"
            + " its own for each eigendirection the step does.",
        "As printed if, in every seed, mean squares along eigenvectors are the eigenvalues to 1e-12"
            + " and the step with rates of its own is within 1e-5 degrees of the minimum's"
            + " direction, and the gradient is more than 10 degrees off in the median; else not"
            + " so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[] spreadError = new double[seeds];
    double[] condition = new double[seeds];
    double[] gradientAngle = new double[seeds];
    double[] ratedAngle = new double[seeds];
    Chart[] inputs = new Chart[seeds];
    Chart[] ovals = new Chart[seeds];
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double[] x = new double[2 * EXAMPLES];
      double[] d = new double[EXAMPLES];
      double angle = draws.uniform(0.3, 1.2);
      for (int p = 0; p < EXAMPLES; p++) {
        double along = draws.gaussian();
        double across = 0.35 * draws.gaussian();
        x[2 * p] = StrictMath.cos(angle) * along - StrictMath.sin(angle) * across;
        x[2 * p + 1] = StrictMath.sin(angle) * along + StrictMath.cos(angle) * across;
        d[p] = 0.8 * x[2 * p] - 0.5 * x[2 * p + 1] + 0.1 * draws.gaussian();
      }
      Quadratic error = LinearUnit.quadratic(LinearUnit.error(x, d, false));
      for (int i = 0; i < 2; i++) {
        double ratio = spread(x, error.eigenvector(i)) / error.eigenvalue(i);
        spreadError[s] = Math.max(spreadError[s], Math.abs(ratio - 1));
      }
      condition[s] = error.condition();
      double turn = draws.uniform(0, 2 * StrictMath.PI);
      double[] from = {1.2 * StrictMath.cos(turn), 1.2 * StrictMath.sin(turn)};
      double[] descent = step(error, from, false);
      double[] rated = step(error, from, true);
      gradientAngle[s] = degrees(descent, from);
      ratedAngle[s] = degrees(rated, from);
      inputs[s] = inputs(x, error);
      ovals[s] = ovals(error, from, descent);
      progress.step(s + 1, seeds);
    }
    int shown = middle(gradientAngle);
    boolean so =
        Spread.of(spreadError).greatest() < 1e-12
            && Spread.of(ratedAngle).greatest() < 1e-5
            && Spread.of(gradientAngle).median() > 10;
    return new Outcome(
            so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "The mean square of the inputs along an eigenvector of H is its eigenvalue to %.0e."
                    + " From points drawn at one distance the gradient misses the minimum by %s"
                    + " degrees, the step with rates of its own by %.0e.",
                Spread.of(spreadError).greatest(),
                Spread.of(gradientAngle),
                Spread.of(ratedAngle).greatest()))
        .numbers("relative difference of spread and eigenvalue", spreadError)
        .numbers("condition number", condition)
        .numbers("degrees between gradient step and minimum", gradientAngle)
        .numbers("degrees between rated step and minimum", ratedAngle)
        .picture(inputs[shown], "Figure 8: the axes of H are those of the cloud of inputs.")
        .picture(
            ovals[shown],
            "Figure 7: the flat direction of the error is the narrow one of the inputs. The"
                + " gradient is perpendicular to the oval; the minimum is elsewhere. (The seed in"
                + " the middle.)")
        .table(
            new Table("", "median (least to greatest)")
                .row("condition number", Spread.of(condition))
                .row("gradient step, degrees off", Spread.of(gradientAngle))
                .row("step with 1/λ_i, degrees off", Spread.of(ratedAngle)));
  }

  private static double spread(double[] x, double[] v) {
    double sum = 0;
    for (int p = 0; p < EXAMPLES; p++) {
      double along = x[2 * p] * v[0] + x[2 * p + 1] * v[1];
      sum += along * along;
    }
    return sum / EXAMPLES;
  }

  /** The step from a point beside the minimum, with one rate or with 1/λ_i. */
  private static double[] step(Quadratic error, double[] beside, boolean rated) {
    double[] step = new double[2];
    for (int i = 0; i < 2; i++) {
      double[] v = error.eigenvector(i);
      double along = -Quadratic.dot(v, beside) * (rated ? 1 : error.eigenvalue(i));
      step[0] += along * v[0];
      step[1] += along * v[1];
    }
    return step;
  }

  /** The seed whose number is nearest to the median. */
  private static int middle(double[] values) {
    double median = Spread.of(values).median();
    return IntStream.range(0, values.length)
        .boxed()
        .min(Comparator.comparingDouble(s -> Math.abs(values[s] - median)))
        .orElseThrow();
  }

  private static double degrees(double[] step, double[] beside) {
    double sine = step[0] * beside[1] - step[1] * beside[0];
    double cosine = -Quadratic.dot(step, beside);
    return Math.abs(StrictMath.toDegrees(StrictMath.atan2(sine, cosine)));
  }

  private static Chart inputs(double[] x, Quadratic error) {
    Chart chart =
        new Chart("eb-7-inputs", "Inputs, and eigenvectors of H", "x1")
            .vertical("x2")
            .plane(-4.2, 4.2, -2.6, 2.6);
    double[][] points = columns(x);
    chart.points("inputs", points[0], points[1]);
    for (int i = 1; i >= 0; i--) {
      double[] v = error.eigenvector(i);
      double length = 2 * Math.sqrt(error.eigenvalue(i));
      chart.line(
          i == 1 ? "largest, 2√λ long" : "smallest, 2√λ long",
          new double[] {-length * v[0], length * v[0]},
          new double[] {-length * v[1], length * v[1]});
    }
    return chart;
  }

  /** The two columns of points by rows. */
  static double[][] columns(double[] points) {
    double[][] columns = new double[2][points.length / 2];
    for (int p = 0; p < points.length / 2; p++) {
      columns[0][p] = points[2 * p];
      columns[1][p] = points[2 * p + 1];
    }
    return columns;
  }

  private static Chart ovals(Quadratic error, double[] beside, double[] step) {
    double[] m = error.minimum();
    double[] at = {m[0] + beside[0], m[1] + beside[1]};
    double top = error.value(at);
    double size = 0.8 / Quadratic.norm(step);
    return new Chart("eb-7-ovals", "Steps on the error surface", "w1")
        .vertical("w2")
        .plane(m[0] - 2.4, m[0] + 2.4, m[1] - 1.5, m[1] + 1.5)
        .contours(error::value, top / 16, top / 4, top / 2, top, 1.6 * top, 2.5 * top)
        .path(
            "down the gradient",
            new double[] {at[0], at[0] + size * step[0]},
            new double[] {at[1], at[1] + size * step[1]})
        .path("rates 1/λ_i", new double[] {at[0], m[0]}, new double[] {at[1], m[1]})
        .points("minimum", new double[] {m[0]}, new double[] {m[1]});
  }
}
