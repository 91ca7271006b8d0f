package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Metric;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.metrics.RegressionScores;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkValidationTest {
  private static final Precision<double[]> DOUBLE = Precision.DOUBLE;
  private static final Loss SOFTMAX = Loss.softmaxCrossEntropy();

  /** Its outputs are its inputs. */
  private static <A> Network<A> mirror(Precision<A> precision, int n) {
    return Network.of(precision, new Activate(n, Activation.identity()));
  }

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static int[] labels(int examples, int classes) {
    SplittableRandom random = new SplittableRandom(5);
    return IntStream.range(0, examples)
        .map(i -> i < classes ? i : random.nextInt(classes))
        .toArray();
  }

  private static <A> double[] measure(NetworkValidation<A> validation, A theta) {
    double[] values = new double[validation.metrics().size()];
    validation.measure(theta, values);
    return values;
  }

  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void lossAndErrorAreThoseOfAllOutputsAtOnceBitForBit(Precision<A> precision) {
    Network<A> network =
        Network.perceptron(precision, Activation.tanh(), Activation.identity(), 3, 4, 5);
    A theta = network.initialize(Initializer.FAN_IN, 3);
    for (int examples : new int[] {5, 1023, 1024, 1025, 4096, 4101, 13_000}) {
      A inputs = precision.of(random(examples * 3, 2));
      Targets<A> targets =
          Targets.labels(precision, labels(examples, 5), 5)
              .withWeights(precision.of(random(examples, 6, 0.5)));
      A outputs = precision.newArray(examples * 5);
      network.newWorkspace(7).predict(theta, inputs, 0, examples, outputs);
      ConfusionMatrix confusion = new ConfusionMatrix(5);
      SOFTMAX.count(targets, outputs, confusion);
      for (int threads = 1; threads <= 2; threads++) {
        try (Parallelism team = Parallelism.threads(threads)) {
          NetworkValidation<A> validation =
              NetworkValidation.of(network, SOFTMAX, inputs, targets)
                  .error()
                  .loss()
                  .parallelism(team)
                  .build();
          for (int time = 0; time < 2; time++) {
            assertThat(measure(validation, theta))
                .as("%d examples", examples)
                .containsExactly(
                    (double) confusion.errors() / examples, SOFTMAX.mean(targets, outputs));
          }
        }
      }
    }
  }

  private static double[] random(int length, long seed, double more) {
    return Arrays.stream(random(length, seed)).map(x -> Math.abs(x) + more).toArray();
  }

  @Test
  void anErrorAmongTheFirstKIsCounted() {
    double nan = Double.NaN;
    double[] outputs = {
      3, 2, 1, 0, // of class 0: first
      3, 2, 1, 0, // of class 1: second
      3, 2, 1, 0, // of class 2: third
      3, 2, 2, 2, // of class 3: last, as equal ones before it are larger
      0, 5, 5, 1, // of class 2: second, as one before it is equal
      5, nan, 1, 0 // NaN
    };
    double[] inputs = Arrays.copyOf(outputs, 20);
    Targets<double[]> targets = Targets.labels(DOUBLE, new int[] {0, 1, 2, 3, 2}, 4);
    NetworkValidation<double[]> validation =
        NetworkValidation.of(mirror(DOUBLE, 4), SOFTMAX, inputs, targets)
            .error()
            .topError(2)
            .topError(3)
            .build();
    assertThat(measure(validation, new double[0])).containsExactly(4 / 5.0, 2 / 5.0, 1 / 5.0);
    assertThat(validation.metrics())
        .containsExactly(
            new Metric("error", true),
            new Metric("top-2-error", true),
            new Metric("top-3-error", true));
    RowScores<double[]> scores = RowScores.of(DOUBLE);
    assertThat(scores.isAmongLargest(3, 0, 4, outputs, 20)).isFalse();
    assertThat(scores.isAmongLargest(2, 2, 4, outputs, 16)).isTrue();
    assertThat(scores.isAmongLargest(1, 2, 4, outputs, 16)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 700, 5000})
  void distancesAreThoseOfTheScores(int examples) {
    double[] outputs = random(examples, 3);
    double[] wanted = random(examples, 4);
    RegressionScores scores = RegressionScores.of(wanted, outputs);
    double[] measured =
        measure(
            NetworkValidation.of(
                    mirror(DOUBLE, 1),
                    Loss.halfSquaredError(),
                    outputs,
                    Targets.matrix(DOUBLE, wanted, 1))
                .r2()
                .meanAbsoluteError()
                .rootMeanSquaredError()
                .build(),
            new double[0]);
    double bound = 2 * examples * DOUBLE.unitRoundoff();
    assertThat(measured[0]).isCloseTo(scores.r2(), within(bound * (1 + Math.abs(scores.r2()))));
    assertThat(measured[1]).isCloseTo(scores.mae(), within(bound * scores.mae()));
    assertThat(measured[2]).isCloseTo(scores.rmse(), within(bound * scores.rmse()));
  }

  @Test
  void distancesOfSeveralOutputsAreMeansOverAll() {
    NetworkValidation<float[]> validation =
        NetworkValidation.of(
                mirror(Precision.FLOAT, 3),
                Loss.halfSquaredError(),
                new float[] {1, 2, 3, 5, 4, 7},
                Targets.matrix(Precision.FLOAT, new float[] {2, 2, 9, 6, 6, 9}, 3))
            .meanAbsoluteError()
            .rootMeanSquaredError()
            .r2()
            .build();
    // Distances 1, 0, 6, 1, 2, 2; the third target does not vary, the others by 8 and 8.
    assertThat(measure(validation, new float[0]))
        .containsExactly(12 / 6.0, Math.sqrt(46 / 6.0), 1 - 46 / 16.0);
    assertThat(validation.metrics())
        .containsExactly(
            new Metric("mae", true), new Metric("rmse", true), new Metric("r2", false));
  }

  @Test
  void aMetricOfOnesOwnSeesAllPredictions() {
    int examples = 1500;
    double[] inputs = random(examples * 3, 8);
    int[] labels = labels(examples, 3);
    NetworkValidation<double[]> validation =
        NetworkValidation.of(mirror(DOUBLE, 3), SOFTMAX, inputs, Targets.labels(DOUBLE, labels, 3))
            .metric(
                "right",
                false,
                p -> {
                  assertThat(p.examples()).isEqualTo(examples);
                  assertThat(p.outputs()).isEqualTo(3);
                  int right = 0;
                  for (int i = 0; i < examples; i++) {
                    assertThat(p.output(i, 2)).isEqualTo(inputs[3 * i + 2]);
                    assertThat(p.actualClass(i)).isEqualTo(labels[i]);
                    assertThat(p.target(i, labels[i])).isEqualTo(1);
                    right += p.predictedClass(i) == labels[i] ? 1 : 0;
                  }
                  return right;
                })
            .error()
            .build();
    double[] values = measure(validation, new double[0]);
    assertThat(1 - values[0] / examples).isCloseTo(values[1], within(1e-15));
    assertThat(values[1]).isGreaterThan(0.5);
    assertThat(validation.metrics().getFirst()).isEqualTo(new Metric("right", false));
    assertThat(validation)
        .hasToString(
            "softmax-cross-entropy of double 3-3 activation identity on 1500"
                + " targets, 3 classes: right, error");
  }

  @Test
  void ofPartsTheFirstHasTheClasses() {
    Loss loss =
        Loss.ofParts(
            new Loss.Part(0, 3, SOFTMAX, 1), new Loss.Part(3, 4, Loss.halfSquaredError(), 0.5));
    Targets<double[]> targets =
        Targets.joined(
            Targets.labels(DOUBLE, new int[] {0, 1, 2}, 3),
            Targets.matrix(DOUBLE, new double[] {1, 2, 3}, 1));
    double[] inputs = {2, 1, 0, 9, 2, 1, 0, 9, 2, 1, 0, 9};
    NetworkValidation<double[]> validation =
        NetworkValidation.of(mirror(DOUBLE, 4), loss, inputs, targets)
            .topError(2)
            .error()
            .loss()
            .build();
    assertThat(measure(validation, new double[0]))
        .containsExactly(1 / 3.0, 2 / 3.0, loss.mean(targets, inputs));
    refused(
        "mae needs a matrix of targets, not joined",
        () -> NetworkValidation.of(mirror(DOUBLE, 4), loss, inputs, targets).meanAbsoluteError());
  }

  @Test
  void outputsThatAreNotNumbersAreErrors() {
    Network<double[]> network =
        Network.perceptron(DOUBLE, Activation.tanh(), Activation.identity(), 2, 3);
    double[] theta = network.initialize(Initializer.FAN_IN, 1);
    theta[0] = Double.NaN;
    NetworkValidation<double[]> validation =
        NetworkValidation.of(
                network, SOFTMAX, random(6, 1), Targets.labels(DOUBLE, new int[] {0, 1, 2}, 3))
            .loss()
            .error()
            .topError(2)
            .build();
    assertThat(measure(validation, theta)).containsExactly(Double.NaN, 1, 1);
  }

  /** The statistics are asked for at each θ. */
  @Test
  void batchNormalizationIsEvaluatedWithTheStatisticsThatAreGiven() {
    Network<double[]> network =
        Network.of(
            DOUBLE,
            new Dense(3, 4, Activation.tanh()),
            new BatchNormalization(4, 1e-5, Activation.identity()),
            new Dense(4, 3, Activation.identity()));
    Targets<double[]> training = Targets.labels(DOUBLE, labels(40, 3), 3);
    var objective =
        new NetworkObjective<>(network.newWorkspace(20), SOFTMAX, random(120, 1), training);
    double[] inputs = random(30, 2);
    Targets<double[]> targets = Targets.labels(DOUBLE, labels(10, 3), 3);
    NetworkValidation<double[]> validation =
        NetworkValidation.of(network, SOFTMAX, inputs, targets)
            .statistics(objective::collectStatistics)
            .build();
    for (int seed = 1; seed <= 2; seed++) {
      double[] theta = network.initialize(Initializer.FAN_IN, seed);
      double[] outputs = new double[30];
      network
          .withStatistics(objective.collectStatistics(theta))
          .newWorkspace(10)
          .predict(theta, inputs, 0, 10, outputs);
      assertThat(measure(validation, theta)).containsExactly(SOFTMAX.mean(targets, outputs));
    }
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(NetworkValidation.of(network, SOFTMAX, inputs, targets)::build)
        .withMessageContaining("without 'statistics'")
        .withMessageContaining("layer 1 normalises by the statistics of the batch");
  }

  @Test
  void missingClassesAreRefusedOrTold() {
    double[] inputs = random(8, 1);
    Targets<double[]> targets = Targets.labels(DOUBLE, new int[] {3, 0}, 4);
    NetworkValidation.Builder<double[]> builder =
        NetworkValidation.of(mirror(DOUBLE, 4), SOFTMAX, inputs, targets);
    refused(
        "targets has no example of class 1, must have one of each of the 4 classes, or"
            + " allowMissingClasses()",
        builder::build);
    assertThat(builder.allowMissingClasses().build().missingClasses()).containsExactly(1, 2);
    Targets<double[]> coded = Targets.coded(DOUBLE, new int[] {3, 0}, 4, -1, 1);
    NetworkValidation.Builder<double[]> numbers =
        NetworkValidation.of(mirror(DOUBLE, 4), Loss.halfSquaredError(), inputs, coded);
    assertThat(numbers.build().missingClasses()).isEmpty();
    refused(
        "targets has no example of class 1, must have one of each of the 4 classes, or"
            + " allowMissingClasses()",
        numbers.error()::build);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Network<double[]> network = mirror(DOUBLE, 2);
    Targets<double[]> targets = Targets.labels(DOUBLE, new int[] {0, 1}, 2);
    Targets<double[]> none = Targets.labels(DOUBLE, new int[0], 2);
    double[] inputs = new double[4];
    refused(
        "targets has no example, a validation needs one",
        () -> NetworkValidation.of(network, SOFTMAX, new double[0], none));
    refused(
        "inputs has 3 elements, must have 4: the targets' 2 examples of the network's 2 inputs",
        () -> NetworkValidation.of(network, SOFTMAX, new double[3], targets));
    refused(
        "inputs: example 1, column 0 is NaN, must be finite",
        () -> NetworkValidation.of(network, SOFTMAX, new double[] {0, 0, Double.NaN, 0}, targets));
    refused(
        "targets are for 3 outputs, the network has 2",
        () ->
            NetworkValidation.of(
                network, SOFTMAX, inputs, Targets.labels(DOUBLE, new int[] {0, 1}, 3)));
    refused(
        "half-squared-error needs a matrix of targets, not labels; Targets.coded makes one from"
            + " labels",
        () -> NetworkValidation.of(network, Loss.halfSquaredError(), inputs, targets));
    NetworkValidation.Builder<double[]> builder =
        NetworkValidation.of(network, SOFTMAX, inputs, targets);
    refused("k is 2, must be at least 2 and less than the 2 classes", () -> builder.topError(2));
    refused("r2 needs a matrix of targets, not labels", builder::r2);
    refused("the metric 'loss' is asked for twice", () -> builder.loss().loss());
    refused(
        "the targets of the validation do not vary, R² needs some that do",
        () ->
            NetworkValidation.of(
                    network,
                    Loss.halfSquaredError(),
                    new double[6],
                    Targets.matrix(DOUBLE, new double[] {0.1, 7, 0.1, 7, 0.1, 7}, 2))
                .r2()
                .build());
    NetworkValidation<double[]> validation = builder.build();
    double[] values = {7, 7};
    refused(
        "values has 2 elements, must have one for each of the 1 metrics",
        () -> validation.measure(new double[0], values));
    refused(
        "theta has 1 elements, must have the network's 0 parameters",
        () -> validation.measure(new double[1], new double[1]));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void errorsOfExamplesAreThoseOfTheirClassesOrDistances() {
    Network<double[]> network = mirror(DOUBLE, 3);
    int examples = 1100;
    double[] outputs = random(3 * examples, 9);
    int[] labels = labels(examples, 3);
    double[] wanted = random(3 * examples, 10);
    double[] errors = new double[examples];
    NetworkExampleErrors.of(network, outputs, Targets.labels(DOUBLE, labels, 3), Parallelism.none())
        .errors(new double[0], errors);
    double[] distances = new double[examples];
    NetworkExampleErrors.of(network, outputs, Targets.matrix(DOUBLE, wanted, 3), Parallelism.none())
        .errors(new double[0], distances);
    for (int i = 0; i < examples; i++) {
      double[] row = Arrays.copyOfRange(outputs, 3 * i, 3 * i + 3);
      double most = Arrays.stream(row).max().orElseThrow();
      assertThat(errors[i]).isEqualTo(row[labels[i]] == most ? 0.1 : 1);
      double squares = 0;
      for (int j = 0; j < 3; j++) {
        squares += (row[j] - wanted[3 * i + j]) * (row[j] - wanted[3 * i + j]);
      }
      assertThat(distances[i]).isCloseTo(squares / 2, within(1e-15 * 8));
    }
  }

  @Test
  void errorsThatAreNotFiniteAreTheLargest() {
    Network<double[]> network = Network.of(DOUBLE, new Gain(2, Activation.identity()));
    double[] errors = new double[2];
    NetworkExampleErrors.of(
            network,
            new double[] {1, 1, 0, 1},
            Targets.matrix(DOUBLE, new double[] {0, 0, 0, 0}, 2),
            Parallelism.none())
        .errors(new double[] {1e200, 1, 0, 0}, errors);
    assertThat(errors).containsExactly(Double.MAX_VALUE, 0.5);
  }

  @Test
  void errorsOfExamplesThatDoNotFitAreRefused() {
    Network<double[]> network = mirror(DOUBLE, 2);
    double[] inputs = new double[4];
    Targets<double[]> targets = Targets.labels(DOUBLE, new int[] {0, 1}, 2);
    NetworkExampleErrors<double[]> errors =
        NetworkExampleErrors.of(network, inputs, targets, Parallelism.none());
    refused(
        "errors has 3 elements, must have one for each of the 2 examples",
        () -> errors.errors(new double[0], new double[3]));
    refused(
        "targets are joined, must be labels or a matrix",
        () ->
            NetworkExampleErrors.of(
                network,
                inputs,
                Targets.joined(
                    Targets.labels(DOUBLE, new int[2], 1), Targets.labels(DOUBLE, new int[2], 1)),
                Parallelism.none()));
    Network<double[]> normalized =
        Network.of(DOUBLE, new BatchNormalization(2, 1e-5, Activation.identity()));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> NetworkExampleErrors.of(normalized, inputs, targets, Parallelism.none()))
        .withMessageContaining("without 'statistics'");
    double[] measured = new double[2];
    UnaryOperator<double[]> statistics = theta -> new double[] {0, 0, 1, 1};
    NetworkExampleErrors.of(normalized, inputs, targets, Parallelism.none(), statistics)
        .errors(new double[] {1, 1, 0, 5}, measured);
    assertThat(measured).containsExactly(1, 0.1);
  }
}
