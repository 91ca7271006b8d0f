package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracles against Jacobi's method on their dense matrices. */
final class KnownSpectrumTest {
  static Stream<KnownSpectrum<?>> all() {
    return Stream.concat(KnownSpectrum.all(Precision.DOUBLE), KnownSpectrum.all(Precision.FLOAT));
  }

  @ParameterizedTest
  @MethodSource("all")
  <A> void eigenvaluesAreThoseOfTheProducts(KnownSpectrum<A> known) {
    Precision<A> precision = known.operator().precision();
    int n = known.operator().dimension();
    double[] matrix = precision.toDoubles(DenseCurvature.of(known.operator()));
    double[] values = JacobiEigenvalues.of(n, matrix);
    double[] expected = known.eigenvalues();
    assertThat(expected).hasSize(n).isSorted();
    // The products round as chains of n do, twice; a sweep of rotations, in doubles, 2n times.
    double bound = (4 * precision.unitRoundoff() + 16 * 0x1p-53) * n * known.norm();
    for (int k = 0; k < n; k++) {
      assertThat(values[k]).as("λ_%d", k).isCloseTo(expected[k], within(bound));
    }
  }
}
