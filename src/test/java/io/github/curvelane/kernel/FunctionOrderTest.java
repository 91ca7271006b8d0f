package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ElementwiseAgreementTest.Pass;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All eight functions increase. Their values over consecutive floats never decrease by more units
 * in the last place than the table says; the numbers are exhaustive.
 */
final class FunctionOrderTest {
  private static final Map<String, Pass> PASSES = ElementwiseAgreementTest.functions();
  private static final int BLOCK = 1 << 16;

  /** The floats in ascending order from −∞ to +∞ are numbered from −INFINITY to INFINITY. */
  private static final int INFINITY = Float.floatToIntBits(Float.POSITIVE_INFINITY);

  /** From every power of two that matters, up and down, and where pieces meet. */
  @ParameterizedTest
  @CsvSource({
    "exp, 0",
    "expm1, 1",
    "log, 0",
    "log1p, 0",
    "tanh, 0",
    "logistic, 0",
    "softplus, 2",
    "erf, 1"
  })
  void consecutiveFloats(String name, int units) {
    for (int exponent = -30; exponent <= 7; exponent++) {
      int power = number((float) StrictMath.pow(2, exponent));
      assertThat(decrease(name, power - BLOCK / 4, BLOCK / 2)).isLessThanOrEqualTo(units);
      assertThat(decrease(name, -power - BLOCK / 4, BLOCK / 2)).isLessThanOrEqualTo(units);
    }
    for (float x :
        new float[] {0.3465736f, 1.0397208f, 0.70710677f, 1.4142135f, 9.01f, 17, 88.7f}) {
      assertThat(decrease(name, number(x) - BLOCK / 2, BLOCK)).isLessThanOrEqualTo(units);
      assertThat(decrease(name, -number(x) - BLOCK / 2, BLOCK)).isLessThanOrEqualTo(units);
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({
    "exp, 0",
    "expm1, 1",
    "log, 0",
    "log1p, 0",
    "tanh, 0",
    "logistic, 0",
    "softplus, 2",
    "erf, 1"
  })
  void allFloats(String name, int units) {
    long count = 2L * INFINITY;
    int largest =
        LongStream.range(0, Math.ceilDiv(count, BLOCK))
            .parallel()
            .mapToInt(
                block -> {
                  long from = block * BLOCK;
                  int length = (int) Math.min(BLOCK, count - from);
                  return decrease(name, (int) (from - INFINITY), length);
                })
            .max()
            .orElseThrow();
    assertThat(largest).isLessThanOrEqualTo(units);
  }

  /** The largest step down, in units, among the values from a float on; NaN are passed over. */
  private static int decrease(String name, int from, int steps) {
    float[] x = new float[steps + 1];
    for (int i = 0; i <= steps; i++) {
      int number = from + i;
      x[i] = number >= 0 ? Float.intBitsToFloat(number) : -Float.intBitsToFloat(-number);
    }
    float[] y = new float[steps + 1];
    PASSES.get(name).apply(Kernels.of(Precision.FLOAT).functions(), steps + 1, x, 0, y, 0);
    int largest = 0;
    for (int i = 1; i <= steps; i++) {
      if (y[i] < y[i - 1]) {
        largest = Math.max(largest, number(y[i - 1]) - number(y[i]));
      }
    }
    return largest;
  }

  private static int number(float x) {
    return x < 0 ? -Float.floatToIntBits(-x) : Float.floatToIntBits(x);
  }
}
