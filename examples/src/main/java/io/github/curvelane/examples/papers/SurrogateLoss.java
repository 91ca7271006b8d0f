package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** The loss that is trained, the error that is wanted, and where training halts. */
final class SurrogateLoss implements Page {
  private static final int PATIENCE = 3;

  @Override
  public About about() {
    return new About(
        "dl8-surrogate",
        Source.DL8,
        List.of(),
        "surrogate loss and early stopping",
        "The 0-1 loss on the test set often goes on falling for a long time after that on the"
            + " training set is zero, when the log-likelihood is trained. And training halts by"
            + " early stopping, on a validation error, while the surrogate still has large"
            + " derivatives: quite unlike pure optimization [DL8 8.1.2].",
        "Of three findings (in the median, the test error falls by more than 0.3 points after"
            + " the last training error; the gradient at the stop is more than twice that at the"
            + " end; it is more than a tenth of the first) all make it as printed; the first or the"
            + " second by half; else it is not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(200, 1_000);
    int tests = scale.pick(500, 1_000);
    int epochs = scale.pick(25, 60);
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 256, 30, 10);
    double[] zero = new double[seeds];
    double[] atZero = new double[seeds];
    double[] least = new double[seeds];
    double[] stop = new double[seeds];
    double[] gradient = new double[seeds];
    double[] rest = new double[seeds];
    double[][] shown = new double[4][epochs + 1];
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, tests, s + 1, DigitTask.Asked.CLASSES);
      NetworkObjective<float[]> whole = task.objective(network);
      float[] theta = network.initialize(Initializer.FAN_IN, s + 1);
      double[] losses = new double[epochs + 1];
      double[] norms = new double[epochs + 1];
      double[] training = new double[epochs + 1];
      double[] test = new double[epochs + 1];
      float[] g = new float[theta.length];
      for (int e = 0; e <= epochs; e++) {
        losses[e] = whole.valueAndGradient(theta, g);
        norms[e] = norm(g);
        training[e] = 100 * task.trainingError(network, theta);
        test[e] = 100 * task.error(network, theta);
        if (e < epochs) {
          task.train(
              network,
              theta,
              new Sgd(),
              Schedule.constant(0.01),
              1,
              2,
              SamplingOrder.shuffled(1_000 * (s + 1) + e));
        }
      }
      double none = Descent.firstBelow(training, 0);
      zero[s] = none;
      atZero[s] = Double.isNaN(none) ? Double.NaN : test[(int) none];
      least[s] =
          Double.isNaN(none)
              ? Double.NaN
              : Arrays.stream(test, (int) none, epochs + 1).min().orElseThrow();
      int halted = halt(test);
      stop[s] = halted;
      gradient[s] = norms[halted] / norms[0];
      rest[s] = norms[halted] / norms[epochs];
      if (s == 0) {
        shown = new double[][] {losses, norms, training, test};
      }
      progress.step(s + 1, seeds);
    }
    boolean goesOn = Spread.over(seeds, s -> atZero[s] - least[s]).median() > 0.3;
    boolean large = Spread.of(gradient).median() > 0.1;
    boolean unlike = Spread.of(rest).median() > 2;
    double[] x = Descent.counting(epochs + 1);
    return new Outcome(
            goesOn && unlike
                ? large ? Verdict.AS_PRINTED : Verdict.BY_HALF
                : goesOn || unlike ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-30-10 on %d digits: no training digit is wrong after %s epochs, with a test"
                    + " error of %s %%; from there on the least is %s %%. Early stopping with a"
                    + " patience of %d halts at epoch %s, where the gradient of the surrogate is"
                    + " still %s of the first and %s times what it is after %d epochs.",
                examples,
                Spread.of(zero),
                Spread.of(atZero),
                Spread.of(least),
                PATIENCE,
                Spread.of(stop),
                Spread.of(gradient),
                Spread.of(rest),
                epochs))
        .numbers("epochs until no training digit is wrong", zero)
        .numbers("test error then", atZero)
        .numbers("least test error later", least)
        .numbers("epoch of the stop", stop)
        .numbers("gradient at the stop over the first", gradient)
        .numbers("gradient at the stop over the last", rest)
        .picture(
            new Chart("dl8-surrogate-errors", "Errors, first seed", "epoch")
                .vertical("wrong, %")
                .line("training", x, shown[2])
                .line("test", x, shown[3])
                .mark("stop", stop[0]),
            "What the test error does when no training digit is wrong.")
        .picture(
            new Chart("dl8-surrogate-loss", "The surrogate and its gradient, first seed", "epoch")
                .vertical("cross-entropy; norm")
                .line("training loss", x, shown[0])
                .line("norm of the gradient", x, shown[1])
                .mark("stop", stop[0]),
            "Where the surrogate is when training halts.")
        .table(
            new Table("", "median (least to greatest)")
                .row("epochs until no training digit is wrong", Spread.of(zero))
                .row("test error then, %", Spread.of(atZero))
                .row("least test error later, %", Spread.of(least))
                .row("epoch of the stop", Spread.of(stop))
                .row("gradient there / at the start", Spread.of(gradient))
                .row("gradient there / at the end", Spread.of(rest)));
  }

  private static double norm(float[] g) {
    double sum = 0;
    for (float each : g) {
      sum += (double) each * each;
    }
    return Math.sqrt(sum);
  }

  /** The epoch of the least error when none of the next few is lower. */
  private static int halt(double[] errors) {
    int best = 0;
    for (int e = 1; e < errors.length && e - best <= PATIENCE; e++) {
      best = errors[e] < errors[best] ? e : best;
    }
    return best;
  }
}
