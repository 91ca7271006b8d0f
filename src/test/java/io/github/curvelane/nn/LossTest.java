package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What losses promise beside their derivatives: closed forms, limits, counts, names and refusals.
 */
final class LossTest {
  private static final Precision<double[]> DOUBLE = Precision.DOUBLE;
  private static final double U = DOUBLE.unitRoundoff();

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @Test
  void valuesAndGradientsHaveTheirClosedForms() {
    Evaluation half = new Evaluation(Loss.halfSquaredError(), row(1, 2, 3), row(0, 4, 3));
    assertThat(half.value).isEqualTo(2.5);
    assertThat(half.gradient).containsExactly(1, -2, 0);
    Evaluation mean = new Evaluation(Loss.meanSquaredError(), row(1, 2), row(0, 4));
    assertThat(mean.value).isEqualTo(2.5);
    assertThat(mean.gradient).containsExactly(1, -2);
    Evaluation huber = new Evaluation(Loss.huber(1.5), row(1, 5, -5), row(0, 0, 0));
    assertThat(huber.value).isEqualTo(0.5 + 2 * 1.5 * (5 - 0.75));
    assertThat(huber.gradient).containsExactly(1, 1.5, -1.5);
    Evaluation perceptron = new Evaluation(Loss.perceptron(), row(2, -3, 0), row(1, 1, -1));
    assertThat(perceptron.value).isEqualTo(3);
    assertThat(perceptron.gradient).containsExactly(0, -1, 1);
    Evaluation hinge = new Evaluation(Loss.hinge(), row(2, 0.25, 1), row(1, 1, 1));
    assertThat(hinge.value).isEqualTo(0.75);
    assertThat(hinge.gradient).containsExactly(0, -1, -1);
    Evaluation binary = new Evaluation(Loss.binaryCrossEntropy(), row(0), row(0.25));
    assertThat(binary.value).isCloseTo(StrictMath.log(2), within(2 * U));
    assertThat(binary.gradient).containsExactly(0.25);
    Evaluation softmax =
        new Evaluation(
            Loss.softmaxCrossEntropy(),
            row(StrictMath.log(1), StrictMath.log(2), StrictMath.log(5)),
            Targets.labels(DOUBLE, new int[] {1}, 3));
    assertThat(softmax.value).isCloseTo(StrictMath.log(4), within(4 * U));
    assertThat(softmax.gradient[0]).isCloseTo(0.125, within(4 * U));
    assertThat(softmax.gradient[1]).isCloseTo(-0.75, within(4 * U));
    assertThat(softmax.gradient[2]).isCloseTo(0.625, within(4 * U));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void logCoshKeepsItsRelativeAccuracyAtEveryDistance(Precision<A> precision) {
    LossFunction<A> f = Loss.logCosh().on(Kernels.of(precision), 1, 1);
    Targets<A> zero = Targets.matrix(precision, precision.newArray(1), 1);
    Rows<A> g = new Rows<>(precision.newArray(1), 0, 1, 1);
    Rows<A> h = new Rows<>(precision.newArray(1), 0, 1, 1);
    double u = precision.unitRoundoff();
    for (double distance :
        new double[] {0, 1e-12, 1e-6, 1e-3, 0.3, 0.99, 1, 1.01, 4, 20, 43, 1e4}) {
      double r = precision.round(distance);
      double sinh = StrictMath.sinh(r);
      double value = r < 20 ? 0.5 * StrictMath.log1p(sinh * sinh) : r - StrictMath.log(2);
      double curvature = r < 20 ? 1 / (1 + sinh * sinh) : 4 * StrictMath.exp(-2 * r);
      for (int sign = -1; sign <= 1; sign += 2) {
        Rows<A> x = new Rows<>(precision.of(sign * r), 0, 1, 1);
        // Some six roundings and three functions of at most 1.5 ulp; −2r is exact, and nothing
        // cancels but a − log 2, where at a = 1 both are at most 2.3 times the result.
        assertThat(f.valueAndGradient(x, zero, null, 0, g))
            .as("log cosh %s", r)
            .isCloseTo(value, within(20 * u * value));
        assertThat(precision.get(g.array(), 0))
            .as("tanh %s", r)
            .isCloseTo(sign * StrictMath.tanh(r), within(8 * u * r));
        f.hessianDiagonal(h);
        assertThat(precision.get(h.array(), 0))
            .as("1 − tanh² %s", r)
            .isCloseTo(curvature, within(16 * u * curvature));
      }
    }
  }

  @Test
  void aClassIsADistributionAndSmoothingMixesInTheUniformOne() {
    double[] x = LossCase.random(7, 3, 1);
    Targets<double[]> label = Targets.labels(DOUBLE, new int[] {4}, 7);
    Targets<double[]> hot = Targets.coded(DOUBLE, new int[] {4}, 7, 0, 1);
    Loss smooth = Loss.softmaxCrossEntropy().withLabelSmoothing(0.3);
    Targets<double[]> mixed = Targets.coded(DOUBLE, new int[] {4}, 7, 0.3 / 7, 0.7 + 0.3 / 7);
    Evaluation a = new Evaluation(Loss.softmaxCrossEntropy(), x, label);
    Evaluation b = new Evaluation(Loss.softmaxCrossEntropy(), x, hot);
    assertThat(a.value).isCloseTo(b.value, within(4 * U * b.value));
    assertClose(a.gradient, b.gradient, 4 * U);
    Evaluation c = new Evaluation(smooth, x, label);
    Evaluation d = new Evaluation(Loss.softmaxCrossEntropy(), x, mixed);
    assertThat(c.value).isCloseTo(d.value, within(16 * U * d.value));
    assertClose(c.gradient, d.gradient, 8 * U);
  }

  @Test
  void softmaxDoesNotChangeWithAShift() {
    double[] x = LossCase.random(10, 3, 2);
    double[] shifted = new double[10];
    for (int i = 0; i < 10; i++) {
      x[i] =
          Math.rint(x[i] * 1024) / 1024; // exact after the shift, so the results are the same bits
      shifted[i] = x[i] + 1000;
    }
    Targets<double[]> label = Targets.labels(DOUBLE, new int[] {4}, 10);
    Evaluation a = new Evaluation(Loss.softmaxCrossEntropy(), x, label);
    Evaluation b = new Evaluation(Loss.softmaxCrossEntropy(), shifted, label);
    assertThat(b.value).isEqualTo(a.value);
    assertThat(b.gradient).containsExactly(a.gradient);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void logitsOfTenThousandAreSafe(Precision<A> precision) {
    LossFunction<A> f = Loss.softmaxCrossEntropy().on(Kernels.of(precision), 3, 1);
    Rows<A> x = new Rows<>(precision.of(1e4, -1e4, 0), 0, 3, 1);
    Rows<A> g = new Rows<>(precision.newArray(3), 0, 3, 1);
    Targets<A> right = Targets.labels(precision, new int[] {0}, 3);
    Targets<A> wrong = Targets.labels(precision, new int[] {1}, 3);
    assertThat(f.valueAndGradient(x, right, null, 0, g)).isZero();
    assertThat(f.valueAndGradient(x, wrong, null, 0, g)).isEqualTo(2e4);
    assertThat(precision.toDoubles(g.array())).containsExactly(1, -1, 0);
    LossFunction<A> b = Loss.binaryCrossEntropy().on(Kernels.of(precision), 3, 1);
    Targets<A> t = Targets.matrix(precision, precision.of(1, 1, 0.5), 3);
    assertThat(b.valueAndGradient(x, t, null, 0, g))
        .isCloseTo(1e4 + StrictMath.log(2), within(2e4 * precision.unitRoundoff()));
    assertThat(precision.toDoubles(g.array())).containsExactly(0, -1, 0);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aConfidentModelKeepsItsRelativeAccuracy(Precision<A> precision) {
    double far = precision == Precision.FLOAT ? 40 : 100;
    double small = StrictMath.exp(-far);
    double tolerance = 8 * precision.unitRoundoff() * small;
    LossFunction<A> f = Loss.softmaxCrossEntropy().on(Kernels.of(precision), 2, 1);
    Targets<A> label = Targets.labels(precision, new int[] {0}, 2);
    A g = precision.newArray(2);
    A d = precision.newArray(2);
    Rows<A> x = new Rows<>(precision.of(far, 0), 0, 2, 1);
    double value = f.valueAndGradient(x, label, null, 0, new Rows<>(g, 0, 2, 1));
    f.hessianDiagonal(new Rows<>(d, 0, 2, 1));
    assertThat(value).isCloseTo(small, within(tolerance));
    assertThat(precision.get(g, 0)).isCloseTo(-small, within(tolerance));
    assertThat(precision.get(g, 1)).isCloseTo(small, within(tolerance));
    assertThat(precision.get(d, 0)).isCloseTo(small, within(tolerance));
    assertThat(precision.get(d, 1)).isCloseTo(small, within(tolerance));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteNeverGivesAFiniteValue(double bad) {
    for (LossCase c : LossCase.all(10, LossCase.EXAMPLES)) {
      if (c.targets.areLabels() && bad == Double.NEGATIVE_INFINITY) {
        continue; // a class of probability 0
      }
      double[] x = c.outputs.clone();
      x[13] = bad;
      if (isMargin(c.loss) && bad * c.targets.value(1, 3) > 0) {
        continue; // as far on the right side as can be
      }
      assertThat(Double.isFinite(c.value(x))).as("%s", c).isFalse();
    }
  }

  private static boolean isMargin(Loss loss) {
    return loss.equals(Loss.perceptron()) || loss.equals(Loss.hinge());
  }

  @Test
  void ordersGatherTargetsAndWeights() {
    int n = 4;
    SplittableRandom random = new SplittableRandom(4);
    int[] labels = random.ints(20, 0, n).toArray();
    double[] weights = random.doubles(20).toArray();
    double[] x = LossCase.random(5 * n, 2, 5);
    int[] order = {9, 3, 19, 0, 3, 7, 7};
    int[] gatheredLabels = new int[5];
    double[] gatheredWeights = new double[5];
    for (int i = 0; i < 5; i++) {
      gatheredLabels[i] = labels[order[2 + i]];
      gatheredWeights[i] = weights[order[2 + i]];
    }
    Targets<double[]> all = Targets.labels(DOUBLE, labels, n).withWeights(weights);
    Targets<double[]> some = Targets.labels(DOUBLE, gatheredLabels, n).withWeights(gatheredWeights);
    LossFunction<double[]> f = Loss.softmaxCrossEntropy().on(Kernels.of(DOUBLE), n, 5);
    double[] g = new double[5 * n];
    double[] h = new double[5 * n];
    double gathered = f.valueAndGradient(rows(x, n), some, null, 0, rows(g, n));
    double ordered = f.valueAndGradient(rows(x, n), all, order, 2, rows(h, n));
    assertThat(ordered).isEqualTo(gathered);
    assertThat(h).containsExactly(g);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void meansAndCountsAreThoseOfTheFunction(Precision<A> precision) {
    int examples = 4999;
    SplittableRandom random = new SplittableRandom(3);
    A outputs = precision.newArray(3 * examples);
    int[] labels = new int[examples];
    for (int i = 0; i < 3 * examples; i++) {
      precision.set(outputs, i, random.nextDouble(-2, 2));
      labels[i / 3] = random.nextInt(3);
    }
    Targets<A> targets = Targets.labels(precision, labels, 3);
    Loss loss = Loss.softmaxCrossEntropy();
    LossFunction<A> f = loss.on(Kernels.of(precision), 3, examples);
    Rows<A> rows = new Rows<>(outputs, 0, 3, examples);
    assertThat(loss.mean(targets, outputs)).isEqualTo(f.value(rows, targets, null, 0) / examples);
    ConfusionMatrix expected = new ConfusionMatrix(3);
    ConfusionMatrix counted = new ConfusionMatrix(3);
    f.count(rows, targets, null, 0, expected);
    loss.count(targets, outputs, counted);
    for (int i = 0; i < 9; i++) {
      assertThat(counted.count(i / 3, i % 3)).isEqualTo(expected.count(i / 3, i % 3)).isPositive();
    }

    String message = "outputs has 3 elements, must have 4999 x 3 = 14997";
    refused(() -> loss.mean(targets, precision.newArray(3)), message);
    refused(() -> loss.count(targets, precision.newArray(3), counted), message);
    assertThat(counted.examples()).isEqualTo(examples);
    Targets<A> none = Targets.labels(precision, new int[0], 3);
    refused(
        () -> loss.mean(none, precision.newArray(0)), "targets has no example, the mean needs one");
    refused(
        () -> Loss.huber(1).mean(targets, outputs),
        "huber(1.0) needs a matrix of targets, not labels; Targets.coded makes one from labels");
  }

  @Test
  void classesAreCounted() {
    double nan = Double.NaN;
    double[] x = {3, 1, 0, 0, 2, 2, 0, 0, nan};
    ConfusionMatrix confusion = new ConfusionMatrix(3);
    Targets<double[]> labels = Targets.labels(DOUBLE, new int[] {0, 2, 1}, 3);
    LossFunction<double[]> f = Loss.softmaxCrossEntropy().on(Kernels.of(DOUBLE), 3, 3);
    f.count(rows(x, 3), labels, null, 0, confusion);
    assertThat(confusion.examples()).isEqualTo(3);
    assertThat(confusion.errors()).isEqualTo(2);
    assertThat(confusion.accuracy()).isEqualTo(1.0 / 3);
    assertThat(confusion.count(0, 0)).isEqualTo(1);
    assertThat(confusion.count(2, 1)).as("the first of equals").isEqualTo(1);
    assertThat(confusion.undefined(1)).isEqualTo(1);
    ConfusionMatrix sum = new ConfusionMatrix(3);
    sum.add(confusion);
    sum.add(confusion);
    assertThat(sum.errors()).isEqualTo(4);
    sum.clear();
    assertThat(sum.examples()).isZero();

    ConfusionMatrix binary = new ConfusionMatrix(2);
    LossFunction<double[]> b = Loss.binaryCrossEntropy().on(Kernels.of(DOUBLE), 1, 3);
    Targets<double[]> t = Targets.matrix(DOUBLE, row(1, 0, 0.4), 1);
    b.count(rows(row(0.1, 0.1, -1), 1), t, null, 0, binary);
    assertThat(binary.count(1, 1)).isEqualTo(1);
    assertThat(binary.count(0, 1)).isEqualTo(1);
    assertThat(binary.count(0, 0)).isEqualTo(1);
  }

  @Test
  void namesAreParsedAndLossesAreEqualByValue() {
    for (Loss loss : LossCase.losses()) {
      assertThat(Loss.parse(loss.toString())).isEqualTo(loss).hasSameHashCodeAs(loss);
    }
    assertThat(Loss.parse("huber(1.5)")).isEqualTo(Loss.huber(1.5)).hasToString("huber(1.5)");
    assertThat(Loss.softmaxCrossEntropy().withLabelSmoothing(0.1))
        .hasToString("softmax-cross-entropy(0.1)");
    assertThat(Loss.huber(1)).isNotEqualTo(Loss.huber(2));
    refused(
        () -> Loss.parse("squared"), "no loss is named 'squared', known are: half-squared-error");
    refused(() -> Loss.parse("hinge(1)"), "no loss is named 'hinge(1)'");
    refused(
        () -> Loss.parse("huber"), "'huber' lacks its threshold, must be written as huber(1.0)");
    refused(() -> Loss.parse("huber(x)"), "'x' in 'huber(x)' is not a number");
    refused(() -> Loss.parse("huber(0)"), "delta is 0.0, must be positive and finite");
    refused(
        () -> Loss.softmaxCrossEntropy().withLabelSmoothing(1.5),
        "s is 1.5, must be at least 0 and less than 1");
    refused(
        () -> Loss.softmaxCrossEntropy().withLabelSmoothing(1),
        "s is 1.0, must be at least 0 and less than 1");
    refused(
        () -> Loss.binaryCrossEntropy().withLabelSmoothing(Double.NaN),
        "s is NaN, must be at least 0 and less than 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> Loss.hinge().withLabelSmoothing(0.1))
        .withMessage("label smoothing means nothing for hinge");
  }

  @Test
  void badTargetsAreRefusedByName() {
    refused(
        () -> Targets.labels(DOUBLE, new int[] {0, 3}, 3),
        "the label of example 1 is 3, must be from 0 to 2");
    refused(
        () -> Targets.labels(DOUBLE, new int[] {-1}, 3),
        "the label of example 0 is -1, must be from 0 to 2");
    refused(() -> Targets.labels(DOUBLE, new int[0], 0), "classes is 0, must be at least 1");
    refused(
        () -> Targets.matrix(DOUBLE, row(1, 2, Double.NaN, 4), 2),
        "the target of example 1, output 0 is NaN, must be finite");
    refused(
        () -> Targets.matrix(DOUBLE, row(1, 2, 3), 2),
        "values has 3 elements, must be a multiple of the 2 outputs");
    Targets<double[]> two = Targets.matrix(DOUBLE, row(0.5, 0.5, 1, 0), 2);
    refused(
        () -> two.withWeights(row(1)), "weights has 1 elements, must have the 2 of the examples");
    refused(
        () -> two.withWeights(row(1, -2)),
        "the weight of example 1 is -2.0, must be finite and at least 0");
    refused(
        () -> two.withWeights(row(1, Double.NaN)),
        "the weight of example 1 is NaN, must be finite and at least 0");
    Loss.softmaxCrossEntropy().check(two);
    refused(
        () -> Loss.softmaxCrossEntropy().check(Targets.matrix(DOUBLE, row(1, 0, 0.5, 0.4), 2)),
        "softmax-cross-entropy: the targets of example 1 sum to 0.9, must sum to 1 within 8.9e-16");
    refused(
        () -> Loss.softmaxCrossEntropy().check(Targets.matrix(DOUBLE, row(1.5, -0.5), 2)),
        "softmax-cross-entropy: the target of example 0, output 1 is -0.5, must be at least 0");
    refused(
        () -> Loss.binaryCrossEntropy().check(Targets.matrix(DOUBLE, row(0, 1.5), 2)),
        "binary-cross-entropy: the target of example 0, output 1 is 1.5, must be from 0 to 1");
    refused(
        () -> Loss.hinge().check(Targets.matrix(DOUBLE, row(1, 0), 2)),
        "hinge: the target of example 0, output 1 is 0.0, must be -1 or +1");
    refused(
        () -> Loss.huber(1).check(Targets.labels(DOUBLE, new int[] {0}, 2)),
        "huber(1.0) needs a matrix of targets, not labels; Targets.coded makes one from labels");
  }

  @Test
  void callsThatDoNotFitAreRefusedAndWriteNothing() {
    LossFunction<double[]> f = Loss.softmaxCrossEntropy().on(Kernels.of(DOUBLE), 3, 3);
    Targets<double[]> t = Targets.labels(DOUBLE, new int[] {0, 1, 2}, 3);
    double[] array = new double[12];
    Rows<double[]> x = rows(new double[9], 3);
    Rows<double[]> g = rows(array, 3).set(array, 0, 3, 3);
    refused(
        () -> f.value(new Rows<>(new double[9], 0, 3, 4), t, null, 0),
        "outputs needs the elements from 0 to 11, but its length is 9");
    refused(
        () -> f.value(new Rows<>(new double[9], 0, 2, 3), t, null, 0),
        "the stride of outputs is 2, must be at least 3");
    refused(() -> f.value(rows(array, 3), t, null, 0), "outputs has 4 rows, must have at most 3");
    refused(
        () -> f.valueAndGradient(x, t, null, 0, new Rows<>(array, 4, 3, 3)),
        "gradient needs the elements from 4 to 12, but its length is 12");
    refused(
        () -> f.valueAndGradient(x, t, null, 0, new Rows<>(array, 0, 3, 2)),
        "gradient has 2 rows, must have 3");
    refused(
        () -> f.valueAndGradient(x, t, null, 1, g),
        "3 examples from 1 are not within targets of 3");
    refused(
        () -> f.valueAndGradient(x, t, new int[] {0, 1, 3}, 0, g),
        "order[2] is 3, must be from 0 to 2");
    refused(
        () -> f.valueAndGradient(x, Targets.labels(DOUBLE, new int[3], 2), null, 0, g),
        "targets are for 2 outputs, must be for 3");
    refused(
        () -> f.count(x, t, null, 0, new ConfusionMatrix(4)),
        "confusion has 4 classes, must have 3");
    refused(() -> f.squareRootColumn(3, g), "column is 3, must be from 0 to 2");
    refused(() -> f.hessianDiagonal(g), "out has 3 rows, must have 0");
    assertThat(array).containsOnly(0);
    refused(() -> Loss.hinge().on(Kernels.of(DOUBLE), 0, 1), "outputs is 0, must be at least 1");
    refused(() -> Loss.hinge().on(Kernels.of(DOUBLE), 1, -1), "rows is -1, must be at least 0");
    refused(
        () -> Loss.hinge().on(Kernels.of(DOUBLE), 1 << 20, 4096),
        "rows is 4096: the loss keeps 2097154 numbers for each of 4096 rows, too many for one");
    LossFunction<double[]> hinge = Loss.hinge().on(Kernels.of(DOUBLE), 3, 1);
    refused(
        () -> hinge.value(rows(new double[3], 3), t, null, 0),
        "hinge needs a matrix of targets, not labels");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> hinge.sampleGradient(new SplittableRandom(1), g))
        .withMessage("hinge is not the likelihood of a distribution to sample from");
  }

  private static Rows<double[]> rows(double[] array, int n) {
    return new Rows<>(array, 0, n, array.length / n);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(message);
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("[%d]", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  private static double[] row(double... values) {
    return values;
  }

  /** One example's value and gradient in double precision. */
  private static final class Evaluation {
    final double value;
    final double[] gradient;

    Evaluation(Loss loss, double[] x, double[] target) {
      this(loss, x, Targets.matrix(DOUBLE, target, x.length));
    }

    Evaluation(Loss loss, double[] x, Targets<double[]> targets) {
      LossFunction<double[]> f = loss.on(Kernels.of(DOUBLE), x.length, 1);
      gradient = new double[x.length];
      value = f.valueAndGradient(rows(x, x.length), targets, null, 0, rows(gradient, x.length));
    }
  }
}
