package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sums of one chunk, and what they leave for the next request. */
final class NetworkChunkSumsTest {
  private static final int EXAMPLES = 37;
  private static final Network<float[]> NETWORK =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 3, 4, 2);
  private static final Loss LOSS = Loss.softmaxCrossEntropy();

  private final float[] theta = NETWORK.initialize(Initializer.FAN_IN, 1);
  private final float[] inputs = inputs(EXAMPLES, 1);
  private final int[] labels = new Random(2).ints(EXAMPLES, 0, 2).toArray();
  private final Targets<float[]> targets = Targets.labels(Precision.FLOAT, labels, 2);

  private static float[] inputs(int examples, int seed) {
    Random random = new Random(seed);
    float[] inputs = new float[3 * examples];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    return inputs;
  }

  private NetworkChunkSums<float[]> aimed() {
    NetworkChunkSums<float[]> sums = new NetworkChunkSums<>(NETWORK, LOSS);
    sums.aim(inputs, targets);
    return sums;
  }

  private ChunkRequest<float[]> request(ChunkQuantity quantity, long point) {
    ChunkRequest<float[]> request = new ChunkRequest<>(theta).at(theta, point);
    if (quantity == ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL) {
      return request.askSampledDiagonal(2, 5);
    }
    return quantity.isProduct()
        ? request.ask(quantity, List.of(theta.clone()))
        : request.ask(quantity);
  }

  private static float[] sums(NetworkChunkSums<float[]> chunk, ChunkRequest<float[]> request) {
    float[] sum = new float[NETWORK.parameters() + 1];
    List<float[]> sums =
        request.width() == 0 ? List.of() : List.of(new float[NETWORK.parameters()]);
    sum[NETWORK.parameters()] = (float) chunk.chunkSums(request, 0, sums);
    for (float[] one : sums) {
      System.arraycopy(one, 0, sum, 0, one.length);
    }
    return sum;
  }

  /**
   * Labels that change, which they must not, show whether a forward pass has been run: without one
   * the sums are those of the old labels.
   */
  @ParameterizedTest
  @EnumSource(
      value = ChunkQuantity.class,
      names = {
        "VALUE",
        "GRADIENT",
        "HESSIAN_VECTORS",
        "BECKER_LECUN_SECOND_ORDER",
        "HESSIAN_DIAGONAL",
        "SQUARED_GRADIENTS"
      })
  void signalsServeTheNextRequestOfTheSamePoint(ChunkQuantity quantity) {
    for (ChunkQuantity first : ChunkQuantity.values()) {
      NetworkChunkSums<float[]> chunk = aimed();
      final float[] before = sums(aimed(), request(quantity, 0));
      sums(chunk, request(first, 7));
      for (int i = 0; i < EXAMPLES; i++) {
        labels[i] = 1 - labels[i];
      }
      final float[] after = sums(aimed(), request(quantity, 0));
      assertThat(after).isNotEqualTo(before);
      boolean left = first != ChunkQuantity.VALUE;
      assertThat(sums(chunk, request(quantity, 7)))
          .as("%s after %s", quantity, first)
          .containsExactly(left ? before : after);
      assertThat(sums(chunk, request(quantity, 8))).containsExactly(after);
      assertThat(sums(chunk, request(quantity, 0))).containsExactly(after);
    }
  }

  /** A point without a number is not taken for the one before. */
  @Test
  void signalsAreOfTheirChunkAndPoint() {
    NetworkChunkSums<float[]> chunk = aimed();
    float[] expected = sums(aimed(), request(ChunkQuantity.HESSIAN_VECTORS, 3));
    float[] others = inputs(EXAMPLES, 9);
    chunk.aim(others, targets);
    assertThat(sums(chunk, request(ChunkQuantity.HESSIAN_VECTORS, 3))).isNotEqualTo(expected);
    chunk.aim(inputs, targets);
    assertThat(sums(chunk, request(ChunkQuantity.HESSIAN_VECTORS, 3))).containsExactly(expected);
    ChunkRequest<float[]> elsewhere = request(ChunkQuantity.HESSIAN_VECTORS, 0);
    elsewhere.at(new float[theta.length], 0);
    assertThat(sums(chunk, elsewhere)).isNotEqualTo(expected);
    assertThat(sums(chunk, request(ChunkQuantity.HESSIAN_VECTORS, 3))).containsExactly(expected);
  }

  @Test
  void sumsAreNotScaled() {
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(NETWORK.newWorkspace(EXAMPLES), LOSS, inputs, targets);
    float[] gradient = new float[theta.length];
    double value = objective.valueAndGradient(theta, gradient);
    float[] sums = sums(aimed(), request(ChunkQuantity.GRADIENT, 0));
    assertThat(sums[theta.length]).isEqualTo((float) (value * EXAMPLES));
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).isEqualTo(sums[i] * (float) (1.0 / EXAMPLES));
    }
  }

  /** Draws come from a generator of the chunk's place. */
  @Test
  void drawsDependOnThePlace() {
    ChunkRequest<float[]> request = request(ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL, 1);
    float[] first = new float[theta.length];
    float[] second = new float[theta.length];
    aimed().chunkSums(request, 0, List.of(first));
    NetworkChunkSums<float[]> chunk = aimed();
    chunk.chunkSums(request, 1, List.of(second));
    assertThat(second).isNotEqualTo(first);
    chunk.chunkSums(request, 0, List.of(second));
    assertThat(second).containsExactly(first);
  }

  /** What was linearized is not what a request has left. */
  @Test
  void aRequestTakesTheLinearizedPoint() {
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(NETWORK.newWorkspace(EXAMPLES), LOSS, inputs, targets);
    float[] gradient = new float[theta.length];
    objective.linearize(theta, gradient);
    objective.chunkSums(request(ChunkQuantity.HESSIAN_DIAGONAL, 4), 0, List.of(gradient));
    assertThatThrownBy(() -> objective.hessianVector(theta, gradient))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no point is kept");
  }

  @Test
  void severalChunksAreRefused() {
    int examples = 4097;
    float[] many = inputs(examples, 1);
    Targets<float[]> classes = Targets.labels(Precision.FLOAT, new int[examples], 2);
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(NETWORK.newWorkspace(examples), LOSS, many, classes);
    assertThatThrownBy(() -> objective.chunkSums(request(ChunkQuantity.VALUE, 0), 0, List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the batch has 4097 examples, must have at most the 4096 of a chunk");
    NetworkChunkSums<float[]> chunk = aimed();
    refused("targets has 4097 examples, must have from 1 to 4096", () -> chunk.aim(many, classes));
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    NetworkChunkSums<float[]> nowhere = new NetworkChunkSums<>(NETWORK, LOSS);
    assertThatThrownBy(() -> nowhere.value(theta))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no batch is selected");
    refused(
        "inputs has 2 elements, must have 111: the targets' 37 examples of the network's 3 inputs",
        () -> nowhere.aim(new float[2], targets));
    float[] half = new float[2 * EXAMPLES];
    refused(
        "softmax-cross-entropy: the targets of example 0 sum to 0.0, must sum to 1 within 4.8e-07",
        () -> nowhere.aim(inputs, Targets.matrix(Precision.FLOAT, half, 2)));
    NetworkChunkSums<float[]> chunk = aimed();
    ChunkRequest<float[]> gradient = request(ChunkQuantity.GRADIENT, 0);
    refused(
        "sums has 0 arrays, must have the 1 of the request",
        () -> chunk.chunkSums(gradient, 0, List.of()));
    refused("place is -1, must be at least 0", () -> chunk.chunkSums(gradient, -1, List.of()));
    refused(
        "a sum and theta are the same array", () -> chunk.chunkSums(gradient, 0, List.of(theta)));
    refused(
        "sums[0] has 1 elements, must have the objective's 26 parameters",
        () -> chunk.chunkSums(gradient, 0, List.of(new float[1])));
    assertThatThrownBy(
            () ->
                new NetworkChunkSums<>(
                    Network.of(
                        Precision.FLOAT, new BatchNormalization(3, 1e-5, Activation.identity())),
                    LOSS))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("no sums of chunks: layer 0 normalises by the statistics");
  }

  @Test
  void aLossWithoutDistributionHasNoDraws() {
    Loss huber = Loss.huber(1);
    assertThat(NetworkChunkSums.quantities(NETWORK, huber))
        .doesNotContain(ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL)
        .hasSize(ChunkQuantity.values().length - 1);
    NetworkChunkSums<float[]> chunk = new NetworkChunkSums<>(NETWORK, huber);
    chunk.aim(inputs, Targets.matrix(Precision.FLOAT, new float[2 * EXAMPLES], 2));
    ChunkRequest<float[]> request = request(ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL, 0);
    assertThatThrownBy(() -> chunk.chunkSums(request, 0, List.of(new float[theta.length])))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("huber(1.0) has no distribution to draw targets from");
  }

  /** Sums are of all parameters, and of pieces where products are refused. */
  @Test
  void frozenParametersAndPiecesMakeNoDifference() {
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(
            NETWORK.newWorkspace(EXAMPLES, Parallelism.none()).microBatch(10),
            LOSS,
            inputs,
            targets);
    objective.train(List.of(NETWORK.ranges().getLast()));
    float[] sum = new float[theta.length];
    objective.chunkSums(request(ChunkQuantity.GRADIENT, 2), 0, List.of(sum));
    float[] expected = sums(aimed(), request(ChunkQuantity.GRADIENT, 0));
    assertThat(sum).containsExactly(Arrays.copyOf(expected, sum.length));
    assertThatThrownBy(
            () -> objective.chunkSums(request(ChunkQuantity.HESSIAN_DIAGONAL, 2), 0, List.of(sum)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("no point can be kept in micro-batches of 10 examples");
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
