package io.github.curvelane.nn;

import static io.github.curvelane.nn.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.nn.NetworkCase.Cost;
import io.github.curvelane.nn.NetworkCase.Unit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the diagonals of second derivatives agree, and where they do not. */
final class CurvatureFactsTest {
  private static Map<Diagonal, double[]> diagonals(NetworkCase network) {
    NetworkObjective<double[]> objective = network.objective();
    double[] theta = network.theta();
    objective.linearize(theta, new double[theta.length]);
    Map<Diagonal, double[]> diagonals = new EnumMap<>(Diagonal.class);
    for (Diagonal kind : Diagonal.values()) {
      double[] diagonal = new double[theta.length];
      objective.diagonal(kind, diagonal);
      diagonals.put(kind, diagonal);
    }
    return diagonals;
  }

  /** The part of the last {@code layers} layers. */
  private static double[] last(NetworkCase network, int layers, double[] diagonal) {
    int[] sizes = network.sizes();
    int count = 0;
    for (int l = sizes.length - layers; l < sizes.length; l++) {
      count += (sizes[l - 1] + 1) * sizes[l];
    }
    return Arrays.copyOfRange(diagonal, diagonal.length - count, diagonal.length);
  }

  /** Whether the recursions' diagonals of the last layers are the exact ones. */
  private static void assertExact(NetworkCase network, int layers) {
    Map<Diagonal, double[]> diagonals = diagonals(network);
    assertClose(
        "Gauss-Newton",
        last(network, layers, diagonals.get(Diagonal.BECKER_LECUN)),
        last(network, layers, diagonals.get(Diagonal.GAUSS_NEWTON)));
    assertClose(
        "Hessian",
        last(network, layers, diagonals.get(Diagonal.BECKER_LECUN_SECOND_ORDER)),
        last(network, layers, diagonals.get(Diagonal.HESSIAN)));
  }

  private static void assertApart(double[] a, double[] b) {
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    assertThat(difference).isGreaterThan(1e-3 * Close.largest(new double[][] {a, b}));
  }

  private static void assertInexact(NetworkCase network, int layers) {
    Map<Diagonal, double[]> diagonals = diagonals(network);
    assertApart(
        last(network, layers, diagonals.get(Diagonal.BECKER_LECUN)),
        last(network, layers, diagonals.get(Diagonal.GAUSS_NEWTON)));
    assertApart(
        last(network, layers, diagonals.get(Diagonal.BECKER_LECUN_SECOND_ORDER)),
        last(network, layers, diagonals.get(Diagonal.HESSIAN)));
  }

  @ParameterizedTest
  @EnumSource(Cost.class)
  void theRecursionIsExactForTheLastLayer(Cost cost) {
    assertExact(new NetworkCase(Unit.TANH, Unit.IDENTITY, cost, 5, 3, 4, 3, 3), 1);
    assertExact(new NetworkCase(Unit.TANH, Unit.LOGISTIC, cost, 5, 3, 4, 3, 3), 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Cost.class,
      names = {"SOFTMAX", "HUBER"},
      mode = EnumSource.Mode.EXCLUDE)
  void theRecursionIsExactForTheLastTwoLayersIfTheLosssHessianIsDiagonal(Cost cost) {
    NetworkCase linear = new NetworkCase(Unit.SILU, Unit.IDENTITY, cost, 5, 3, 4, 5, 3);
    assertExact(linear, 2);
    assertInexact(linear, 3);
    assertExact(new NetworkCase(Unit.LOGISTIC, Unit.TANH, cost, 5, 3, 4, 5, 3), 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Unit.class,
      names = {"IDENTITY", "RELU", "LEAKY_RELU"},
      mode = EnumSource.Mode.EXCLUDE)
  void withSoftmaxItIsNot(Unit unit) {
    assertInexact(new NetworkCase(unit, Unit.IDENTITY, Cost.SOFTMAX, 5, 3, 4, 3), 2);
  }

  static Stream<NetworkCase> chains() {
    return Stream.of(Unit.TANH, Unit.SOFTPLUS, Unit.GELU)
        .flatMap(
            unit ->
                Stream.of(Cost.HALF_SQUARED_ERROR, Cost.BINARY)
                    .map(cost -> new NetworkCase(unit, Unit.TANH, cost, 6, 4, 1, 1, 1, 1)));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void theRecursionIsExactThroughoutChainsOfWidthOne(NetworkCase chain) {
    assertExact(chain, 4);
  }

  @ParameterizedTest
  @EnumSource(
      value = Unit.class,
      names = {"TANH", "SILU"})
  void aChainWithWideOutputsIsNoChain(Unit unit) {
    assertInexact(new NetworkCase(unit, Unit.IDENTITY, Cost.SOFTMAX, 6, 4, 1, 1, 3), 3);
  }

  @ParameterizedTest
  @EnumSource(value = Cost.class, names = "HUBER", mode = EnumSource.Mode.EXCLUDE)
  void ofALinearLayerFourDiagonalsAgreeAndTheEmpiricalFisherDoesNot(Cost cost) {
    NetworkCase network = new NetworkCase(Unit.IDENTITY, Unit.IDENTITY, cost, 7, 5, 3);
    Map<Diagonal, double[]> diagonals = diagonals(network);
    double[] exact = diagonals.get(Diagonal.HESSIAN);
    List<Diagonal> same =
        List.of(Diagonal.BECKER_LECUN, Diagonal.BECKER_LECUN_SECOND_ORDER, Diagonal.GAUSS_NEWTON);
    for (Diagonal kind : same) {
      assertClose(kind.name(), diagonals.get(kind), exact);
    }
    assertApart(diagonals.get(Diagonal.EMPIRICAL_FISHER), exact);
  }

  @ParameterizedTest
  @EnumSource(
      value = Unit.class,
      names = {"IDENTITY", "RELU", "LEAKY_RELU"})
  void piecewiseLinearNetworksHaveOneExactDiagonal(Unit unit) {
    for (Cost cost : Cost.values()) {
      Map<Diagonal, double[]> diagonals =
          diagonals(new NetworkCase(unit, Unit.IDENTITY, cost, 5, 3, 4, 4, 3));
      assertThat(diagonals.get(Diagonal.HESSIAN)).isEqualTo(diagonals.get(Diagonal.GAUSS_NEWTON));
      assertThat(diagonals.get(Diagonal.BECKER_LECUN_SECOND_ORDER))
          .isEqualTo(diagonals.get(Diagonal.BECKER_LECUN));
    }
  }
}
