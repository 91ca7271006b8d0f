package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows against the scalar reductions of vectors, columns against their chains, bit for bit. */
final class MatrixReductionsTest {
  @ParameterizedTest
  @MethodSource("io.github.curvelane.kernel.ProductTest#precisions")
  <A> void rowsAndColumnsOfAwkwardShapes(Precision<A> precision) {
    for (int seed = 0; seed < 400; seed++) {
      MatrixCase<A> x = MatrixCase.random(precision, new Random(seed));
      checkRows(Kernels.of(precision), x);
      checkColumns(Kernels.of(precision), x);
      checkColumns(Kernels.scalar(precision), x);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.curvelane.kernel.ProductTest#precisions")
  <A> void rowsOfSeveralBlocks(Precision<A> precision) {
    for (int n : new int[] {4095, 4096, 4097, 9000}) {
      checkRows(Kernels.of(precision), new MatrixCase<>(precision, new Random(n), 3, n));
    }
  }

  private static <A> void checkRows(Kernels<A> kernels, MatrixCase<A> c) {
    MatrixReductions<A> reductions = kernels.newMatrixReductions();
    Reductions<A> vector = Kernels.scalar(c.precision).newReductions();
    check(
        "sums",
        c,
        c.m,
        i -> vector.sum(c.n, c.x, c.offset + i * c.ld),
        y -> reductions.rowSums(c.m, c.n, c.x, c.offset, c.ld, y, 1));
    check(
        "sums of squares",
        c,
        c.m,
        i -> vector.sumOfSquares(c.n, c.x, c.offset + i * c.ld),
        y -> reductions.rowSumsOfSquares(c.m, c.n, c.x, c.offset, c.ld, y, 1));
    check(
        "maxima",
        c,
        c.m,
        i -> vector.max(c.n, c.x, c.offset + i * c.ld),
        y -> reductions.rowMaxima(c.m, c.n, c.x, c.offset, c.ld, y, 1));
    check(
        "minima",
        c,
        c.m,
        i -> vector.min(c.n, c.x, c.offset + i * c.ld),
        y -> reductions.rowMinima(c.m, c.n, c.x, c.offset, c.ld, y, 1));
    int[] where = new int[c.m + 2];
    reductions.rowArgMaxima(c.m, c.n, c.x, c.offset, c.ld, where, 1);
    int[] expected = new int[c.m + 2];
    Arrays.setAll(
        expected, i -> i == 0 || i > c.m ? 0 : vector.argMax(c.n, c.x, c.offset + (i - 1) * c.ld));
    assertThat(where).as("indices of maxima, %s", c).containsExactly(expected);
  }

  private static <A> void checkColumns(Kernels<A> kernels, MatrixCase<A> c) {
    MatrixReductions<A> reductions = kernels.newMatrixReductions();
    check(
        "column sums of squares",
        c,
        c.n,
        j -> {
          double sum = 0;
          for (int i = 0; i < c.m; i++) {
            sum = c.fma(c.get(i, j), c.get(i, j), sum);
          }
          return sum;
        },
        y -> reductions.columnSumsOfSquares(c.m, c.n, c.x, c.offset, c.ld, y, 1));
    check(
        "column maxima",
        c,
        c.n,
        j ->
            IntStream.range(0, c.m)
                .mapToDouble(i -> c.get(i, j))
                .reduce(Double.NEGATIVE_INFINITY, Math::max),
        y -> reductions.columnMaxima(c.m, c.n, c.x, c.offset, c.ld, y, 1));
    check(
        "column minima",
        c,
        c.n,
        j ->
            IntStream.range(0, c.m)
                .mapToDouble(i -> c.get(i, j))
                .reduce(Double.POSITIVE_INFINITY, Math::min),
        y -> reductions.columnMinima(c.m, c.n, c.x, c.offset, c.ld, y, 1));
  }

  private interface Pass<A> {
    void into(A y);
  }

  private static <A> void check(
      String name, MatrixCase<A> c, int results, IntToDoubleFunction expected, Pass<A> pass) {
    A y = c.guarded(results + 2);
    pass.into(y);
    A reference = c.guarded(results + 2);
    for (int i = 0; i < results; i++) {
      c.precision.set(reference, 1 + i, expected.applyAsDouble(i));
    }
    assertThat(c.precision.sameBits(y, reference)).as("%s, %s", name, c).isTrue();
  }

  @Test
  void wrongArgumentsAreNamedAndChangeNothing() {
    MatrixReductions<float[]> r = Kernels.of(Precision.FLOAT).newMatrixReductions();
    float[] x = {1, 2, 3, 4, 5, 6};
    float[] before = x.clone();
    int[] where = {-7};
    refused("m is -1, must be at least 0", () -> r.rowSums(-1, 3, x, 0, 3, new float[2], 0));
    refused("n is -1, must be at least 0", () -> r.rowMaxima(2, -1, x, 0, 3, new float[2], 0));
    refused(
        "the leading dimension of x is 2, must be at least 3",
        () -> r.columnMaxima(2, 3, x, 0, 2, new float[3], 0));
    refused(
        "x ends at index 7 (offset 1), but its length is 6",
        () -> r.columnMinima(2, 3, x, 1, 3, new float[3], 0));
    refused(
        "y ends at index 4 (offset 1), but its length is 3",
        () -> r.columnSumsOfSquares(2, 3, x, 0, 3, new float[3], 1));
    refused(
        "y ends at index 2 (offset 0), but its length is 1",
        () -> r.rowArgMaxima(2, 3, x, 0, 3, where, 0));
    refused("y (offset 4) overlaps x (offset 0)", () -> r.rowMinima(2, 3, x, 0, 3, x, 4));
    refused("y (offset 2) overlaps x (offset 0)", () -> r.rowSumsOfSquares(2, 3, x, 0, 3, x, 2));
    assertThatNullPointerException().isThrownBy(() -> r.rowSums(2, 3, x, 0, 3, null, 0));
    assertThat(x).containsExactly(before);
    assertThat(where).containsExactly(-7);
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
