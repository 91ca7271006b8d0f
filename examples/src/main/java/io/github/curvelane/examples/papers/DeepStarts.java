package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** Initial weights of a deep network. */
final class DeepStarts implements Page {
  private static final String[] NAMES = {
    "uniform ±m^(−½)", "Glorot", "deviation m^(−½)", "orthogonal", "15 weights a unit"
  };
  private static final int HIDDEN = 10;
  private static final int WIDTH = 30;

  @Override
  public About about() {
    return new About(
        "dl8-starts",
        Source.DL8,
        List.of(),
        "initial weights of deep networks",
        "The initial point can decide whether a deep network learns at all. Uniform weights of"
            + " ±m^(−1/2) are one heuristic; Glorot's keep the variances of activations and"
            + " gradients alike; orthogonal ones of the right gain make depth no matter; sparse"
            + " ones keep the input of a unit independent of its fan-in [DL8 8.4].",
        "As printed if each of the other four ends in the median below 0.8 of the loss of"
            + " uniform weights, and the first layer has less than 0.05 of the last one's gradient"
            + " with these and more than 0.1 with orthogonal ones, in the median; by half if one of"
            + " the two; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(150, 1_000);
    int epochs = scale.pick(4, 10);
    Initialization[] starts = {
      Initialization.of(Initializer.UNIFORM),
      Initialization.of(Initializer.GLOROT),
      Initialization.of(Initializer.FAN_IN),
      Initialization.orthogonal(1),
      Initialization.sparse(15, 1 / Math.sqrt(15))
    };
    double[] rates = {0.02, 0.08, 0.32};
    Network<float[]> network = network();
    double[][] loss = new double[NAMES.length][seeds];
    double[][] reach = new double[NAMES.length][seeds];
    double[][] shown = new double[NAMES.length][];
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 1, s + 1, DigitTask.Asked.CLASSES);
      NetworkObjective<float[]> objective = task.objective(network);
      for (int k = 0; k < NAMES.length; k++) {
        float[] initial = network.initialize(starts[k], s + 1);
        reach[k][s] = reach(objective, network, initial);
        loss[k][s] = Double.POSITIVE_INFINITY;
        for (double rate : rates) {
          DigitTask.Curve curve =
              task.train(
                  network,
                  initial.clone(),
                  new Sgd(),
                  Schedule.constant(rate),
                  epochs,
                  10,
                  SamplingOrder.shuffled(s + 1));
          if (curve.loss() < loss[k][s]) {
            loss[k][s] = curve.loss();
            if (s == 0) {
              shown[k] = curve.losses();
            }
          }
        }
      }
      progress.step(s + 1, seeds);
    }
    double small = Spread.of(loss[0]).median();
    boolean all = true;
    for (int k = 1; k < NAMES.length; k++) {
      all &= Spread.of(loss[k]).median() < 0.8 * small;
    }
    boolean vanishes = Spread.of(reach[0]).median() < 0.05 && Spread.of(reach[3]).median() > 0.1;
    Table table =
        new Table("initial weights", "training loss", "gradient of the first layer / of the last");
    Outcome outcome =
        new Outcome(
            all && vanishes
                ? Verdict.AS_PRINTED
                : all || vanishes ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "tanh, %d layers of %d, best of %d rates, %d epochs: uniform ±m^(−½), a third of"
                    + " the variance that keeps signals, ends at a loss of %s with %s of the last"
                    + " layer's gradient in the first; Glorot's at %s, deviation m^(−½) at %s,"
                    + " orthogonal at %s (%s), sparse at %s.",
                HIDDEN,
                WIDTH,
                rates.length,
                epochs,
                Spread.of(loss[0]),
                Spread.of(reach[0]),
                Spread.of(loss[1]),
                Spread.of(loss[2]),
                Spread.of(loss[3]),
                Spread.of(reach[3]),
                Spread.of(loss[4])));
    Chart chart =
        new Chart("dl8-starts-loss", "Training loss of ten tanh layers", "epoch")
            .vertical("cross-entropy");
    for (int k = 0; k < NAMES.length; k++) {
      table.row(NAMES[k], Spread.of(loss[k]), Spread.of(reach[k]));
      outcome
          .numbers("loss: " + NAMES[k], loss[k])
          .numbers("first over last gradient: " + NAMES[k], reach[k]);
      chart.line(NAMES[k], Descent.counting(epochs + 1), shown[k]);
    }
    return outcome.picture(chart, "The first seed, each at its best rate.").table(table);
  }

  private static Network<float[]> network() {
    int[] sizes = new int[HIDDEN + 2];
    Arrays.fill(sizes, WIDTH);
    sizes[0] = 256;
    sizes[HIDDEN + 1] = DigitTask.CLASSES;
    return Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), sizes);
  }

  /**
   * Root mean square of the gradient by the second layer's weights over that by the last hidden
   * one's.
   */
  static double reach(
      NetworkObjective<float[]> objective, Network<float[]> network, float[] theta) {
    float[] gradient = new float[theta.length];
    objective.valueAndGradient(theta, gradient);
    int layers = network.layers().size();
    return norm(gradient, network, 1) / norm(gradient, network, layers - 2);
  }

  private static double norm(float[] gradient, Network<float[]> network, int layer) {
    int from = network.offset(layer);
    int to = network.offset(layer + 1);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return Math.sqrt(sum / (to - from));
  }
}
