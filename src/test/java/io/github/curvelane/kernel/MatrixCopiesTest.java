package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MatrixCopiesTest {
  @ParameterizedTest
  @MethodSource("io.github.curvelane.kernel.ProductTest#precisions")
  <A> void aTranspositionMovesEveryElement(Precision<A> precision) {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      MatrixCase<A> c = MatrixCase.random(precision, random);
      int ldy = c.m + random.nextInt(3);
      A expected = c.guarded(2 + c.n * ldy);
      for (int i = 0; i < c.m; i++) {
        for (int j = 0; j < c.n; j++) {
          precision.set(expected, 1 + j * ldy + i, c.get(i, j));
        }
      }
      A y = c.guarded(2 + c.n * ldy);
      Kernels.of(precision).matrixCopies().transpose(c.m, c.n, c.x, c.offset, c.ld, y, 1, ldy);
      assertThat(precision.sameBits(y, expected)).as("%s to %d", c, ldy).isTrue();
      A scalar = c.guarded(2 + c.n * ldy);
      Kernels.scalar(precision)
          .matrixCopies()
          .transpose(c.m, c.n, c.x, c.offset, c.ld, scalar, 1, ldy);
      assertThat(precision.sameBits(scalar, expected)).as("scalar, %s", c).isTrue();
    }
  }

  @Test
  void payloadsOfNansAreKept() {
    float[] x = new float[40 * 40];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(0x7fc00000 + i);
    }
    float[] y = new float[x.length];
    Kernels.of(Precision.FLOAT).matrixCopies().transpose(40, 40, x, 0, 40, y, 0, 40);
    for (int i = 0; i < x.length; i++) {
      int at = i % 40 * 40 + i / 40;
      assertThat(Float.floatToRawIntBits(y[at])).as("element %d", i).isEqualTo(0x7fc00000 + i);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.curvelane.kernel.ProductTest#precisions")
  <A> void gatheredRowsAreThoseOfTheIndices(Precision<A> precision) {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      MatrixCase<A> c = MatrixCase.random(precision, random);
      int count = c.m == 0 ? 0 : random.nextInt(40);
      int[] indices = new int[count + 3];
      Arrays.fill(indices, -9);
      for (int r = 0; r < count; r++) {
        indices[2 + r] = random.nextInt(c.m);
      }
      int ldy = c.n + random.nextInt(3);
      A y = c.guarded(2 + count * ldy);
      A expected = c.guarded(2 + count * ldy);
      for (int r = 0; r < count; r++) {
        for (int j = 0; j < c.n; j++) {
          precision.set(expected, 1 + r * ldy + j, c.get(indices[2 + r], j));
        }
      }
      Kernels.of(precision)
          .matrixCopies()
          .gatherRows(count, c.m, c.n, c.x, c.offset, c.ld, indices, 2, y, 1, ldy);
      assertThat(precision.sameBits(y, expected)).as("%d rows of %s", count, c).isTrue();
    }
  }

  @Test
  void wrongArgumentsAreNamedAndChangeNothing() {
    MatrixCopies<float[]> copies = Kernels.of(Precision.FLOAT).matrixCopies();
    float[] x = {1, 2, 3, 4, 5, 6};
    float[] y = {7, 7, 7, 7, 7, 7};
    int[] indices = {0, 1, 2, -1};
    refused("m is -2, must be at least 0", () -> copies.transpose(-2, 3, x, 0, 3, y, 0, 2));
    refused("n is -3, must be at least 0", () -> copies.transpose(2, -3, x, 0, 3, y, 0, 2));
    refused(
        "x ends at index 7 (offset 1), but its length is 6",
        () -> copies.transpose(2, 3, x, 1, 3, y, 0, 2));
    refused(
        "the leading dimension of y is 1, must be at least 2",
        () -> copies.transpose(2, 3, x, 0, 3, y, 0, 1));
    refused(
        "y ends at index 8 (offset 0), but its length is 6",
        () -> copies.transpose(2, 3, x, 0, 3, y, 0, 3));
    refused("y (offset 0) overlaps x (offset 0)", () -> copies.transpose(2, 3, x, 0, 3, x, 0, 2));
    copies.gatherRows(2, 1024, 0, x, 1, 12, new int[] {1000, 7}, 0, y, 6, 1);
    refused(
        "count is -1, must be at least 0",
        () -> copies.gatherRows(-1, 2, 3, x, 0, 3, indices, 0, y, 0, 3));
    refused(
        "indices ends at index 5 (offset 3), but its length is 4",
        () -> copies.gatherRows(2, 2, 3, x, 0, 3, indices, 3, y, 0, 3));
    refused(
        "index 1 (at 2 of indices) is 2, must be from 0 to 1",
        () -> copies.gatherRows(2, 2, 3, x, 0, 3, indices, 1, y, 0, 3));
    refused(
        "index 0 (at 3 of indices) is -1, must be from 0 to 1",
        () -> copies.gatherRows(1, 2, 3, x, 0, 3, indices, 3, y, 0, 3));
    refused(
        "y ends at index 9 (offset 0), but its length is 6",
        () -> copies.gatherRows(3, 2, 3, x, 0, 3, new int[3], 0, y, 0, 3));
    refused(
        "y (offset 3) overlaps x (offset 0)",
        () -> copies.gatherRows(1, 2, 3, x, 0, 3, indices, 0, x, 3, 3));
    assertThat(x).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(y).containsExactly(7, 7, 7, 7, 7, 7);
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
