package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.AdaDelta;
import io.github.curvelane.optim.AdaGrad;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.RmsProp;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.batch.ConjugateGradient;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.MinimizerRun;
import io.github.curvelane.optim.batch.RunWatch;
import io.github.curvelane.optim.batch.Stopping;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Seven algorithms at their best rates, on two tasks, and beside them two of whole batches. */
final class AlgorithmOrder implements Page {
  private static final String[] NAMES = {
    "SGD", "momentum", "Nesterov", "AdaGrad", "RMSProp", "AdaDelta", "Adam"
  };

  /** What uses all digits at each step, and finds its own step. */
  private static final Minimizer[] WHOLE = {new ConjugateGradient(), new Lbfgs()};

  private static final String[] WHOLE_NAMES = {"conjugate gradients", "L-BFGS"};

  /** How many times the passes over the digits it may have. */
  private static final int LONGER = 10;

  private static final String[] TASKS = {"scaled inputs", "pixels from 0 to 1"};

  @Override
  public About about() {
    return new About(
        "dl8-algorithms",
        Source.DL8,
        List.of(),
        "the order of the algorithms at their best rates",
        "No single best algorithm has emerged; those with adaptive rates, represented by RMSProp"
            + " and AdaDelta, perform fairly robustly over tasks [DL8 8.5.4]. Beside them, outside"
            + " the verdict: conjugate gradients, with which practitioners report reasonable"
            + " results, and L-BFGS [DL8 8.6.2, 8.6.3], on the whole batch, after as many passes"
            + " over the data. BFGS is not run: its matrix has the square of the 8,020 weights.",
        "As printed if no algorithm has the least loss on both tasks in every seed, and"
            + " RMSProp and AdaDelta are both a smaller factor above the least median, on their"
            + " worse task, than plain descent; by half if one of the two; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(120, 1_000);
    int epochs = scale.pick(4, 10);
    int rates = scale.pick(4, 9);
    double ratio = scale.pick(4, 2);
    UpdateRule[] rules = {
      new Sgd(),
      new Momentum(0.9),
      new Nesterov(0.9),
      new AdaGrad(),
      new RmsProp(0.9),
      new AdaDelta(),
      new Adam()
    };
    double[] first = {0.01, 0.001, 0.001, 0.001, 0.0002, 0.25, 0.0002};
    List<Function<Dataset<float[]>, Normalization>> inputs =
        List.of(Normalization::global, AlgorithmOrder::unit);
    double[][][] loss = new double[TASKS.length][NAMES.length][seeds];
    double[][][] wide = new double[TASKS.length][NAMES.length][seeds];
    int longer = LONGER * epochs;
    double[][][] soon = new double[TASKS.length][WHOLE.length][seeds];
    double[][][] late = new double[TASKS.length][WHOLE.length][seeds];
    double[][][] ways = new double[TASKS.length][WHOLE.length][];
    double[][][] shown = new double[TASKS.length][NAMES.length][];
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 256, 30, 10);
    for (int s = 0; s < seeds; s++) {
      for (int t = 0; t < TASKS.length; t++) {
        DigitTask task =
            DigitTask.draw(16, examples, 1, s + 1, inputs.get(t), DigitTask.Asked.CLASSES);
        for (int r = 0; r < rules.length; r++) {
          double[] all = new double[rates];
          double best = Double.POSITIVE_INFINITY;
          for (int k = 0; k < rates; k++) {
            float[] theta = network.initialize(Initializer.FAN_IN, s + 1);
            DigitTask.Curve curve =
                task.train(
                    network,
                    theta,
                    rules[r],
                    Schedule.constant(first[r] * StrictMath.pow(ratio, k)),
                    epochs,
                    10,
                    SamplingOrder.shuffled(s + 1));
            all[k] = curve.loss();
            if (all[k] < best) {
              best = all[k];
              if (s == 0) {
                shown[t][r] = curve.losses();
              }
            }
          }
          loss[t][r][s] = best;
          for (double l : all) {
            wide[t][r][s] += l < 2 * best ? 1 : 0;
          }
        }
        for (int r = 0; r < WHOLE.length; r++) {
          float[] theta = network.initialize(Initializer.FAN_IN, s + 1);
          double[] values = losses(WHOLE[r], task.objective(network), theta, longer);
          soon[t][r][s] = values[epochs];
          late[t][r][s] = values[longer];
          if (s == 0) {
            ways[t][r] = values;
          }
        }
      }
      progress.step(s + 1, seeds);
    }
    int[] winner = {best(loss[0]), best(loss[1])};
    boolean noSingle = winner[0] != winner[1] || !same(loss, winner[0], seeds);
    // Robust: how much worse than the best the algorithm is on its worse task.
    double[] regret = new double[NAMES.length];
    for (int r = 0; r < NAMES.length; r++) {
      for (int t = 0; t < TASKS.length; t++) {
        double ofBest = Spread.of(loss[t][winner[t]]).median();
        regret[r] = Math.max(regret[r], Spread.of(loss[t][r]).median() / ofBest);
      }
    }
    boolean robust = Math.max(regret[4], regret[5]) < regret[0];
    Outcome outcome =
        new Outcome(
            noSingle && robust
                ? Verdict.AS_PRINTED
                : noSingle || robust ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-30-10, batches of 10, each at the best of %d rates, training loss after %d"
                    + " epochs: %s is best on scaled inputs, %s on raw pixels%s. On the worse of"
                    + " the two tasks RMSProp has %s times the loss of the best, AdaDelta %s, plain"
                    + " descent %s. After as many passes conjugate gradients are at %s on scaled"
                    + " inputs and L-BFGS at %s, after %d times as many at %s and %s.",
                rates,
                epochs,
                NAMES[winner[0]],
                NAMES[winner[1]],
                noSingle ? "" : ", for every seed",
                Figures.number(regret[4]),
                Figures.number(regret[5]),
                Figures.number(regret[0]),
                Spread.of(soon[0][0]),
                Spread.of(soon[0][1]),
                LONGER,
                Spread.of(late[0][0]),
                Spread.of(late[0][1])));
    Table table =
        new Table(
            "algorithm",
            "loss, " + TASKS[0],
            "loss, " + TASKS[1],
            "rates within twice the best, of " + rates + ": " + TASKS[0],
            TASKS[1]);
    for (int r = 0; r < NAMES.length; r++) {
      table.row(
          NAMES[r],
          Spread.of(loss[0][r]),
          Spread.of(loss[1][r]),
          Spread.of(wide[0][r]),
          Spread.of(wide[1][r]));
      for (int t = 0; t < TASKS.length; t++) {
        outcome
            .numbers("loss: " + NAMES[r] + " on " + TASKS[t], loss[t][r])
            .numbers("good rates: " + NAMES[r] + " on " + TASKS[t], wide[t][r]);
      }
    }
    Table whole =
        new Table(
            "on whole batches",
            TASKS[0] + ": loss after " + epochs + " passes",
            "after " + longer,
            TASKS[1] + ": loss after " + epochs,
            "after " + longer);
    for (int r = 0; r < WHOLE.length; r++) {
      whole.row(
          WHOLE_NAMES[r],
          Spread.of(soon[0][r]),
          Spread.of(late[0][r]),
          Spread.of(soon[1][r]),
          Spread.of(late[1][r]));
      for (int t = 0; t < TASKS.length; t++) {
        outcome
            .numbers("loss: " + WHOLE_NAMES[r] + " on " + TASKS[t], soon[t][r])
            .numbers("loss after more passes: " + WHOLE_NAMES[r] + " on " + TASKS[t], late[t][r]);
      }
    }
    for (int t = 0; t < TASKS.length; t++) {
      Chart chart =
          new Chart("dl8-algorithms-" + t, "Training loss, " + TASKS[t], "epoch")
              .vertical("cross-entropy");
      for (int r : new int[] {0, 1, 3, 4, 5, 6}) {
        chart.line(NAMES[r], Descent.counting(epochs + 1), shown[t][r]);
      }
      outcome.picture(chart, "The first seed, each at its best rate.");
    }
    for (int t = 0; t < TASKS.length; t++) {
      Chart chart =
          new Chart(
                  "dl8-algorithms-whole-" + t,
                  "Training loss on whole batches, " + TASKS[t],
                  "passes over the digits")
              .vertical("cross-entropy");
      for (int r : new int[] {0, 6}) {
        chart.line(NAMES[r] + ", batches of 10", Descent.counting(epochs + 1), shown[t][r]);
      }
      for (int r = 0; r < WHOLE.length; r++) {
        chart.line(WHOLE_NAMES[r], Descent.counting(longer + 1), ways[t][r]);
      }
      outcome.picture(
          chart,
          "The first seed; beside whole batches SGD and Adam on small ones, at their best rates.");
    }
    return outcome.table(table).table(whole);
  }

  /** The value that a method has reached after 0, 1, … evaluations of value and gradient. */
  private static double[] losses(
      Minimizer method, Objective<float[]> objective, float[] theta, int evaluations) {
    double[] losses = new double[evaluations + 1];
    Arrays.fill(losses, objective.value(theta));
    RunWatch watch =
        new RunWatch() {
          @Override
          public void iteration(MinimizerRun<?> run) {
            Arrays.fill(losses, (int) run.evaluations(), losses.length, run.value());
          }
        };
    method.stopping(Stopping.DEFAULT.evaluations(evaluations)).minimize(objective, theta, watch);
    return losses;
  }

  private static Normalization unit(Dataset<float[]> digits) {
    double[] scales = new double[digits.features()];
    Arrays.fill(scales, 1.0 / 255);
    return Normalization.of(new double[digits.features()], scales);
  }

  private static int best(double[][] loss) {
    int best = 0;
    for (int r = 1; r < loss.length; r++) {
      best = Spread.of(loss[r]).median() < Spread.of(loss[best]).median() ? r : best;
    }
    return best;
  }

  /** Whether one algorithm is the best on both tasks for every seed. */
  private static boolean same(double[][][] loss, int rule, int seeds) {
    for (double[][] ofTask : loss) {
      for (int s = 0; s < seeds; s++) {
        for (double[] other : ofTask) {
          if (other[s] < ofTask[rule][s]) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
