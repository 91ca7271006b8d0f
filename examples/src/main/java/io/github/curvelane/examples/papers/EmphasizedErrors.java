package io.github.curvelane.examples.papers;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.EmphasizingOrder;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Digits with large errors are presented more often. */
final class EmphasizedErrors implements Page {
  private static final int RARE = 8;
  private static final double WRONG = 0.15;
  private static final double EMPHASIS = 0.5;
  private static final double RATE = 0.01;
  private static final String[] ORDERS = {"shuffled", "emphasizing"};
  private static final String[] SETS = {"all classes alike", "eights are rare", "wrong labels"};

  @Override
  public About about() {
    return new About(
        "eb-emphasizing",
        Source.EB,
        List.of(),
        "the emphasizing scheme",
        "Examples with a large error, relative to the others, carry more information and should be"
            + " presented more often. That changes the weight of examples: it can be particularly"
            + " good for inputs that are rare, and disastrous with outliers [EB 4.2].",
        "As printed if, in every seed, emphasis has fewer errors on the rare class, and more where"
            + " labels are wrong; by half if one of the two; else not so. The rate was chosen after"
            + " numbers had been seen: at 0.03, with wrong labels, emphasis harmed hardly more than"
            + " no emphasis.");
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int examples = scale.pick(300, 1_000);
    int epochs = scale.pick(8, 12);
    int tests = scale.pick(600, 1_000);
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 256, 30, 10);
    double[][][] error = new double[SETS.length][ORDERS.length][seeds];
    double[][] rest = new double[ORDERS.length][seeds];
    for (int s = 0; s < seeds; s++) {
      DigitTask whole = DigitTask.draw(16, examples, tests, s + 1, DigitTask.Asked.CLASSES);
      DigitTask[] tasks = {
        whole,
        whole.withInputs(rare(whole.training()), whole.test()),
        whole.withInputs(mislabelled(whole.training(), s + 1), whole.test())
      };
      DigitTask eights = whole.withInputs(whole.training(), ofClass(whole.test(), true));
      DigitTask others = whole.withInputs(whole.training(), ofClass(whole.test(), false));
      for (int set = 0; set < SETS.length; set++) {
        for (int k = 0; k < ORDERS.length; k++) {
          SamplingOrder order =
              k == 0
                  ? SamplingOrder.shuffled(s + 1)
                  : new EmphasizingOrder(tasks[set].examples(), EMPHASIS, s + 1);
          float[] theta = network.initialize(Initializer.FAN_IN, s + 1);
          tasks[set].train(network, theta, new Sgd(), Schedule.constant(RATE), epochs, 1, order);
          error[set][k][s] = 100 * (set == 1 ? eights : whole).error(network, theta);
          if (set == 1) {
            rest[k][s] = 100 * others.error(network, theta);
          }
        }
      }
      progress.step(s + 1, seeds);
    }
    boolean rare = fewer(error[1][1], error[1][0]);
    boolean outliers = fewer(error[2][0], error[2][1]);
    Table table = new Table("set", "error, %: " + ORDERS[0], "error, %: " + ORDERS[1]);
    Chart chart =
        new Chart(
                "eb-emphasizing-errors",
                "Test error of each seed, with and without emphasis",
                "shuffled: error, %")
            .vertical("emphasizing: error, %");
    Outcome outcome =
        new Outcome(
            rare && outliers
                ? Verdict.AS_PRINTED
                : rare || outliers ? Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "256-30-10, %d digits, %d epochs of as many presentations, half of them drawn by"
                    + " error (1 of a wrong digit, 0.1 of a right one). All classes alike: %s %% of"
                    + " test digits wrong, and %s %% with emphasis: %s. One eight in five kept: of"
                    + " the eights %s %% wrong, and %s %% with emphasis (of the others %s and %s):"
                    + " %s. %s %% of the labels wrong: %s %%, and %s %% with emphasis: %s.",
                examples,
                epochs,
                Spread.of(error[0][0]),
                Spread.of(error[0][1]),
                words(error[0]),
                Spread.of(error[1][0]),
                Spread.of(error[1][1]),
                Spread.of(rest[0]),
                Spread.of(rest[1]),
                words(error[1]),
                Figures.number(100 * WRONG),
                Spread.of(error[2][0]),
                Spread.of(error[2][1]),
                words(error[2])));
    for (int set = 0; set < SETS.length; set++) {
      String name = set == 1 ? SETS[set] + ": eights" : SETS[set];
      table.row(name, Spread.of(error[set][0]), Spread.of(error[set][1]));
      for (int k = 0; k < ORDERS.length; k++) {
        outcome.numbers(ORDERS[k] + ": " + SETS[set], error[set][k]);
      }
      chart.points(name, error[set][0], error[set][1]);
    }
    table.row(SETS[1] + ": others", Spread.of(rest[0]), Spread.of(rest[1]));
    double top =
        1.05
            * Arrays.stream(error)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .max()
                .orElseThrow();
    double[] ends = {0, top};
    return outcome
        .numbers(ORDERS[0] + ": others", rest[0])
        .numbers(ORDERS[1] + ": others", rest[1])
        .picture(
            chart.plane(0, top, 0, top).bound("equal", ends, ends),
            "Below the dashed line emphasis gains, above it loses.")
        .table(table);
  }

  /** Tells whether each seed has fewer errors in the first series than in the second. */
  private static boolean fewer(double[] one, double[] other) {
    return IntStream.range(0, one.length).allMatch(s -> one[s] < other[s]);
  }

  private static String words(double[][] errors) {
    return fewer(errors[1], errors[0])
        ? "fewer in every seed"
        : fewer(errors[0], errors[1]) ? "more in every seed" : "more in some seeds, not in others";
  }

  /** One eight in five is kept. */
  private static Dataset<float[]> rare(Dataset<float[]> digits) {
    int[] labels = digits.labels();
    int[] seen = {0};
    return digits.select(
        IntStream.range(0, labels.length)
            .filter(p -> labels[p] != RARE || seen[0]++ % 5 == 0)
            .toArray());
  }

  /** The eights, or all others. */
  private static Dataset<float[]> ofClass(Dataset<float[]> digits, boolean rare) {
    int[] labels = digits.labels();
    return digits.select(
        IntStream.range(0, labels.length).filter(p -> (labels[p] == RARE) == rare).toArray());
  }

  /** Some digits have the label of another class. */
  private static Dataset<float[]> mislabelled(Dataset<float[]> digits, long seed) {
    Draws draws = new Draws(seed);
    int[] labels = digits.labels().clone();
    for (int p = 0; p < labels.length; p++) {
      if (draws.uniform(0, 1) < WRONG) {
        labels[p] = (labels[p] + 1 + draws.below(DigitTask.CLASSES - 1)) % DigitTask.CLASSES;
      }
    }
    return Dataset.classification(
        Precision.FLOAT, digits.inputs(), digits.features(), labels, DigitTask.CLASSES);
  }
}
