package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ElementwiseAgreementTest.Pass;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors of the elementary functions in units in the last place. */
final class FunctionAccuracyTest {
  private static final int BLOCK = 1 << 16;
  private static final int PER_EXPONENT = 200;

  @ParameterizedTest
  @CsvSource({
    "exp, 1.04",
    "expm1, 1.4",
    "log, 1",
    "log1p, 1",
    "tanh, 1",
    "logistic, 1.02",
    "softplus, 1.5",
    "erf, 1.4"
  })
  void floatsOfAllExponents(String name, double bound) {
    SplittableRandom random = new SplittableRandom(11);
    float[] x = new float[512 * PER_EXPONENT];
    for (int i = 0; i < x.length; i++) {
      int exponentAndSign = i / PER_EXPONENT;
      x[i] = Float.intBitsToFloat(exponentAndSign << 23 | random.nextInt(1 << 23));
    }
    UlpProfile profile = profile(name, x);
    profile.add(profile(name, floats(Arguments.special(Precision.FLOAT))));
    double[] middle = Arguments.uniform(Precision.FLOAT, 12, 400_000, -20, 20);
    profile.add(profile(name, floats(middle)));
    assertThat(profile.largest()).as("%s: %s", name, profile).isLessThanOrEqualTo(bound);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({
    "exp, 1.04",
    "expm1, 1.45",
    "log, 1",
    "log1p, 1",
    "tanh, 1",
    "logistic, 1.06",
    "softplus, 1.46",
    "erf, 1.3"
  })
  void everyFloat(String name, double bound) {
    long start = System.nanoTime();
    UlpProfile profile =
        LongStream.range(0, (1L << 32) / BLOCK)
            .parallel()
            .mapToObj(block -> profile(name, consecutive((int) (block * BLOCK))))
            .reduce(new UlpProfile(), (a, b) -> new UlpProfile().add(a).add(b));
    System.out.printf("%s: %s, %.0f s%n", name, profile, (System.nanoTime() - start) / 1e9);
    assertThat(profile.largest()).as("%s: %s", name, profile).isLessThanOrEqualTo(bound);
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 1.04",
    "expm1, 1.4",
    "log, 1",
    "log1p, 1",
    "tanh, 1",
    "logistic, 1.02",
    "softplus, 1.5",
    "erf, 1.4"
  })
  void doubles(String name, double bound) {
    double limit = name.equals("exp") ? 707 : 36;
    double from = name.startsWith("log") && !name.equals("logistic") ? 0 : -limit;
    double[] near = Arguments.uniform(Precision.DOUBLE, 13, 250, from == 0 ? 0 : -2, 2);
    double[] wide = Arguments.uniform(Precision.DOUBLE, 14, 150, from, limit);
    double[] small =
        new SplittableRandom(15)
            .doubles(100, from == 0 ? 0 : -1, 1)
            .map(v -> v * v * v * v * v * v * v)
            .toArray();
    double[] x = Stream.of(near, wide, small).flatMapToDouble(DoubleStream::of).toArray();
    double[] y = new double[x.length];
    pass(name).apply(Kernels.of(Precision.DOUBLE).functions(), x.length, x, 0, y, 0);
    UnaryOperator<BigDecimal> exact = Reference.ofDouble().get(name);
    UlpProfile profile = new UlpProfile();
    for (int i = 0; i < x.length; i++) {
      BigDecimal value = exact.apply(new BigDecimal(x[i]));
      double error = new BigDecimal(y[i]).subtract(value).abs().doubleValue();
      profile.add(x[i], error / Math.ulp(value.doubleValue()));
    }
    assertThat(profile.largest()).as("%s: %s", name, profile).isLessThanOrEqualTo(bound);
  }

  /** Also where the result is subnormal, or its factors are and it is not. */
  @ParameterizedTest
  @CsvSource({"gelu, 7", "silu, 2.5", "elu(1), 1.25"})
  void activationsKeepTheirRelativeAccuracy(String name, double bound) {
    Activation f = Activation.parse(name);
    SplittableRandom random = new SplittableRandom(16);
    float[] x = new float[512 * PER_EXPONENT + 200_000];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          i < 512 * PER_EXPONENT
              ? Float.intBitsToFloat(i / PER_EXPONENT << 23 | random.nextInt(1 << 23))
              : (float) random.nextDouble(-111, 12);
    }
    float[] y = new float[x.length];
    Kernels.of(Precision.FLOAT).activations().apply(f, x.length, x, 0, y, 0, null, 0, null, 0);
    double[] exact = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      exact[i] = x[i];
    }
    Kernels.of(Precision.DOUBLE)
        .activations()
        .apply(f, x.length, exact, 0, exact, 0, null, 0, null, 0);
    UlpProfile profile = new UlpProfile();
    for (int i = 0; i < x.length; i++) {
      profile.add(x[i], Reference.ulps(y[i], exact[i]));
    }
    assertThat(profile.largest()).as("%s: %s", name, profile).isLessThanOrEqualTo(bound);
  }

  @ParameterizedTest
  @CsvSource({
    "tanh, 0.98, 1.02",
    "tanh, 8.5, 9.5",
    "erf, 0.99, 1.01",
    "erf, 3.7, 4",
    "exp, 0.3, 0.4",
    "logistic, 15, 18",
    "softplus, -0.01, 0.01",
    "expm1, 0.99, 1.01",
    "log, 1.41, 1.42"
  })
  void hasNoSeamWhereItsPiecesMeet(String name, float from, float to) {
    int n = Math.abs(Float.floatToIntBits(to) - Float.floatToIntBits(Math.max(from, 1e-30f)));
    n = Math.min(n, 1 << 20);
    float[] x = new float[n];
    float v = Math.nextDown(to);
    for (int i = n - 1; i >= 0; i--) {
      x[i] = v;
      v = Math.nextDown(v);
    }
    float[] y = new float[n];
    pass(name).apply(Kernels.of(Precision.FLOAT).functions(), n, x, 0, y, 0);
    for (int i = 1; i < n; i++) {
      assertThat(y[i] - y[i - 1])
          .as("%s(%s) − %s(%s)", name, x[i], name, x[i - 1])
          .isGreaterThanOrEqualTo(-2 * Math.ulp(y[i]));
    }
  }

  private static UlpProfile profile(String name, float[] x) {
    float[] y = new float[x.length];
    pass(name).apply(Kernels.of(Precision.FLOAT).functions(), x.length, x, 0, y, 0);
    DoubleUnaryOperator exact = EXACT.get(name);
    UlpProfile profile = new UlpProfile();
    for (int i = 0; i < x.length; i++) {
      profile.add(x[i], Reference.ulps(y[i], exact.applyAsDouble(x[i])));
    }
    return profile;
  }

  private static final Map<String, DoubleUnaryOperator> EXACT = Reference.ofFloat();
  private static final Map<String, Pass> PASSES = ElementwiseAgreementTest.functions();

  private static Pass pass(String name) {
    return PASSES.get(name);
  }

  private static float[] consecutive(int firstBits) {
    float[] x = new float[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      x[i] = Float.intBitsToFloat(firstBits + i);
    }
    return x;
  }

  private static float[] floats(double[] values) {
    return Precision.FLOAT.of(values);
  }
}
