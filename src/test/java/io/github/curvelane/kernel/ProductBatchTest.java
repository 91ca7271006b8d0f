package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products in batches against the same products one by one, by the scalar kernels, bit for bit. */
final class ProductBatchTest {
  private static final double[] SPECIAL = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -1e-310, 3e38
  };

  private static final int[] SIZES = {0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 24, 33, 48, 49};

  @ParameterizedTest
  @MethodSource("io.github.curvelane.kernel.ProductTest#precisionsAndThreads")
  <A> void eachIsTheSingleProduct(Precision<A> precision, int threads) {
    try (Parallelism team = Parallelism.threads(threads)) {
      Product<A> product = Kernels.of(precision).newProduct(team);
      for (int seed = 0; seed < 250; seed++) {
        new Case<>(precision, new Random(seed), seed).check(product);
      }
    }
  }

  /** The ways in which a batch is computed: as one product, shared by members, one by one. */
  @ParameterizedTest
  @MethodSource("io.github.curvelane.kernel.ProductTest#precisionsAndThreads")
  <A> void manyAndLargeOnesAreToo(Precision<A> precision, int threads) {
    int[][] shapes = {{40, 30, 50, 50}, {4, 4, 4, 9000}, {130, 140, 120, 3}, {3, 400, 300, 20}};
    try (Parallelism team = Parallelism.threads(threads)) {
      Product<A> product = Kernels.of(precision).newProduct(team);
      for (int seed = 0; seed < 12; seed++) {
        int[] s = shapes[seed % shapes.length];
        new Case<>(precision, new Random(seed), seed, s[0], s[1], s[2], s[3]).check(product);
      }
    }
  }

  /** A batch with everything about it chosen by a seed. */
  private static final class Case<A> {
    final Precision<A> precision;
    final Random random;
    final int m;
    final int n;
    final int k;
    final int count;
    final boolean aTransposed;
    final boolean bTransposed;
    final boolean squareB;
    final boolean accumulate;
    final boolean withOld;
    final boolean scaled;
    final boolean withBias;
    final String name;
    int lda;
    int ldb;
    int ldc;
    int strideA;
    int strideB;
    int strideC;
    A a;
    A b;
    A c;
    A bias;

    Case(Precision<A> precision, Random random, int seed) {
      this(
          precision,
          random,
          seed,
          SIZES[random.nextInt(SIZES.length)],
          SIZES[random.nextInt(SIZES.length)],
          SIZES[random.nextInt(SIZES.length)],
          random.nextInt(7));
    }

    Case(Precision<A> precision, Random random, int seed, int m, int n, int k, int count) {
      this.precision = precision;
      this.random = random;
      this.m = m;
      this.n = n;
      this.k = k;
      this.count = count;
      aTransposed = random.nextInt(3) == 0;
      bTransposed = random.nextInt(3) == 0;
      squareB = random.nextInt(5) == 0;
      accumulate = random.nextInt(4) == 0;
      withOld = !accumulate && random.nextInt(3) == 0;
      scaled = random.nextInt(3) == 0;
      withBias = random.nextInt(3) == 0;
      name = "%s %d of %dx%dx%d, seed %d".formatted(precision, count, m, n, k, seed);
      place();
    }

    /** Apart, side by side or shared, with gaps and without. */
    private void place() {
      int aRows = aTransposed ? k : m;
      int bRows = bTransposed ? n : k;
      lda = (aTransposed ? m : k) + random.nextInt(2);
      ldb = (bTransposed ? k : n) + random.nextInt(2);
      boolean sideBySide = random.nextInt(4) == 0;
      ldc = (sideBySide ? Math.max(1, count) * n : n) + random.nextInt(2);
      strideC = sideBySide ? n : m * ldc + 2 * random.nextInt(2);
      strideA = random.nextInt(4) == 0 ? 0 : aRows * lda + random.nextInt(2);
      strideB = random.nextInt(3) == 0 ? 0 : bRows * ldb + random.nextInt(2);
      boolean special = random.nextInt(3) == 0;
      a = random(1 + count * strideA + aRows * lda, special);
      b = random(2 + count * strideB + bRows * ldb, special);
      c = random(3 + count * strideC + m * ldc, special && (accumulate || withOld));
      bias = random(4 + n, special);
    }

    private A random(int length, boolean special) {
      A array = precision.newArray(length);
      for (int i = 0; i < length; i++) {
        double value =
            special && random.nextInt(40) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : random.nextGaussian();
        precision.set(array, i, value);
      }
      return array;
    }

    void check(Product<A> product) {
      A expected = precision.newArray(precision.length(c));
      precision.copy(c, 0, expected, 0, precision.length(c));
      Product<A> single = Kernels.scalar(precision).newProduct(Parallelism.none());
      for (int i = 0; i < count; i++) {
        set(single, expected, i).multiply(m, n, k);
      }
      set(product, c, 0).batch(count, strideA, strideB, strideC).multiply(m, n, k);
      assertThat(precision.sameBits(c, expected)).as(name).isTrue();
    }

    private Product<A> set(Product<A> product, A result, int i) {
      int aOffset = 1 + i * strideA;
      int bOffset = 2 + i * strideB;
      product = aTransposed ? product.aTransposed(a, aOffset, lda) : product.a(a, aOffset, lda);
      product = bTransposed ? product.bTransposed(b, bOffset, ldb) : product.b(b, bOffset, ldb);
      product = squareB ? product.squareB() : product;
      product = accumulate ? product.accumulate() : product;
      product = withOld ? product.beta(0.6) : product;
      product = scaled ? product.scale(0.3) : product;
      product = withBias ? product.bias(bias, 4) : product;
      return product.c(result, 3 + i * strideC, ldc);
    }
  }

  @Test
  void aLowerTriangleOfEach() {
    float[] a = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] c = {-1, -1, -1, -1, -1, -1, -1, -1};
    Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    product.a(a, 0, 2).bTransposed(a, 0, 2).c(c, 0, 2).lowerTriangle();
    product.batch(2, 4, 4, 4).multiply(2, 2, 2);
    assertThat(c).containsExactly(5, -1, 11, 25, 61, -1, 83, 113);
  }

  @Test
  void theSettingIsForgotten() {
    float[] c = {-1, -1};
    float[] two = {2, 3};
    Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    product.a(two, 0, 1).b(two, 0, 1).c(c, 0, 1).batch(2, 1, 1, 1).multiply(1, 1, 1);
    assertThat(c).containsExactly(4, 9);
    product.a(two, 1, 1).b(two, 0, 1).c(c, 0, 1).multiply(1, 1, 1);
    assertThat(c).containsExactly(6, 9);
  }

  @Test
  void operandsBetweenTheResultsAreApart() {
    float[] both = {1, 0, 2, 0, 3, 0};
    float[] two = {2};
    Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    product.a(both, 0, 1).b(two, 0, 1).c(both, 1, 1).batch(3, 2, 0, 2).multiply(1, 1, 1);
    assertThat(both).containsExactly(1, 2, 2, 4, 3, 6);
  }

  @Test
  void wrongArgumentsAreNamedAndChangeNothing() {
    float[] a = new float[12];
    float[] b = new float[12];
    float[] c = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    float[] before = c.clone();
    Product<float[]> p = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    refused("count is -1, must be at least 0", () -> set(p, a, b, c).batch(-1, 4, 4, 4));
    refused("strideA is -4, must be at least 0", () -> set(p, a, b, c).batch(2, -4, 4, 4));
    refused("strideB is -4, must be at least 0", () -> set(p, a, b, c).batch(2, 4, -4, 4));
    refused("strideC is -4, must be at least 0", () -> set(p, a, b, c).batch(2, 4, 4, -4));
    refused(
        "the last a of 3 ends at index 14 (offset 0, stride 5), but its length is 12",
        () -> set(p, a, b, c).batch(3, 5, 4, 4));
    refused(
        "the last b of 4 ends at index 16 (offset 0, stride 4), but its length is 12",
        () -> set(p, a, b, c).batch(4, 0, 4, 0));
    refused(
        "the last c of 2147483647 ends at index 8589934588 (offset 0, stride 4), but its length is"
            + " 12",
        () -> set(p, a, b, c).batch(Integer.MAX_VALUE, 0, 0, 4));
    refused(
        "strideC is 3: the 2x2 results overlap, with a leading dimension of 2",
        () -> set(p, a, b, c).batch(3, 4, 4, 3));
    refused(
        "strideC is 0: the 2x2 results overlap, with a leading dimension of 2",
        () -> set(p, a, b, c).batch(3, 4, 4, 0));
    refused(
        "strideC is 1: the 2x2 results overlap, with a leading dimension of 3",
        () -> set(p, a, b, c).c(c, 0, 3).batch(2, 4, 4, 1));
    refused(
        "c (offset 4) overlaps a (offset 0)",
        () -> p.a(c, 0, 2).b(b, 0, 2).c(c, 4, 2).batch(2, 4, 0, 4));
    refused(
        "c (offset 4) overlaps b (offset 8)",
        () -> p.a(a, 0, 2).b(c, 8, 2).c(c, 4, 2).batch(2, 4, 0, 4));
    refused(
        "c (offset 0) overlaps bias (offset 6)",
        () -> set(p, a, b, c).bias(c, 6).batch(2, 4, 4, 4));
    refused(
        "times is set, which batch() has no place for",
        () -> set(p, a, b, c).times(c, 0, 2).batch(2, 4, 4, 4));
    refused(
        "sweep is set, which batch() has no place for",
        () -> set(p, a, b, c).sweep((i0, i1, j0, j1) -> {}).batch(2, 4, 4, 4));
    refused(
        "theta is set, which batch() has no place for",
        () -> set(p, a, b, c).descend(new float[4], 0, 2, 1).batch(0, 4, 4, 4));
    assertThat(c).containsExactly(before);
  }

  private static Product<float[]> set(Product<float[]> p, float[] a, float[] b, float[] c) {
    return p.a(a, 0, 2).b(b, 0, 2).c(c, 0, 2);
  }

  private interface Setting {
    Product<float[]> product();
  }

  private static void refused(String message, Setting setting) {
    ThrowingCallable call = () -> setting.product().multiply(2, 2, 2);
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void aCallAllocatesNothingOnceItsMemoryHasGrown() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] a = new float[64 * 40 * 40];
    float[] c = new float[64 * 40 * 40];
    try (Parallelism team = Parallelism.threads(2)) {
      Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(team);
      long[] ids =
          Thread.getAllStackTraces().keySet().stream()
              .filter(t -> t == Thread.currentThread() || t.getName().startsWith("curvelane-"))
              .mapToLong(Thread::threadId)
              .toArray();
      long end = System.nanoTime() + 30_000_000_000L;
      long bytes;
      do {
        long before = total(bean.getThreadAllocatedBytes(ids));
        for (int i = 0; i < 100; i++) {
          product.a(a, 0, 40).b(a, 0, 40).c(c, 0, 40).beta(0.5);
          product.batch(64, 1600, 1600, 1600).multiply(40, 40, 40);
          product.a(a, 0, 40).b(a, 0, 40).c(c, 0, 40).batch(9, 1600, 0, 1600).multiply(40, 40, 4);
        }
        bytes = total(bean.getThreadAllocatedBytes(ids)) - before;
      } while (bytes / 100 != 0 && System.nanoTime() < end);
      // Reading the counters allocates some tens of bytes itself.
      assertThat(bytes / 100).as("bytes a round").isZero();
    }
  }

  private static long total(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }
}
