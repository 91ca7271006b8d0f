package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.fit.BigMath;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every activation and its derivatives in double precision against f to 75 digits. Differences of
 * it over a step of 1e-20 are f′ and f″ to 1e-33: their own error is of the order of the step's
 * square, and what cancels in them leaves 75 − 40 digits.
 */
final class ActivationAccuracyTest {
  private static final BigMath MATH = new BigMath(30);
  private static final BigDecimal STEP = new BigDecimal("1e-20");

  static List<Activation> all() {
    return ElementwiseAgreementTest.activations();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWhatManyDigitsSay(Activation f) {
    double[] x = Arguments.uniform(Precision.DOUBLE, 41, 60, -8, 8);
    double[][] y = new double[3][x.length];
    Kernels.of(Precision.DOUBLE).activations().apply(f, x.length, x, 0, y[0], 0, y[1], 0, y[2], 0);
    UnaryOperator<BigDecimal> exact = exact(f);
    for (int i = 0; i < x.length; i++) {
      BigDecimal at = new BigDecimal(x[i]);
      BigDecimal before = exact.apply(at.subtract(STEP));
      BigDecimal value = exact.apply(at);
      BigDecimal after = exact.apply(at.add(STEP));
      double[] expected = {
        value.doubleValue(),
        after.subtract(before).divide(STEP.add(STEP)).doubleValue(),
        after.add(before).subtract(value.add(value)).divide(STEP.multiply(STEP)).doubleValue()
      };
      for (int order = 0; order < 3; order++) {
        double size = Math.max(Math.abs(expected[order]), Math.abs(expected[0]) + 1);
        assertThat(y[order][i])
            .as("%s, order %d at %s", f, order, x[i])
            .isCloseTo(expected[order], within(8 * 0x1p-53 * size));
      }
    }
  }

  private static UnaryOperator<BigDecimal> exact(Activation f) {
    String[] parts = f.toString().split("[(,)]");
    Stream<BigDecimal> numbers =
        Arrays.stream(parts).skip(1).map(number -> new BigDecimal(Double.parseDouble(number)));
    return Reference.ofActivation(MATH, parts[0], numbers.toArray(BigDecimal[]::new));
  }
}
