package io.github.curvelane.examples.papers;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.CurvatureEstimate;
import io.github.curvelane.optim.CurvatureRequest;
import io.github.curvelane.optim.DiagonalLevenbergMarquardt;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** How much faster rates of their own are than one that is tuned. */
final class DiagonalRatesSpeed implements Page {
  private static final String[] INPUTS = {"centred and scaled", "pixels from 0 to 1"};

  @Override
  public About about() {
    return new About(
        "eb-sdlm",
        Source.EB,
        List.of(),
        "three times as fast as tuned gradient descent",
        "With stochastic diagonal Levenberg-Marquardt convergence is, as a rule of thumb, about"
            + " three times as fast as with a carefully tuned stochastic gradient [EB 9.1].",
        "As printed if the median gain is above 2.5 on both kinds of inputs; by half if it is"
            + " on one, or above 1.3 on pixels from 0 to 1; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int epochs = scale.pick(6, 10);
    int examples = scale.pick(250, 2_000);
    double[][] gain = new double[INPUTS.length][seeds];
    DigitTask.Curve[][] shown = new DigitTask.Curve[INPUTS.length][2];
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.lecunTanh(), Activation.lecunTanh(), 256, 20, 10);
    UpdateRule diagonal =
        new DiagonalLevenbergMarquardt(
            0.02,
            1,
            new CurvatureRequest(
                new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN),
                CurvatureRequest.EACH_EPOCH,
                examples / 4));
    List<Function<Dataset<float[]>, Normalization>> inputs =
        List.of(Normalization::global, DiagonalRatesSpeed::unit);
    for (int s = 0; s < seeds; s++) {
      for (int i = 0; i < INPUTS.length; i++) {
        DigitTask task =
            DigitTask.draw(16, examples, 1, s + 1, inputs.get(i), DigitTask.Asked.SQUARES);
        DigitTask.Curve plain =
            best(task, network, new Sgd(), DigitTask.doublings(0.0005, 7), epochs, s + 1);
        DigitTask.Curve rated =
            best(task, network, diagonal, DigitTask.doublings(0.00025, 7), epochs, s + 1);
        gain[i][s] = epochs / crossing(rated.losses(), plain.loss());
        if (s == 0) {
          shown[i] = new DigitTask.Curve[] {plain, rated};
        }
      }
      progress.step(s + 1, seeds);
    }
    boolean scaled = Spread.of(gain[0]).median() > 2.5;
    boolean raw = Spread.of(gain[1]).median() > 2.5;
    Outcome outcome =
        new Outcome(
            scaled && raw
                ? Verdict.AS_PRINTED
                : scaled || raw || Spread.of(gain[1]).median() > 1.3
                    ? Verdict.BY_HALF
                    : Verdict.NOT_SO,
            Figures.format(
                "Both at the best of seven rates, in epochs to the loss that gradient descent has"
                    + " after %d: %s times as fast on inputs that are centred and scaled, %s on"
                    + " pixels from 0 to 1%s.",
                epochs,
                Spread.of(gain[0]),
                Spread.of(gain[1]),
                Spread.of(gain[1]).median() > Spread.of(gain[0]).median()
                    ? ": the diagonal gains most where it makes up for what normalisation would"
                        + " have done"
                    : ""));
    Table table = new Table("inputs", "epochs of SGD / epochs of SDLM", "printed");
    for (int i = 0; i < INPUTS.length; i++) {
      table.row(INPUTS[i], Spread.of(gain[i]), "about 3");
      outcome.numbers("gain: " + INPUTS[i], gain[i]);
      double[] x = Descent.counting(epochs + 1);
      outcome.picture(
          new Chart("eb-sdlm-" + i, "Training loss, " + INPUTS[i], "epoch")
              .vertical("½ squared error")
              .line("gradient descent", x, shown[i][0].losses())
              .line("diagonal rates", x, shown[i][1].losses()),
          "The first seed, each at its best rate.");
    }
    return outcome.table(table);
  }

  private static Normalization unit(Dataset<float[]> digits) {
    double[] means = new double[digits.features()];
    double[] scales = new double[digits.features()];
    Arrays.fill(scales, 1.0 / 255);
    return Normalization.of(means, scales);
  }

  /** The run of the least last loss, among rates. */
  static DigitTask.Curve best(
      DigitTask task,
      Network<float[]> network,
      UpdateRule rule,
      double[] rates,
      int epochs,
      long seed) {
    DigitTask.Curve best = null;
    for (double rate : rates) {
      float[] theta = network.initialize(Initializer.FAN_IN, seed);
      DigitTask.Curve curve =
          task.train(
              network,
              theta,
              rule,
              Schedule.constant(rate),
              epochs,
              1,
              SamplingOrder.shuffled(seed));
      best = best == null || curve.loss() < best.loss() ? curve : best;
    }
    return best;
  }

  /** Where losses first reach a value, interpolated in their logarithm; the last epoch if never. */
  static double crossing(double[] losses, double value) {
    for (int e = 1; e < losses.length; e++) {
      if (losses[e] <= value) {
        double above = StrictMath.log(losses[e - 1] / value);
        return e - 1 + above / (above + StrictMath.log(value / losses[e]));
      }
    }
    return losses.length - 1;
  }
}
