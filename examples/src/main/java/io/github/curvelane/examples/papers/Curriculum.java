package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.data.CurriculumOrder;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.List;

/** Easy digits first. */
final class Curriculum implements Page {
  private static final String[] NAMES = {"all from the start", "easy ones first", "a mix"};

  @Override
  public About about() {
    return new About(
        "dl8-curriculum",
        Source.DL8,
        List.of(),
        "curriculum learning",
        "To learn simple examples first, and then more difficult ones, gave better results on a"
            + " large language model; elsewhere much better ones came from a stochastic curriculum,"
            + " a mix with a growing share of difficult examples, and none from a deterministic one"
            + " [DL8 8.7.6].",
        "As printed if the mix has a median test error more than 0.5 points below that of all"
            + " from the start, and easy ones first have not; by half if easy ones first have; else"
            + " not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(200, 1_000);
    int epochs = scale.pick(6, 12);
    double[] rates = {0.005, 0.02, 0.08};
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 256, 30, 10);
    double[][] loss = new double[NAMES.length][seeds];
    double[][] error = new double[NAMES.length][seeds];
    double[][] shown = new double[NAMES.length][];
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 400, s + 1, DigitTask.Asked.CLASSES);
      double[] difficulty = difficulty(task);
      SamplingOrder[] orders = {
        SamplingOrder.shuffled(s + 1),
        CurriculumOrder.sharp(difficulty, 0.3, epochs / 2, s + 1),
        CurriculumOrder.mixed(difficulty, 0.3, epochs / 2, s + 1)
      };
      for (int k = 0; k < NAMES.length; k++) {
        loss[k][s] = Double.POSITIVE_INFINITY;
        for (double rate : rates) {
          DigitTask.Curve curve =
              task.train(
                  network,
                  network.initialize(Initializer.FAN_IN, s + 1),
                  new Sgd(),
                  Schedule.constant(rate),
                  epochs,
                  1,
                  orders[k]);
          if (curve.loss() < loss[k][s]) {
            loss[k][s] = curve.loss();
            error[k][s] = 100 * curve.error();
            if (s == 0) {
              shown[k] = curve.losses();
            }
          }
        }
      }
      progress.step(s + 1, seeds);
    }
    double plain = Spread.of(error[0]).median();
    boolean sharp = Spread.of(error[1]).median() < plain - 0.5;
    boolean mixed = Spread.of(error[2]).median() < plain - 0.5;
    Table table = new Table("order", "training loss", "test error, %");
    Outcome outcome =
        new Outcome(
            mixed && !sharp
                ? Verdict.AS_PRINTED
                : mixed || sharp ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-30-10 on %d digits, %d epochs, difficulty by the distance from the mean of the"
                    + " own class beside that from the nearest other: test errors %s %% with all"
                    + " digits from the start, %s %% with the easy ones first, %s %% with a mix;"
                    + " training losses %s, %s and %s.",
                examples,
                epochs,
                Spread.of(error[0]),
                Spread.of(error[1]),
                Spread.of(error[2]),
                Spread.of(loss[0]),
                Spread.of(loss[1]),
                Spread.of(loss[2])));
    Chart chart =
        new Chart("dl8-curriculum-loss", "Loss over all training digits, first seed", "epoch")
            .vertical("cross-entropy");
    for (int k = 0; k < NAMES.length; k++) {
      table.row(NAMES[k], Spread.of(loss[k]), Spread.of(error[k]));
      outcome.numbers("loss: " + NAMES[k], loss[k]).numbers("test error: " + NAMES[k], error[k]);
      chart.line(NAMES[k], Descent.counting(epochs + 1), shown[k]);
    }
    return outcome
        .picture(chart, "Each at its best rate; from the middle on all orders have all digits.")
        .table(table);
  }

  /** Squared distance from the mean of the own class minus that from the nearest other mean. */
  private static double[] difficulty(DigitTask task) {
    int n = task.training().features();
    int[] labels = task.labels();
    double[][] means = new double[DigitTask.CLASSES][n];
    int[] counts = new int[DigitTask.CLASSES];
    for (int p = 0; p < labels.length; p++) {
      counts[labels[p]]++;
      for (int j = 0; j < n; j++) {
        means[labels[p]][j] += task.training().input(p, j);
      }
    }
    for (int c = 0; c < means.length; c++) {
      for (int j = 0; j < n; j++) {
        means[c][j] /= Math.max(1, counts[c]);
      }
    }
    double[] difficulty = new double[labels.length];
    for (int p = 0; p < labels.length; p++) {
      double own = 0;
      double nearest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < means.length; c++) {
        double distance = 0;
        for (int j = 0; j < n; j++) {
          double apart = task.training().input(p, j) - means[c][j];
          distance += apart * apart;
        }
        if (c == labels[p]) {
          own = distance;
        } else {
          nearest = Math.min(nearest, distance);
        }
      }
      difficulty[p] = own - nearest;
    }
    return difficulty;
  }
}
