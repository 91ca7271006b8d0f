package io.github.curvelane.bench.matmul;

import io.github.curvelane.Precision;
import java.util.SplittableRandom;

/**
 * One product to compute: a shape with its operands.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param shape the shape
 * @param precision the precision
 * @param a the first operand, as the layout stores it
 * @param b the second operand, as the layout stores it
 */
public record MatmulTask<A>(MatmulShape shape, Precision<A> precision, A a, A b) {
  private static final int CHECKED_ELEMENTS = 64;

  /**
   * Makes a task with operands uniform in (−1, 1), the same every time.
   *
   * @param shape the shape
   * @param precision the precision
   * @param <A> {@code float[]} or {@code double[]}
   * @return the task
   */
  public static <A> MatmulTask<A> random(MatmulShape shape, Precision<A> precision) {
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    A a = uniform(precision, shape.m() * shape.k(), random);
    A b = uniform(precision, shape.k() * shape.n(), random);
    return new MatmulTask<>(shape, precision, a, b);
  }

  /**
   * Makes a new array for the product.
   *
   * @return m·n zeros
   */
  public A newProduct() {
    return precision.newArray(shape.m() * shape.n());
  }

  /**
   * Compares some elements of a product with sums in double precision. A peer that is fast because
   * it computes something else would show here.
   *
   * @param c the product
   * @return the largest error over the bound k·u·Σ|terms|: at most about 1 when correct
   */
  public double error(A c) {
    SplittableRandom random = new SplittableRandom(7);
    double worst = 0;
    for (int sample = 0; sample < CHECKED_ELEMENTS; sample++) {
      int i = random.nextInt(shape.m());
      int j = random.nextInt(shape.n());
      double sum = 0;
      double absolute = 0;
      for (int p = 0; p < shape.k(); p++) {
        double term = precision.get(a, shape.indexA(i, p)) * precision.get(b, shape.indexB(p, j));
        sum += term;
        absolute += Math.abs(term);
      }
      double bound = (shape.k() + 1) * precision.unitRoundoff() * absolute;
      double error = Math.abs(precision.get(c, i * shape.n() + j) - sum);
      worst = Math.max(worst, error / bound);
    }
    return worst;
  }

  private static <A> A uniform(Precision<A> precision, int length, SplittableRandom random) {
    A array = precision.newArray(length);
    for (int i = 0; i < length; i++) {
      precision.set(array, i, random.nextDouble(-1, 1));
    }
    return array;
  }
}
