package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.batch.Allocations;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inner products with the rows of a matrix are those of each row alone, bit for bit. */
final class DotsTest {
  private static final int[] LENGTHS = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 4095, 4096, 4097, 9001,
    65_536, 65_537, 70_001
  };

  private static final double GUARD = -77.25;

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void eachIsTheBitsOfDot(Precision<A> precision) {
    Reductions<A> scalar = Kernels.scalar(precision).newReductions();
    try (Parallelism three = Parallelism.threads(3)) {
      List<Reductions<A>> ways =
          List.of(
              Kernels.of(precision).newReductions(),
              Kernels.of(precision).newReductions(three),
              scalar,
              Kernels.scalar(precision).newReductions(three));
      for (int n : LENGTHS) {
        for (int rows = n > 10_000 ? 7 : 0; rows <= 9; rows++) {
          for (boolean special : new boolean[] {true, false}) {
            int ldv = n + rows % 4;
            A v = values(precision, 2 + rows * ldv, n + rows, special, special);
            // A NaN here is one in all results, which then say little.
            A w = values(precision, n + 3, n + rows + 1, special, special && rows % 3 == 0);
            A expected = precision.newArray(rows + 4);
            precision.fill(expected, 0, rows + 4, GUARD);
            for (int j = 0; j < rows; j++) {
              precision.set(expected, 1 + j, scalar.dot(n, v, 2 + j * ldv, w, 3));
            }
            for (Reductions<A> way : ways) {
              A c = precision.newArray(rows + 4);
              precision.fill(c, 0, rows + 4, GUARD);
              way.dots(rows, n, v, 2, ldv, w, 3, c, 1);
              assertThat(precision.sameBits(c, expected))
                  .as("%s, n = %d, %d rows, special %s", precision, n, rows, special)
                  .isTrue();
            }
          }
        }
      }
    }
  }

  private static <A> A values(
      Precision<A> precision, int length, long seed, boolean special, boolean infinite) {
    SplittableRandom random = new SplittableRandom(seed);
    double tiny = precision == Precision.FLOAT ? 0x1p-140 : 0x1p-1060;
    double[] specials = {
      0.0, -0.0, tiny, -tiny, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };
    A x = precision.newArray(length);
    // Of rare NaN most rows are free: a row that has one says nothing about the others.
    int rare = 7 + length / 3;
    for (int i = 0; i < length; i++) {
      boolean subnormal = special && random.nextInt(3) == 0;
      precision.set(x, i, subnormal ? tiny * random.nextInt(-9, 9) : random.nextDouble(-1, 1));
      if (special && random.nextInt(rare) == 0) {
        precision.set(x, i, specials[random.nextInt(infinite ? specials.length : 4)]);
      }
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    int n = 70_003;
    A v = values(precision, 8 * n, 5, false, false);
    A w = values(precision, n, 6, false, false);
    A c = precision.newArray(8);
    try (Parallelism two = Parallelism.threads(2)) {
      for (Reductions<A> r :
          List.of(
              Kernels.of(precision).newReductions(), Kernels.of(precision).newReductions(two))) {
        Allocations.assertNone(
            50,
            () -> {
              r.dots(8, n, v, 0, n, w, 0, c, 0);
              r.dots(7, 500, v, 0, n, w, 0, c, 0);
              r.dots(3, 60, v, 0, n, w, 0, c, 0);
            });
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    Reductions<float[]> r = Kernels.of(Precision.FLOAT).newReductions();
    float[] v = new float[20];
    float[] w = new float[10];
    float[] c = new float[2];
    refused("rows is -1, must be at least 0", () -> r.dots(-1, 5, v, 0, 5, w, 0, c, 0));
    refused("n is -1, must be at least 0", () -> r.dots(1, -1, v, 0, 5, w, 0, c, 0));
    refused(
        "the leading dimension of v is 4, must be at least 5",
        () -> r.dots(1, 5, v, 0, 4, w, 0, c, 0));
    refused(
        "v ends at index 21 (offset 4), but its length is 20",
        () -> r.dots(2, 7, v, 4, 10, w, 0, c, 0));
    refused(
        "w ends at index 11 (offset 6), but its length is 10",
        () -> r.dots(2, 5, v, 0, 5, w, 6, c, 0));
    refused(
        "c ends at index 3 (offset 1), but its length is 2",
        () -> r.dots(2, 5, v, 0, 5, w, 0, c, 1));
    refused("c overlaps v: they must be apart", () -> r.dots(2, 5, v, 0, 5, w, 0, v, 9));
    refused("c overlaps w: they must be apart", () -> r.dots(2, 5, v, 0, 5, w, 0, w, 4));
    r.dots(2, 5, v, 0, 5, w, 0, v, 10);
  }

  private static void refused(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
