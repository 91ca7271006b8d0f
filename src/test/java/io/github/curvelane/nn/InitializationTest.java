package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How parameters begin. */
class InitializationTest {
  private static final Activation NONE = Activation.identity();
  private static final Activation RELU = Activation.relu();
  private static final Activation TANH = Activation.tanh();

  private static final double[] HE_OF_SEED_1 = {
    -0.35229325065106537, 1.0757079375917797, 1.0416353978159234, 0.7558142354684231, 0, 0
  };
  private static final double[] ORTHOGONAL_OF_SEED_1 = {
    -0.320383799744479, 0.947287823663584, 0.9472878236635844, 0.3203837997444785, 0, 0
  };

  private static Network<double[]> dense(int inputs, int outputs) {
    return Network.of(Precision.DOUBLE, new Dense(inputs, outputs, TANH));
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  // ---------------------------------------------------------------- weights

  @ParameterizedTest
  @EnumSource
  void anInitializersDrawsAreTheSameBits(Initializer initializer) {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT, new Gain(5, TANH), new Dense(5, 4, TANH), new Dense(4, 2, TANH));
    assertThat(network.initialize(Initialization.of(initializer), 3))
        .containsExactly(network.initialize(initializer, 3));
  }

  /** As they were when this class was written: seeds are kept by those who use them. */
  @Test
  void seedsKeepTheirBits() {
    assertThat(dense(2, 2).initialize(Initializer.HE, 1)).containsExactly(HE_OF_SEED_1);
    assertThat(dense(2, 2).initialize(Initialization.orthogonal(1), 1))
        .containsExactly(ORTHOGONAL_OF_SEED_1);
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "9, 4", "4, 9", "1, 5", "5, 1", "1, 1", "40, 33"})
  void columnsOrRowsAreOrthonormalTimesTheGain(int m, int n) {
    double[] w = dense(m, n).initialize(Initialization.orthogonal(1.5), 3);
    int few = Math.min(m, n);
    for (int a = 0; a < few; a++) {
      for (int b = 0; b < few; b++) {
        double dot = 0;
        for (int i = 0; i < Math.max(m, n); i++) {
          dot += m >= n ? w[i * n + a] * w[i * n + b] : w[a * n + i] * w[b * n + i];
        }
        assertThat(dot).isCloseTo(a == b ? 2.25 : 0, within(1e-14));
      }
    }
    assertThat(Arrays.copyOfRange(w, m * n, w.length)).containsOnly(0);
  }

  /**
   * R = QᵀA of the drawn A is upper triangular with a positive diagonal: without the latter Q would
   * not be uniform.
   */
  @Test
  void theTriangleHasAPositiveDiagonal() {
    int n = 6;
    double[] q = dense(n, n).initialize(Initialization.orthogonal(1), 3);
    double[] a = dense(n, n).initialize(Initializer.FAN_IN, 3);
    for (int j = 0; j < n; j++) {
      for (int k = 0; k <= j; k++) {
        double r = 0;
        for (int i = 0; i < n; i++) {
          r += q[i * n + j] * a[i * n + k] * Math.sqrt(n);
        }
        if (k == j) {
          assertThat(r).isPositive();
        } else {
          assertThat(r).isCloseTo(0, within(1e-14));
        }
      }
    }
  }

  @Test
  void eachUnitHasSoManyInputs() {
    int m = 30;
    int n = 400;
    double[] w = dense(m, n).initialize(Initialization.sparse(7, 2), 3);
    double squares = 0;
    int[] chosen = new int[m];
    for (int j = 0; j < n; j++) {
      int count = 0;
      for (int i = 0; i < m; i++) {
        double weight = w[i * n + j];
        count += weight != 0 ? 1 : 0;
        chosen[i] += weight != 0 ? 1 : 0;
        squares += weight * weight;
      }
      assertThat(count).isEqualTo(7);
    }
    // 2,800 draws: the deviation is within 5 σ/√5,600; an input is chosen 93 ± 5·8.5 times
    assertThat(Math.sqrt(squares / (7 * n))).isCloseTo(2, within(0.14));
    assertThat(Arrays.stream(chosen)).allMatch(c -> c > 50 && c < 136);
    double[] few = dense(3, 2).initialize(Initialization.sparse(7, 1), 3);
    assertThat(Arrays.copyOf(few, 6)).doesNotContain(0);
  }

  @Test
  void bothPrecisionsBeginAtOnePoint() {
    for (Initialization how :
        List.of(Initialization.orthogonal(0.7), Initialization.sparse(2, 1).withHiddenBias(0.1))) {
      Layer[] layers = {new Dense(5, 4, TANH), new Dense(4, 6, NONE)};
      assertThat(Network.of(Precision.FLOAT, layers).initialize(how, 4))
          .containsExactly(
              Precision.FLOAT.of(Network.of(Precision.DOUBLE, layers).initialize(how, 4)));
    }
  }

  /** Draws are made in θ's order and of a unit's inputs: the next layer is not the first's. */
  @Test
  void layersAreDrawnOneAfterTheOther() {
    Network<double[]> two =
        Network.of(Precision.DOUBLE, new Dense(3, 3, TANH), new Dense(3, 3, NONE));
    double[] theta = two.initialize(Initialization.orthogonal(1), 4);
    double[] first = dense(3, 3).initialize(Initialization.orthogonal(1), 4);
    assertThat(Arrays.copyOf(theta, 12)).containsExactly(first);
    assertThat(Arrays.copyOfRange(theta, 12, 24)).isNotEqualTo(first);
  }

  // ---------------------------------------------------------------- biases

  @Test
  void biasesOfHiddenUnitsAloneBeginAtTheConstant() {
    List<Layer> layers =
        List.of(
            new Dense(2, 3, RELU),
            Residual.of(new Dense(3, 3, RELU)),
            new Branches(
                List.of(
                    List.of(new Gain(3, RELU), new Dense(3, 1, NONE), new Activate(1, TANH)),
                    List.of(new Dense(3, 2, NONE), new Softmax(2))),
                Join.CONCAT,
                NONE));
    Network<double[]> network = Network.of(Precision.DOUBLE, layers);
    double[] plain = network.initialize(Initializer.HE, 3);
    double[] theta = network.initialize(Initialization.of(Initializer.HE).withHiddenBias(0.1), 3);
    for (Block block : network.blocks()) {
      int from = block.offset();
      double[] part = Arrays.copyOfRange(theta, from, from + block.length());
      boolean isOutput = block.name().matches(".*branch0\\.1.*|.*branch1\\.0.*");
      if (block.isBias() && !isOutput) {
        assertThat(part).as(block.name()).containsOnly(0.1);
      } else {
        assertThat(part)
            .as(block.name())
            .containsExactly(Arrays.copyOfRange(plain, from, from + block.length()));
      }
    }
  }

  @Test
  void outputsBeginAtTheFrequenciesOfClasses() {
    Network<double[]> network =
        Network.of(Precision.DOUBLE, new Dense(2, 4, TANH), new Dense(4, 3, NONE));
    double[] theta = network.initialize(Initializer.HE, 3);
    double[] kept = theta.clone();
    Targets<double[]> targets =
        Targets.labels(Precision.DOUBLE, new int[] {0, 2, 2, 1, 2, 2, 0, 2}, 3);
    double[] biased = OutputBias.ofFrequencies(network, theta, Loss.softmaxCrossEntropy(), targets);
    int n = theta.length;
    assertThat(Arrays.copyOf(biased, n - 3)).containsExactly(Arrays.copyOf(theta, n - 3));
    assertThat(Arrays.copyOfRange(biased, n - 3, n))
        .containsExactly(StrictMath.log(2 / 8.0), StrictMath.log(1 / 8.0), StrictMath.log(5 / 8.0));
    assertThat(theta).containsExactly(kept);
    double[] weighted =
        OutputBias.ofFrequencies(
            network,
            theta,
            Loss.softmaxCrossEntropy().withLabelSmoothing(0.3),
            targets.withWeights(new double[] {1, 1, 0, 4, 0, 0, 1, 1}));
    assertThat(Arrays.copyOfRange(weighted, n - 3, n))
        .containsExactly(
            new double[] {
              StrictMath.log(0.7 * 2 / 8 + 0.1),
              StrictMath.log(0.7 * 4 / 8 + 0.1),
              StrictMath.log(0.7 * 2 / 8 + 0.1)
            },
            within(1e-15));
  }

  @Test
  void binaryOutputsBeginAtLogits() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            new Branches(
                List.of(List.of(new Dense(2, 1, NONE)), List.of(new Dense(2, 2, NONE))),
                Join.CONCAT,
                NONE));
    float[] theta = network.initialize(Initializer.HE, 3);
    Targets<float[]> targets =
        Targets.matrix(
            Precision.FLOAT, new float[] {0, 1, 0.25f, 1, 1, 0.25f, 0, 0, 0.25f, 0, 0, 0.25f}, 3);
    float[] biased = OutputBias.ofFrequencies(network, theta, Loss.binaryCrossEntropy(), targets);
    float logit = (float) (StrictMath.log(0.25) - StrictMath.log1p(-0.25));
    assertThat(biased)
        .containsExactly(
            theta[0], theta[1], logit, theta[3], theta[4], theta[5], theta[6], 0, logit);
  }

  @Test
  void refusesWhatHasNoFrequencies() {
    Network<double[]> network = dense(2, 3);
    double[] theta = new double[9];
    Targets<double[]> labels = Targets.labels(Precision.DOUBLE, new int[] {0, 1, 0}, 3);
    Loss softmax = Loss.softmaxCrossEntropy();
    String noBias =
        "network: output 0 and those beside it must be sums with a bias each and no activation";
    refused(
        () ->
            OutputBias.ofFrequencies(
                network, theta, softmax, Targets.labels(Precision.DOUBLE, new int[] {0, 1, 2}, 3)),
        noBias);
    Network<double[]> linear = Network.of(Precision.DOUBLE, new Dense(2, 3, NONE));
    refused(
        () -> OutputBias.ofFrequencies(linear, theta, softmax, labels),
        "the frequency of class 2 is 0.0, must be above 0");
    refused(
        () -> OutputBias.ofFrequencies(linear, new double[8], softmax, labels),
        "theta has 8 elements, must have the network's 9 parameters");
    Targets<double[]> signs = Targets.coded(Precision.DOUBLE, new int[] {0, 1, 2}, 3, 0, 1);
    refused(
        () -> OutputBias.ofFrequencies(linear, theta, Loss.halfSquaredError(), signs),
        "loss is half-squared-error, must be a cross-entropy: others have no frequencies of"
            + " classes");
    refused(
        () ->
            OutputBias.ofFrequencies(
                linear,
                theta,
                Loss.binaryCrossEntropy(),
                Targets.matrix(Precision.DOUBLE, new double[] {1, 0.5, 0.5}, 3)),
        "the frequency of class 0 is 1.0, must be above 0 and below 1");
    refused(
        () ->
            OutputBias.ofFrequencies(
                linear, theta, softmax, labels.withWeights(new double[] {0, 0, 0})),
        "the weights of the 3 examples sum to 0.0, must be positive");
    refused(
        () ->
            OutputBias.ofFrequencies(
                Network.of(Precision.DOUBLE, new Dense(2, 3, NONE), new Softmax(3)),
                theta,
                softmax,
                Targets.labels(Precision.DOUBLE, new int[] {0, 1, 2}, 3)),
        noBias);
    assertThat(theta).containsOnly(0);
  }

  @Test
  void refusesNumbersOutOfRange() {
    refused(() -> Initialization.orthogonal(0), "gain is 0.0, must be positive and finite");
    refused(
        () -> Initialization.orthogonal(Double.NaN), "gain is NaN, must be positive and finite");
    refused(() -> Initialization.sparse(0, 1), "inputs is 0, must be at least 1");
    refused(
        () -> Initialization.sparse(3, Double.POSITIVE_INFINITY),
        "deviation is Infinity, must be positive and finite");
    refused(
        () -> Initialization.sparse(3, 1).withHiddenBias(Double.NaN),
        "bias is NaN, must be finite");
    refused(() -> new UnitVariance(0, 3), "tolerance is 0.0, must be positive");
    refused(() -> new UnitVariance(0.1, 0), "rounds is 0, must be at least 1");
  }

  // ---------------------------------------------------------------- unit variance

  /** Measured by networks that end, without an activation, in the layer in question. */
  @Test
  void sumsOfEveryLayerHaveUnitVariance() {
    List<Layer> layers = new ArrayList<>(List.of(new Dense(6, 5, RELU)));
    for (int l = 1; l < 6; l++) {
      layers.add(new Dense(5, 5, RELU));
    }
    Network<double[]> network = Network.of(Precision.DOUBLE, layers);
    int batch = 50;
    double[] inputs = new SplittableRandom(3).doubles(batch * 6, -20, 30).toArray();
    double[] begin = network.initialize(Initialization.orthogonal(1).withHiddenBias(0.1), 3);
    double[] kept = begin.clone();
    Workspace<double[]> workspace = network.newWorkspace(batch);
    double[] theta = new UnitVariance(1e-9, 3).scale(workspace, begin, inputs, batch);
    assertThat(begin).containsExactly(kept);
    for (int l = 0; l < layers.size(); l++) {
      List<Layer> upTo = new ArrayList<>(layers.subList(0, l));
      upTo.add(new Dense(layers.get(l).inputs(), 5, NONE));
      Network<double[]> part = Network.of(Precision.DOUBLE, upTo);
      double[] y = new double[batch * 5];
      part.newWorkspace(batch)
          .predict(Arrays.copyOf(theta, part.parameters()), inputs, 0, batch, y);
      double mean = Arrays.stream(y).average().orElseThrow();
      double variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      assertThat(variance).as("layer %d", l).isCloseTo(1, within(1e-9));
      assertThat(theta[part.parameters() - 1]).isEqualTo(l == 5 ? 0 : 0.1);
    }
  }

  @Test
  void whatIsWithinTheToleranceStays() {
    Network<float[]> network =
        Network.of(Precision.FLOAT, new Gain(2, TANH), new Dense(2, 2, TANH), new Softmax(2));
    float[] inputs = {1, 2, 3, -1, 0, 2};
    float[] theta = network.initialize(Initializer.HE, 3);
    Workspace<float[]> workspace = network.newWorkspace(3);
    float[] scaled = new UnitVariance(0.01, 5).scale(workspace, theta, inputs, 3);
    assertThat(scaled).isNotEqualTo(theta);
    assertThat(Arrays.copyOf(scaled, 4)).containsExactly(1, 1, 0, 0);
    assertThat(new UnitVariance(0.01, 5).scale(workspace, scaled, inputs, 3))
        .containsExactly(scaled);
  }

  @Test
  void refusesABatchWithoutVariance() {
    Network<double[]> network =
        Network.of(Precision.DOUBLE, new Gain(2, TANH), new Dense(2, 2, TANH));
    double[] theta = network.initialize(Initializer.HE, 3);
    Workspace<double[]> workspace = network.newWorkspace(3);
    UnitVariance procedure = new UnitVariance(0.01, 5);
    refused(
        () -> procedure.scale(workspace, theta, new double[6], 3),
        "the sums of layers.1.weight have the variance 0.0 over the examples, must be positive and"
            + " finite");
    refused(
        () -> procedure.scale(workspace, theta, new double[6], 4),
        "examples is 4, must be from 1 to 3");
    refused(
        () -> procedure.scale(workspace, theta, new double[5], 3),
        "inputs has 5 elements, must have at least the 6 of 3 examples");
    refused(
        () -> procedure.scale(workspace, new double[3], new double[6], 3),
        "theta has 3 elements, must have the network's 10 parameters");
  }

  @Test
  void saysWhatItIs() {
    assertThat(Initialization.orthogonal(2).withHiddenBias(0.1))
        .hasToString("orthogonal(2.0), hidden biases 0.1");
    assertThat(Initialization.of(Initializer.HE)).hasToString("HE");
    assertThat(Initialization.sparse(15, 1)).hasToString("sparse(15, 1.0)");
  }
}
