package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lower triangle of a product is that of the whole product, and nothing is written above it.
 */
final class LowerTriangleTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 8, 11, 12, 13, 16, 17, 24, 25, 31, 32, 33, 47, 48, 65, 97, 150
  };

  private static final int[] TERMS = {0, 1, 2, 3, 17, 64};
  private static final double GUARD = -77.25;

  static List<Precision<?>> precisions() {
    return DenseCases.precisions();
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void itIsThatOfTheWholeProduct(Precision<A> precision) {
    try (Parallelism team = Parallelism.threads(3)) {
      List<Product<A>> products =
          List.of(
              Kernels.of(precision).newProduct(Parallelism.none()),
              Kernels.of(precision).newProduct(team),
              Kernels.scalar(precision).newProduct(Parallelism.none()));
      for (int seed = 0; seed < 250; seed++) {
        Random random = new Random(seed);
        int n = SIZES[seed % SIZES.length];
        check(precision, products, random, n, TERMS[random.nextInt(TERMS.length)]);
      }
      check(precision, products, new Random(1), 40, 1100); // several blocks of terms
      check(precision, products, new Random(2), 300, 60); // several blocks of rows, several tasks
    }
  }

  private static <A> void check(
      Precision<A> precision, List<Product<A>> products, Random random, int n, int k) {
    boolean aTransposed = random.nextBoolean();
    boolean same = random.nextBoolean();
    boolean bTransposed = same ? !aTransposed : random.nextBoolean();
    int lda = (aTransposed ? n : k) + random.nextInt(3);
    int ldb = same ? lda : (bTransposed ? k : n) + random.nextInt(3);
    int ldc = n + random.nextInt(3);
    double[][] left = DenseCases.random(precision, random, aTransposed ? k : n, lda);
    double[][] right = DenseCases.random(precision, random, bTransposed ? n : k, ldb);
    A a = DenseCases.stored(precision, left, 1, lda, 0);
    A b = same ? a : DenseCases.stored(precision, right, 1, ldb, 0);
    A start =
        DenseCases.stored(precision, DenseCases.random(precision, random, n, n), 2, ldc, GUARD);
    UnaryOperator<Product<A>> settings =
        product -> {
          product = aTransposed ? product.aTransposed(a, 1, lda) : product.a(a, 1, lda);
          product = bTransposed ? product.bTransposed(b, 1, ldb) : product.b(b, 1, ldb);
          product = n % 3 == 0 ? product.negateA() : product;
          return n % 2 == 0 ? product.accumulate() : product;
        };
    A whole = copy(precision, start);
    settings.apply(products.get(2)).c(whole, 2, ldc).multiply(n, n, k);
    A expected = copy(precision, start);
    for (int i = 0; i < n; i++) {
      precision.copy(whole, 2 + i * ldc, expected, 2 + i * ldc, i + 1);
    }
    for (Product<A> product : products) {
      A c = copy(precision, start);
      settings.apply(product).c(c, 2, ldc).lowerTriangle().multiply(n, n, k);
      assertThat(precision.sameBits(c, expected)).as("%d rows, %d terms", n, k).isTrue();
    }
    settings.apply(products.get(0)).c(start, 2, ldc).multiply(n, n, k);
    assertThat(precision.sameBits(start, whole)).as("the setting is forgotten").isTrue();
  }

  private static <A> A copy(Precision<A> precision, A array) {
    A copy = precision.newArray(precision.length(array));
    precision.copy(array, 0, copy, 0, precision.length(array));
    return copy;
  }

  @Test
  void whatLeavesNoTriangleIsRefused() {
    Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    float[] a = new float[9];
    float[] c = new float[9];
    refused(
        () -> product.a(a, 0, 3).b(a, 0, 2).c(c, 0, 2).lowerTriangle().multiply(3, 2, 3),
        "m is 3 and n is 2, must be equal with lowerTriangle()");
    String rest = " is set, which lowerTriangle() leaves no place for";
    refused(() -> set(product, a, c).scale(2).multiply(3, 3, 3), "scale" + rest);
    refused(() -> set(product, a, c).bias(new float[3], 0).multiply(3, 3, 3), "bias" + rest);
    refused(() -> set(product, a, c).times(c, 0, 3).multiply(3, 3, 3), "times" + rest);
    refused(() -> set(product, a, c).sweep((i, j, k, l) -> {}).multiply(3, 3, 3), "sweep" + rest);
    refused(
        () -> set(product, a, c).descend(new float[9], 0, 3, 1).multiply(3, 3, 3), "theta" + rest);
  }

  private static Product<float[]> set(Product<float[]> product, float[] a, float[] c) {
    return product.a(a, 0, 3).b(a, 0, 3).c(c, 0, 3).lowerTriangle();
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
