package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Reductions have the lanes, the tree and the blocks of the specification, on any width. */
final class ReductionProperties {
  @Property(tries = 1000)
  void sumsAndInnerProductsAreTheSpecifiedTree(
      @ForAll("precisions") Precision<?> precision,
      @ForAll("lengths") int n,
      @ForAll Filling filling,
      @ForAll long seed) {
    checkTree(precision, n, filling, seed);
  }

  @Property
  void everyReductionIsTheSameForEveryProviderAndNumberOfThreads(
      @ForAll("precisions") Precision<?> precision,
      @ForAll("lengths") int n,
      @ForAll Filling filling,
      @ForAll @IntRange(min = 2, max = 4) int threads,
      @ForAll long seed) {
    checkAgreement(precision, n, filling, threads, seed);
  }

  private static <A> void checkTree(Precision<A> precision, int n, Filling filling, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix<A> x = Matrix.random(precision, filling, random, 1, n);
    Matrix<A> y = Matrix.random(precision, filling, random, 1, n);
    Reductions<A> reductions = Kernels.of(precision).newReductions();
    assertSameBits(reductions.sum(n, x.array(), x.offset()), specified(x, null));
    assertSameBits(
        reductions.dot(n, x.array(), x.offset(), y.array(), y.offset()), specified(x, y));
  }

  /** Sums x, or x·y, in lanes, a tree and blocks. */
  private static double specified(Matrix<?> x, Matrix<?> y) {
    Rounding rounding = Rounding.of(x.precision());
    int lanes = Arithmetic.REDUCTION_LANES / (x.precision().bytes() / Float.BYTES);
    double total = 0;
    for (int from = 0; from < x.columns(); from += Arithmetic.REDUCTION_BLOCK) {
      double[] lane = new double[lanes];
      int to = Math.min(x.columns(), from + Arithmetic.REDUCTION_BLOCK);
      for (int i = from; i < to; i++) {
        int l = (i - from) % lanes;
        double a = x.get(0, i);
        lane[l] = y == null ? rounding.add(lane[l], a) : rounding.fma(a, y.get(0, i), lane[l]);
      }
      for (int h = lanes / 2; h >= 1; h /= 2) {
        for (int l = 0; l < h; l++) {
          lane[l] = rounding.add(lane[l], lane[l + h]);
        }
      }
      total = from == 0 ? lane[0] : rounding.add(total, lane[0]);
    }
    return total;
  }

  private static <A> void checkAgreement(
      Precision<A> precision, int n, Filling filling, int threads, long seed) {
    Matrix<A> x = Matrix.random(precision, filling, new SplittableRandom(seed), 1, n);
    List<Double> expected = all(Kernels.scalar(precision).newReductions(), x);
    assertThat(all(Kernels.of(precision).newReductions(), x)).isEqualTo(expected);
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      assertThat(all(Kernels.of(precision).newReductions(parallelism), x)).isEqualTo(expected);
    }
  }

  private static <A> List<Double> all(Reductions<A> on, Matrix<A> x) {
    int n = x.columns();
    A array = x.array();
    int offset = x.offset();
    return List.of(
        on.sum(n, array, offset),
        on.sumOfSquares(n, array, offset),
        on.norm2(n, array, offset),
        on.norm1(n, array, offset),
        on.maxAbs(n, array, offset),
        on.max(n, array, offset),
        on.min(n, array, offset),
        (double) on.argMax(n, array, offset),
        on.logSumExp(n, array, offset),
        on.mean(n, array, offset),
        on.variance(n, array, offset));
  }

  private static void assertSameBits(double actual, double expected) {
    if (Double.compare(actual, expected) != 0) {
      throw new AssertionError(actual + ", expected " + expected);
    }
  }

  @Provide
  Arbitrary<Integer> lengths() {
    int block = Arithmetic.REDUCTION_BLOCK;
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 200),
        Arbitraries.integers().between(block - 70, block + 70),
        Arbitraries.integers().between(2 * block, 3 * block));
  }

  @Provide
  Arbitrary<Precision<?>> precisions() {
    return Arbitraries.of(Precision.FLOAT, Precision.DOUBLE);
  }
}
