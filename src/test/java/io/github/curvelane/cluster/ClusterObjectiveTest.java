package io.github.curvelane.cluster;

import static io.github.curvelane.cluster.ClusterCase.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mean over workers against that of one objective with all examples. */
final class ClusterObjectiveTest {
  private static final List<Diagonal> DIAGONALS = List.of(Diagonal.values());

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void everyQuantityHasTheBitsOfOneProcess(Precision<A> precision) {
    for (int examples : new int[] {1, 4 * CHUNK + 5}) {
      ClusterCase<A> c = new ClusterCase<>(precision, examples);
      Map<String, String> expected = QuantityDigests.of(c.inOneProcess(), c.theta, DIAGONALS);
      assertThat(expected).hasSize(17);
      for (int threads = 1; threads <= (examples == 1 ? 1 : 3); threads++) {
        try (Parallelism parallelism = Parallelism.threads(threads);
            Workers<A> workers = c.workers(parallelism)) {
          var objective = new ClusterObjective<>(workers);
          assertThat(QuantityDigests.of(objective, c.theta, DIAGONALS))
              .as("%d examples, %d threads", examples, threads)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void someChunksAreTheObjectiveOfTheirExamples(Precision<A> precision) {
    ClusterCase<A> c = new ClusterCase<>(precision, 4 * CHUNK + 5);
    try (Parallelism parallelism = Parallelism.threads(2);
        Workers<A> workers = c.workers(parallelism)) {
      var objective = new ClusterObjective<>(workers);
      for (int[] some : new int[][] {{1, 3}, {0, 2, 3, 4}}) {
        assertThat(QuantityDigests.of(objective.ofChunks(some), c.theta, DIAGONALS))
            .as(Arrays.toString(some))
            .isEqualTo(QuantityDigests.of(c.inOneProcess(some), c.theta, DIAGONALS));
      }
      ClusterObjective<A> twice = objective.ofChunks(1, 3, 4).ofChunks(0, 2);
      assertThat(twice.examples()).isEqualTo(CHUNK + 5);
      assertThat(twice.chunks()).isEqualTo(2);
      assertThat(twice.value(c.theta)).isEqualTo(c.inOneProcess(1, 4).value(c.theta));
    }
  }

  /** Objectives that share workers do not take each other's signals for theirs. */
  @Test
  void objectivesOfTheSameWorkersDoNotMix() {
    ClusterCase<float[]> c = new ClusterCase<>(Precision.FLOAT, 2 * CHUNK);
    Workers<float[]> workers = c.workers(Parallelism.none());
    var one = new ClusterObjective<>(workers);
    var other = new ClusterObjective<>(workers);
    float[] elsewhere = c.theta.clone();
    elsewhere[0] += 1;
    float[] v = c.theta.clone();
    float[] expected = c.vector();
    one.linearize(c.theta, c.vector());
    one.hessianVector(v, expected);
    other.linearize(elsewhere, c.vector());
    other.hessianVector(v, c.vector());
    float[] again = c.vector();
    one.hessianVector(v, again);
    assertThat(again).containsExactly(expected);
    one.ofChunks(1).value(elsewhere);
    one.hessianVector(v, again);
    assertThat(again).containsExactly(expected);
  }

  @Test
  void theLinearizedPointIsCopied() {
    ClusterCase<float[]> c = new ClusterCase<>(Precision.FLOAT, CHUNK + 5);
    var objective = new ClusterObjective<>(c.workers(Parallelism.none()));
    float[] expected = c.vector();
    float[] theta = c.theta.clone();
    objective.linearize(theta, c.vector());
    objective.hessianVector(c.theta, expected);
    Arrays.fill(theta, Float.NaN);
    float[] product = c.vector();
    objective.hessianVector(c.theta, product);
    assertThat(product).containsExactly(expected);
  }

  @Test
  void severalDirectionsAreOneRequest() {
    ClusterCase<float[]> c = new ClusterCase<>(Precision.FLOAT, CHUNK + 5);
    Recording<float[]> workers = new Recording<>(c.workers(Parallelism.none()));
    var objective = new ClusterObjective<>(workers);
    objective.linearize(c.theta, c.vector());
    List<float[]> products = List.of(c.vector(), c.vector(), c.vector());
    objective.hessianVectors(List.of(c.theta, c.theta, c.theta), products);
    objective.gaussNewtonVectors(List.of(c.theta, c.theta, c.theta), products);
    objective.keep(c.theta, c.vector());
    assertThat(workers.asked)
        .containsExactly("GRADIENT 1", "HESSIAN_VECTORS 3", "GAUSS_NEWTON_VECTORS 3", "VALUE 0");
  }

  @Test
  void nobodyIsAskedWhatIsRefused() {
    ClusterCase<float[]> c = new ClusterCase<>(Precision.FLOAT, CHUNK + 5);
    Recording<float[]> workers = new Recording<>(c.workers(Parallelism.none()));
    var objective = new ClusterObjective<>(workers);
    float[] bad = c.theta.clone();
    bad[5] = Float.NaN;
    refused("theta[5] is NaN, must be finite", () -> objective.value(bad));
    refused("theta[5] is NaN, must be finite", () -> objective.linearize(bad, c.vector()));
    refused("theta[5] is NaN, must be finite", () -> objective.valueAndGradient(bad, c.vector()));
    refused(
        "theta has 3 elements, must have the objective's 27 parameters",
        () -> objective.value(new float[3]));
    refused(
        "gradient has 3 elements, must have the objective's 27 parameters",
        () -> objective.valueAndGradient(c.theta, new float[3]));
    refused(
        "theta and gradient are the same array",
        () -> objective.valueAndGradient(c.theta, c.theta));
    assertThatThrownBy(() -> objective.hessianVector(c.theta, c.vector()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
    assertThat(workers.asked).isEmpty();
    objective.linearize(c.theta, c.vector());
    workers.asked.clear();
    bad[5] = Float.POSITIVE_INFINITY;
    refused("v[5] is Infinity, must be finite", () -> objective.hessianVector(bad, c.vector()));
    refused(
        "vectors[1][5] is Infinity, must be finite",
        () -> objective.hessianVectors(List.of(c.theta, bad), List.of(c.vector(), c.vector())));
    refused(
        "product has 2 elements, must have the objective's 27 parameters",
        () -> objective.gaussNewtonVector(c.theta, new float[2]));
    refused("v and product are the same array", () -> objective.hessianVector(c.theta, c.theta));
    float[] twice = c.vector();
    refused(
        "a product and another are the same array",
        () -> objective.hessianVectors(List.of(c.theta, c.theta), List.of(twice, twice)));
    refused(
        "samples is 0, must be at least 1",
        () -> objective.monteCarloGaussNewtonDiagonal(0, 1, c.vector()));
    assertThat(workers.asked).isEmpty();
    objective.hessianVector(c.theta, c.vector());
    objective.value(c.theta);
    assertThatThrownBy(() -> objective.diagonal(Diagonal.HESSIAN, c.vector()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** Workers that write down what they are asked for. */
  private static final class Recording<A> implements Workers<A> {
    private final Workers<A> workers;
    final List<String> asked = new ArrayList<>();

    Recording(Workers<A> workers) {
      this.workers = workers;
    }

    @Override
    public Precision<A> precision() {
      return workers.precision();
    }

    @Override
    public int dimension() {
      return workers.dimension();
    }

    @Override
    public long examples() {
      return workers.examples();
    }

    @Override
    public int chunks() {
      return workers.chunks();
    }

    @Override
    public Set<ChunkQuantity> quantities() {
      return workers.quantities();
    }

    @Override
    public double sum(ChunkRequest<A> request, List<A> sums) {
      asked.add(request.quantity() + " " + request.width());
      return workers.sum(request, sums);
    }

    @Override
    public Workers<A> ofChunks(int... chunks) {
      return workers.ofChunks(chunks);
    }

    @Override
    public void close() {
      workers.close();
    }
  }
}
