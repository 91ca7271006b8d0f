package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first product of a call object takes memory enough for its own shape, whatever that is. */
final class FreshProductTest {
  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void everySmallShapeIsTheFirstOfAProduct(Precision<A> precision) {
    for (int m = 1; m <= 40; m++) {
      for (int n : new int[] {1, 3, 8, 17, 33, 70}) {
        for (int k : new int[] {1, 2, 5, 64}) {
          A chosen = product(Kernels.of(precision), precision, m, n, k);
          A plain = product(Kernels.scalar(precision), precision, m, n, k);
          assertThat(precision.sameBits(chosen, plain)).as("%d × %d × %d", m, n, k).isTrue();
        }
      }
    }
  }

  private static <A> A product(Kernels<A> kernels, Precision<A> precision, int m, int n, int k) {
    A a = random(precision, m * k, 1);
    A b = random(precision, k * n, 2);
    A c = precision.newArray(m * n);
    kernels.newProduct(Parallelism.none()).a(a, 0, k).b(b, 0, n).c(c, 0, n).multiply(m, n, k);
    return c;
  }

  private static <A> A random(Precision<A> precision, int length, long seed) {
    A array = precision.newArray(length);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < length; i++) {
      precision.set(array, i, 2 * random.nextDouble() - 1);
    }
    return array;
  }
}
