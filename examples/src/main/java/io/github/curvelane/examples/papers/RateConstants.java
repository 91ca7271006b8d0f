package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** Errors at multiples of the predicted rate. */
final class RateConstants implements Page {
  private static final String[] NETS = {"784-30-10", "shared weights"};

  @Override
  public About about() {
    return new About(
        "eb-25",
        Source.EB,
        List.of("25", "26"),
        "the predicted rate is optimal enough",
        "The same start, a fixed number of epochs, the rate c/λ_max for several c: with c = 1 the"
            + " error is always very close to that of the best c. The predicted optimal rate is"
            + " optimal enough [EB 9.2].",
        "As printed if at c = 1 the error is below 1.1 times the best in every seed, for both"
            + " networks; by half if its median is below 1.3 times the best for one of them; else"
            + " not so. The bound of 1.3 was set after numbers had been seen.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(120, 300);
    int epochs = scale.pick(5, 20);
    double[] factors = new double[scale.pick(6, 11)];
    Arrays.setAll(factors, k -> 0.125 * StrictMath.pow(2, k * 5.0 / (factors.length - 1)));
    int half = 2 * (factors.length - 1) / 5;
    int one = 3 * (factors.length - 1) / 5;
    List<Network<float[]>> nets =
        List.of(
            Network.perceptron(
                Precision.FLOAT, Activation.lecunTanh(), Activation.lecunTanh(), 784, 30, 10),
            OnlineCurvature.shared());
    int[] sides = {28, 16};
    double[][][] ratio = new double[nets.size()][factors.length][seeds];
    double[][] best = new double[nets.size()][seeds];
    for (int s = 0; s < seeds; s++) {
      for (int n = 0; n < nets.size(); n++) {
        Network<float[]> network = nets.get(n);
        DigitTask task = DigitTask.draw(sides[n], examples, 1, s + 1, DigitTask.Asked.SQUARES);
        float[] initial = network.initialize(Initializer.FAN_IN, s + 1);
        double lambda = OnlineCurvature.largest(task.objective(network), initial);
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < factors.length; k++) {
          double loss =
              task.train(
                      network,
                      initial.clone(),
                      new Sgd(),
                      Schedule.constant(factors[k] / lambda),
                      epochs,
                      1,
                      SamplingOrder.shuffled(s + 1))
                  .loss();
          ratio[n][k][s] = loss;
          if (loss < least) {
            least = loss;
            best[n][s] = factors[k];
          }
        }
        for (int k = 0; k < factors.length; k++) {
          ratio[n][k][s] /= least;
        }
        progress.step(s * nets.size() + n + 1, seeds * nets.size());
      }
    }
    Spread[] atOne = {Spread.of(ratio[0][one]), Spread.of(ratio[1][one])};
    boolean close = atOne[0].greatest() < 1.1 && atOne[1].greatest() < 1.1;
    boolean near = Math.min(atOne[0].median(), atOne[1].median()) < 1.3;
    Outcome outcome =
        new Outcome(
            close ? Verdict.AS_PRINTED : near ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "Single examples, %d digits, %d epochs: with c = 1 the error is %s times the best"
                    + " of the grid for 784-30-10, and %s for shared weights; with c = ½ it is %s"
                    + " and %s; the best c is %s and %s.",
                examples,
                epochs,
                atOne[0],
                atOne[1],
                Spread.of(ratio[0][half]),
                Spread.of(ratio[1][half]),
                Spread.of(best[0]),
                Spread.of(best[1])));
    Table table = new Table("c", NETS[0] + ": error / best", NETS[1] + ": error / best");
    Chart chart =
        new Chart("eb-25-error", "Error against the rate, median of the seeds", "c = rate · λ_max")
            .vertical("error / best of the grid")
            .logarithmic();
    for (int n = 0; n < nets.size(); n++) {
      double[] medians = new double[factors.length];
      for (int k = 0; k < factors.length; k++) {
        medians[k] = Spread.of(ratio[n][k]).median();
        outcome.numbers(
            NETS[n] + ": error over best at c = " + Figures.number(factors[k]), ratio[n][k]);
      }
      chart.line(NETS[n], factors, medians);
      outcome.numbers(NETS[n] + ": best c", best[n]);
    }
    for (int k = 0; k < factors.length; k++) {
      table.row(Figures.number(factors[k]), Spread.of(ratio[0][k]), Spread.of(ratio[1][k]));
    }
    return outcome
        .picture(chart.mark("predicted", 1), "Figures 25 and 26. Left out: what diverged.")
        .table(table);
  }
}
