package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recurrence: VVᵀ = I, MVᵀ = VᵀT but for the vector after the last, and how it goes on. */
final class LanczosBasisTest {
  static Stream<KnownSpectrum<?>> spectra() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE).flatMap(KnownSpectrum::all);
  }

  @ParameterizedTest
  @MethodSource("spectra")
  <A> void theBasisIsOrthonormalAndTIsTheMatrixInIt(KnownSpectrum<A> spectrum) {
    int n = spectrum.operator().dimension();
    for (int steps : new int[] {1, 2, 7, n}) {
      LanczosBasis<A> basis = filled(spectrum.operator(), Math.min(steps, n), 5);
      check(spectrum, basis);
    }
  }

  @ParameterizedTest
  @MethodSource("spectra")
  <A> void aRestartKeepsTheRecurrence(KnownSpectrum<A> spectrum) {
    SymmetricOperator<A> operator = spectrum.operator();
    int n = operator.dimension();
    if (n < 12) {
      return;
    }
    LanczosBasis<A> basis = filled(operator, 8, 3);
    // Any orthogonal combination will do for the basis, its eigenvectors for the recurrence.
    for (int round = 0; round < 3; round++) {
      int k = basis.columns();
      double[] values = new double[k];
      double[] vectors = new double[k * k];
      ProjectedMatrix.eigen(basis, values, vectors);
      double[] s = new double[3 * k];
      System.arraycopy(vectors, (k - 3) * k, s, 0, 3 * k);
      basis.restart(3, s, k, new double[] {values[k - 3], values[k - 2], values[k - 1]});
      check(spectrum, basis);
      while (!basis.isFull() && (basis.isOpen() || basis.refresh())) {
        operator.apply(basis.direction(), basis.image());
        basis.advance();
      }
      check(spectrum, basis);
    }
  }

  private static <A> LanczosBasis<A> filled(SymmetricOperator<A> operator, int steps, long seed) {
    LanczosBasis<A> basis =
        new LanczosBasis<>(operator.precision(), operator.dimension(), steps, seed);
    basis.start();
    while (!basis.isFull()) {
      if (!basis.isOpen()) {
        assertThat(basis.outwards()).isZero();
        assertThat(basis.refresh()).isTrue();
      }
      operator.apply(basis.direction(), basis.image());
      basis.advance();
    }
    return basis;
  }

  private static <A> void check(KnownSpectrum<A> spectrum, LanczosBasis<A> basis) {
    Precision<A> precision = spectrum.operator().precision();
    int n = spectrum.operator().dimension();
    int k = basis.columns();
    int rows = basis.isOpen() ? k + 1 : k;
    double[] v = precision.toDoubles(basis.vectors());
    double bound = 16 * Math.sqrt(n) * precision.unitRoundoff();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = i == j ? -1 : 0;
        for (int c = 0; c < n; c++) {
          dot += v[i * basis.stride() + c] * v[j * basis.stride() + c];
        }
        assertThat(Math.abs(dot)).as("v%d·v%d of %d, %s", i, j, rows, spectrum).isLessThan(bound);
      }
    }
    double[] t = ProjectedMatrix.of(basis);
    A row = precision.newArray(n);
    A image = precision.newArray(n);
    for (int i = 0; i < k; i++) {
      precision.copy(basis.vectors(), i * basis.stride(), row, 0, n);
      spectrum.operator().apply(row, image);
      double[] left = precision.toDoubles(image);
      for (int j = 0; j < rows; j++) {
        double factor = j < k ? t[i * k + j] : 0;
        if (j == k && k == basis.kept()) {
          factor = basis.couplings()[i];
        } else if (j == k && i == k - 1) {
          factor = basis.outwards();
        }
        for (int c = 0; c < n; c++) {
          left[c] -= factor * v[j * basis.stride() + c];
        }
      }
      double norm = 0;
      for (double x : left) {
        norm = Math.fma(x, x, norm);
      }
      assertThat(Math.sqrt(norm))
          .as("column %d of %d, %s", i, k, spectrum)
          .isLessThanOrEqualTo(basis.rounding());
      assertThat(basis.rounding())
          .isLessThanOrEqualTo(
              (Math.sqrt(n) + 20)
                      * 5
                      * precision.unitRoundoff()
                      * Math.max(1, Math.sqrt(k))
                      * spectrum.norm()
                  + 1e-37);
    }
  }

  @Test
  void theSpaceOfTheIdentityIsInvariantAtOnceAndFreshVectorsGoOn() {
    KnownSpectrum<double[]> identity = KnownSpectrum.identity(Precision.DOUBLE, 5);
    LanczosBasis<double[]> basis = filled(identity.operator(), 5, 1);
    assertThat(basis.refresh()).isFalse();
    for (int i = 0; i < 5; i++) {
      assertThat(basis.alphas()[i]).isEqualTo(1, within(1e-15));
      assertThat(basis.betas()[i]).isZero();
    }
  }

  @Test
  void aPowerOfTwoChangesNoDigit() {
    for (int exponent : new int[] {-100, 100}) {
      SymmetricOperator<float[]> operator =
          KnownSpectrum.secondDifferences(Precision.FLOAT, 300).operator();
      LanczosBasis<float[]> one = filled(operator, 12, 1);
      LanczosBasis<float[]> other = filled(scaled(operator, exponent), 12, 1);
      for (int i = 0; i < 12; i++) {
        assertThat(other.alphas()[i]).isEqualTo(Math.scalb(one.alphas()[i], exponent));
        assertThat(other.betas()[i]).isEqualTo(Math.scalb(one.betas()[i], exponent));
      }
    }
  }

  /**
   * Products that err along one vector of the basis by more than all that is new in them: one
   * sweep's own rounding would then be left in the new vector.
   */
  @Test
  void aSecondSweepFollowsWhereTheFirstTookMostAway() {
    int n = 40;
    double[] first = new double[n];
    SymmetricOperator<double[]> operator =
        new SymmetricOperator<>() {
          private int products;

          @Override
          public Precision<double[]> precision() {
            return Precision.DOUBLE;
          }

          @Override
          public int dimension() {
            return n;
          }

          @Override
          public void apply(double[] v, double[] result) {
            if (products++ == 0) {
              System.arraycopy(v, 0, first, 0, n);
            }
            for (int i = 0; i < n; i++) {
              result[i] = Math.scalb(v[i], -3 * i) + 1e-8 * first[i];
            }
          }
        };
    LanczosBasis<double[]> basis = filled(operator, 14, 1);
    double[] v = basis.vectors();
    for (int i = 0; i < 14; i++) {
      for (int j = 0; j < i; j++) {
        double dot = 0;
        for (int c = 0; c < n; c++) {
          dot = Math.fma(v[i * basis.stride() + c], v[j * basis.stride() + c], dot);
        }
        assertThat(dot).as("v%d·v%d", i, j).isEqualTo(0, within(1e-14));
      }
    }
  }

  private static SymmetricOperator<float[]> scaled(
      SymmetricOperator<float[]> operator, int exponent) {
    return new SymmetricOperator<>() {
      @Override
      public Precision<float[]> precision() {
        return Precision.FLOAT;
      }

      @Override
      public int dimension() {
        return operator.dimension();
      }

      @Override
      public void apply(float[] v, float[] result) {
        operator.apply(v, result);
        for (int i = 0; i < result.length; i++) {
          result[i] = Math.scalb(result[i], exponent);
        }
      }
    };
  }

  @Test
  void aMatrixThatIsNotSymmetricIsRefusedWithItsNumbers() {
    SymmetricOperator<double[]> triangle =
        new SymmetricOperator<>() {
          @Override
          public Precision<double[]> precision() {
            return Precision.DOUBLE;
          }

          @Override
          public int dimension() {
            return 30;
          }

          @Override
          public void apply(double[] v, double[] result) {
            double sum = 0;
            for (int i = 0; i < v.length; i++) {
              sum += v[i];
              result[i] = sum;
            }
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filled(triangle, 10, 1))
        .withMessageStartingWith("the matrix is not symmetric: for orthonormal v, w is wᵀMv = ")
        .withMessageContaining(" but vᵀMw = ");
  }

  @Test
  void moreVectorsThanMemoryAreRefusedBeforeTheyAreAllocated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LanczosBasis<>(Precision.DOUBLE, 1_000_000, 2_000_000, 1))
        .withMessageMatching(
            "2000001 vectors of 1000000 elements need 16\\d{12} bytes, more than the \\d+ of the"
                + " heap: bound their number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LanczosBasis<>(Precision.FLOAT, Integer.MAX_VALUE - 100, 1, 1))
        .withMessageContaining("2 vectors of 2147483547 elements need ");
  }
}
