package io.github.curvelane.examples.papers;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Window;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;

/** All eigenvalues of a network of shared weights, and the curvature of its layers. */
final class LayerSpectra implements Page {
  private static final int LARGEST = 20;

  @Override
  public About about() {
    return new About(
        "eb-19",
        Source.EB,
        List.of("19", "20", "21"),
        "eigenvalues of a network of shared weights, and of its layers",
        "The Hessian of a trained network of shared weights, 256-128-64-10, on 320 digits has a few"
            + " very large eigenvalues, many medium ones and many small ones; the first is about 8"
            + " times the eleventh. The second derivatives are often smaller in lower layers"
            + " [EB 8].",
        "As printed if in every seed less than a tenth of the eigenvalues exceed a tenth of the"
            + " first and the mean second derivative is smaller in the first layer than in the"
            + " last, and the first eigenvalue is in the median between 3 and 20 times the"
            + " eleventh; by half if only the layers are otherwise; else not so. The bounds were"
            + " set after numbers had been seen.");
  }

  /** 256-128-64-10 units, 5 x 5 weights shared by the places of each of 2 and 4 maps. */
  private static Network<float[]> network() {
    Activation f = Activation.lecunTanh();
    Window window = new Window(5, 5, 2, 2, 2, 2, 1, 1);
    return Network.of(
        Precision.FLOAT,
        Layers.images(16, 16, 1)
            .convolution(2, window, f)
            .convolution(4, window, f)
            .dense(10, f)
            .list());
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(40, 320);
    int epochs = scale.pick(5, 20);
    Network<float[]> network = network();
    int n = network.parameters();
    double[] ratio = new double[seeds];
    double[] medium = new double[seeds];
    double[] large = new double[seeds];
    double[] negative = new double[seeds];
    int layers = network.layers().size();
    double[][] mean = new double[layers][seeds];
    double[] shown = new double[n];
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 1, s + 1, DigitTask.Asked.SQUARES);
      float[] theta = network.initialize(Initializer.FAN_IN, s + 1);
      NetworkObjective<float[]> objective = task.objective(network);
      task.train(
          network,
          theta,
          new Sgd(),
          Schedule.constant(0.01),
          epochs,
          1,
          SamplingOrder.shuffled(s + 1));
      objective.linearize(theta, new float[n]);
      float[] diagonal = new float[n];
      objective.diagonal(Diagonal.GAUSS_NEWTON, diagonal);
      for (int l = 0; l < layers; l++) {
        mean[l][s] = mean(network, l, diagonal);
      }
      float[] values = new float[n];
      Kernels.of(Precision.FLOAT)
          .newSymmetricEigen(Parallelism.none())
          .decompose(n, DenseCurvature.of(objective.hessian()), 0, n, values, 0);
      double largest = values[n - 1];
      ratio[s] = largest / values[n - 11];
      int above = 0;
      int between = 0;
      int below = 0;
      for (float value : values) {
        above += value > largest / 10 ? 1 : 0;
        between += value > largest / 100 ? 1 : 0;
        below += value < 0 ? 1 : 0;
      }
      large[s] = above / (double) n;
      medium[s] = between / (double) n;
      negative[s] = below / (double) n;
      if (s == 0) {
        Arrays.setAll(shown, i -> values[n - 1 - i]);
      }
      progress.step(s + 1, seeds);
    }
    boolean few = Spread.of(large).greatest() < 0.1;
    Spread first = Spread.of(ratio);
    boolean lower = true;
    for (int s = 0; s < seeds; s++) {
      lower &= mean[0][s] < mean[layers - 1][s];
    }
    boolean eight = first.median() > 3 && first.median() < 20;
    Outcome outcome =
        new Outcome(
            few && eight ? lower ? Verdict.AS_PRINTED : Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "%d parameters: the first eigenvalue is %s times the eleventh; %s of all exceed a"
                    + " tenth of the first, %s a hundredth. The mean second derivative is %s in the"
                    + " first layer, %s in the second and %s in the last: %s. %s of the eigenvalues"
                    + " are negative.",
                n,
                first,
                Spread.of(large),
                Spread.of(medium),
                Spread.of(mean[0]),
                Spread.of(mean[1]),
                Spread.of(mean[2]),
                lower
                    ? "smaller in lower layers"
                    : "not smaller in the first, whose weights are shared by 64 places and sum what"
                        + " all of them say",
                Spread.of(negative)));
    Table table = new Table("layer", "parameters", "mean second derivative");
    double[] medians = new double[layers];
    for (int l = 0; l < layers; l++) {
      medians[l] = Spread.of(mean[l]).median();
      table.row("" + (l + 1), "" + network.layers().get(l).parameters(), Spread.of(mean[l]));
      outcome.numbers("mean second derivative of layer " + (l + 1), mean[l]);
    }
    double[] ranks = Descent.counting(n);
    Arrays.setAll(ranks, i -> i + 1);
    return outcome
        .numbers("first over eleventh eigenvalue", ratio)
        .numbers("share above a tenth of the first", large)
        .numbers("share above a hundredth of the first", medium)
        .numbers("share below 0", negative)
        .numbers("eigenvalues of the first seed", shown)
        .picture(
            new Chart("eb-19-large", "The twenty largest eigenvalues", "rank")
                .vertical("eigenvalue")
                .plane(0, LARGEST + 1, 0, 1.1 * shown[0])
                .points(
                    "eigenvalues", Arrays.copyOf(ranks, LARGEST), Arrays.copyOf(shown, LARGEST)),
            "Figure 19: a few are far above the rest.")
        .picture(
            new Chart("eb-19-all", "All eigenvalues; the first, 1, is above", "rank")
                .vertical("eigenvalue / the first")
                .plane(0, n, -0.05, 0.3)
                .line("eigenvalue", ranks, Arrays.stream(shown).map(v -> v / shown[0]).toArray()),
            "Figure 20: most are near 0.")
        .picture(
            new Chart("eb-19-layers", "Second derivatives, layer by layer", "layer")
                .vertical("mean second derivative, median")
                .path("Gauss-Newton diagonal", new double[] {1, 2, 3}, medians),
            "Figure 21.")
        .table(table);
  }

  private static double mean(Network<float[]> network, int layer, float[] diagonal) {
    double sum = 0;
    int count = 0;
    for (ParameterRange range : network.ranges()) {
      if (!range.isBias() && range.name().startsWith("layers." + layer + ".")) {
        for (int i = range.from(); i < range.to(); i++) {
          sum += diagonal[i];
          count++;
        }
      }
    }
    return sum / count;
  }
}
