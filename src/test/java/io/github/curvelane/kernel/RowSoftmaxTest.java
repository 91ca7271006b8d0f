package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RowSoftmax, its logarithm and cross-entropy: closed forms, limits, special values, refusals. */
final class RowSoftmaxTest {
  private static final Precision<double[]> DOUBLE = Precision.DOUBLE;
  private static final long WARM_UP_NANOS = 120_000_000_000L;

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void valuesHaveTheirClosedForms(Precision<A> precision) {
    double u = precision.unitRoundoff();
    RowSoftmax<A> softmax = Kernels.of(precision).newSoftmax();
    A x = precision.of(StrictMath.log(1), StrictMath.log(2), StrictMath.log(5));
    A p = precision.newArray(3);
    softmax.softmax(3, new Rows<>(x, 0, 3, 1), new Rows<>(p, 0, 3, 1));
    assertThat(precision.get(p, 0)).isCloseTo(0.125, within(4 * u));
    assertThat(precision.get(p, 1)).isCloseTo(0.25, within(4 * u));
    assertThat(precision.get(p, 2)).isCloseTo(0.625, within(4 * u));
    softmax.logSoftmax(3, new Rows<>(x, 0, 3, 1), new Rows<>(p, 0, 3, 1));
    assertThat(precision.get(p, 0)).isCloseTo(-StrictMath.log(8), within(8 * u));
    assertThat(precision.get(p, 2)).isCloseTo(StrictMath.log(0.625), within(8 * u));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void whatIsFarBelowKeepsItsRelativeAccuracy(Precision<A> precision) {
    double far = precision == Precision.FLOAT ? 40 : 100;
    double small = StrictMath.exp(-far);
    A x = precision.of(far, 0, 1e4, -1e4);
    Rows<A> rows = new Rows<>(x, 0, 2, 2);
    A y = precision.newArray(4);
    RowSoftmax<A> softmax = Kernels.of(precision).newSoftmax();
    softmax.logSoftmax(2, rows, new Rows<>(y, 0, 2, 2));
    assertThat(precision.get(y, 0)).isCloseTo(-small, within(8 * precision.unitRoundoff() * small));
    assertThat(precision.get(y, 1)).isEqualTo(-far);
    assertThat(precision.get(y, 2)).as("−log1p(0)").isZero();
    assertThat(precision.get(y, 3)).as("where the probability underflows").isEqualTo(-2e4);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aRowDependsNeitherOnTheOthersNorOnWhereItLies(Precision<A> precision) {
    RowSoftmax<A> softmax = Kernels.of(precision).newSoftmax();
    int m = 300;
    for (int n : new int[] {1, 7, 10, 64, 65}) {
      A x = precision.of(Arguments.uniform(precision, n, m * n, -9, 9));
      A p = precision.newArray(m * n);
      A apart = precision.newArray(m * (n + 1));
      A kept = precision.newArray(m * RowSoftmax.width(n));
      Rows<A> rows = new Rows<>(x, 0, n, m);
      softmax.softmax(n, rows, new Rows<>(p, 0, n, m));
      softmax.softmax(n, rows, new Rows<>(apart, 1, n + 1, m));
      softmax.keep(n, rows, new Rows<>(kept, 0, RowSoftmax.width(n), m));
      softmax.softmax(n, rows, rows);
      assertThat(precision.sameBits(x, p)).as("in place, n = %d", n).isTrue();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double expected = precision.get(p, i * n + j);
          assertThat(precision.get(apart, 1 + i * (n + 1) + j)).isEqualTo(expected);
          assertThat(precision.get(kept, i * RowSoftmax.width(n) + 3 + j)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void infinitiesHaveTheirLimits(Precision<A> precision) {
    double inf = Double.POSITIVE_INFINITY;
    RowSoftmax<A> softmax = Kernels.of(precision).newSoftmax();
    for (int n : new int[] {3, 100}) {
      double[] values = new double[n];
      values[1] = -inf;
      A p = precision.newArray(n);
      Rows<A> into = new Rows<>(p, 0, n, 1);
      softmax.softmax(n, new Rows<>(precision.of(values), 0, n, 1), into);
      assertThat(precision.get(p, 1)).isZero();
      assertThat(precision.get(p, 0)).isCloseTo(1.0 / (n - 1), within(1e-7));
      softmax.logSoftmax(n, new Rows<>(precision.of(values), 0, n, 1), into);
      assertThat(precision.get(p, 1)).isEqualTo(-inf);
      values[1] = inf;
      assertAllNaN(precision, softmax, values);
      values[1] = Double.NaN;
      assertAllNaN(precision, softmax, values);
      Arrays.fill(values, -inf);
      assertAllNaN(precision, softmax, values);
    }
  }

  private static <A> void assertAllNaN(
      Precision<A> precision, RowSoftmax<A> softmax, double[] values) {
    int n = values.length;
    A y = precision.newArray(n);
    softmax.softmax(n, new Rows<>(precision.of(values), 0, n, 1), new Rows<>(y, 0, n, 1));
    assertThat(precision.toDoubles(y)).containsOnly(Double.NaN);
    softmax.logSoftmax(n, new Rows<>(precision.of(values), 0, n, 1), new Rows<>(y, 0, n, 1));
    assertThat(precision.toDoubles(y)).containsOnly(Double.NaN);
    A kept = precision.newArray(RowSoftmax.width(n));
    softmax.keep(
        n, new Rows<>(precision.of(values), 0, n, 1), new Rows<>(kept, 0, RowSoftmax.width(n), 1));
    assertThat(precision.toDoubles(kept)).containsOnly(Double.NaN);
  }

  @Test
  void callsThatDoNotFitAreRefusedAndWriteNothing() {
    RowSoftmax<double[]> softmax = Kernels.of(DOUBLE).newSoftmax();
    double[] array = new double[40];
    Rows<double[]> x = new Rows<>(array, 0, 3, 2);
    Rows<double[]> y = new Rows<>(new double[12], 0, 6, 2);
    refused(() -> softmax.softmax(0, x, y), "n is 0, must be at least 1");
    refused(() -> softmax.softmax(4, x, y), "the stride of x is 3, must be at least 4");
    refused(
        () -> softmax.softmax(3, new Rows<>(new double[5], 0, 3, 2), y),
        "x needs the elements from 0 to 5, but its length is 5");
    refused(
        () -> softmax.softmax(3, x, new Rows<>(array, 9, 3, 1)),
        "p has 1 rows, must have the 2 of x");
    refused(
        () -> softmax.softmax(3, x, new Rows<>(array, 1, 3, 2)),
        "p at 1 overlaps x at 0 partly: must be the same or apart");
    refused(() -> softmax.logSoftmax(3, x, x), "y at 0 overlaps x at 0");
    refused(() -> softmax.keep(3, x, new Rows<>(array, 9, 5, 2)), "the stride of kept is 5");
    refused(() -> softmax.keep(3, x, new Rows<>(array, 2, 6, 2)), "kept at 2 overlaps x at 0");
    refused(
        () -> softmax.crossEntropy(3, 1, 0, x, 0, 3, y, null), "label is 3, must be from 0 to 2");
    refused(
        () -> softmax.crossEntropy(3, 1, 0, x, 0, 2, y, new Rows<>(array, 39, 3, 2)),
        "gradient needs the elements from 39 to 44, but its length is 40");
    refused(
        () -> softmax.crossEntropy(3, 1, 0, x, 0, new Rows<>(array, 39, 3, 1), 0, y, null),
        "target needs the elements from 39 to 41, but its length is 40");
    refused(() -> softmax.hessianVector(0, y, 0, x, x), "n is 0, must be at least 1");
    refused(() -> softmax.hessianVector(4, y, 0, x, x), "the stride of r is 3, must be at least 4");
    refused(
        () -> softmax.hessianVector(3, y, 0, x, new Rows<>(array, 9, 3, 1)),
        "out has 1 rows, must have the 2 of r");
    refused(
        () -> softmax.hessianVector(3, y, 0, x, new Rows<>(array, 1, 3, 2)),
        "out at 1 overlaps r at 0 partly: must be the same or apart");
    refused(
        () -> softmax.hessianVector(3, x, 0, x, x), "the stride of kept is 3, must be at least 6");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> softmax.hessianVector(3, y, 1, x, x));
    refused(() -> new Rows<>(array, -1, 3, 2), "offset is -1, must be at least 0");
    refused(() -> new Rows<>(array, 0, 3, -2), "count is -2, must be at least 0");
    assertThat(array).containsOnly(0);
    assertThat(y.array()).containsOnly(0);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(message);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RowSoftmax<A> softmax = Kernels.of(precision).newSoftmax();
    int n = 10;
    int m = 50;
    A logits = precision.of(Arguments.uniform(precision, 5, m * n, -4, 4));
    Rows<A> x = new Rows<>(logits, 0, n, m);
    Rows<A> y = new Rows<>(precision.newArray(m * n), 0, n, m);
    Rows<A> kept =
        new Rows<>(precision.newArray(m * RowSoftmax.width(n)), 0, RowSoftmax.width(n), m);
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + WARM_UP_NANOS;
    while (least > 0 && System.nanoTime() < deadline) {
      for (int i = 0; i < 100; i++) {
        all(softmax, n, x, y, kept);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      long overhead = threads.getCurrentThreadAllocatedBytes() - before;
      before = threads.getCurrentThreadAllocatedBytes();
      all(softmax, n, x, y, kept);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - overhead);
    }
    assertThat(least).as("bytes a round").isZero();
  }

  private static <A> void all(RowSoftmax<A> softmax, int n, Rows<A> x, Rows<A> y, Rows<A> kept) {
    softmax.softmax(n, x, y);
    softmax.logSoftmax(n, x, y);
    softmax.keep(n, x, kept);
    for (int i = 0; i < x.count(); i++) {
      softmax.crossEntropy(n, 1, 0.1, x, i, i % n, kept, y);
    }
    softmax.hessianVector(n, kept, 0, x, y);
  }
}
