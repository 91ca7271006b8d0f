package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact diagonal of the Hessian, whose residuals of f″ have both signs. */
final class HessianDiagonalTest {
  private static final int[] SIZES = {20, 30, 16, 5};

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  private static <A> double[] diagonal(
      Precision<A> precision, Activation activation, Diagonal kind, int batch) {
    Network<A> network = Network.perceptron(precision, activation, Activation.identity(), SIZES);
    int[] labels = new SplittableRandom(4).ints(batch, 0, 5).toArray();
    NetworkObjective<A> objective =
        new NetworkObjective<>(
            network.newWorkspace(batch),
            Loss.softmaxCrossEntropy(),
            precision.of(singles(batch * SIZES[0], 1, 3)),
            Targets.labels(precision, labels, 5));
    A diagonal = precision.newArray(network.parameters());
    objective.linearize(precision.of(singles(network.parameters(), 0.3, 1)), diagonal);
    objective.diagonal(kind, diagonal);
    return precision.toDoubles(diagonal);
  }

  /** Numbers that single precision holds. */
  private static double[] singles(int n, double size, long seed) {
    return Precision.FLOAT.toDoubles(Precision.FLOAT.of(LossCase.random(n, size, seed)));
  }

  /**
   * Of 256 examples a residual has either sign about as often. In one chain they meet early; as
   * sums of one sign each, subtracted at the end, they lose up to 1.1e-3 of an element here. What
   * remains, 7e-5, is the rounding of the signals.
   */
  @Test
  void residualsOfBothSignsMeetInOneChain() {
    double[] single = diagonal(Precision.FLOAT, Activation.tanh(), Diagonal.HESSIAN, 256);
    double[] precise = diagonal(Precision.DOUBLE, Activation.tanh(), Diagonal.HESSIAN, 256);
    double largest = Close.largest(new double[][] {precise});
    double worst = 0;
    for (int i = 0; i < precise.length; i++) {
      if (Math.abs(precise[i]) > 1e-4 * largest) {
        worst = Math.max(worst, Math.abs(single[i] - precise[i]) / Math.abs(precise[i]));
      }
    }
    assertThat(worst).isLessThan(2e-4);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void withoutResidualsItIsGaussNewtonsBitForBit(Precision<A> precision) {
    assertThat(diagonal(precision, Activation.relu(), Diagonal.HESSIAN, 40))
        .containsExactly(diagonal(precision, Activation.relu(), Diagonal.GAUSS_NEWTON, 40));
  }
}
