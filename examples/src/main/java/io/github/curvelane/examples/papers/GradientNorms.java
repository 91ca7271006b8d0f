package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.curvature.CurvatureMonitor;
import io.github.curvelane.curvature.CurvatureReading;
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

/** Norms of gradients while the error falls. */
final class GradientNorms implements Page {
  @Override
  public About about() {
    return new About(
        "dl8-1",
        Source.DL8,
        List.of("8.1"),
        "the gradient grows while the error falls",
        "Training often arrives at no critical point: the norm of the gradients grows, in a network"
            + " for object detection, while the validation error falls to a low level. In many"
            + " cases gᵀg does not shrink much, but gᵀHg grows by more than an order of magnitude"
            + " [DL8 8.2.1].",
        "As printed if from usual weights the norm ends above the first in the median; by half if"
            + " from small weights it rises above 1.2 times the first, or curvature above 10 times,"
            + " in the median; else not so.");
  }

  private static final String[] STARTS = {"usual weights", "weights a fifth"};
  private static final double[] SCALES = {1, 0.2};

  /** Norms of the whole gradient and of single ones, gᵀHg/gᵀg, and the test error, by epochs. */
  private record Readings(double[] whole, double[] single, double[] curvature, double[] error) {
    static Readings of(int count) {
      return new Readings(
          new double[count], new double[count], new double[count], new double[count]);
    }
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(200, 1_000);
    int epochs = scale.pick(8, 20);
    double[][] last = new double[STARTS.length][seeds];
    double[][] most = new double[STARTS.length][seeds];
    double[][] curvature = new double[STARTS.length][seeds];
    double[][] errors = new double[STARTS.length][seeds];
    Readings[] shown = new Readings[STARTS.length];
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 200, s + 1, DigitTask.Asked.CLASSES);
      for (int k = 0; k < STARTS.length; k++) {
        Readings readings = readings(task, SCALES[k], epochs, s + 1);
        last[k][s] = last(readings.single) / readings.single[0];
        most[k][s] = Arrays.stream(readings.single).max().orElseThrow() / readings.single[0];
        curvature[k][s] =
            Arrays.stream(readings.curvature).max().orElseThrow() / readings.curvature[0];
        errors[k][s] = last(readings.error);
        if (s == 0) {
          shown[k] = readings;
        }
      }
      progress.step(s + 1, seeds);
    }
    boolean ends = Spread.of(last[0]).median() > 1;
    boolean grows = Spread.of(most[1]).median() > 1.2;
    boolean curved = Spread.of(curvature[1]).median() > 10;
    Table table =
        new Table(
            "start",
            "single gradients: highest / first norm",
            "last / first",
            "gᵀHg/gᵀg: highest / first",
            "test error, %");
    double[] x = Descent.counting(epochs + 1);
    Chart norms =
        new Chart("dl8-1-norms", "Mean norm of the gradients of single digits", "epoch")
            .vertical("mean norm");
    Chart error = new Chart("dl8-1-error", "Test error", "epoch").vertical("wrong, %");
    Chart along =
        new Chart("dl8-1-curvature", "Curvature along the gradient", "epoch")
            .vertical("gᵀHg / gᵀg");
    Outcome outcome =
        new Outcome(
            ends ? Verdict.AS_PRINTED : grows || curved ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-30-30-10, %d digits, one by one, %d epochs. From usual weights the norm of"
                    + " single gradients ends at %s of the first: digits that are learned have no"
                    + " gradient left. From weights a fifth as large it rises to %s times the first"
                    + " while the error falls, and curvature along the gradient to %s times; then"
                    + " it falls too, to %s. The growth is that of the way out of a plateau.",
                examples,
                epochs,
                Spread.of(last[0]),
                Spread.of(most[1]),
                Spread.of(curvature[1]),
                Spread.of(last[1])));
    for (int k = 0; k < STARTS.length; k++) {
      table.row(
          STARTS[k],
          Spread.of(most[k]),
          Spread.of(last[k]),
          Spread.of(curvature[k]),
          Spread.of(errors[k]));
      outcome
          .numbers("highest over first norm: " + STARTS[k], most[k])
          .numbers("last over first norm: " + STARTS[k], last[k])
          .numbers("highest over first curvature: " + STARTS[k], curvature[k])
          .numbers("test error: " + STARTS[k], errors[k]);
      norms.line(STARTS[k], x, shown[k].single);
      error.line(STARTS[k], x, shown[k].error);
      along.line(STARTS[k], x, shown[k].curvature);
    }
    return outcome
        .picture(norms, "Figure 8.1, left.")
        .picture(error, "Figure 8.1, right.")
        .picture(along, "What keeps the rate down.")
        .table(table);
  }

  private static Readings readings(DigitTask task, double scale, int epochs, long seed) {
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.tanh(), Activation.identity(), 256, 30, 30, 10);
    NetworkObjective<float[]> whole = task.objective(network);
    NetworkObjective<float[]> measured = task.objective(network);
    float[] theta = network.initialize(Initializer.FAN_IN, seed);
    for (int i = 0; i < theta.length; i++) {
      theta[i] *= (float) scale;
    }
    CurvatureMonitor<float[]> monitor = new CurvatureMonitor<>(whole, 1, seed);
    Readings all = Readings.of(epochs + 1);
    for (int e = 0; e <= epochs; e++) {
      monitor.measure(theta);
      CurvatureReading reading = monitor.reading();
      all.whole[e] = Math.sqrt(reading.gradientSquares());
      all.single[e] = singleNorm(measured, theta);
      all.curvature[e] = reading.gradientCurvature() / reading.gradientSquares();
      all.error[e] = 100 * task.error(network, theta);
      if (e < epochs) {
        SamplingOrder order = SamplingOrder.shuffled(1_000 * seed + e);
        task.train(network, theta, new Sgd(), Schedule.constant(0.01), 1, 1, order);
      }
    }
    return all;
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  /** The mean norm of the gradients of single examples. */
  private static double singleNorm(NetworkObjective<float[]> objective, float[] theta) {
    int n = objective.examples();
    objective.select(DigitTask.all(n), 0, n);
    objective.linearize(theta, new float[theta.length]);
    float[] squares = new float[n];
    objective.squaredGradientNorms(squares);
    double sum = 0;
    for (float square : squares) {
      sum += Math.sqrt(square);
    }
    return sum / n;
  }
}
