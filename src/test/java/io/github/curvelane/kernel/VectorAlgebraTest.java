package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation against its formula, bit for bit, on vectors that start anywhere. */
final class VectorAlgebraTest {
  private static final double ALPHA = 0.3;
  private static final double BETA = -1.7;

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void elementwiseOperationsAreTheirFormulas(Precision<A> p) {
    VectorAlgebra<A> algebra = Kernels.of(p).vectorAlgebra();
    double alpha = p.round(ALPHA);
    double beta = p.round(BETA);
    for (int n : new int[] {0, 1, 2, 7, 8, 15, 16, 17, 31, 64, 100, 1023}) {
      A x = random(p, n + 9, 1);
      A y = random(p, n + 9, 2);
      A z = random(p, n + 9, 3);
      IntToDoubleFunction xs = i -> p.get(x, 1 + i);
      IntToDoubleFunction ys = i -> p.get(y, 3 + i);
      IntToDoubleFunction zs = i -> p.get(z, 2 + i);
      check(
          p,
          n,
          z,
          i -> fma(p, alpha, ys.applyAsDouble(i), xs.applyAsDouble(i)),
          r -> algebra.addScaled(n, x, 1, ALPHA, y, 3, r, 2));
      check(
          p,
          n,
          z,
          i -> fma(p, alpha, xs.applyAsDouble(i), zs.applyAsDouble(i)),
          r -> algebra.axpy(n, ALPHA, x, 1, r, 2));
      check(
          p,
          n,
          z,
          i -> fma(p, alpha, xs.applyAsDouble(i), p.round(beta * zs.applyAsDouble(i))),
          r -> algebra.combine(n, ALPHA, x, 1, BETA, r, 2));
      check(
          p,
          n,
          z,
          i -> p.round(alpha * xs.applyAsDouble(i)),
          r -> algebra.scale(n, ALPHA, x, 1, r, 2));
      check(
          p,
          n,
          z,
          i -> p.round(xs.applyAsDouble(i) + ys.applyAsDouble(i)),
          r -> algebra.add(n, x, 1, y, 3, r, 2));
      check(
          p,
          n,
          z,
          i -> p.round(xs.applyAsDouble(i) - ys.applyAsDouble(i)),
          r -> algebra.subtract(n, x, 1, y, 3, r, 2));
      check(
          p,
          n,
          z,
          i -> p.round(xs.applyAsDouble(i) * ys.applyAsDouble(i)),
          r -> algebra.multiply(n, x, 1, y, 3, r, 2));
      check(
          p,
          n,
          z,
          i -> fma(p, xs.applyAsDouble(i), ys.applyAsDouble(i), zs.applyAsDouble(i)),
          r -> algebra.multiplyAdd(n, x, 1, y, 3, r, 2, r, 2));
      check(
          p,
          n,
          z,
          i -> p.round(xs.applyAsDouble(i) * xs.applyAsDouble(i)),
          r -> algebra.square(n, x, 1, r, 2));
      check(
          p,
          n,
          z,
          i -> p.round(zs.applyAsDouble(i) + zs.applyAsDouble(i)),
          r -> algebra.add(n, r, 2, r, 2, r, 2));
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void columnSumsAreOneChainAColumn(Precision<A> p) {
    VectorAlgebra<A> algebra = Kernels.of(p).vectorAlgebra();
    for (int m : new int[] {0, 1, 2, 5, 40}) {
      for (int n : new int[] {0, 1, 3, 16, 33}) {
        int ld = n + 2;
        A x = random(p, 1 + m * ld, 4);
        A z = random(p, n + 9, 5);
        check(
            p, n, z, j -> chain(p, m, x, 1 + j, ld), r -> algebra.columnSums(m, n, x, 1, ld, r, 2));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void conversionsRoundOnce(Precision<A> p) {
    VectorAlgebra<A> algebra = Kernels.of(p).vectorAlgebra();
    double[] doubles = Precision.DOUBLE.toDoubles(random(Precision.DOUBLE, 40, 6));
    float[] floats = random(Precision.FLOAT, 40, 7);
    A z = random(p, 40, 8);
    check(p, 31, z, i -> p.round(doubles[4 + i]), r -> algebra.convert(31, doubles, 4, r, 2));
    check(p, 31, z, i -> floats[4 + i], r -> algebra.convert(31, floats, 4, r, 2));
  }

  @Test
  void wrongArgumentsAreNamedAndChangeNothing() {
    VectorAlgebra<float[]> algebra = Kernels.of(Precision.FLOAT).vectorAlgebra();
    float[] x = {1, 2, 3, 4};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algebra.scale(-1, 2, x, 0, x, 0))
        .withMessage("n is -1, must be at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algebra.scale(2, 2, x, -3, x, 0))
        .withMessage("the offset of x is -3, must be at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algebra.scale(2, 2, x, 0, x, 3))
        .withMessage("z ends at index 5 (offset 3), but its length is 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algebra.scale(2, 2, x, 0, x, 1))
        .withMessageContaining("the result (offset 1) overlaps x (offset 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algebra.columnSums(2, 2, x, 0, 1, new float[2], 0))
        .withMessage("the leading dimension of x is 1, must be at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algebra.columnSums(2, 2, x, 0, 2, x, 2))
        .withMessage("y (offset 2) overlaps x (offset 0)");
    assertThat(x).containsExactly(1, 2, 3, 4);
  }

  /** What an operation does to a copy of z. */
  private interface Operation<A> {
    void on(A result);
  }

  private static <A> void check(
      Precision<A> p, int n, A z, IntToDoubleFunction formula, Operation<A> operation) {
    int length = p.length(z);
    A expected = p.newArray(length);
    p.copy(z, 0, expected, 0, length);
    for (int i = 0; i < n; i++) {
      p.set(expected, 2 + i, formula.applyAsDouble(i));
    }
    A result = p.newArray(length);
    p.copy(z, 0, result, 0, length);
    operation.on(result);
    assertThat(p.toDoubles(result)).as("n = %d", n).containsExactly(p.toDoubles(expected));
  }

  private static <A> double chain(Precision<A> p, int m, A x, int index, int ld) {
    double sum = 0;
    for (int i = 0; i < m; i++) {
      sum = p.round(sum + p.get(x, index + i * ld));
    }
    return sum;
  }

  private static <A> double fma(Precision<A> p, double a, double b, double c) {
    return p == Precision.FLOAT ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
  }

  private static <A> A random(Precision<A> p, int length, long seed) {
    Random random = new Random(seed);
    A array = p.newArray(length);
    for (int i = 0; i < length; i++) {
      p.set(array, i, random.nextInt(20) == 0 ? -0.0 : random.nextGaussian());
    }
    return array;
  }
}
