package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions against their definition, for every provider, width and number of threads. */
final class ReductionsTest {
  /**
   * C2 needs some seconds for vectors when the machine is busy; the test ends as soon as it has.
   */
  private static final long WARM_UP_NANOS = 40_000_000_000L;

  private static final int[] LENGTHS = {
    0, 1, 2, 3, 5, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 96, 100, 127, 128, 129, 191,
    255, 1000, 4095, 4096, 4097, 4160, 8191, 12_345, 65_536, 65_537, 200_003
  };

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void sumsFollowTheirDefinition(Precision<A> precision) {
    Reductions<A> reductions = Kernels.of(precision).newReductions();
    for (int n : LENGTHS) {
      A x = values(precision, n + 3, 1);
      A y = values(precision, n + 3, 2);
      Lanes<A> lanes = new Lanes<>(precision, n, x, 3, y, 1);
      String as = precision + ", n = " + n;
      same(reductions.sum(n, x, 3), lanes.sum((a, b) -> a, false), "sum, " + as);
      same(reductions.norm1(n, x, 3), lanes.sum((a, b) -> Math.abs(a), false), "norm1, " + as);
      same(reductions.dot(n, x, 3, y, 1), lanes.sum((a, b) -> b, true), "dot, " + as);
      Lanes<A> square = new Lanes<>(precision, n, x, 3, x, 3);
      double sum = square.sum((a, b) -> b, true);
      same(reductions.sumOfSquares(n, x, 3), sum, "sum of squares, " + as);
      same(reductions.norm2(n, x, 3), precision.round(Math.sqrt(sum)), "norm2, " + as);
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void allProvidersAndThreadsGiveTheSameBits(Precision<A> precision) {
    Reductions<A> scalar = Kernels.scalar(precision).newReductions();
    Kernels<A> kernels = Kernels.of(precision);
    try (Parallelism two = Parallelism.threads(2);
        Parallelism three = Parallelism.threads(3)) {
      List<Reductions<A>> others =
          List.of(
              kernels.newReductions(),
              kernels.newReductions(Parallelism.none()),
              kernels.newReductions(two),
              kernels.newReductions(three),
              Kernels.scalar(precision).newReductions(three));
      for (int n : LENGTHS) {
        for (int special = 0; special < 4; special++) {
          A x = withSpecials(precision, values(precision, n + 5, 3), special);
          A y = withSpecials(precision, values(precision, n + 5, 4), special);
          for (Reduction reduction : Reduction.values()) {
            if (n == 0 && (reduction == Reduction.MEAN || reduction == Reduction.VARIANCE)) {
              continue;
            }
            double expected = reduction.of(scalar, n, x, 2, y, 5);
            for (int k = 0; k < others.size(); k++) {
              same(
                  reduction.of(others.get(k), n, x, 2, y, 5),
                  expected,
                  "%s, %s, n = %d, values %d, way %d"
                      .formatted(reduction, precision, n, special, k));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aSumIsAsAccurateAsItsNumberOfRoundings(Precision<A> precision) {
    Reductions<A> reductions = Kernels.of(precision).newReductions();
    for (int n : new int[] {100, 5000, 200_003}) {
      A x = values(precision, n, 8);
      A y = values(precision, n, 9);
      double u = precision.unitRoundoff();
      double sum = 0;
      double size = 0;
      double product = 0;
      double productSize = 0;
      for (int i = 0; i < n; i++) {
        double a = precision.get(x, i);
        double b = precision.get(y, i);
        sum += a;
        size += Math.abs(a);
        product += a * b;
        productSize += Math.abs(a * b);
      }
      double roundings = 64 + 6 + n / 4096;
      double ownError = n * 0x1p-53; // of the sums above, which matters in double precision
      assertThat(reductions.sum(n, x, 0))
          .as("sum, %s, n = %d", precision, n)
          .isCloseTo(sum, within((roundings * u + ownError) * size));
      assertThat(reductions.dot(n, x, 0, y, 0))
          .as("dot, %s, n = %d", precision, n)
          .isCloseTo(product, within((roundings * u + 2 * ownError) * productSize));
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void extremesFindWhereNanAndSignedZerosAre(Precision<A> precision) {
    Reductions<A> r = Kernels.of(precision).newReductions();
    A zeros = precision.of(-0.0, -0.0, 0.0, -0.0);
    same(r.max(4, zeros, 0), 0.0, "the larger zero");
    same(r.max(2, zeros, 0), -0.0, "only negative zeros");
    same(r.min(4, zeros, 0), -0.0, "the smaller zero");
    assertThat(r.argMax(4, zeros, 0)).as("zeros are equal").isZero();
    for (int n : new int[] {1, 17, 64, 4097, 9000}) {
      for (int at : new int[] {0, n / 2, n - 1}) {
        A x = precision.newArray(n);
        precision.fill(x, 0, n, -3);
        precision.set(x, at, 2);
        assertThat(r.argMax(n, x, 0)).as("n = %d", n).isEqualTo(at);
        same(r.maxAbs(n, x, 0), n == 1 ? 2 : 3, "maxAbs");
        precision.set(x, at, Double.NaN);
        same(r.max(n, x, 0), Double.NaN, "max with NaN");
        same(r.min(n, x, 0), Double.NaN, "min with NaN");
        same(r.maxAbs(n, x, 0), Double.NaN, "maxAbs with NaN");
        assertThat(r.argMax(n, x, 0)).as("argMax with NaN, n = %d", n).isEqualTo(-1);
      }
    }
    assertThat(r.argMax(0, zeros, 0)).as("empty").isEqualTo(-1);
    same(r.max(0, zeros, 0), Double.NEGATIVE_INFINITY, "empty max");
    same(r.min(0, zeros, 0), Double.POSITIVE_INFINITY, "empty min");
    same(r.sum(0, zeros, 0), 0.0, "empty sum");
    same(r.sum(2, zeros, 0), 0.0, "a sum starts at +0");
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void logSumExpIsStable(Precision<A> precision) {
    Reductions<A> r = Kernels.of(precision).newReductions();
    double u = precision.unitRoundoff();
    double inf = Double.POSITIVE_INFINITY;
    assertThat(r.logSumExp(2, precision.of(1e4, 1e4), 0))
        .isCloseTo(1e4 + StrictMath.log(2), within(1e4 * u));
    assertThat(r.logSumExp(3, precision.of(-1e4, -1e4, -2e4), 0))
        .isCloseTo(-1e4 + StrictMath.log(2), within(1e4 * u));
    assertThat(r.logSumExp(2, precision.of(0, -30), 0))
        .as("what is far below the unit roundoff beside 1")
        .isCloseTo(StrictMath.log1p(StrictMath.exp(-30)), within(4 * u * StrictMath.exp(-30)));
    same(r.logSumExp(3, precision.of(-inf, 5, -inf), 0), 5, "−∞ counts nothing");
    same(r.logSumExp(2, precision.of(-inf, -inf), 0), -inf, "nothing but −∞");
    same(r.logSumExp(2, precision.of(1, inf), 0), inf, "∞");
    same(r.logSumExp(2, precision.of(Double.NaN, inf), 0), Double.NaN, "NaN");
    same(r.logSumExp(0, precision.of(), 0), -inf, "empty");
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void varianceSurvivesALargeMean(Precision<A> precision) {
    int n = 10_000;
    A x = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      precision.set(x, i, 1000 + (i % 2 == 0 ? 0.5 : -0.5));
    }
    Reductions<A> r = Kernels.of(precision).newReductions();
    assertThat(r.mean(n, x, 0)).isCloseTo(1000, within(1000 * 80 * precision.unitRoundoff()));
    assertThat(r.variance(n, x, 0)).isCloseTo(0.25, within(1e-5));
    assertThat(r.variance(1, x, 0)).isZero();
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    Reductions<float[]> r = Kernels.of(Precision.FLOAT).newReductions();
    float[] x = new float[10];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.sum(-1, x, 0))
        .withMessage("n is -1, must be at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.sum(5, x, -1))
        .withMessage("the offset of x is -1, must be at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.dot(5, x, 0, x, 6))
        .withMessage("y ends at index 11 (offset 6), but its length is 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.max(Integer.MAX_VALUE, x, Integer.MAX_VALUE))
        .withMessageContaining("x ends at index 4294967294");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.mean(0, x, 0))
        .withMessage("n is 0, must be at least 1");
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    int n = 200_003;
    A x = values(precision, n, 5);
    A y = values(precision, n, 6);
    try (Parallelism two = Parallelism.threads(2)) {
      for (Reductions<A> r :
          List.of(
              Kernels.of(precision).newReductions(), Kernels.of(precision).newReductions(two))) {
        Reduction[] reductions = Reduction.values();
        double sum = 0;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long deadline = System.nanoTime() + WARM_UP_NANOS;
        while (least > 0 && System.nanoTime() < deadline) {
          for (int i = 0; i < 200; i++) {
            sum += runAll(reductions, r, 500, x, y);
          }
          sum += runAll(reductions, r, n, x, y);
          long before = threads.getCurrentThreadAllocatedBytes();
          long overhead = threads.getCurrentThreadAllocatedBytes() - before;
          before = threads.getCurrentThreadAllocatedBytes();
          sum += runAll(reductions, r, n, x, y);
          least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - overhead);
        }
        assertThat(least).as("bytes a round; %s", sum).isZero();
      }
    }
  }

  private static <A> double runAll(Reduction[] reductions, Reductions<A> r, int n, A x, A y) {
    double sum = 0;
    for (Reduction reduction : reductions) {
      sum += reduction.of(r, n, x, 0, y, 0);
    }
    return sum;
  }

  private static void same(double actual, double expected, String as) {
    assertThat(Double.doubleToLongBits(actual))
        .as("%s: %s instead of %s", as, actual, expected)
        .isEqualTo(Double.doubleToLongBits(expected));
  }

  private static <A> A values(Precision<A> precision, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    A x = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      precision.set(x, i, (2 * random.nextDouble() - 1) * (1 << random.nextInt(8)));
    }
    return x;
  }

  /** 0: none; 1: tiny values, whose products underflow, and −0; 2: infinities; 3: a NaN. */
  private static <A> A withSpecials(Precision<A> precision, A x, int kind) {
    int n = precision.length(x);
    for (int i = 0; i < n; i++) {
      switch (kind) {
        case 1 -> precision.set(x, i, i % 7 == 0 ? -0.0 : precision.get(x, i) * 1e-43);
        case 2 -> precision.set(x, i, i % 1000 == 7 ? Double.POSITIVE_INFINITY : i % 5);
        case 3 -> precision.set(x, i, i == n - 2 ? Double.NaN : i % 3);
        default -> {}
      }
    }
    return x;
  }

  /** The definition with its lanes stored, in the arithmetic of the precision. */
  private static final class Lanes<A> {
    private final Precision<A> precision;
    private final int n;
    private final A x;
    private final int xOffset;
    private final A y;
    private final int yOffset;

    Lanes(Precision<A> precision, int n, A x, int xOffset, A y, int yOffset) {
      this.precision = precision;
      this.n = n;
      this.x = x;
      this.xOffset = xOffset;
      this.y = y;
      this.yOffset = yOffset;
    }

    double sum(DoubleBinaryOperator term, boolean times) {
      double total = 0;
      for (int i = 0; i < n; i += Arithmetic.REDUCTION_BLOCK) {
        total = add(total, block(term, times, i, Math.min(n, i + Arithmetic.REDUCTION_BLOCK)));
      }
      return total;
    }

    private double block(DoubleBinaryOperator term, boolean times, int from, int to) {
      int lanes = precision == Precision.FLOAT ? 64 : 32;
      double[] l = new double[lanes];
      for (int i = from; i < to; i++) {
        double a = precision.get(x, xOffset + i);
        double t = term.applyAsDouble(a, precision.get(y, yOffset + i));
        int j = (i - from) % lanes;
        l[j] = times ? fma(a, t, l[j]) : add(l[j], t);
      }
      for (int h = lanes / 2; h >= 1; h /= 2) {
        for (int j = 0; j < h; j++) {
          l[j] = add(l[j], l[j + h]);
        }
      }
      return l[0];
    }

    private double add(double a, double b) {
      return precision == Precision.FLOAT ? (float) a + (float) b : a + b;
    }

    private double fma(double a, double b, double c) {
      return precision == Precision.FLOAT
          ? Math.fma((float) a, (float) b, (float) c)
          : Math.fma(a, b, c);
    }
  }

  /** One reduction of x (and y) by its public method. */
  private enum Reduction {
    SUM {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.sum(n, x, xo);
      }
    },
    DOT {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.dot(n, x, xo, y, yo);
      }
    },
    SUM_OF_SQUARES {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.sumOfSquares(n, x, xo);
      }
    },
    NORM_1 {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.norm1(n, x, xo);
      }
    },
    NORM_2 {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.norm2(n, x, xo);
      }
    },
    MAX {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.max(n, x, xo);
      }
    },
    MIN {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.min(n, x, xo);
      }
    },
    MAX_ABS {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.maxAbs(n, x, xo);
      }
    },
    ARG_MAX {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.argMax(n, x, xo);
      }
    },
    LOG_SUM_EXP {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.logSumExp(n, x, xo);
      }
    },
    MEAN {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.mean(n, x, xo);
      }
    },
    VARIANCE {
      @Override
      <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo) {
        return r.variance(n, x, xo);
      }
    };

    abstract <A> double of(Reductions<A> r, int n, A x, int xo, A y, int yo);
  }
}
