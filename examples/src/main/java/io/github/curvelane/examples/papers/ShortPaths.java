package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Branches;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Join;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.util.ArrayList;
import java.util.List;

/** Skip connections and auxiliary heads, where gradients vanish. */
final class ShortPaths implements Page {
  private static final String[] NAMES = {"plain", "skips", "heads"};
  private static final int DEPTH = 9;
  private static final int WIDTH = 30;
  private static final int HEADS_AFTER = 3;

  @Override
  public About about() {
    return new About(
        "dl8-paths",
        Source.DL8,
        List.of(),
        "skip connections and auxiliary heads",
        "Linear paths or skip connections shorten the way from the lower layers to the output, and"
            + " so mitigate the vanishing gradient. Auxiliary heads, copies of the output at hidden"
            + " layers, ensure that lower layers receive a large gradient; they may be discarded"
            + " when training is complete [DL8 8.7.5].",
        "Not so unless skips and heads both have in the median more than 10 times the plain"
            + " network's gradient in the first layer. If so: as printed if both end below 0.8 of"
            + " its loss in the median, else by half.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(150, 1_000);
    int epochs = scale.pick(8, 15);
    double[] rates = {0.1, 0.4, 1.6};
    double[][] loss = new double[NAMES.length][seeds];
    double[][] first = new double[NAMES.length][seeds];
    double[] headLoss = new double[seeds];
    List<Network<float[]>> networks = List.of(plain(), skips(), heads());
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 1, s + 1, DigitTask.Asked.CLASSES);
      for (int n = 0; n < NAMES.length; n++) {
        Network<float[]> network = networks.get(n);
        float[] initial = network.initialize(Initializer.FAN_IN, s + 1);
        first[n][s] = firstGradient(objective(task, network, n == 2), network, initial);
        loss[n][s] = Double.POSITIVE_INFINITY;
        headLoss[s] = Double.POSITIVE_INFINITY;
        for (double rate : rates) {
          float[] theta = initial.clone();
          StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
              .epochs(epochs)
              .batch(10)
              .order(SamplingOrder.shuffled(s + 1))
              .build()
              .train(objective(task, network, n == 2), theta);
          if (n == 2) {
            double ofHead = task.objective(network.head(0)).value(network.head(0, theta));
            headLoss[s] = Math.min(headLoss[s], finite(ofHead));
          }
          double end = mainLoss(task, network, theta, n == 2);
          loss[n][s] = Math.min(loss[n][s], finite(end));
        }
      }
      progress.step(s + 1, seeds);
    }
    double plain = Spread.of(loss[0]).median();
    boolean skips = Spread.of(loss[1]).median() < 0.8 * plain;
    boolean heads = Spread.of(loss[2]).median() < 0.8 * plain;
    boolean larger =
        Spread.of(first[1]).median() > 10 * Spread.of(first[0]).median()
            && Spread.of(first[2]).median() > 10 * Spread.of(first[0]).median();
    Table table =
        new Table("network", "gradient of the first layer", "training loss of the main output");
    Outcome outcome =
        new Outcome(
            larger && skips && heads
                ? Verdict.AS_PRINTED
                : larger ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "Logistic units, %d layers of %d: at the start the first layer's gradient is %s"
                    + " plain, %s with skips, %s with heads after three layers. After %d epochs at"
                    + " the best of three rates the main output's loss is %s plain (guessing:"
                    + " 2.30), %s with skips, %s with heads; the auxiliary head itself comes to"
                    + " %s%s.",
                DEPTH,
                WIDTH,
                Spread.of(first[0]),
                Spread.of(first[1]),
                Spread.of(first[2]),
                epochs,
                Spread.of(loss[0]),
                Spread.of(loss[1]),
                Spread.of(loss[2]),
                Spread.of(headLoss),
                heads ? "" : ", but what is above it still passes no gradient"));
    for (int n = 0; n < NAMES.length; n++) {
      table.row(NAMES[n], Spread.of(first[n]), Spread.of(loss[n]));
      outcome
          .numbers("gradient of the first layer: " + NAMES[n], first[n])
          .numbers("loss: " + NAMES[n], loss[n]);
    }
    double[] at = {1, 2, 3};
    return outcome
        .numbers("loss of the auxiliary head", headLoss)
        .picture(
            new Chart("dl8-paths-gradient", "First layer's gradient at the start", "network")
                .categories(NAMES)
                .vertical("root mean square")
                .points("medians", at, medians(first)),
            "A short path to some output brings the gradient back.")
        .picture(
            new Chart("dl8-paths-loss", "Training loss of the main output", "network")
                .categories(NAMES)
                .vertical("cross-entropy")
                .points("medians", at, medians(loss))
                .bound("guessing", new double[] {0.5, 3.5}, new double[] {2.303, 2.303}),
            "Below the dashed line something has been learned.")
        .table(table);
  }

  private static double finite(double loss) {
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }

  private static double[] medians(double[][] values) {
    double[] medians = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      medians[k] = Spread.of(values[k]).median();
    }
    return medians;
  }

  private static Network<float[]> plain() {
    Layers layers = Layers.inputs(256);
    for (int l = 0; l < DEPTH; l++) {
      layers = layers.dense(WIDTH, Activation.logistic());
    }
    return Network.of(
        Precision.FLOAT, layers.dense(DigitTask.CLASSES, Activation.identity()).list());
  }

  private static Network<float[]> skips() {
    Layers layers = Layers.inputs(256).dense(WIDTH, Activation.logistic());
    for (int l = 1; l < DEPTH; l++) {
      layers = layers.residual(in -> in.dense(WIDTH, Activation.logistic()), Activation.identity());
    }
    return Network.of(
        Precision.FLOAT, layers.dense(DigitTask.CLASSES, Activation.identity()).list());
  }

  /** The plain network with a head after three layers, whose outputs are the first ten. */
  private static Network<float[]> heads() {
    Layers trunk = Layers.inputs(256);
    for (int l = 0; l < HEADS_AFTER; l++) {
      trunk = trunk.dense(WIDTH, Activation.logistic());
    }
    List<Layer> upper = new ArrayList<>();
    for (int l = HEADS_AFTER; l < DEPTH; l++) {
      upper.add(new Dense(WIDTH, WIDTH, Activation.logistic()));
    }
    upper.add(new Dense(WIDTH, DigitTask.CLASSES, Activation.identity()));
    List<Layer> head = List.of(new Dense(WIDTH, DigitTask.CLASSES, Activation.identity()));
    return Network.of(
        Precision.FLOAT,
        trunk.add(new Branches(List.of(head, upper), Join.CONCAT, Activation.identity())).list());
  }

  private static NetworkObjective<float[]> objective(
      DigitTask task, Network<float[]> network, boolean heads) {
    if (!heads) {
      return task.objective(network);
    }
    Targets<float[]> labels = Targets.labels(Precision.FLOAT, task.labels(), DigitTask.CLASSES);
    int classes = DigitTask.CLASSES;
    return new NetworkObjective<>(
        network.newWorkspace(task.examples()),
        Loss.ofParts(
            new Loss.Part(0, classes, Loss.softmaxCrossEntropy(), 1),
            new Loss.Part(classes, 2 * classes, Loss.softmaxCrossEntropy(), 1)),
        task.training().inputs(),
        joined(labels));
  }

  private static Targets<float[]> joined(Targets<float[]> labels) {
    return Targets.joined(labels, labels);
  }

  /** The loss of the network's last output, heads being discarded. */
  private static double mainLoss(
      DigitTask task, Network<float[]> network, float[] theta, boolean heads) {
    return heads
        ? task.objective(network.head(1)).value(network.head(1, theta))
        : task.objective(network).value(theta);
  }

  /** The root mean square of the gradient by the first layer's parameters. */
  private static double firstGradient(
      NetworkObjective<float[]> objective, Network<float[]> network, float[] theta) {
    float[] gradient = new float[theta.length];
    objective.valueAndGradient(theta, gradient);
    int to = network.offset(1);
    double sum = 0;
    for (int i = 0; i < to; i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return Math.sqrt(sum / to);
  }
}
