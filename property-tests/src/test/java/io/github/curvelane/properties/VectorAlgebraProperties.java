package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Elementwise operations and column sums have the bits of their formulas. */
final class VectorAlgebraProperties {
  /** A formula of one element, from x, y and the old z. */
  private interface Formula {
    double of(Rounding rounding, double alpha, double beta, double x, double y, double z);
  }

  private enum Operation implements Formula {
    ADD_SCALED((r, a, b, x, y, z) -> r.fma(a, y, x)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.addScaled(n, x.array(), x.offset(), a, y.array(), y.offset(), z.array(), z.offset());
      }
    },
    AXPY((r, a, b, x, y, z) -> r.fma(a, x, z)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.axpy(n, a, x.array(), x.offset(), z.array(), z.offset());
      }
    },
    COMBINE((r, a, b, x, y, z) -> r.fma(a, x, r.multiply(b, z))) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.combine(n, a, x.array(), x.offset(), b, z.array(), z.offset());
      }
    },
    SCALE((r, a, b, x, y, z) -> r.multiply(a, x)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.scale(n, a, x.array(), x.offset(), z.array(), z.offset());
      }
    },
    ADD((r, a, b, x, y, z) -> r.add(x, y)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.add(n, x.array(), x.offset(), y.array(), y.offset(), z.array(), z.offset());
      }
    },
    SUBTRACT((r, a, b, x, y, z) -> r.add(x, -y)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.subtract(n, x.array(), x.offset(), y.array(), y.offset(), z.array(), z.offset());
      }
    },
    MULTIPLY((r, a, b, x, y, z) -> r.multiply(x, y)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.multiply(n, x.array(), x.offset(), y.array(), y.offset(), z.array(), z.offset());
      }
    },
    MULTIPLY_ADD((r, a, b, x, y, z) -> r.fma(x, y, z)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        A w = z.array(); // the addend may be the result
        on.multiplyAdd(
            n, x.array(), x.offset(), y.array(), y.offset(), w, z.offset(), w, z.offset());
      }
    },
    SQUARE((r, a, b, x, y, z) -> r.multiply(x, x)) {
      @Override
      <A> void apply(
          VectorAlgebra<A> on, int n, double a, double b, Matrix<A> x, Matrix<A> y, Matrix<A> z) {
        on.square(n, x.array(), x.offset(), z.array(), z.offset());
      }
    };

    private final Formula formula;

    Operation(Formula formula) {
      this.formula = formula;
    }

    @Override
    public double of(Rounding rounding, double alpha, double beta, double x, double y, double z) {
      return formula.of(rounding, alpha, beta, x, y, z);
    }

    abstract <A> void apply(
        VectorAlgebra<A> on,
        int n,
        double alpha,
        double beta,
        Matrix<A> x,
        Matrix<A> y,
        Matrix<A> z);
  }

  @Property(tries = 1000)
  void elementwiseOperationsAreTheirFormulas(
      @ForAll("precisions") Precision<?> precision,
      @ForAll Operation operation,
      @ForAll @IntRange(max = 150) int n,
      @ForAll Filling filling,
      @ForAll long seed) {
    checkElements(precision, operation, n, filling, seed);
  }

  @Property
  void columnSumsAreOneChainEach(
      @ForAll("precisions") Precision<?> precision,
      @ForAll @IntRange(max = 50) int rows,
      @ForAll @IntRange(max = 70) int columns,
      @ForAll Filling filling,
      @ForAll long seed) {
    checkColumnSums(precision, rows, columns, filling, seed);
  }

  private static <A> void checkElements(
      Precision<A> precision, Operation operation, int n, Filling filling, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix<A> x = Matrix.random(precision, filling, random, 1, n);
    Matrix<A> y = Matrix.random(precision, filling, random, 1, n);
    Matrix<A> z = Matrix.random(precision, filling, random, 1, n);
    double alpha = random.nextDouble(-2, 2);
    double beta = random.nextDouble(-2, 2);
    Matrix<A> expected = z.copy();
    for (int i = 0; i < n; i++) {
      expected.set(
          0,
          i,
          operation.of(
              Rounding.of(precision),
              precision.round(alpha),
              precision.round(beta),
              x.get(0, i),
              y.get(0, i),
              z.get(0, i)));
    }
    operation.apply(Kernels.of(precision).vectorAlgebra(), n, alpha, beta, x, y, z);
    assertThat(z.difference(expected)).isNull();
  }

  private static <A> void checkColumnSums(
      Precision<A> precision, int rows, int columns, Filling filling, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix<A> x = Matrix.random(precision, filling, random, rows, columns);
    Matrix<A> sums = Matrix.random(precision, filling, random, 1, columns);
    Matrix<A> expected = sums.copy();
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum = Rounding.of(precision).add(sum, x.get(i, j));
      }
      expected.set(0, j, sum);
    }
    VectorAlgebra<A> algebra = Kernels.of(precision).vectorAlgebra();
    algebra.columnSums(rows, columns, x.array(), x.offset(), x.ld(), sums.array(), sums.offset());
    assertThat(sums.difference(expected)).isNull();
  }

  @Provide
  Arbitrary<Precision<?>> precisions() {
    return Arbitraries.of(Precision.FLOAT, Precision.DOUBLE);
  }
}
