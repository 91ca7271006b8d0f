package io.github.curvelane.examples.papers;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.PrincipalComponents;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The practical tricks, each switched off. */
final class Tricks implements Page {
  private static final int HIDDEN = 20;

  /** The variant with other targets. */
  private static final int TARGETS = 5;

  @Override
  public About about() {
    return new About(
        "eb-tricks",
        Source.EB,
        List.of(),
        "the practical tricks, each switched off",
        "Shuffle the examples; centre, scale and decorrelate the inputs; take a symmetric sigmoid"
            + " and targets at ±1, where its second derivative is greatest; draw weights of"
            + " deviation m^(−1/2); give layers rates that suit their fan-in. Each makes training"
            + " faster [EB 4, 10].",
        "As printed if each of the seven variants without a trick has a median loss above"
            + " 1.02 times the recommended one (other targets: a higher median test error), and"
            + " decorrelation and rates by fan-in a lower one; by half if at least three of the"
            + " seven do; else not so.");
  }

  /** A way to train; one of its parts is other than recommended. */
  private record Variant(
      String name,
      Function<Dataset<float[]>, Normalization> inputs,
      boolean white,
      Activation activation,
      double on,
      double spread,
      boolean sorted,
      double fanIn) {}

  private static Variant usual(String name) {
    return new Variant(name, Normalization::global, false, Activation.lecunTanh(), 1, 1, false, 0);
  }

  private static List<Variant> variants() {
    Variant u = usual("as recommended, not decorrelated");
    List<Variant> all = new ArrayList<>(List.of(u));
    all.add(new Variant("sorted by class", u.inputs, false, u.activation, 1, 1, true, 0));
    all.add(
        new Variant("inputs not centred", Tricks::uncentred, false, u.activation, 1, 1, false, 0));
    all.add(
        new Variant(
            "inputs centred, a tenth of the scale",
            Tricks::tenth,
            false,
            u.activation,
            1,
            1,
            false,
            0));
    all.add(new Variant("decorrelated too", u.inputs, true, u.activation, 1, 1, false, 0));
    all.add(
        new Variant(
            "targets at the asymptotes", u.inputs, false, u.activation, 1.7159, 1, false, 0));
    all.add(new Variant("logistic units", u.inputs, false, Activation.logistic(), 1, 1, false, 0));
    all.add(new Variant("weights a tenth", u.inputs, false, u.activation, 1, 0.1, false, 0));
    all.add(new Variant("weights ten times", u.inputs, false, u.activation, 1, 10, false, 0));
    all.add(new Variant("rates ∝ √fan-in too", u.inputs, false, u.activation, 1, 1, false, 0.5));
    return all;
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(150, 1_000);
    int epochs = scale.pick(4, 10);
    double[] rates = DigitTask.doublings(0.0005, scale.pick(6, 9));
    List<Variant> variants = variants();
    double[][] loss = new double[variants.size()][seeds];
    double[][] relative = new double[variants.size()][seeds];
    double[][] error = new double[variants.size()][seeds];
    double[][] shown = new double[variants.size()][];
    for (int s = 0; s < seeds; s++) {
      for (int v = 0; v < variants.size(); v++) {
        Variant variant = variants.get(v);
        DigitTask task = task(variant, examples, s + 1);
        DigitTask.Curve best = null;
        for (double rate : rates) {
          DigitTask.Curve curve = train(variant, task, rate, epochs, s + 1);
          best = best == null || curve.loss() < best.loss() ? curve : best;
        }
        loss[v][s] = best.loss();
        error[v][s] = 100 * best.error();
        if (s == 0) {
          shown[v] = best.losses();
        }
        relative[v][s] = loss[v][s] / loss[0][s];
      }
      progress.step(s + 1, seeds);
    }
    int[] off = {1, 2, 3, 5, 6, 7, 8};
    int worse = 0;
    List<String> better = new ArrayList<>();
    for (int v : off) {
      // Other targets have other losses: what they are worth is told by the errors.
      boolean lost =
          v == TARGETS
              ? Spread.of(error[v]).median() > Spread.of(error[0]).median()
              : Spread.of(relative[v]).median() > 1.02;
      worse += lost ? 1 : 0;
      if (!lost) {
        better.add(variants.get(v).name());
      }
    }
    boolean white = Spread.of(relative[4]).median() < 1;
    boolean fan = Spread.of(relative[9]).median() < 1;
    Outcome outcome =
        new Outcome(
            worse == off.length && white && fan
                ? Verdict.AS_PRINTED
                : worse >= off.length / 2 ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-20-10 on %d digits, one by one, each at the best of %d rates: of seven tricks"
                    + " that are switched off, %d make the loss (for targets, the test error) after"
                    + " %d epochs higher%s. Decorrelation makes it %s of what it is without, rates"
                    + " ∝ √fan-in %s.",
                examples,
                rates.length,
                worse,
                epochs,
                better.isEmpty() ? "" : " (not: " + String.join(", ", better) + ")",
                Spread.of(relative[4]),
                Spread.of(relative[9])));
    Table table =
        new Table("variant", "training loss / recommended", "training loss", "test error, %");
    Chart chart =
        new Chart(
                "eb-tricks-loss",
                "Training loss of the first seed: the five that lose most",
                "epoch")
            .vertical("½ squared error");
    for (int v = 0; v < variants.size(); v++) {
      String name = variants.get(v).name();
      table.row(name, Spread.of(relative[v]), Spread.of(loss[v]), Spread.of(error[v]));
      outcome.numbers("loss: " + name.replace(",", ""), loss[v]);
      outcome.numbers("test error: " + name.replace(",", ""), error[v]);
      outcome.numbers("loss over recommended: " + name.replace(",", ""), relative[v]);
    }
    double[] x = Descent.counting(epochs + 1);
    chart.line("recommended", x, shown[0]);
    Arrays.stream(off)
        .boxed()
        .sorted(Comparator.comparingDouble(v -> -shown[v][epochs]))
        .limit(5)
        .forEach(v -> chart.line(variants.get(v).name(), x, shown[v]));
    return outcome
        .picture(chart, "Each at its own best rate; all losses are of targets ±1.")
        .table(table);
  }

  private static Normalization uncentred(Dataset<float[]> digits) {
    double[] means = new double[digits.features()];
    return Normalization.of(means, Normalization.global(digits).scales());
  }

  private static Normalization tenth(Dataset<float[]> digits) {
    Normalization global = Normalization.global(digits);
    double[] scales = global.scales();
    Arrays.setAll(scales, j -> scales[j] / 10);
    return Normalization.of(global.means(), scales);
  }

  private static DigitTask task(Variant variant, int examples, long seed) {
    DigitTask task =
        DigitTask.draw(16, examples, 200, seed, variant.inputs, DigitTask.Asked.SQUARES);
    if (!variant.white) {
      return task;
    }
    PrincipalComponents components =
        PrincipalComponents.fit(
            task.training(), Normalization.centring(task.training()), Parallelism.none());
    return task.withInputs(white(components, task.training()), white(components, task.test()));
  }

  /** Rotated and scaled; what hardly varies stays small, and all is of variance 1 in the mean. */
  private static Dataset<float[]> white(PrincipalComponents components, Dataset<float[]> digits) {
    double floor = 0.03 * components.variances()[0];
    var layer = components.layer(Decorrelation.whitening().floor(floor));
    float[] inputs =
        layer.apply(
            Precision.FLOAT,
            components.normalization().apply(digits, Precision.FLOAT),
            digits.examples(),
            Parallelism.none());
    return Dataset.classification(
        Precision.FLOAT, inputs, layer.outputs(), digits.labels(), DigitTask.CLASSES);
  }

  private static DigitTask.Curve train(
      Variant variant, DigitTask task, double rate, int epochs, long seed) {
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT,
            variant.activation,
            Activation.lecunTanh(),
            task.training().features(),
            HIDDEN,
            DigitTask.CLASSES);
    float[] theta = network.initialize(Initializer.FAN_IN, seed);
    for (int i = 0; i < theta.length; i++) {
      theta[i] *= (float) variant.spread;
    }
    NetworkObjective<float[]> objective = task.objective(network, -variant.on, variant.on);
    UpdateRule rule = new Sgd();
    if (variant.fanIn != 0) {
      rule = ParameterGroups.of(rule, network.ranges()).byFanIn(variant.fanIn);
    }
    SamplingOrder order = variant.sorted ? sorted(task.labels()) : SamplingOrder.shuffled(seed);
    return task.train(
        network,
        objective,
        task.objective(network),
        theta,
        rule,
        Schedule.constant(rate),
        epochs,
        1,
        order);
  }

  /** All of a class, then all of the next. */
  private static SamplingOrder sorted(int[] labels) {
    Integer[] byClass = new Integer[labels.length];
    Arrays.setAll(byClass, i -> i);
    Arrays.sort(byClass, Comparator.comparingInt(i -> labels[i]));
    return (epoch, order) -> Arrays.setAll(order, i -> byClass[i]);
  }
}
