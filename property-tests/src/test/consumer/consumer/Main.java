package consumer;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Provider;
import java.util.Arrays;

/** Multiplies two matrices and prints which kernels did it, and the result's bits. */
public final class Main {
  private Main() {}

  /**
   * Runs the program.
   *
   * @param args none
   */
  public static void main(String[] args) {
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        Provider provider = Provider.current();
        System.out.println(provider.name() + " " + provider.bits() + " " + provider.fma());
        System.out.println(multiply());
      } catch (IllegalArgumentException e) {
        System.out.println("refused: " + e.getMessage());
      }
      try {
        Kernels.of(Precision.DOUBLE);
      } catch (IllegalArgumentException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  private static String multiply() {
    int n = 37;
    float[] a = new float[n * n];
    float[] b = new float[n * n];
    float[] c = new float[n * n];
    for (int i = 0; i < n * n; i++) {
      a[i] = 1f / (i + 1);
      b[i] = (float) Math.sqrt(i);
    }
    Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
    product.a(a, 0, n).b(b, 0, n).c(c, 0, n).multiply(n, n, n);
    return Integer.toHexString(Arrays.hashCode(c));
  }
}
