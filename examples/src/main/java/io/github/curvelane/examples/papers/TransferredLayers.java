package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.transfer.Transfer;
import java.util.List;
import java.util.stream.IntStream;

/** The first layers of a network that knows five digits, taken over for the five others. */
final class TransferredLayers implements Page {
  private static final int CLASSES = DigitTask.CLASSES / 2;
  private static final int HIDDEN = 4;
  private static final int BATCH = 10;
  private static final double RATE = 0.05;

  /** How many digits of the second task are learned. */
  private static final int FEW = 50;

  private static final Network<float[]> NETWORK =
      Network.perceptron(
          Precision.FLOAT, Activation.tanh(), Activation.identity(), 256, 30, 30, 30, 30, CLASSES);

  /** What becomes of the first layers. */
  private enum Treatment {
    TUNED("copied and fine-tuned"),
    FROZEN("copied and frozen"),
    RANDOM("random and frozen");

    final String text;

    Treatment(String text) {
      this.text = text;
    }
  }

  @Override
  public About about() {
    return new About(
        "dl8-transfer",
        Source.DL8,
        List.of(),
        "the first layers, transferred to another task",
        "A network learns one set of classes; its first k layers begin another network of the same"
            + " size, whose further layers are random and which is trained jointly for other"
            + " classes with fewer examples. Pretraining may help to optimise and to generalise"
            + " [DL8 8.7.4] (Yosinski et al. 2014, who freeze the copied layers too: that costs the"
            + " more, the more layers are frozen, and less than freezing random ones).",
        "As printed if for every number of layers those that were copied and fine-tuned have a"
            + " smaller median error than training from scratch, and those that were copied and"
            + " frozen than random ones that were frozen; by half if fine-tuned ones have for some"
            + " number; else not so.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(400, 2_000);
    int tests = scale.pick(300, 1_000);
    Treatment[] treatments = Treatment.values();
    double[] first = new double[seeds];
    double[] scratch = new double[seeds];
    double[][][] errors = new double[treatments.length][HIDDEN][seeds];
    for (int s = 0; s < seeds; s++) {
      int seed = s + 1;
      Digits digits = Digits.ofSide(16, seed);
      // About half of the digits drawn are of each task.
      Dataset<float[]> raw = of(digits, 0, 3 * examples, 0, examples);
      Normalization normalization = Normalization.global(raw);
      DigitTask low =
          DigitTask.of(
              normalization.apply(raw),
              normalization.apply(of(digits, 3 * examples, 3 * tests, 0, tests)));
      int from = 3 * (examples + tests);
      DigitTask high =
          DigitTask.of(
              normalization.apply(of(digits, from, 4 * FEW, 1, FEW)),
              normalization.apply(of(digits, from + 4 * FEW, 3 * tests, 1, tests)));
      float[] source = NETWORK.initialize(Initializer.FAN_IN, seed);
      train(low, new Sgd(), source, scale.pick(15, 20), seed);
      first[s] = 100 * low.error(NETWORK, source);
      float[] start = NETWORK.initialize(Initializer.FAN_IN, 1_000 * seed);
      scratch[s] = error(high, new Sgd(), start.clone(), seed);
      for (int n = 1; n <= HIDDEN; n++) {
        Transfer<float[]> transfer = Transfer.first(n, NETWORK, NETWORK);
        float[] copied = start.clone();
        transfer.copy(source, copied);
        UpdateRule frozen = transfer.frozen(new Sgd());
        errors[0][n - 1][s] = error(high, new Sgd(), copied.clone(), seed);
        errors[1][n - 1][s] = error(high, frozen, copied, seed);
        errors[2][n - 1][s] = error(high, frozen, start.clone(), seed);
      }
      progress.step(seed, seeds);
    }
    return outcome(first, scratch, errors, examples);
  }

  private static Outcome outcome(
      double[] first, double[] scratch, double[][][] errors, int examples) {
    boolean isTunedBetter = true;
    boolean isTunedEverBetter = false;
    boolean isFrozenBetter = true;
    double alone = Spread.of(scratch).median();
    for (int n = 0; n < HIDDEN; n++) {
      boolean better = Spread.of(errors[0][n]).median() < alone;
      isTunedBetter &= better;
      isTunedEverBetter |= better;
      isFrozenBetter &= Spread.of(errors[1][n]).median() < Spread.of(errors[2][n]).median();
    }
    int last = HIDDEN - 1;
    Outcome outcome =
        new Outcome(
            isTunedBetter && isFrozenBetter
                ? Verdict.AS_PRINTED
                : isTunedEverBetter ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-30×%d-%d learns 0 to 4 from %d digits, to an error of %s %%; 5 to 9 are"
                    + " learned from %d digits. From scratch the error is %s %%. With the first"
                    + " layer copied and fine-tuned it is %s %%, with all %d hidden ones %s %%;"
                    + " copied and frozen %s %% and %s %%; random and frozen %s %% and %s %%.",
                HIDDEN,
                CLASSES,
                examples,
                Spread.of(first),
                FEW,
                Spread.of(scratch),
                Spread.of(errors[0][0]),
                HIDDEN,
                Spread.of(errors[0][last]),
                Spread.of(errors[1][0]),
                Spread.of(errors[1][last]),
                Spread.of(errors[2][0]),
                Spread.of(errors[2][last])));
    double[] layers = Descent.counting(HIDDEN + 1);
    Chart chart =
        new Chart(
                "dl8-transfer-errors",
                Figures.format("Test error of 5 to 9, learned from %d digits", FEW),
                "layers that are copied or frozen, of " + (HIDDEN + 1))
            .vertical("wrong, %");
    for (Treatment treatment : Treatment.values()) {
      double[] medians = new double[HIDDEN + 1];
      medians[0] = alone;
      for (int n = 1; n <= HIDDEN; n++) {
        medians[n] = Spread.of(errors[treatment.ordinal()][n - 1]).median();
        outcome.numbers(
            Figures.format("error: first %d %s", n, treatment.text),
            errors[treatment.ordinal()][n - 1]);
      }
      chart.line(treatment.text, layers, medians);
    }
    chart.bound(
        "from scratch",
        layers,
        IntStream.of(new int[HIDDEN + 1]).mapToDouble(_ -> alone).toArray());
    Table table =
        new Table(
            "first layers",
            "copied and fine-tuned: error, %",
            "copied and frozen",
            "random and frozen");
    table.row("none: from scratch", Spread.of(scratch), "", "");
    for (int n = 0; n < HIDDEN; n++) {
      table.row(
          String.valueOf(n + 1),
          Spread.of(errors[0][n]),
          Spread.of(errors[1][n]),
          Spread.of(errors[2][n]));
    }
    return outcome
        .numbers("error from scratch", scratch)
        .numbers("error of the first task", first)
        .picture(chart, "Medians over seeds; further layers begin at random.")
        .table(table);
  }

  /** So many digits of one task, in the order of their numbers, with classes from 0 on. */
  private static Dataset<float[]> of(Digits digits, int from, int drawn, int task, int wanted) {
    Dataset<float[]> all = digits.dataset(Precision.FLOAT, from, drawn);
    int[] rows =
        IntStream.range(0, drawn)
            .filter(p -> all.labels()[p] / CLASSES == task)
            .limit(wanted)
            .toArray();
    Dataset<float[]> chosen = all.select(rows);
    int[] classes = IntStream.of(chosen.labels()).map(label -> label % CLASSES).toArray();
    return Dataset.classification(
        Precision.FLOAT, chosen.inputs(), chosen.features(), classes, CLASSES);
  }

  /** The error after training for the second task, in %. */
  private static double error(DigitTask task, UpdateRule rule, float[] theta, long seed) {
    train(task, rule, theta, 60, seed);
    return 100 * task.error(NETWORK, theta);
  }

  private static void train(DigitTask task, UpdateRule rule, float[] theta, int epochs, long seed) {
    StochasticTrainer.of(rule, Schedule.constant(RATE))
        .epochs(epochs)
        .batch(BATCH)
        .seed(seed)
        .build()
        .train(task.objective(NETWORK), theta)
        .orThrow();
  }
}
