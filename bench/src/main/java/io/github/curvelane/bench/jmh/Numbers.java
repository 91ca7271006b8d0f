package io.github.curvelane.bench.jmh;

import java.util.Random;

/** What the benchmarks of kernels work on. */
public final class Numbers {
  private Numbers() {}

  /**
   * Returns random numbers.
   *
   * @param length how many
   * @param seed which
   * @return numbers between −0.5 and 0.5
   */
  public static float[] uniform(int length, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  /**
   * Returns as many random indices of rows as there are.
   *
   * @param rows the number of rows
   * @return numbers from 0 to {@code rows − 1}
   */
  public static int[] choice(int rows) {
    return new Random(3).ints(rows, 0, rows).toArray();
  }

  /**
   * Returns m of a shape.
   *
   * @param shape a text as 64x784
   * @return the number of rows
   */
  public static int rows(String shape) {
    return Integer.parseInt(shape.substring(0, shape.indexOf('x')));
  }

  /**
   * Returns n of a shape.
   *
   * @param shape a text as 64x784
   * @return the number of columns
   */
  public static int columns(String shape) {
    return Integer.parseInt(shape.substring(shape.indexOf('x') + 1));
  }
}
