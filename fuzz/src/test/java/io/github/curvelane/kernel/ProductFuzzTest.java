package io.github.curvelane.kernel;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;

/**
 * Products of any sizes, offsets and leading dimensions: refused with every array as it was, or the
 * bits of the triple loop, and nothing written beside the result.
 */
class ProductFuzzTest {

  private final Product<float[]> floats =
      Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
  private final Product<double[]> doubles =
      Kernels.of(Precision.DOUBLE).newProduct(Parallelism.none());

  @FuzzTest
  void multiplies(FuzzedDataProvider data) {
    try (Budget _ = Budget.start()) {
      if (data.consumeBoolean()) {
        check(new ProductCase<>(Precision.FLOAT, data), floats);
      } else {
        check(new ProductCase<>(Precision.DOUBLE, data), doubles);
      }
    }
  }

  private static <A> void check(ProductCase<A> given, Product<A> product) {
    ProductCase<A> before = given.copy();
    try {
      given.set(product);
      product.multiply(given.m, given.n, given.k);
    } catch (IllegalArgumentException e) {
      Refusal.check(e);
      given.requireSame(before);
      return;
    }
    before.multiplyPlainly();
    given.requireSame(before);
  }
}
