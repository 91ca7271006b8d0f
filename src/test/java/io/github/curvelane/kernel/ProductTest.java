package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of every path against the triple loop of their definition, bit for bit. */
final class ProductTest {
  /** Around the lanes, the tiles and the rows that are packed together, at every width. */
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 65, 97
  };

  private static final double[] SPECIAL = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -1e-310, 3e38
  };

  private static final double BETA = -0.7;

  private static final double GUARD = -77.25;

  static Stream<Arguments> precisionsAndThreads() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE)
        .flatMap(p -> Stream.of(1, 2, 3).map(threads -> Arguments.of(p, threads)));
  }

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisionsAndThreads")
  <A> void randomSmallProductsAreTheTripleLoop(Precision<A> precision, int threads) {
    try (Parallelism team = Parallelism.threads(threads)) {
      Product<A> product = Kernels.of(precision).newProduct(team);
      for (int seed = 0; seed < 700; seed++) {
        Random random = new Random(seed);
        int m = SIZES[random.nextInt(SIZES.length)];
        int n = SIZES[random.nextInt(SIZES.length)];
        int k = SIZES[random.nextInt(SIZES.length)];
        new Case<>(precision, random, m, n, k, seed).check(product);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisionsAndThreads")
  <A> void productsOfSeveralBlocksAndTasksAreTheTripleLoop(Precision<A> precision, int threads) {
    int[][] shapes = {
      {300, 33, 1100}, // blocks of rows and of terms
      {13, 40, 2100}, // three blocks of terms
      {5, 1100, 1000}, // two blocks of columns
      {130, 150, 110}, // enough work for several threads
      {270, 260, 70}, // wide enough for packed rows
      {1, 300, 40}, // one row
      {70, 90, 1}, // one term
      {150, 10, 256}, // one narrow panel
    };
    try (Parallelism team = Parallelism.threads(threads)) {
      Product<A> product = Kernels.of(precision).newProduct(team);
      for (int seed = 0; seed < 4 * shapes.length; seed++) {
        int[] s = shapes[seed % shapes.length];
        new Case<>(precision, new Random(seed), s[0], s[1], s[2], seed).check(product);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisionsAndThreads")
  <A> void productsOfFewColumnsAreTheTripleLoop(Precision<A> precision, int threads) {
    // Around two vectors, and enough for several tasks; around a vector and the terms of a panel.
    int[] rows = {15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 100, 129, 420};
    int[] terms = {0, 1, 2, 15, 16, 17, 31, 64, 255, 256, 257, 300, 513, 600};
    try (Parallelism team = Parallelism.threads(threads)) {
      Product<A> product = Kernels.of(precision).newProduct(team);
      for (int seed = 0; seed < 300; seed++) {
        Random random = new Random(seed);
        int m = rows[random.nextInt(rows.length)];
        int k = terms[random.nextInt(terms.length)];
        new Case<>(precision, random, m, 1 + seed % 25, k, seed).check(product);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theReferenceIsTheTripleLoop(Precision<A> precision) {
    Product<A> product = Kernels.scalar(precision).newProduct(Parallelism.none());
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int m = random.nextInt(9);
      int n = random.nextInt(9);
      int k = random.nextInt(9);
      new Case<>(precision, random, m, n, k, seed).check(product);
    }
  }

  /** One product with everything about it chosen by a seed. */
  private static final class Case<A> {
    final Precision<A> precision;
    final Random random;
    final int m;
    final int n;
    final int k;
    final int seed;
    final boolean bTransposed;
    final boolean squareA;
    final boolean squareB;
    final boolean negateA;
    final boolean accumulate;
    final boolean scaled;
    final boolean withOld;
    final boolean withBias;
    final boolean withTimes;
    boolean aTransposed;
    boolean timesIsC;
    int lda;
    int ldb;
    int ldc;
    int ldt;
    A a;
    A b;
    A c;
    A bias;
    A times;

    /** What a sum of products comes to, before anything is done with it: [m × n]. */
    double[] chains;

    Case(Precision<A> precision, Random random, int m, int n, int k, int seed) {
      this.precision = precision;
      this.random = random;
      this.m = m;
      this.n = n;
      this.k = k;
      this.seed = seed;
      aTransposed = random.nextBoolean();
      bTransposed = random.nextBoolean();
      squareA = random.nextInt(4) == 0;
      squareB = random.nextInt(4) == 0;
      negateA = random.nextInt(4) == 0;
      accumulate = random.nextInt(3) == 0;
      scaled = random.nextInt(3) == 0;
      withOld = !accumulate && random.nextInt(3) == 0;
      withBias = random.nextInt(3) == 0;
      withTimes = random.nextInt(3) == 0;
      timesIsC = withTimes && !accumulate && random.nextBoolean();
      fill();
    }

    void fill() {
      lda = (aTransposed ? m : k) + random.nextInt(3);
      ldb = (bTransposed ? k : n) + random.nextInt(3);
      ldc = n + random.nextInt(3);
      ldt = n + random.nextInt(3);
      boolean special = random.nextInt(3) == 0;
      a = random(1 + size(aTransposed ? k : m, lda, aTransposed ? m : k), special);
      b = random(2 + size(bTransposed ? n : k, ldb, bTransposed ? k : n), special);
      bias = random(3 + n, special);
      times = random(4 + size(m, ldt, n), special);
      c = precision.newArray(10 + m * ldc);
      precision.fill(c, 0, precision.length(c), GUARD);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          boolean read = accumulate || timesIsC || withOld;
          precision.set(c, 5 + i * ldc + j, read ? value(special) : Double.NaN);
        }
      }
    }

    private static int size(int rows, int ld, int columns) {
      return rows == 0 ? 0 : (rows - 1) * ld + columns;
    }

    private A random(int length, boolean special) {
      A array = precision.newArray(length);
      for (int i = 0; i < length; i++) {
        precision.set(array, i, value(special));
      }
      return array;
    }

    private double value(boolean special) {
      return special && random.nextInt(30) == 0
          ? SPECIAL[random.nextInt(SPECIAL.length)]
          : random.nextGaussian();
    }

    void check(Product<A> product) {
      chains = new double[m * n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          chains[i * n + j] = scaledChain(i, j);
        }
      }
      checkDescent(product);
      A expected = expected();
      byte[] visits = new byte[m * n];
      BlockSweep sweep =
          (i0, i1, j0, j1) -> {
            for (int i = i0; i < i1; i++) {
              for (int j = j0; j < j1; j++) {
                visits[i * n + j]++;
                int index = 5 + i * ldc + j;
                double x = precision.get(c, index);
                double y = precision.get(expected, index);
                if (Double.doubleToLongBits(x) != Double.doubleToLongBits(y)) {
                  throw new AssertionError(
                      "a sweep sees %s in %s at (%d, %d), expected %s".formatted(x, this, i, j, y));
                }
              }
            }
          };
      setChains(product);
      product.beta(withOld ? BETA : 0);
      set(withBias, () -> product.bias(bias, 3));
      set(
          withTimes,
          () -> product.times(timesIsC ? c : times, timesIsC ? 5 : 4, timesIsC ? ldc : ldt));
      product.c(c, 5, ldc).sweep(sweep).multiply(m, n, k);
      for (int index = 0; index < precision.length(c); index++) {
        double x = precision.get(c, index);
        double y = precision.get(expected, index);
        if (Double.doubleToLongBits(x) != Double.doubleToLongBits(y)) {
          throw new AssertionError(this + ": element " + index + " is " + x + ", expected " + y);
        }
      }
      for (byte visit : visits) {
        assertThat(visit).as("visits by the sweep in %s", this).isEqualTo((byte) 1);
      }
    }

    /** The same chains, from a copy of C, as the gradient of a step. */
    private void checkDescent(Product<A> product) {
      int ld = n + Math.floorMod(seed, 3);
      boolean special = Math.floorMod(seed, 5) == 0;
      A theta = random(6 + m * ld, special);
      A expected = precision.newArray(6 + m * ld);
      precision.copy(theta, 0, expected, 0, 6 + m * ld);
      double minusRate = precision.round(-0.7);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int at = 6 + i * ld + j;
          double v = fma(minusRate, chains[i * n + j], precision.get(theta, at));
          precision.set(expected, at, v);
        }
      }
      setChains(product);
      A scratch = precision.newArray(precision.length(c));
      precision.copy(c, 0, scratch, 0, precision.length(c));
      A rates = random(6 + m * ld, special);
      A rated = precision.newArray(6 + m * ld);
      precision.copy(theta, 0, rated, 0, 6 + m * ld);
      A ratedExpected = precision.newArray(6 + m * ld);
      precision.copy(theta, 0, ratedExpected, 0, 6 + m * ld);
      product.c(scratch, 5, ldc).descend(theta, 6, ld, 0.7).multiply(m, n, k);
      assertThat(precision.sameBits(theta, expected)).as("a step along %s", this).isTrue();

      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int at = 6 + i * ld + j;
          double r = precision.round(minusRate * precision.get(rates, at));
          double v = fma(r, chains[i * n + j], precision.get(rated, at));
          precision.set(ratedExpected, at, v);
        }
      }
      setChains(product);
      precision.copy(c, 0, scratch, 0, precision.length(c));
      product.c(scratch, 5, ldc).descend(rated, 6, ld, 0.7).rates(rates).multiply(m, n, k);
      assertThat(precision.sameBits(rated, ratedExpected)).as("with rates, %s", this).isTrue();
    }

    private void setChains(Product<A> product) {
      if (aTransposed) {
        product.aTransposed(a, 1, lda);
      } else {
        product.a(a, 1, lda);
      }
      if (bTransposed) {
        product.bTransposed(b, 2, ldb);
      } else {
        product.b(b, 2, ldb);
      }
      set(squareA, product::squareA);
      set(squareB, product::squareB);
      set(negateA, product::negateA);
      set(accumulate, product::accumulate);
      set(scaled, () -> product.scale(0.3));
    }

    private static void set(boolean wanted, Runnable setting) {
      if (wanted) {
        setting.run();
      }
    }

    private A expected() {
      A result = precision.newArray(precision.length(c));
      precision.copy(c, 0, result, 0, precision.length(c));
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int index = 5 + i * ldc + j;
          double v = chains[i * n + j];
          v = withOld ? fma(precision.round(BETA), precision.get(c, index), v) : v;
          v = withBias ? precision.round(v + precision.get(bias, 3 + j)) : v;
          double factor =
              timesIsC
                  ? precision.get(c, index)
                  : withTimes ? precision.get(times, 4 + i * ldt + j) : 0;
          v = withTimes ? precision.round(v * factor) : v;
          precision.set(result, index, v);
        }
      }
      return result;
    }

    private double scaledChain(int i, int j) {
      double v = chain(i, j, accumulate ? precision.get(c, 5 + i * ldc + j) : 0);
      return scaled ? precision.round(v * precision.round(0.3)) : v;
    }

    private double chain(int i, int j, double start) {
      double v = start;
      for (int p = 0; p < k; p++) {
        double x = precision.get(a, 1 + (aTransposed ? p * lda + i : i * lda + p));
        double y = precision.get(b, 2 + (bTransposed ? j * ldb + p : p * ldb + j));
        x = squareA ? precision.round(x * x) : x;
        x = negateA ? -x : x;
        y = squareB ? precision.round(y * y) : y;
        v = fma(x, y, v);
      }
      return v;
    }

    private double fma(double x, double y, double z) {
      return precision == Precision.FLOAT
          ? Math.fma((float) x, (float) y, (float) z)
          : Math.fma(x, y, z);
    }

    @Override
    public String toString() {
      return "%s %dx%dx%d seed %d%s%s%s%s%s%s%s%s%s%s"
          .formatted(
              precision,
              m,
              n,
              k,
              seed,
              aTransposed ? " aT" : "",
              bTransposed ? " bT" : "",
              squareA ? " a²" : "",
              squareB ? " b²" : "",
              negateA ? " −a" : "",
              accumulate ? " accumulate" : "",
              scaled ? " scale" : "",
              withOld ? " beta" : "",
              withBias ? " bias" : "",
              timesIsC ? " times c" : withTimes ? " times" : "");
    }
  }

  /** C·v = A·(B·v), in double: an error of one tile shows in the rows it is in. */
  @Test
  void aLargeProductPassesTheChecksum() {
    int m = 517;
    int n = 1031;
    int k = 1290;
    Random random = new Random(11);
    float[] a = uniform(random, m * k);
    float[] b = uniform(random, k * n);
    float[] c = new float[m * n];
    double[] v = new Random(12).doubles(n, -1, 1).toArray();
    try (Parallelism team = Parallelism.threads(2)) {
      Kernels.of(Precision.FLOAT)
          .newProduct(team)
          .a(a, 0, k)
          .b(b, 0, n)
          .c(c, 0, n)
          .multiply(m, n, k);
    }
    double[] bv = times(b, k, n, v);
    double[] abv = times(a, m, k, bv);
    double[] cv = times(c, m, n, v);
    for (int i = 0; i < m; i++) {
      assertThat(cv[i]).as("row %d", i).isCloseTo(abv[i], within(5e-3));
    }
  }

  private static float[] uniform(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static double[] times(float[] matrix, int m, int n, double[] v) {
    double[] result = new double[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        result[i] += matrix[i * n + j] * v[j];
      }
    }
    return result;
  }

  @Test
  void aCallAllocatesNothingOnceItsMemoryHasGrown() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Parallelism team = Parallelism.threads(2)) {
      Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(team);
      int[][] shapes = {{130, 150, 110}, {40, 300, 60}, {1, 100, 64}, {30, 30, 1}, {64, 10, 64}};
      float[] a = new float[130 * 300];
      float[] b = new float[150 * 300];
      float[] c = new float[130 * 300];
      float[] theta = new float[130 * 300];
      long[] ids =
          Thread.getAllStackTraces().keySet().stream()
              .filter(t -> t == Thread.currentThread() || t.getName().startsWith("curvelane-"))
              .mapToLong(Thread::threadId)
              .toArray();
      for (int[] s : shapes) {
        // Until the compiler is done with this shape's path.
        long end = System.nanoTime() + 30_000_000_000L;
        long bytes;
        do {
          long before = total(bean.getThreadAllocatedBytes(ids));
          multiply(product, a, b, c, theta, s, 200);
          bytes = total(bean.getThreadAllocatedBytes(ids)) - before;
        } while (bytes / 200 != 0 && System.nanoTime() < end);
        // Reading the counters allocates some tens of bytes itself.
        assertThat(bytes / 200).as("bytes a call at %dx%dx%d", s[0], s[1], s[2]).isZero();
      }
    }
  }

  private static void multiply(
      Product<float[]> product,
      float[] a,
      float[] b,
      float[] c,
      float[] theta,
      int[] s,
      int times) {
    for (int i = 0; i < times; i++) {
      product.a(a, 0, s[2]).b(b, 0, s[1]).c(c, 0, s[1]).bias(b, 0).multiply(s[0], s[1], s[2]);
      product.a(a, 0, s[2]).bTransposed(b, 0, s[2]).c(c, 0, s[1]).multiply(s[0], s[1], s[2]);
      product.aTransposed(a, 0, s[0]).b(b, 0, s[1]).c(c, 0, s[1]).multiply(s[0], s[1], s[2]);
      product.aTransposed(a, 0, s[0]).b(b, 0, s[1]).c(c, 0, s[1]).descend(theta, 0, s[1], 1e-9);
      product.multiply(s[0], s[1], s[2]);
      product.a(a, 0, s[2]).b(b, 0, s[1]).c(c, 0, s[1]).scale(0.5).beta(1e-3);
      product.multiply(s[0], s[1], s[2]);
    }
  }

  private static long total(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void wrongArgumentsAreNamedAndChangeNothing() {
    float[] a = new float[12];
    float[] b = new float[20];
    float[] c = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    float[] before = c.clone();
    Product<float[]> p = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    refused(
        "m is -1, must be at least 0", () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).multiply(-1, 5, 4));
    refused(
        "n is -2, must be at least 0", () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).multiply(3, -2, 4));
    refused(
        "k is -3, must be at least 0", () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).multiply(3, 5, -3));
    refused(
        "the leading dimension of a is 3, must be at least 4",
        () -> p.a(a, 0, 3).b(b, 0, 5).c(c, 0, 5).multiply(3, 5, 4));
    refused(
        "the leading dimension of b is 3, must be at least 4",
        () -> p.a(a, 0, 4).bTransposed(b, 0, 3).c(c, 0, 5).multiply(3, 5, 4));
    refused(
        "the offset of b is -1, must be at least 0",
        () -> p.a(a, 0, 4).b(b, -1, 5).c(c, 0, 5).multiply(3, 5, 4));
    refused(
        "a ends at index 13 (offset 1), but its length is 12",
        () -> p.a(a, 1, 4).b(b, 0, 5).c(c, 0, 5).multiply(3, 5, 4));
    refused(
        "c ends at index 17 (offset 0), but its length is 15",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 6).multiply(3, 5, 4));
    refused(
        "a ends at index 4294967298 (offset 0), but its length is 12",
        () -> p.a(a, 0, Integer.MAX_VALUE).b(b, 0, 5).c(c, 0, 5).multiply(3, 5, 4));
    refused(
        "bias ends at index 6 (offset 1), but its length is 5",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).bias(new float[5], 1).multiply(3, 5, 4));
    refused(
        "times ends at index 15 (offset 0), but its length is 14",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).times(new float[14], 0, 5).multiply(3, 5, 4));
    refused(
        "c (offset 0) overlaps a (offset 3)",
        () -> p.a(c, 3, 4).b(b, 0, 5).c(c, 0, 5).multiply(3, 5, 4));
    refused(
        "c (offset 0) overlaps bias (offset 10)",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).bias(c, 10).multiply(3, 5, 4));
    refused(
        "c (offset 0) overlaps times (offset 1)",
        () -> p.a(a, 0, 4).b(b, 0, 4).c(c, 0, 4).times(c, 1, 4).multiply(3, 4, 4));
    refused(
        "times is c, which accumulate() adds to",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).times(c, 0, 5).accumulate().multiply(3, 5, 4));
    refused(
        "beta is 0.5, must be 0 with accumulate(), whose chains start from c",
        () -> set(p, a, b, c).accumulate().beta(0.5).multiply(3, 5, 4));
    refused(
        "beta is set, which descend() leaves no elements for",
        () -> set(p, a, b, c).beta(0.5).descend(new float[15], 0, 5, 1).multiply(3, 5, 4));
    refused(
        "beta is set, which lowerTriangle() leaves no place for",
        () ->
            p.a(a, 0, 4).b(b, 0, 3).c(c, 0, 3).beta(Double.NaN).lowerTriangle().multiply(3, 3, 4));
    refused(
        "theta ends at index 15 (offset 0), but its length is 14",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).descend(new float[14], 0, 5, 1).multiply(3, 5, 4));
    refused(
        "theta (offset 0) overlaps b (offset 0)",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).descend(b, 0, 5, 1).multiply(3, 5, 4));
    refused(
        "theta (offset 3) overlaps c (offset 0)",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).descend(c, 3, 5, 1).multiply(2, 5, 4));
    refused(
        "rates ends at index 15 (offset 0), but its length is 14",
        () ->
            set(p, a, b, c).descend(new float[15], 0, 5, 1).rates(new float[14]).multiply(3, 5, 4));
    refused(
        "theta (offset 0) overlaps rates (offset 0)",
        () -> {
          float[] theta = new float[15];
          set(p, a, b, c).descend(theta, 0, 5, 1).rates(theta).multiply(3, 5, 4);
        });
    refused(
        "c (offset 0) overlaps rates (offset 0)",
        () -> set(p, a, b, c).descend(new float[15], 0, 5, 1).rates(c).multiply(3, 5, 4));
    refused(
        "rates is set, which needs descend()",
        () -> set(p, a, b, c).rates(new float[15]).multiply(3, 5, 4));
    refused(
        "bias is set, which descend() leaves no elements for",
        () -> p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5).bias(b, 0).descend(a, 0, 5, 1).multiply(1, 5, 4));
    refused(
        "sweep is set, which descend() leaves no elements for",
        () ->
            p.a(a, 0, 4)
                .b(b, 0, 5)
                .c(c, 0, 5)
                .sweep((i0, i1, j0, j1) -> {})
                .descend(new float[5], 0, 5, 1)
                .multiply(1, 5, 4));
    assertThatIllegalStateException()
        .isThrownBy(() -> p.a(a, 0, 4).c(c, 0, 5).multiply(3, 5, 4))
        .withMessage("b is not set");
    assertThatNullPointerException()
        .isThrownBy(() -> p.a(a, 0, 4).b(null, 0, 5))
        .withMessage("b is null");
    assertThatIllegalStateException()
        .as("a refused operand forgets the others")
        .isThrownBy(() -> p.b(b, 0, 5).c(c, 0, 5).multiply(3, 5, 4))
        .withMessage("a is not set");
    assertThat(c).containsExactly(before);
  }

  private static Product<float[]> set(Product<float[]> p, float[] a, float[] b, float[] c) {
    return p.a(a, 0, 4).b(b, 0, 5).c(c, 0, 5);
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  /** 1 + 2⁻²⁴ rounds to 1: the sum of the chain is rounded before C is added, or after. */
  @Test
  void betaOfOneRoundsTheChainFirst() {
    float ulp = 0x1p-23f;
    float[] a = {1, 1};
    float[] b = {1, ulp / 2};
    float[] c = {ulp / 2, Float.NaN};
    Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    product.a(a, 0, 2).b(b, 0, 1).c(c, 0, 1).beta(1).multiply(1, 1, 2);
    assertThat(c[0]).as("fl(fl(1 + ulp/2) + ulp/2)").isEqualTo(1);
    c[0] = ulp / 2;
    product.a(a, 0, 2).b(b, 0, 1).c(c, 0, 1).scale(-1).beta(2).multiply(1, 1, 2);
    assertThat(c[0]).as("fma(2, ulp/2, −1)").isEqualTo(-1 + ulp);
    c[0] = Float.NaN;
    product.a(a, 0, 2).b(b, 0, 1).c(c, 0, 1).beta(1e-60).multiply(1, 1, 2);
    assertThat(c[0]).as("a β that rounds to 0 does not read C").isEqualTo(1);
    assertThat(c[1]).as("beyond C").isNaN();
  }

  @Test
  void blocksSideBySideInOneArrayAreApart() {
    float[] both = new float[3 * 8];
    Arrays.fill(both, 1);
    Kernels.of(Precision.FLOAT)
        .newProduct(Parallelism.none())
        .a(both, 0, 8)
        .b(new float[] {1, 0, 0, 1}, 0, 2)
        .c(both, 2, 8)
        .scale(3)
        .multiply(3, 2, 2);
    assertThat(both[2]).isEqualTo(3);
    assertThat(both[1]).isEqualTo(1);
    assertThat(both[4]).isEqualTo(1);
  }

  @Test
  void aSweepCannotUseItsOwnProduct() {
    Product<float[]> p = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    float[] one = {1};
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                p.a(one, 0, 1)
                    .b(one, 0, 1)
                    .c(new float[1], 0, 1)
                    .sweep((i0, i1, j0, j1) -> p.multiply(1, 1, 1))
                    .multiply(1, 1, 1))
        .withMessageContaining("running");
  }
}
