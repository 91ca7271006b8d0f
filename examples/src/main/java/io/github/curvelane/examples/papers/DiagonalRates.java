package io.github.curvelane.examples.papers;

import io.github.curvelane.Diagonal;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.CurvatureEstimate;
import io.github.curvelane.optim.CurvatureRequest;
import io.github.curvelane.optim.DiagonalLevenbergMarquardt;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stochastic diagonal Levenberg-Marquardt on the toy of two classes. */
final class DiagonalRates implements Page {
  private static final int EPOCHS = 10;
  private static final double[] RATES = {0.02, 0.2};

  @Override
  public About about() {
    return new About(
        "eb-22",
        Source.EB,
        List.of("22", "23"),
        "stochastic diagonal Levenberg-Marquardt on a toy",
        "A rate η/(⟨h⟩ + μ) of its own for each of three parameters, ⟨h⟩ a running estimate of its"
            + " second derivative [EB 61–62], on two Gaussian classes. With small rates the way"
            + " fluctuates less than with large ones [EB 9.1].",
        "As printed if the greatest excess error at 0.02 is below half of the least at 0.2, and"
            + " small rates come within half of the least error in the ten epochs in every seed;"
            + " else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    double[][] fluctuation = new double[RATES.length][seeds];
    double[][] epochs = new double[RATES.length][seeds];
    Chart[] charts = new Chart[2];
    for (int s = 0; s < seeds; s++) {
      Draws draws = new Draws(s + 1);
      double[][] data = TwoGaussians.draw(draws);
      NetworkObjective<double[]> error = LinearUnit.error(data[0], data[1], true);
      Quadratic bowl = LinearUnit.quadratic(error);
      double floor = error.value(bowl.minimum());
      double[] start = {draws.uniform(-1, 1), draws.uniform(-1, 1), draws.uniform(-1, 1)};
      for (int r = 0; r < RATES.length; r++) {
        double[][] path = path(error, RATES[r], start, s + 1);
        double[] excess = new double[path.length];
        Arrays.setAll(excess, k -> bowl.value(path[k]) / floor);
        fluctuation[r][s] =
            Arrays.stream(excess, excess.length / 2, excess.length).average().orElseThrow();
        epochs[r][s] = Descent.firstBelow(excess, 0.5) / TwoGaussians.EXAMPLES;
        if (s == 0) {
          charts[r] = chart(error, bowl, path, r);
        }
      }
      progress.step(s + 1, seeds);
    }
    boolean so =
        Spread.of(fluctuation[0]).greatest() < 0.5 * Spread.of(fluctuation[1]).least()
            && Spread.of(epochs[0]).greatest() < EPOCHS;
    return new Outcome(
            so ? Verdict.AS_PRINTED : Verdict.NOT_SO,
            Figures.format(
                "Over the last five epochs the excess error is %s of the least error at η = 0.02,"
                    + " and %s at 0.2; small rates are within half of the least error after %s"
                    + " epochs, large ones after %s.",
                Spread.of(fluctuation[0]),
                Spread.of(fluctuation[1]),
                Spread.of(epochs[0]),
                Spread.of(epochs[1])))
        .numbers("excess error at 0.02", fluctuation[0])
        .numbers("excess error at 0.2", fluctuation[1])
        .numbers("epochs at 0.02", epochs[0])
        .numbers("epochs at 0.2", epochs[1])
        .picture(charts[0], "Figure 22: small rates.")
        .picture(charts[1], "Figure 23: large rates.")
        .table(
            new Table("η", "excess error / least error", "epochs to half of the least error")
                .row("0.02", Spread.of(fluctuation[0]), Spread.of(epochs[0]))
                .row("0.2", Spread.of(fluctuation[1]), Spread.of(epochs[1])));
  }

  private static double[][] path(
      NetworkObjective<double[]> error, double rate, double[] start, long seed) {
    double[] theta = start.clone();
    List<double[]> path = new ArrayList<>(List.of(start.clone()));
    StochasticTrainer.of(
            new DiagonalLevenbergMarquardt(
                0.02,
                0.1,
                new CurvatureRequest(
                    new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN), 1, 0)),
            Schedule.constant(rate))
        .epochs(EPOCHS)
        .batch(1)
        .order(SamplingOrder.shuffled(seed))
        .progress(
            new TrainingProgress() {
              @Override
              public void step(int epoch, long step, double loss, double rate) {
                path.add(theta.clone());
              }
            })
        .build()
        .train(error, theta)
        .orThrow();
    error.select(DigitTask.all(TwoGaussians.EXAMPLES), 0, TwoGaussians.EXAMPLES);
    return path.toArray(double[][]::new);
  }

  private static Chart chart(
      NetworkObjective<double[]> error, Quadratic bowl, double[][] path, int r) {
    double bias = bowl.minimum()[2];
    return new Chart("eb-22-" + r, "Weights at η = " + RATES[r], "w1")
        .vertical("w2")
        .plane(-1.2, 1.8, -1.2, 1.8)
        .contours((x, y) -> error.value(new double[] {x, y, bias}), 0.05, 0.1, 0.2, 0.4, 0.8)
        .line("one by one", Descent.coordinate(path, 0), Descent.coordinate(path, 1))
        .points("minimum", new double[] {bowl.minimum()[0]}, new double[] {bowl.minimum()[1]});
  }
}
