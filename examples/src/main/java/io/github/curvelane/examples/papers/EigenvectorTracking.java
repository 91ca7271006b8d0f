package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.curvature.SmallestCurvature;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.Murata;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.Arrays;
import java.util.List;

/** The averaged gradient, the flattest direction, and a rate that follows from it. */
final class EigenvectorTracking implements Page {
  private static final int N = 4;
  private static final int EXAMPLES = 200;
  private static final int STEPS = 4_000;
  private static final double[] DEVIATIONS = {0.3, 1, 1.2, 1.4};

  @Override
  public About about() {
    return new About(
        "eb-5",
        Source.EB,
        List.of("5"),
        "the last approach is along the smallest eigenvector",
        "In the end the mean of the gradients points along the eigenvector of the smallest"
            + " eigenvalue of H, if that is well below the second; its size tells the distance to"
            + " the minimum. Murata's rule lets it steer the rate: large steps far away, annealing"
            + " near the minimum [EB 4.7, 17–19].",
        "As printed if after 60 batch steps the cosine is above 0.999 in every seed, and"
            + " Murata's excess error is in the median below a fifth of that of the same first rate"
            + " kept constant; by half if only the cosine is; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] cosine = new double[3][seeds];
    double[] cosineAtEnd = new double[seeds];
    String[] names = {
      "constant, the same first rate", "constant, a tenth", "12/(t + 120)", "Murata"
    };
    double[][] excess = new double[names.length][seeds];
    double[][] shown = new double[names.length][];
    Chart way = null;
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double[] x = new double[N * EXAMPLES];
      double[] d = new double[EXAMPLES];
      for (int p = 0; p < EXAMPLES; p++) {
        for (int j = 0; j < N; j++) {
          x[p * N + j] = DEVIATIONS[j] * draws.gaussian();
        }
        d[p] = x[p * N] - x[p * N + 1] + 0.3 * draws.gaussian();
      }
      NetworkObjective<double[]> error = LinearUnit.error(x, d, false);
      Quadratic bowl = LinearUnit.quadratic(error);
      double floor = error.value(bowl.minimum());
      double[] start = new double[N];
      Arrays.setAll(start, j -> bowl.minimum()[j] + draws.uniform(-2, 2));
      double[][] batch = Descent.path(error, new Sgd(), 1 / bowl.largest(), start, 60);
      int[] at = {0, 20, 60};
      for (int k = 0; k < at.length; k++) {
        double[] gradient = new double[N];
        error.valueAndGradient(batch[at[k]], gradient);
        cosine[k][s] = cosine(gradient, bowl.eigenvector(0));
      }
      UpdateRule[] rules = {new Sgd(), new Sgd(), new Sgd(), new Murata(0.02, 0.02, 0.15)};
      Schedule[] rates = {
        Schedule.constant(0.1),
        Schedule.constant(0.01),
        k -> 12.0 / (k + 120),
        Schedule.constant(0.1)
      };
      for (int r = 0; r < rules.length; r++) {
        Run run = online(error, bowl, rules[r], rates[r], start, s + 1);
        Arrays.setAll(run.excess, k -> run.excess[k] / floor);
        excess[r][s] = Arrays.stream(run.excess, STEPS - 500, STEPS).average().orElseThrow();
        if (r == 1) {
          cosineAtEnd[s] = cosine(run.mean, bowl.eigenvector(0));
        }
        if (s == 0) {
          shown[r] = run.excess;
        }
      }
      if (s == 0) {
        way = way(bowl, batch);
      }
      progress.step(s + 1, seeds);
    }
    boolean points = Spread.of(cosine[2]).least() > 0.999;
    boolean anneals = Spread.of(excess[3]).median() < 0.2 * Spread.of(excess[0]).median();
    Chart curves =
        new Chart("eb-5-excess", "Excess error while rates adapt", "presentation")
            .vertical("E/E_min − 1");
    Table table = new Table("rate", "excess error over the last 500 presentations");
    Outcome outcome =
        new Outcome(
            !points ? Verdict.NOT_SO : anneals ? Verdict.AS_PRINTED : Verdict.BY_HALF,
            Figures.format(
                "The gradient's cosine with the smallest eigenvector is %s at the start, %s after"
                    + " 20 batch steps, %s after 60. From noisy gradients of single examples their"
                    + " mean has the cosine %s: near the minimum the mean is mostly noise, of the"
                    + " steep directions too. Murata's rate anneals: the excess error ends at %s,"
                    + " where the constant rate keeps %s; 12/(t + 120), which suits this smallest"
                    + " eigenvalue, ends at %s.",
                Spread.of(cosine[0]),
                Spread.of(cosine[1]),
                Spread.of(cosine[2]),
                Spread.of(cosineAtEnd),
                Spread.of(excess[3]),
                Spread.of(excess[0]),
                Spread.of(excess[2])));
    for (int r = 0; r < names.length; r++) {
      double[] thin = new double[STEPS / 40];
      double[] k = new double[thin.length];
      for (int i = 0; i < thin.length; i++) {
        k[i] = 40 * i;
        thin[i] = shown[r][40 * i];
      }
      curves.line(names[r], k, thin);
      table.row(names[r], Spread.of(excess[r]));
      outcome.numbers("excess error: " + names[r].replace(",", ""), excess[r]);
    }
    return outcome
        .numbers("cosine at the start", cosine[0])
        .numbers("cosine after 20 steps", cosine[1])
        .numbers("cosine after 60 steps", cosine[2])
        .numbers("cosine of the mean of noisy gradients", cosineAtEnd)
        .picture(way, "Figure 5: whatever the start, the last steps lie on the flat axis.")
        .picture(curves, "One seed: annealing by the size of the mean gradient.")
        .table(table);
  }

  /** E − E_min after each presentation, and the mean of the gradients at the end. */
  private record Run(double[] excess, double[] mean) {}

  private static Run online(
      NetworkObjective<double[]> error,
      Quadratic bowl,
      UpdateRule rule,
      Schedule rates,
      double[] start,
      long seed) {
    Draws draws = new Draws(seed + 1_000);
    SmallestCurvature<double[]> mean = new SmallestCurvature<>(Precision.DOUBLE, N, 0.02);
    Updater<double[]> updater = rule.init(Kernels.of(Precision.DOUBLE), N);
    double[] theta = start.clone();
    double[] gradient = new double[N];
    double[] excess = new double[STEPS];
    int[] one = new int[1];
    for (int k = 0; k < STEPS; k++) {
      one[0] = draws.below(EXAMPLES);
      error.select(one, 0, 1);
      error.valueAndGradient(theta, gradient);
      mean.add(gradient);
      updater.step(rates.rate(k), theta, gradient);
      excess[k] = bowl.value(theta);
    }
    error.select(DigitTask.all(EXAMPLES), 0, EXAMPLES);
    double[] direction = new double[N];
    mean.direction(direction);
    return new Run(excess, direction);
  }

  private static double cosine(double[] a, double[] b) {
    return Math.abs(Quadratic.dot(a, b)) / Quadratic.norm(a) / Quadratic.norm(b);
  }

  private static Chart way(Quadratic bowl, double[][] batch) {
    double[][] beside = new double[2][batch.length];
    for (int k = 0; k < batch.length; k++) {
      double[] from = batch[k].clone();
      for (int j = 0; j < N; j++) {
        from[j] -= bowl.minimum()[j];
      }
      beside[0][k] = Quadratic.dot(bowl.eigenvector(0), from);
      beside[1][k] = Quadratic.dot(bowl.eigenvector(N - 2), from);
    }
    double small = bowl.eigenvalue(0);
    double large = bowl.eigenvalue(N - 2);
    return new Chart("eb-5-way", "Batch descent, seen along two eigenvectors", "along the smallest")
        .vertical("along a large one")
        .plane(-2.5, 2.5, -2, 2)
        .contours((a, b) -> small * a * a / 2 + large * b * b / 2, 0.02, 0.1, 0.3, 0.8, 1.6)
        .path("descent at 1/λ_max", beside[0], beside[1]);
  }
}
