package io.github.curvelane.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SoftTargetsTest {
  private static final int EXAMPLES = 6;
  private static final int CLASSES = 3;
  private static final int[] LABELS = {0, 1, 2, 2, 1, 0};
  private static final Network<double[]> STUDENT = student(Activation.identity());

  private static Network<double[]> student(Activation output) {
    return Network.perceptron(Precision.DOUBLE, Activation.tanh(), output, 2, 4, CLASSES);
  }

  private static double[] numbers(int count, double size, long seed) {
    return new SplittableRandom(seed).doubles(count, -size, size).toArray();
  }

  private static Targets<double[]> labels() {
    return Targets.labels(Precision.DOUBLE, LABELS, CLASSES);
  }

  private static NetworkObjective<double[]> objective(SoftTargets<double[]> soft) {
    return new NetworkObjective<>(
        soft.network().newWorkspace(EXAMPLES),
        soft.loss(),
        numbers(2 * EXAMPLES, 1, 1),
        soft.targets(labels(), numbers(CLASSES * EXAMPLES, 5, 2)));
  }

  private static double[] softmax(double[] logits, int row, double temperature) {
    double[] e = new double[CLASSES];
    double sum = 0;
    for (int j = 0; j < CLASSES; j++) {
      e[j] = StrictMath.exp(logits[CLASSES * row + j] / temperature);
      sum += e[j];
    }
    for (int j = 0; j < CLASSES; j++) {
      e[j] /= sum;
    }
    return e;
  }

  /** Sums of some 30 terms of at most 10: far below what is asked for. */
  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.3, 4", "1, 20", "0, 2", "0.9, 0.5"})
  void valueAndGradientAreThoseOfTheFormula(double alpha, double t) {
    SoftTargets<double[]> soft = SoftTargets.of(STUDENT, alpha, t);
    double[] theta = STUDENT.initialize(Initializer.FAN_IN, 3);
    double[] z = new double[CLASSES * EXAMPLES];
    double[] inputs = numbers(2 * EXAMPLES, 1, 1);
    STUDENT.newWorkspace(EXAMPLES).predict(theta, inputs, 0, EXAMPLES, z);
    double[] u = numbers(CLASSES * EXAMPLES, 5, 2);
    double loss = 0;
    double[] biases = new double[CLASSES];
    for (int i = 0; i < EXAMPLES; i++) {
      double[] p = softmax(z, i, 1);
      double[] softer = softmax(z, i, t);
      double[] q = softmax(u, i, t);
      loss -= (1 - alpha) * StrictMath.log(p[LABELS[i]]);
      for (int j = 0; j < CLASSES; j++) {
        loss -= alpha * t * t * q[j] * StrictMath.log(softer[j]);
        double hard = p[j] - (LABELS[i] == j ? 1 : 0);
        biases[j] += ((1 - alpha) * hard + alpha * t * (softer[j] - q[j])) / EXAMPLES;
      }
    }
    double[] gradient = new double[theta.length];
    Offset<Double> bound = Offset.offset(1e-12 * (1 + t * t));
    assertThat(objective(soft).valueAndGradient(theta, gradient)).isCloseTo(loss / EXAMPLES, bound);
    for (int j = 0; j < CLASSES; j++) {
      assertThat(gradient[theta.length - CLASSES + j]).isCloseTo(biases[j], bound);
    }
  }

  @Test
  void allDerivativesAgree() {
    SoftTargets<double[]> soft = SoftTargets.of(STUDENT, 0.6, 3);
    assertThat(Checks.all(objective(soft), STUDENT.initialize(Initializer.FAN_IN, 3)))
        .matches(Verdict::passed);
  }

  @Test
  void withoutATeachersPartItIsTheStudentsTask() {
    SoftTargets<double[]> soft = SoftTargets.of(STUDENT, 0, 3);
    double[] theta = STUDENT.initialize(Initializer.FAN_IN, 3);
    double[] gradient = new double[theta.length];
    double[] own = new double[theta.length];
    NetworkObjective<double[]> plain =
        new NetworkObjective<>(
            STUDENT.newWorkspace(EXAMPLES),
            Loss.softmaxCrossEntropy(),
            numbers(2 * EXAMPLES, 1, 1),
            labels());
    assertThat(objective(soft).valueAndGradient(theta, gradient))
        .isEqualTo(plain.valueAndGradient(theta, own));
    for (int i = 0; i < own.length; i++) {
      assertThat(gradient[i]).isEqualTo(own[i]);
    }
  }

  @Test
  void theNetworkIsTheStudentWithItsParameters() {
    SoftTargets<double[]> soft = SoftTargets.of(STUDENT, 0.5, 8);
    assertThat(soft.network().parameters()).isEqualTo(STUDENT.parameters());
    assertThat(soft.network().head(0).layers()).isEqualTo(STUDENT.layers());
    double[] theta = STUDENT.initialize(Initializer.FAN_IN, 3);
    assertThat(soft.network().head(0, theta)).isEqualTo(theta);
    double[] inputs = numbers(2 * EXAMPLES, 1, 1);
    double[] z = LayerOutputs.of(STUDENT, theta, 2, inputs);
    double[] both = LayerOutputs.of(soft.network(), theta, 3, inputs);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < CLASSES; j++) {
        assertThat(both[2 * CLASSES * i + j]).isEqualTo(z[CLASSES * i + j]);
        assertThat(both[2 * CLASSES * i + CLASSES + j]).isEqualTo(z[CLASSES * i + j] / 8);
      }
    }
  }

  /** What overflows without a shift, and whose sums in float still must be one for the loss. */
  @Test
  void largeLogitsAreSoftenedToRowsThatSumToOne() {
    int classes = 1000;
    Network<float[]> wide =
        Network.perceptron(
            Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 3, classes);
    SoftTargets<float[]> soft = SoftTargets.of(wide, 0.5, 2);
    float[] logits = Precision.FLOAT.of(numbers(2 * classes, 4, 7));
    logits[5] = 3e38f;
    logits[6] = -3e38f;
    Targets<float[]> targets =
        soft.targets(Targets.labels(Precision.FLOAT, new int[] {1, 2}, classes), logits);
    soft.loss().check(targets);
    assertThat(targets.value(0, classes + 5)).isEqualTo(1);
    assertThat(targets.value(0, classes + 6)).isZero();
    assertThat(targets.value(1, 2)).isEqualTo(1);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> SoftTargets.of(STUDENT, -0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha is -0.1, must be from 0 to 1");
    assertThatThrownBy(() -> SoftTargets.of(STUDENT, 1.5, 1))
        .hasMessage("alpha is 1.5, must be from 0 to 1");
    assertThatThrownBy(() -> SoftTargets.of(STUDENT, Double.NaN, 1))
        .hasMessage("alpha is NaN, must be from 0 to 1");
    assertThatThrownBy(() -> SoftTargets.of(STUDENT, 0.5, 0))
        .hasMessage("temperature is 0.0, must be positive, from 0.001 to 1000.0");
    assertThatThrownBy(() -> SoftTargets.of(STUDENT, 0.5, -1))
        .hasMessage("temperature is -1.0, must be positive, from 0.001 to 1000.0");
    assertThatThrownBy(() -> SoftTargets.of(student(Activation.tanh()), 0.5, 1))
        .hasMessage(
            "the last layer of student ends with tanh, must end with identity: its outputs are"
                + " logits");
    SoftTargets<double[]> soft = SoftTargets.of(STUDENT, 0.5, 1);
    assertThatThrownBy(() -> soft.targets(labels(), new double[7]))
        .hasMessage("logits has 7 elements, must have 18: the targets' 6 examples of 3 classes");
    double[] logits = new double[18];
    logits[7] = Double.NaN;
    assertThatThrownBy(() -> soft.targets(labels(), logits))
        .hasMessage("logits: example 2, class 1 is NaN, must be finite");
    assertThatThrownBy(
            () -> soft.targets(Targets.labels(Precision.DOUBLE, LABELS, 4), new double[18]))
        .hasMessage(
            "targets are for 4 outputs in double, must be for the 3 of the student in double");
  }
}
