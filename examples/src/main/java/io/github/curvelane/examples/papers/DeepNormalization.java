package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.util.Arrays;
import java.util.List;

/** Deep networks with and without batch normalization. */
final class DeepNormalization implements Page {
  private static final String[] NAMES = {"plain", "batch normalization"};
  private static final int HIDDEN = 8;
  private static final int WIDTH = 30;
  private static final int BATCH = 25;

  @Override
  public About about() {
    return new About(
        "dl8-norm",
        Source.DL8,
        List.of(),
        "batch normalization makes deep networks easier to train",
        "A gradient step assumes that the other layers stay; with many layers its effects of higher"
            + " order make it hard to choose a rate. Normalizing units over the batch, and"
            + " differentiating through that, reduces the problem of coordinating updates across"
            + " layers [DL8 8.7.1].",
        "As printed if normalized networks have in the median more than 1.5 times the share of"
            + " settings below 1, and a lower best loss; by half if one of the two; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(150, 1_000);
    int epochs = scale.pick(4, 10);
    double[] rates = {0.01, 0.04, 0.16, 0.64, 2.56};
    double[] weights = {0.5, 1, 2};
    List<Network<float[]>> networks = List.of(network(false), network(true));
    double[][] best = new double[NAMES.length][seeds];
    double[][] share = new double[NAMES.length][seeds];
    double[][][] byRate = new double[NAMES.length][rates.length][seeds];
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 1, s + 1, DigitTask.Asked.CLASSES);
      for (int n = 0; n < NAMES.length; n++) {
        Network<float[]> network = networks.get(n);
        best[n][s] = Double.POSITIVE_INFINITY;
        for (double weight : weights) {
          for (int r = 0; r < rates.length; r++) {
            double loss = loss(task, network, weight, rates[r], epochs, s + 1);
            best[n][s] = Math.min(best[n][s], loss);
            share[n][s] += loss < 1 ? 1 : 0;
            if (weight == 1) {
              byRate[n][r][s] = Math.min(loss, 10);
            }
          }
        }
        share[n][s] /= rates.length * weights.length;
      }
      progress.step(s + 1, seeds);
    }
    boolean wider = Spread.of(share[1]).median() > 1.5 * Spread.of(share[0]).median();
    boolean lower = Spread.of(best[1]).median() < Spread.of(best[0]).median();
    Outcome outcome =
        new Outcome(
            wider && lower ? Verdict.AS_PRINTED : wider || lower ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "tanh, %d layers of %d, batches of %d, %d epochs, five rates from 0.01 to 2.56 and"
                    + " three scales of the initial weights: normalized, %s of the fifteen settings"
                    + " come below a loss of 1, plain %s. The best of them: %s against %s.",
                HIDDEN,
                WIDTH,
                BATCH,
                epochs,
                Spread.of(share[1]),
                Spread.of(share[0]),
                Spread.of(best[1]),
                Spread.of(best[0])));
    Table table = new Table("network", "share of settings below 1", "least training loss");
    Chart chart =
        new Chart("dl8-norm-rates", "Training loss against the rate, usual weights", "rate")
            .vertical("training loss, median; at most 10")
            .logarithmic();
    for (int n = 0; n < NAMES.length; n++) {
      double[][] ofNet = byRate[n];
      chart.line(
          NAMES[n], rates, Arrays.stream(ofNet).mapToDouble(v -> Spread.of(v).median()).toArray());
      table.row(NAMES[n], Spread.of(share[n]), Spread.of(best[n]));
      outcome.numbers("share: " + NAMES[n], share[n]).numbers("best: " + NAMES[n], best[n]);
      for (int r = 0; r < rates.length; r++) {
        outcome.numbers("loss: " + NAMES[n] + " at " + rates[r], ofNet[r]);
      }
    }
    return outcome
        .picture(chart, "Where the rate hardly matters, it need not be searched.")
        .table(table);
  }

  private static Network<float[]> network(boolean normalized) {
    Layers layers = Layers.inputs(256);
    for (int l = 0; l < HIDDEN; l++) {
      layers =
          normalized
              ? layers
                  .denseWithoutBiases(WIDTH, Activation.identity())
                  .batchNormalization(Activation.tanh())
              : layers.dense(WIDTH, Activation.tanh());
    }
    return Network.of(
        Precision.FLOAT, layers.dense(DigitTask.CLASSES, Activation.identity()).list());
  }

  /** The loss over all training digits, normalized by all of them, after training. */
  private static double loss(
      DigitTask task, Network<float[]> network, double weight, double rate, int epochs, long seed) {
    float[] theta = network.initialize(Initializer.FAN_IN, seed);
    network.ranges().stream()
        .filter(range -> !range.isBias() && range.name().endsWith("weight") && range.fanIn() > 1)
        .forEach(
            range -> {
              for (int i = range.from(); i < range.to(); i++) {
                theta[i] *= (float) weight;
              }
            });
    NetworkObjective<float[]> objective = task.objective(network);
    StochasticTrainer.of(new Sgd(), Schedule.constant(rate))
        .epochs(epochs)
        .batch(BATCH)
        .seed(seed)
        .build()
        .train(objective, theta);
    double loss = task.objective(network).value(theta);
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }
}
