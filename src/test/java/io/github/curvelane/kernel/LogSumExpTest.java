package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.fit.BigMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The logarithm of a sum of exponentials beside its value to many digits. */
final class LogSumExpTest {
  private static final MathContext DIGITS = new MathContext(40);

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theErrorIsWithinTheBound(Precision<A> precision) {
    for (double range : new double[] {0.01, 1, 20, 600}) {
      for (int n : new int[] {1, 2, 10, 65, 300}) {
        check(precision, Arguments.uniform(precision, n, n, -range, range));
      }
    }
    check(precision, new double[] {-30, 0, -40});
    check(precision, new double[] {1e4, 1e4, -1e4});
  }

  /**
   * With M the maximum, d = x − M of the others, S = Σ eᵈ and u the unit roundoff: d rounds by
   * u|d|, which is a relative error of its exponential; the exponential has 1.05 ulp, at most 2.1u.
   * The sum adds (n/64 + 7)u·S (n/32 in double precision, so n/32 here) and ties another u(1 + S);
   * then log1p, whose derivative is 1/(1 + S), has 1 ulp, at most 2u; the last sum rounds by u of
   * itself.
   */
  private static <A> void check(Precision<A> precision, double[] values) {
    int n = values.length;
    A x = precision.of(values);
    BigMath math = new BigMath(0);
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, precision.get(x, i));
    }
    BigDecimal exact = BigDecimal.ZERO;
    double others = 0;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      double d = precision.get(x, i) - max;
      exact =
          exact.add(math.exp(new BigDecimal(precision.get(x, i)).subtract(new BigDecimal(max))));
      others += d < 0 ? StrictMath.exp(d) : 0;
      weighted += d < 0 ? StrictMath.exp(d) * (2.1 - d) : 0;
    }
    BigDecimal logarithm = new BigDecimal(max).add(math.log(exact), DIGITS);
    double u = precision.unitRoundoff();
    double sum = exact.doubleValue() - 1;
    double bound =
        u
            * ((weighted + (n / 32.0 + 7) * others + 2 * sum) / (1 + sum)
                + 2 * StrictMath.log1p(sum)
                + Math.abs(logarithm.doubleValue()));
    double result = Kernels.of(precision).newReductions().logSumExp(n, x, 0);
    double error = new BigDecimal(result).subtract(logarithm).abs().doubleValue();
    assertThat(error).as("%s, %s elements", precision, n).isLessThanOrEqualTo(1.001 * bound);
  }
}
