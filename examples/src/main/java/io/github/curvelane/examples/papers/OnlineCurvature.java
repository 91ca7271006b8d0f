package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.curvature.OnlineEigenvalue;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
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

/** The largest eigenvalue, found example by example. */
final class OnlineCurvature implements Page {
  private static final int PRESENTATIONS = 400;

  @Override
  public About about() {
    return new About(
        "eb-24",
        Source.EB,
        List.of("24"),
        "the largest eigenvalue, online",
        "Ψ ← (1 − γ)Ψ + γ·(∇E_p(w + αΨ/‖Ψ‖) − ∇E_p(w))/α, one example at a time [EB 64]: after"
            + " fewer than 100 presentations ‖Ψ‖ has the right order of magnitude, for a network of"
            + " shared weights on digits; and the mean Hessian fluctuates little over training [EB"
            + " 9.2].",
        "As printed if in every seed the estimate after 100 presentations is within a factor"
            + " of 3, and training changes λ_max to between 0.8 and 1.25 of what it was; by half if"
            + " only the estimate is; else not so.");
  }

  /** Two layers of shared weights and one that is not, 16 x 16 pixels. */
  static Network<float[]> shared() {
    Activation f = Activation.lecunTanh();
    return Network.of(
        Precision.FLOAT,
        Layers.images(16, 16, 1)
            .convolution(2, Window.of(5), f)
            .subsampling(2, f)
            .convolution(4, Window.of(3), f)
            .subsampling(2, f)
            .dense(10, f)
            .list());
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(150, 1_000);
    int epochs = scale.pick(3, 10);
    int[] at = {50, 100, 200, PRESENTATIONS};
    double[][] ratio = new double[at.length][seeds];
    double[] change = new double[seeds];
    double[] exact = new double[seeds];
    double[] shown = new double[PRESENTATIONS];
    Network<float[]> network = shared();
    for (int s = 0; s < seeds; s++) {
      DigitTask task = DigitTask.draw(16, examples, 1, s + 1, DigitTask.Asked.SQUARES);
      float[] theta = network.initialize(Initializer.FAN_IN, s + 1);
      NetworkObjective<float[]> objective = task.objective(network);
      exact[s] = largest(objective, theta);
      int[] order = new int[examples];
      SamplingOrder.shuffled(s + 1).arrange(1, order);
      OnlineEigenvalue<float[]> online = OnlineEigenvalue.of(objective, s + 1);
      for (int k = 0; k < PRESENTATIONS; k++) {
        online.present(theta, order, k % examples, k % examples + 1);
        for (int i = 0; i < at.length; i++) {
          if (k + 1 == at[i]) {
            ratio[i][s] = online.estimate() / exact[s];
          }
        }
        if (s == 0) {
          shown[k] = online.estimate();
        }
      }
      task.train(
          network,
          theta,
          new Sgd(),
          Schedule.constant(0.3 / exact[s]),
          epochs,
          1,
          SamplingOrder.shuffled(s + 1));
      objective.select(DigitTask.all(examples), 0, examples);
      change[s] = largest(objective, theta) / exact[s];
      progress.step(s + 1, seeds);
    }
    Spread hundred = Spread.of(ratio[1]);
    boolean order = hundred.least() > 1 / 3.0 && hundred.greatest() < 3;
    Spread changed = Spread.of(change);
    boolean steady = changed.least() > 0.8 && changed.greatest() < 1.25;
    Table table = new Table("presentations", "‖Ψ‖/λ_max");
    Outcome outcome =
        new Outcome(
            order ? steady ? Verdict.AS_PRINTED : Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "After 100 presentations the estimate is %s of λ_max, after %d it is %s. λ_max"
                    + " itself is %s at the start, and after %d epochs %s of that: what it is to be"
                    + " used for changes %s.",
                hundred,
                PRESENTATIONS,
                Spread.of(ratio[3]),
                Spread.of(exact),
                epochs,
                changed,
                steady ? "little" : "much"));
    for (int i = 0; i < at.length; i++) {
      table.row("" + at[i], Spread.of(ratio[i]));
      outcome.numbers("estimate over exact after " + at[i], ratio[i]);
    }
    double[] x = Descent.counting(PRESENTATIONS);
    double[] bound = new double[PRESENTATIONS];
    Arrays.fill(bound, exact[0]);
    return outcome
        .numbers("largest eigenvalue at the start", exact)
        .numbers("largest eigenvalue after training / at the start", change)
        .numbers("estimates of the first seed", shown)
        .picture(
            new Chart(
                    "eb-24-online", "λ_max of a network of shared weights, online", "presentation")
                .vertical("‖Ψ‖")
                .plane(0, PRESENTATIONS, 0, 2 * exact[0])
                .line("online", x, shown)
                .bound("exact", x, bound),
            "The estimate after each presentation, and, dashed, what it estimates.")
        .table(table);
  }

  static double largest(NetworkObjective<float[]> objective, float[] theta) {
    objective.linearize(theta, new float[theta.length]);
    return new Lanczos()
        .largest(1)
        .tolerance(1e-4)
        .eigenvectors(false)
        .find(objective.hessian())
        .largest()
        .getFirst()
        .value();
  }
}
