package io.github.curvelane.bench.matmul;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The shape of a product C[m×n] = op(A)[m×k] · op(B)[k×n], stored without gaps.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k terms of each element's sum
 * @param layout how A and B are stored
 */
public record MatmulShape(int m, int n, int k, Layout layout) {
  /** Square products, small to large, some of them awkward. */
  public static final List<MatmulShape> SQUARES =
      IntStream.of(64, 96, 128, 200, 256, 384, 512, 777, 1000, 1024, 2048)
          .mapToObj(MatmulShape::square)
          .toList();

  /** The products of training steps, as m, n, k. */
  public static final List<MatmulShape> TRAINING =
      List.of(
          new MatmulShape(128, 512, 784, Layout.NN),
          new MatmulShape(128, 300, 784, Layout.NN),
          new MatmulShape(784, 300, 128, Layout.TN),
          new MatmulShape(128, 784, 300, Layout.NT),
          new MatmulShape(128, 256, 512, Layout.NN),
          new MatmulShape(32, 30, 784, Layout.NN),
          new MatmulShape(128, 10, 256, Layout.NN),
          new MatmulShape(16, 300, 784, Layout.NN),
          new MatmulShape(1, 300, 784, Layout.NN),
          new MatmulShape(1, 1024, 512, Layout.NT),
          new MatmulShape(1024, 10, 300, Layout.NN),
          new MatmulShape(1000, 1000, 10, Layout.NN));

  /**
   * Returns a square product.
   *
   * @param n rows, columns and terms
   * @return the shape, in layout NN
   */
  public static MatmulShape square(int n) {
    return new MatmulShape(n, n, n, Layout.NN);
  }

  /**
   * Returns the squares and then the training shapes.
   *
   * @return all shapes of the comparison
   */
  public static List<MatmulShape> all() {
    return Stream.concat(SQUARES.stream(), TRAINING.stream()).toList();
  }

  /**
   * Reads a shape as {@link #toString} writes it; the layout may be left out.
   *
   * @param text for example {@code 128x300x784 NN}
   * @return the shape
   * @throws IllegalArgumentException if it is not a shape
   */
  public static MatmulShape parse(String text) {
    String[] parts = text.strip().split("[ x]");
    if (parts.length < 3 || parts.length > 4) {
      throw new IllegalArgumentException("'" + text + "' is not a shape like 128x300x784 NN");
    }
    Layout layout = parts.length == 4 ? Layout.valueOf(parts[3]) : Layout.NN;
    return new MatmulShape(
        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), layout);
  }

  /**
   * Returns the number of floating-point operations, two for each multiply-add.
   *
   * @return 2mnk
   */
  public double operations() {
    return 2.0 * m * n * k;
  }

  /**
   * Returns the distance of A's rows as it is stored.
   *
   * @return A's number of stored columns
   */
  public int leadingA() {
    return layout.transposesA() ? m : k;
  }

  /**
   * Returns the distance of B's rows as it is stored.
   *
   * @return B's number of stored columns
   */
  public int leadingB() {
    return layout.transposesB() ? k : n;
  }

  /**
   * Returns where an element of op(A) is stored.
   *
   * @param i its row
   * @param p its column
   * @return its index in A's array
   */
  public int indexA(int i, int p) {
    return layout.transposesA() ? p * m + i : i * k + p;
  }

  /**
   * Returns where an element of op(B) is stored.
   *
   * @param p its row
   * @param j its column
   * @return its index in B's array
   */
  public int indexB(int p, int j) {
    return layout.transposesB() ? j * k + p : p * n + j;
  }

  /** Returns for example {@code 128x300x784 NN}. */
  @Override
  public String toString() {
    return m + "x" + n + "x" + k + " " + layout;
  }
}
