package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.properties.ProductCase.Operands;
import io.github.curvelane.properties.ProductCase.Times;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Matrix products have the bits of the specified loop, whatever computes them. */
final class ProductProperties {
  @Property(tries = 1500)
  void productsAreTheSpecifiedChains(@ForAll("products") ProductCase product) {
    checkAgainstSpecification(product, product.precision());
  }

  @Property(tries = 60)
  void largeProductsAreTheSpecifiedChains(@ForAll("largeProducts") ProductCase product) {
    checkAgainstSpecification(product, product.precision());
  }

  @Property(tries = 100)
  void threadsDoNotChangeBits(
      @ForAll("largeProducts") ProductCase product,
      @ForAll @IntRange(min = 2, max = 4) int threads) {
    checkThreads(product, product.precision(), threads);
  }

  @Property
  void aRowDoesNotDependOnTheOthers(@ForAll("products") ProductCase product) {
    checkRows(product, product.precision());
  }

  @Property
  void sweepsVisitEveryFinishedElementOnce(@ForAll("products") ProductCase product) {
    checkSweep(product, product.precision());
  }

  private static <A> void checkAgainstSpecification(ProductCase product, Precision<A> precision) {
    Operands<A> chosen = product.operands(precision);
    Operands<A> reference = chosen.withOwnResult();
    Operands<A> specified = chosen.withOwnResult();
    product.multiply(Kernels.of(precision), Parallelism.none(), chosen);
    product.multiply(Kernels.scalar(precision), Parallelism.none(), reference);
    product.specified(specified);
    assertThat(reference.c().difference(specified.c())).as("scalar").isNull();
    assertThat(chosen.c().difference(specified.c())).as("chosen").isNull();
  }

  private static <A> void checkThreads(ProductCase product, Precision<A> precision, int threads) {
    Operands<A> alone = product.operands(precision);
    Operands<A> together = alone.withOwnResult();
    product.multiply(Kernels.of(precision), Parallelism.none(), alone);
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      product.multiply(Kernels.of(precision), parallelism, together);
    }
    assertThat(together.c().difference(alone.c())).isNull();
  }

  /** Computes one row, as a product of its own, and compares it with that row of the whole. */
  private static <A> void checkRows(ProductCase whole, Precision<A> precision) {
    if (whole.m() == 0 || whole.times() == Times.THE_RESULT) {
      return;
    }
    Operands<A> x = whole.operands(precision);
    Matrix<A> before = x.c().copy();
    whole.multiply(Kernels.of(precision), Parallelism.none(), x);
    int row = new SplittableRandom(whole.seed()).nextInt(whole.m());
    Matrix<A> a = x.a();
    int aStep = whole.aTransposed() ? 1 : a.ld();
    Matrix<A> times = x.times();
    Operands<A> one =
        new Operands<>(
            new Matrix<>(
                precision, a.array(), a.offset() + row * aStep, a.ld(), a.rows(), a.columns()),
            x.b(),
            new Matrix<>(
                precision,
                before.array(),
                before.offset() + row * before.ld(),
                before.ld(),
                1,
                before.columns()),
            x.bias(),
            new Matrix<>(
                precision,
                times.array(),
                times.offset() + row * times.ld(),
                times.ld(),
                1,
                times.columns()));
    whole
        .set(Kernels.of(precision).newProduct(Parallelism.none()), one)
        .multiply(1, whole.n(), whole.k());
    for (int j = 0; j < whole.n(); j++) {
      assertSameBits(one.c().get(0, j), x.c().get(row, j));
    }
  }

  private static <A> void checkSweep(ProductCase product, Precision<A> precision) {
    Operands<A> x = product.operands(precision);
    Operands<A> plain = x.withOwnResult();
    product.multiply(Kernels.of(precision), Parallelism.none(), plain);
    int n = product.n();
    int[] visits = new int[product.m() * n];
    Product<A> swept = Kernels.of(precision).newProduct(Parallelism.none());
    product
        .set(swept, x)
        .sweep(
            (i0, i1, j0, j1) -> {
              for (int i = i0; i < i1; i++) {
                for (int j = j0; j < j1; j++) {
                  visits[i * n + j]++;
                  assertSameBits(x.c().get(i, j), plain.c().get(i, j));
                }
              }
            })
        .multiply(product.m(), n, product.k());
    assertThat(visits).containsOnly(product.m() * n == 0 ? new int[0] : new int[] {1});
  }

  /** NaN equals NaN here, and −0 differs from +0. */
  private static void assertSameBits(double actual, double expected) {
    if (Double.compare(actual, expected) != 0) {
      throw new AssertionError(actual + ", expected " + expected);
    }
  }

  @Provide
  Arbitrary<ProductCase> products() {
    Arbitrary<Integer> size =
        Arbitraries.frequencyOf(
            Tuple.of(6, sizes(1, 40)),
            Tuple.of(2, sizes(41, 100)),
            Tuple.of(1, Arbitraries.of(0, 1, 2)));
    return cases(size, size, size);
  }

  /** Sizes around the blocks of the cache, in one dimension at a time. */
  @Provide
  Arbitrary<ProductCase> largeProducts() {
    Arbitrary<Integer> large = sizes(230, 700);
    Arbitrary<Integer> small = sizes(1, 40);
    return Arbitraries.oneOf(
        cases(large, small, small),
        cases(small, large, small),
        cases(small, small, large),
        cases(sizes(100, 200), large, small));
  }

  private static Arbitrary<Integer> sizes(int least, int most) {
    return Arbitraries.integers()
        .between(least, most)
        .withDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<ProductCase> cases(
      Arbitrary<Integer> m, Arbitrary<Integer> n, Arbitrary<Integer> k) {
    Arbitrary<boolean[]> switches = Arbitraries.of(false, true).array(boolean[].class).ofSize(8);
    return Combinators.combine(
            Arbitraries.<Precision<?>>of(Precision.FLOAT, Precision.DOUBLE),
            m,
            n,
            k,
            switches,
            Arbitraries.of(Times.class),
            Combinators.combine(Arbitraries.of(Filling.class), Arbitraries.longs()).as(Fill::new))
        .as(
            (precision, rows, columns, inner, on, times, fill) ->
                new ProductCase(
                    precision,
                    rows,
                    columns,
                    inner,
                    on[0],
                    on[1],
                    on[2] && on[3],
                    on[3] && on[4],
                    on[4] && on[0],
                    on[5] && times != Times.THE_RESULT,
                    on[6],
                    on[7],
                    times,
                    fill.filling,
                    fill.seed));
  }

  private record Fill(Filling filling, long seed) {}
}
