package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses of parts of the outputs, and networks with auxiliary heads that are dropped. */
class HeadsTest {
  private static final Activation NONE = Activation.identity();
  private static final Activation TANH = Activation.tanh();
  private static final int BATCH = 5;
  private static final double WEIGHT = 0.3;

  private static final Network<double[]> NETWORK =
      Network.of(
          Precision.DOUBLE,
          Layers.inputs(4)
              .dense(5, TANH)
              .branches(
                  Join.CONCAT,
                  NONE,
                  main -> main.dense(4, TANH).dense(3, NONE),
                  head -> head.dense(2, NONE))
              .list());

  private static final Loss MAIN = Loss.softmaxCrossEntropy();
  private static final Loss HEAD = Loss.halfSquaredError();
  private static final Targets<double[]> CLASSES =
      Targets.labels(Precision.DOUBLE, new int[] {0, 2, 1, 1, 2}, 3);
  private static final Targets<double[]> NUMBERS =
      Targets.matrix(Precision.DOUBLE, random(BATCH * 2, 3), 2)
          .withWeights(new double[] {1, 0, 2, 0.5, 1});

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static Loss loss(double head) {
    return Loss.ofParts(new Loss.Part(0, 3, MAIN, 1), new Loss.Part(3, 5, HEAD, head));
  }

  private static NetworkObjective<double[]> objective(
      Network<double[]> network, Loss loss, Targets<double[]> targets) {
    return new NetworkObjective<>(
        network.newWorkspace(BATCH), loss, random(BATCH * network.inputs(), 7), targets);
  }

  private static NetworkObjective<double[]> both() {
    return objective(NETWORK, loss(WEIGHT), Targets.joined(CLASSES, NUMBERS));
  }

  private static final double[] THETA = random(NETWORK.parameters(), 8);

  /** What a head's network gives, at the places of its parameters in θ of all. */
  private static double[] spread(int branch, double[] values) {
    double[] spread = new double[THETA.length];
    int shared = NETWORK.offset(1);
    int end = branch == 0 ? shared + values.length - shared : THETA.length;
    System.arraycopy(values, 0, spread, 0, shared);
    System.arraycopy(
        values, shared, spread, end - (values.length - shared), values.length - shared);
    return spread;
  }

  private static double[] sum(double[] main, double[] head) {
    double[] sum = spread(0, main);
    double[] other = spread(1, head);
    Arrays.setAll(sum, i -> sum[i] + WEIGHT * other[i]);
    return sum;
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(1e-14));
  }

  // ---------------------------------------------------------------- the sum of two networks

  @Test
  void valueAndProductsAreThoseOfEachHeadAlone() {
    NetworkObjective<double[]> both = both();
    NetworkObjective<double[]> main = objective(NETWORK.head(0), MAIN, CLASSES);
    NetworkObjective<double[]> head = objective(NETWORK.head(1), HEAD, NUMBERS);
    double[] g = new double[THETA.length];
    double[] g0 = new double[main.dimension()];
    double[] g1 = new double[head.dimension()];
    double value = both.linearize(THETA, g);
    double[] theta0 = NETWORK.head(0, THETA);
    double[] theta1 = NETWORK.head(1, THETA);
    assertThat(value)
        .isCloseTo(main.linearize(theta0, g0) + WEIGHT * head.linearize(theta1, g1), within(1e-15));
    assertClose(g, sum(g0, g1));
    double[] v = random(THETA.length, 9);
    both.hessianVector(v, g);
    main.hessianVector(NETWORK.head(0, v), g0);
    head.hessianVector(NETWORK.head(1, v), g1);
    assertClose(g, sum(g0, g1));
    both.gaussNewtonVector(v, g);
    main.gaussNewtonVector(NETWORK.head(0, v), g0);
    head.gaussNewtonVector(NETWORK.head(1, v), g1);
    assertClose(g, sum(g0, g1));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EMPIRICAL_FISHER")
  void diagonalsAreThoseOfEachHeadAlone(Diagonal kind) {
    NetworkObjective<double[]> both = both();
    NetworkObjective<double[]> main = objective(NETWORK.head(0), MAIN, CLASSES);
    NetworkObjective<double[]> head = objective(NETWORK.head(1), HEAD, NUMBERS);
    double[] d = new double[THETA.length];
    double[] d0 = new double[main.dimension()];
    double[] d1 = new double[head.dimension()];
    both.linearize(THETA, d);
    main.linearize(NETWORK.head(0, THETA), d0);
    head.linearize(NETWORK.head(1, THETA), d1);
    both.diagonal(kind, d);
    main.diagonal(kind, d0);
    head.diagonal(kind, d1);
    assertClose(d, sum(d0, d1));
  }

  @Test
  void everyCheckPasses() {
    assertThat(Checks.all(both(), THETA)).matches(Verdict::passed);
    Loss squares =
        Loss.ofParts(
            new Loss.Part(0, 2, Loss.halfSquaredError(), 2),
            new Loss.Part(2, 5, Loss.meanSquaredError(), WEIGHT));
    Targets<double[]> targets =
        Targets.joined(NUMBERS, Targets.matrix(Precision.DOUBLE, random(BATCH * 3, 5), 3));
    NetworkObjective<double[]> objective = objective(NETWORK, squares, targets);
    assertThat(objective.hasResiduals()).isTrue();
    assertThat(Checks.all(objective, THETA)).matches(Verdict::passed);
    assertThat(both().hasResiduals()).isFalse();
  }

  @Test
  void aLossOfOnePartIsThatLossBitForBit() {
    Network<double[]> network = NETWORK.head(0);
    double[] theta = NETWORK.head(0, THETA);
    double[] one = new double[theta.length];
    double[] other = new double[theta.length];
    NetworkObjective<double[]> plain = objective(network, MAIN, CLASSES);
    NetworkObjective<double[]> part =
        objective(network, Loss.ofParts(new Loss.Part(0, 3, MAIN, 1)), Targets.joined(CLASSES));
    assertThat(part.linearize(theta, other)).isEqualTo(plain.linearize(theta, one));
    assertThat(other).containsExactly(one);
    for (Diagonal kind : Diagonal.values()) {
      plain.diagonal(kind, one);
      part.diagonal(kind, other);
      assertThat(other).containsExactly(one);
    }
  }

  // ---------------------------------------------------------------- heads that are dropped

  @Test
  void aHeadAloneComputesItsOutputsBitForBit() {
    double[] inputs = random(3 * 4, 11);
    double[] all = new double[3 * 5];
    NETWORK.newWorkspace(3).predict(THETA, inputs, 0, 3, all);
    for (int branch = 0; branch < 2; branch++) {
      Network<double[]> head = NETWORK.head(branch);
      int n = head.outputs();
      double[] own = new double[3 * n];
      head.newWorkspace(3).predict(NETWORK.head(branch, THETA), inputs, 0, 3, own);
      for (int p = 0; p < 3; p++) {
        int from = p * 5 + 3 * branch;
        assertThat(Arrays.copyOfRange(own, p * n, p * n + n))
            .containsExactly(Arrays.copyOfRange(all, from, from + n));
      }
    }
    assertThat(NETWORK.head(0)).hasToString("double 4-5 tanh-4 tanh-3 identity");
    assertThat(NETWORK.head(1)).hasToString("double 4-5 tanh-2 identity");
  }

  @Test
  void anActivationOfTheJoinGoesWithTheHead() {
    Network<double[]> network =
        Network.of(
            Precision.DOUBLE,
            Layers.inputs(2)
                .dense(2, NONE)
                .branches(Join.CONCAT, TANH, skip -> skip, head -> head.dense(1, NONE))
                .list());
    assertThat(network.head(0)).hasToString("double 2-2 identity-2 activation tanh");
    double[] theta = random(network.parameters(), 3);
    assertThat(network.head(0, theta)).containsExactly(Arrays.copyOf(theta, 6));
  }

  @Test
  void refusesNetworksWithoutHeads() {
    Network<double[]> plain = NETWORK.head(0);
    assertThatIllegalStateException()
        .isThrownBy(() -> plain.head(0))
        .withMessage("the last layer is '3 identity', must be branches side by side");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Network.of(
                        Precision.DOUBLE,
                        new Branches(List.of(List.of(new Dense(2, 1, TANH))), Join.SUM, TANH))
                    .head(0));
    refused(
        () -> NETWORK.head(0, new double[3]),
        "theta has 3 elements, must have the network's 76 parameters");
  }

  // ---------------------------------------------------------------- names, targets and refusals

  @ParameterizedTest
  @ValueSource(
      strings = {
        "softmax-cross-entropy[0:10] + 0.3*softmax-cross-entropy(0.1)[10:20]",
        "hinge[0:1]",
        "1.0E-5*huber(1.0E10)[0:2] + 0.0*log-cosh[2:3] + 2.5*mean-squared-error[3:7]"
      })
  void namesAreReadAsTheyAreWritten(String name) {
    Loss loss = Loss.parse(name);
    assertThat(loss).hasToString(name).isEqualTo(Loss.parse(name));
    assertThat(loss).hasSameHashCodeAs(Loss.parse(name)).isNotEqualTo(Loss.hinge());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hinge[0:1] + ",
        "hinge[0:1]+hinge[1:2]",
        "2*[0:1]",
        "x*hinge[0:1]",
        "hinge[1:2]",
        "hinge[0:1] + hinge[2:3]",
        "hinge[0:1",
        "hinge[a:1]",
        "0:1]",
        "]",
        "[0:1]*hinge]",
        "hinge[0:1] + hinge[1:1]",
        "-1*hinge[0:1]",
        "hinge[0:1][0:1]"
      })
  void otherNamesAreNone(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Loss.parse(name));
  }

  @Test
  void classesAreThoseOfTheFirstPart() {
    ConfusionMatrix confusion = new ConfusionMatrix(3);
    double[] outputs = new double[BATCH * 5];
    for (int p = 0; p < BATCH; p++) {
      outputs[p * 5 + 2] = 1;
      outputs[p * 5 + 4] = 9;
    }
    loss(1).count(Targets.joined(CLASSES, NUMBERS), outputs, confusion);
    assertThat(confusion.count(2, 2)).isEqualTo(2);
    assertThat(confusion.count(1, 2)).isEqualTo(2);
    assertThat(confusion.count(0, 2)).isEqualTo(1);
  }

  @Test
  void joinedTargetsAreThoseOfTheirParts() {
    Targets<double[]> joined = Targets.joined(CLASSES, NUMBERS);
    assertThat(joined.outputs()).isEqualTo(5);
    assertThat(joined.value(1, 2)).isEqualTo(1);
    assertThat(joined.value(1, 4)).isEqualTo(NUMBERS.value(1, 1));
    assertThat(joined.areLabels()).isFalse();
    assertThat(joined.areWeighted()).isTrue();
    assertThat(Targets.joined(CLASSES).areWeighted()).isFalse();
    assertThat(joined).hasToString("5 targets, 5 outputs joined, weighted");
    assertThatIllegalStateException()
        .isThrownBy(() -> joined.label(0))
        .withMessage("these targets are joined, not labels");
    assertThatIllegalStateException()
        .isThrownBy(() -> joined.weight(0))
        .withMessage("these targets are joined, each part has its own weights");
  }

  @Test
  void outputsOfEachPartBeginAtTheirFrequencies() {
    Loss entropies =
        Loss.ofParts(
            new Loss.Part(0, 3, MAIN, 1), new Loss.Part(3, 5, Loss.binaryCrossEntropy(), WEIGHT));
    Targets<double[]> halves =
        Targets.matrix(
            Precision.DOUBLE,
            new double[] {0.5, 0.25, 0.5, 0.25, 0.5, 0.25, 0.5, 0.25, 0.5, 0.25},
            2);
    double[] theta =
        OutputBias.ofFrequencies(NETWORK, THETA, entropies, Targets.joined(CLASSES, halves));
    int main = NETWORK.offset(1) + 24 + 12;
    assertThat(Arrays.copyOfRange(theta, main, main + 3))
        .containsExactly(StrictMath.log(0.2), StrictMath.log(0.4), StrictMath.log(0.4));
    assertThat(theta[theta.length - 2]).isZero();
    assertThat(theta[theta.length - 1]).isCloseTo(StrictMath.log(1 / 3.0), within(1e-15));
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    refused(() -> Loss.ofParts(), "parts is empty, must be at least one");
    refused(
        () -> Loss.ofParts(new Loss.Part(0, 2, MAIN, 1), new Loss.Part(3, 4, MAIN, 1)),
        "part 1 begins at output 3, must begin at 2");
    refused(
        () -> new Loss.Part(2, 2, MAIN, 1), "the outputs are from 2 to 2, must be 0 ≤ from < to");
    refused(
        () -> new Loss.Part(0, 5, loss(1), 1),
        "loss is softmax-cross-entropy[0:3] + half-squared-error[3:5], must not be of parts"
            + " itself");
    refused(
        () -> new Loss.Part(0, 2, MAIN, Double.NaN),
        "weight is NaN, must be finite and at least 0");
    Targets<double[]> joined = Targets.joined(CLASSES, NUMBERS);
    refused(() -> Targets.joined(joined), "part 0 is joined itself");
    refused(
        () -> Targets.joined(CLASSES, Targets.labels(Precision.DOUBLE, new int[2], 3)),
        "part 1 has 2 examples in double, must have the 5 in double of part 0");
    refused(
        () -> objective(NETWORK, MAIN, joined),
        "targets are joined of 2 parts, must be of the 0 of softmax-cross-entropy");
    refused(
        () -> objective(NETWORK, loss(1), Targets.labels(Precision.DOUBLE, new int[BATCH], 5)),
        "targets are joined of 0 parts, must be of the 2 of softmax-cross-entropy[0:3] +"
            + " half-squared-error[3:5]");
    refused(
        () -> objective(NETWORK, loss(1), Targets.joined(NUMBERS, CLASSES)),
        "the targets of part 0 are for 2 outputs, must be for 3");
    refused(
        () ->
            objective(
                NETWORK,
                loss(1),
                Targets.joined(CLASSES, Targets.labels(Precision.DOUBLE, new int[BATCH], 2))),
        "part 1: half-squared-error needs a matrix of targets, not labels; Targets.coded makes one"
            + " from labels");
    assertThatIllegalStateException().isThrownBy(() -> loss(1).withLabelSmoothing(0.1));
  }
}
