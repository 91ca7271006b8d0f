package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.RowSoftmax;
import io.github.curvelane.kernel.Rows;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Softmax of rows, its logarithm and cross-entropy: their literal sequences of roundings. */
final class SoftmaxProperties {
  @Property(tries = 500)
  void bothProvidersWriteTheSameAndNothingBesideTheRows(
      @ForAll("precisions") Precision<?> precision,
      @ForAll @IntRange(max = 9) int m,
      @ForAll("sizes") int n,
      @ForAll Filling filling,
      @ForAll boolean inPlace,
      @ForAll long seed) {
    checkAgreement(precision, m, n, filling, inPlace, seed);
  }

  @Property(tries = 500)
  void everyOperationIsRoundedOnceInTheOrderThatIsWritten(
      @ForAll("precisions") Precision<?> precision,
      @ForAll("sizes") int n,
      @ForAll @IntRange(min = 1, max = 60) int spread,
      @ForAll boolean smoothed,
      @ForAll long seed) {
    checkSequence(precision, n, spread, smoothed ? 0.1 : 0, seed);
  }

  private static <A> void checkAgreement(
      Precision<A> precision, int m, int n, Filling filling, boolean inPlace, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix<A> x = Matrix.random(precision, filling, random, m, n);
    Matrix<A> out = inPlace ? x : Matrix.random(precision, filling, random, m, n);
    Matrix<A> twin = out.copy();
    Matrix<A> from = inPlace ? twin : x;
    Kernels.scalar(precision).newSoftmax().softmax(n, rows(from), rows(twin));
    Kernels.of(precision).newSoftmax().softmax(n, rows(x), rows(out));
    assertThat(out.difference(twin)).isNull();
    Matrix<A> logs = Matrix.random(precision, filling, random, m, n);
    Matrix<A> twinLogs = logs.copy();
    Kernels.scalar(precision).newSoftmax().logSoftmax(n, rows(x), rows(twinLogs));
    Kernels.of(precision).newSoftmax().logSoftmax(n, rows(x), rows(logs));
    assertThat(logs.difference(twinLogs)).isNull();
    Matrix<A> kept = Matrix.random(precision, filling, random, m, RowSoftmax.width(n));
    Matrix<A> twinKept = kept.copy();
    losses(Kernels.scalar(precision).newSoftmax(), n, x, twinKept, twinLogs);
    losses(Kernels.of(precision).newSoftmax(), n, x, kept, logs);
    assertThat(kept.difference(twinKept)).isNull();
    assertThat(logs.difference(twinLogs)).isNull();
  }

  /**
   * Cross-entropies with classes and, of every other row, with the row above as distribution; then
   * their Hessians times the gradients, in place.
   */
  private static <A> void losses(
      RowSoftmax<A> softmax, int n, Matrix<A> x, Matrix<A> kept, Matrix<A> gradient) {
    softmax.keep(n, rows(x), rows(kept));
    for (int i = 0; i < x.rows(); i++) {
      if (i % 2 == 0) {
        softmax.crossEntropy(n, 0.7, 0.1, rows(x), i, i % n, rows(kept), rows(gradient));
      } else {
        softmax.crossEntropy(n, 0.7, 0.1, rows(x), i, rows(x), i - 1, rows(kept), rows(gradient));
      }
    }
    softmax.hessianVector(n, rows(kept), 0, rows(gradient), rows(gradient));
  }

  private static <A> Rows<A> rows(Matrix<A> x) {
    return new Rows<>(x.array(), x.offset(), x.ld(), x.rows());
  }

  private static <A> void checkSequence(
      Precision<A> precision, int n, int spread, double s, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    A x = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(x, j, random.nextDouble(-spread, spread));
    }
    Rounding r = Rounding.of(precision);
    int largest = Kernels.of(precision).newReductions().argMax(n, x, 0);
    A z = precision.newArray(n);
    A e = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(z, j, r.add(precision.get(x, j), -precision.get(x, largest)));
    }
    Kernels.scalar(precision).functions().exp(n, z, 0, e, 0);
    precision.set(e, largest, 0);
    double others = Kernels.scalar(precision).newReductions().sum(n, e, 0);
    precision.set(e, largest, 1);
    double inverse = precision.round(1 / r.add(1, others));
    A one = precision.of(others);
    Kernels.scalar(precision).functions().log1p(1, one, 0, one, 0);
    double logSum = precision.get(one, 0);
    A p = precision.newArray(n);
    A logs = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(p, j, r.multiply(precision.get(e, j), inverse));
      precision.set(logs, j, r.add(precision.get(z, j), -logSum));
    }
    RowSoftmax<A> softmax = Kernels.of(precision).newSoftmax();
    Rows<A> row = new Rows<>(x, 0, n, 1);
    Rows<A> result = new Rows<>(precision.newArray(n), 0, n, 1);
    softmax.softmax(n, row, result);
    assertThat(precision.sameBits(result.array(), p)).as("softmax").isTrue();
    softmax.logSoftmax(n, row, result);
    assertThat(precision.sameBits(result.array(), logs)).as("logSoftmax").isTrue();
    int width = RowSoftmax.width(n);
    Rows<A> kept = new Rows<>(precision.newArray(width), 0, width, 1);
    softmax.keep(n, row, kept);
    double complement = r.multiply(others, inverse);
    assertThat(precision.get(kept.array(), 0)).isEqualTo(logSum);
    assertThat(precision.get(kept.array(), 1)).isEqualTo(precision.get(x, largest));
    assertThat(precision.get(kept.array(), 2)).isEqualTo(complement);
    for (int j = 0; j < n; j++) {
      assertThat(precision.get(kept.array(), 3 + j)).isEqualTo(precision.get(p, j));
    }
    int label = random.nextInt(n);
    double loss = softmax.crossEntropy(n, 1, s, row, 0, label, kept, result);
    double share = precision.round(precision.round(s) / n);
    double keep = r.add(1, -precision.round(s));
    double expected = r.fma(-keep, precision.get(z, label), logSum);
    if (s == 0) {
      assertThat(loss).isEqualTo(expected).isEqualTo(-precision.get(logs, label));
    } else {
      double deviations = Kernels.scalar(precision).newReductions().sum(n, z, 0);
      assertThat(loss).isEqualTo(r.fma(-share, deviations, expected));
    }
    for (int j = 0; j < n; j++) {
      double g = r.add(precision.get(p, j), -(j == label ? r.add(keep, share) : share));
      boolean certain = j == label && s == 0 && precision.get(z, j) == 0;
      assertThat(precision.get(result.array(), j)).isEqualTo(certain ? -complement : g);
    }
    checkHessian(precision, n, p, kept, row);
    softmax.keep(n, row, kept);
    checkDistribution(precision, random, s, z, largest, row, kept);
  }

  /** The Hessian of what was kept times a row, whose scale is 1. */
  private static <A> void checkHessian(
      Precision<A> precision, int n, A p, Rows<A> kept, Rows<A> row) {
    Rounding r = Rounding.of(precision);
    Reductions<A> sums = Kernels.scalar(precision).newReductions();
    double reference = precision.get(row.array(), sums.argMax(n, p, 0));
    A d = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(d, j, r.add(precision.get(row.array(), j), -reference));
    }
    double mean = sums.dot(n, p, 0, d, 0);
    Rows<A> product = new Rows<>(precision.newArray(n), 0, n, 1);
    Kernels.of(precision).newSoftmax().hessianVector(n, kept, 0, row, product);
    for (int j = 0; j < n; j++) {
      double expected = r.multiply(precision.get(p, j), r.add(precision.get(d, j), -mean));
      assertThat(precision.get(product.array(), j)).isEqualTo(expected);
    }
  }

  /** The same with a row of targets, from what was kept. */
  private static <A> void checkDistribution(
      Precision<A> precision,
      SplittableRandom random,
      double s,
      A z,
      int largest,
      Rows<A> x,
      Rows<A> kept) {
    int n = precision.length(z);
    Rounding r = Rounding.of(precision);
    Reductions<A> sums = Kernels.scalar(precision).newReductions();
    double share = precision.round(precision.round(s) / n);
    double keep = r.add(1, -precision.round(s));
    A t = precision.newArray(n);
    A mixed = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(t, j, random.nextDouble());
      precision.set(mixed, j, r.fma(keep, precision.get(t, j), share));
    }
    A p = precision.newArray(n);
    precision.copy(kept.array(), 3, p, 0, n);
    double logSum = precision.get(kept.array(), 0);
    double complement = precision.get(kept.array(), 2);
    double mass = r.fma(keep, sums.sum(n, t, 0), precision.round(s));
    double expected = r.multiply(keep, sums.dot(n, t, 0, z, 0));
    if (s != 0) {
      expected = r.fma(share, sums.sum(n, z, 0), expected);
    }
    Rows<A> result = new Rows<>(precision.newArray(n), 0, n, 1);
    Rows<A> targets = new Rows<>(t, 0, n, 1);
    double loss =
        Kernels.of(precision).newSoftmax().crossEntropy(n, 1, s, x, 0, targets, 0, kept, result);
    assertThat(loss).isEqualTo(r.fma(mass, logSum, -expected));
    assertThat(precision.get(kept.array(), 1)).as("the scale").isEqualTo(mass);
    double own = precision.get(mixed, largest);
    precision.set(mixed, largest, 0);
    double others = sums.sum(n, mixed, 0);
    precision.set(mixed, largest, own);
    for (int j = 0; j < n; j++) {
      double g =
          j == largest
              ? r.fma(-mass, complement, others)
              : r.fma(mass, precision.get(p, j), -precision.get(mixed, j));
      assertThat(precision.get(result.array(), j)).isEqualTo(g);
    }
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 20), Arbitraries.integers().between(60, 140));
  }

  @Provide
  Arbitrary<Precision<?>> precisions() {
    return Arbitraries.of(Precision.FLOAT, Precision.DOUBLE);
  }
}
