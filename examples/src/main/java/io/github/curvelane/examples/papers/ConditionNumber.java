package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** Steps against the condition number. */
final class ConditionNumber implements Page {
  private static final double[] CONDITIONS = {1, 3, 10, 30, 100, 300};
  private static final int N = 8;
  private static final int MOST = 8_000;

  @Override
  public About about() {
    return new About(
        "cmu-condition",
        Source.CMU,
        List.of(),
        "dependence on the condition number",
        "With one rate for all directions convergence is linear: a constant factor a step; and slow"
            + " if the largest and smallest optimal rates are far apart [CMU]. [EB 5.1] says the"
            + " time is proportional to κ = λ_max/λ_min.",
        "As printed if the exponent of κ is between 0.9 and 1.1, and at κ = 1 the median is"
            + " at most 2 steps; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] inverse = new double[CONDITIONS.length][seeds];
    double[][] minimax = new double[CONDITIONS.length][seeds];
    for (int s = 0; s < seeds; s++) {
      for (int c = 0; c < CONDITIONS.length; c++) {
        Draws draws = new Draws(s + 1);
        double[] eigenvalues = new double[N];
        for (int i = 0; i < N; i++) {
          eigenvalues[i] = StrictMath.pow(CONDITIONS[c], i / (N - 1.0));
        }
        Quadratic bowl = Quadratic.rotated(draws, eigenvalues);
        double[] start = new double[N];
        for (int i = 0; i < N; i++) {
          double[] v = bowl.eigenvector(i);
          for (int j = 0; j < N; j++) {
            start[j] += v[j] * (draws.below(2) == 0 ? 1 : -1);
          }
        }
        inverse[c][s] = steps(bowl, start, 1 / bowl.largest());
        minimax[c][s] = steps(bowl, start, 2 / (bowl.largest() + bowl.eigenvalue(0)));
      }
      progress.step(s + 1, seeds);
    }
    double[] medians = Arrays.stream(inverse).mapToDouble(v -> Spread.of(v).median()).toArray();
    double[] better = Arrays.stream(minimax).mapToDouble(v -> Spread.of(v).median()).toArray();
    // Steps to 1e-6: ln(1e6)·κ, but for the other directions' part of the start.
    double slope =
        StrictMath.log(medians[5] / medians[2]) / StrictMath.log(CONDITIONS[5] / CONDITIONS[2]);
    boolean so = slope > 0.9 && slope < 1.1 && medians[0] <= 2;
    Table table = new Table("κ", "steps at 1/λ_max", "steps at 2/(λ_max + λ_min)", "κ ln 10⁶");
    Outcome outcome =
        new Outcome(
            so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "Steps to a millionth of the distance grow as κ^%.2f from κ = 10 to 300: %s, %s and"
                    + " %s steps at κ = 1, 10 and 100. 1/λ_max is not the fastest fixed rate:"
                    + " 2/(λ_max + λ_min) takes %s of its steps at κ = 100.",
                slope,
                Spread.of(inverse[0]),
                Spread.of(inverse[2]),
                Spread.of(inverse[4]),
                Figures.number(better[4] / medians[4])));
    for (int c = 0; c < CONDITIONS.length; c++) {
      table.row(
          Figures.number(CONDITIONS[c]),
          Spread.of(inverse[c]),
          Spread.of(minimax[c]),
          CONDITIONS[c] * StrictMath.log(1e6));
      outcome
          .numbers("steps at 1/lambda max: condition number " + CONDITIONS[c], inverse[c])
          .numbers("steps at the minimax rate: condition number " + CONDITIONS[c], minimax[c]);
    }
    return outcome
        .numbers("exponent", slope)
        .picture(
            new Chart("cmu-condition-steps", "Steps against the condition number", "κ")
                .vertical("steps to a millionth")
                .logarithmic()
                .line("1/λ_max", CONDITIONS, medians)
                .line("2/(λ_max + λ_min)", CONDITIONS, better),
            "Proportional to κ; the best fixed rate takes half as many.")
        .table(table);
  }

  private static double steps(Quadratic bowl, double[] start, double rate) {
    double[][] path = Descent.path(bowl.objective(), new Sgd(), rate, start, MOST);
    double[] distance = new double[path.length];
    Arrays.setAll(distance, k -> Quadratic.norm(path[k]) / Quadratic.norm(start));
    return Descent.firstBelow(distance, 1e-6);
  }
}
