package io.github.curvelane.kernel.plain;

/** Sums over the places of maps. */
final class FloatMapSums implements MapSums<float[]> {
  /**
   * Sums that are formed at once. In memory, each waiting for itself, they took 2.5 times as long.
   */
  private static final int WIDTH = 8;

  @Override
  public void products(
      int rows, int maps, float[] s, int sOffset, float[] u, int uOffset, float[] sums, int sum) {
    for (int c = 0; c < maps; c += WIDTH) {
      int width = Math.min(WIDTH, maps - c);
      int whole = Math.min(whole(rows, maps, s, sOffset + c), whole(rows, maps, u, uOffset + c));
      products(whole, maps, width, s, sOffset + c, u, uOffset + c, sums, sum + c);
      for (int row = whole; row < rows; row++) {
        int at = row * maps + c;
        for (int k = 0; k < width; k++) {
          float more = Math.fma(s[sOffset + at + k], u[uOffset + at + k], sums[sum + c + k]);
          sums[sum + c + k] = more;
        }
      }
    }
  }

  @Override
  public void add(int rows, int maps, float[] u, int uOffset, float[] sums, int sum) {
    for (int c = 0; c < maps; c += WIDTH) {
      int width = Math.min(WIDTH, maps - c);
      int whole = whole(rows, maps, u, uOffset + c);
      add(whole, maps, width, u, uOffset + c, sums, sum + c);
      for (int row = whole; row < rows; row++) {
        int from = uOffset + row * maps + c;
        for (int k = 0; k < width; k++) {
          sums[sum + c + k] += u[from + k];
        }
      }
    }
  }

  /** How many rows have all of {@link #WIDTH} elements in the array, those of the next row too. */
  private static int whole(int rows, int maps, float[] u, int from) {
    int last = u.length - WIDTH - from;
    return last < 0 ? 0 : Math.min(rows, last / maps + 1);
  }

  /** Sums that stay in registers; beyond the width they are of other maps, and are left. */
  private static void add(
      int rows, int maps, int width, float[] u, int from, float[] sums, int sum) {
    float s0 = start(0, width, sums, sum);
    float s1 = start(1, width, sums, sum);
    float s2 = start(2, width, sums, sum);
    float s3 = start(3, width, sums, sum);
    float s4 = start(4, width, sums, sum);
    float s5 = start(5, width, sums, sum);
    float s6 = start(6, width, sums, sum);
    float s7 = start(7, width, sums, sum);
    int at = from;
    for (int row = 0; row < rows; row++) {
      s0 += u[at];
      s1 += u[at + 1];
      s2 += u[at + 2];
      s3 += u[at + 3];
      s4 += u[at + 4];
      s5 += u[at + 5];
      s6 += u[at + 6];
      s7 += u[at + 7];
      at += maps;
    }
    end(width, s0, s1, s2, s3, s4, s5, s6, s7, sums, sum);
  }

  private static void products(
      int rows,
      int maps,
      int width,
      float[] x,
      int xOffset,
      float[] u,
      int uOffset,
      float[] sums,
      int sum) {
    float s0 = start(0, width, sums, sum);
    float s1 = start(1, width, sums, sum);
    float s2 = start(2, width, sums, sum);
    float s3 = start(3, width, sums, sum);
    float s4 = start(4, width, sums, sum);
    float s5 = start(5, width, sums, sum);
    float s6 = start(6, width, sums, sum);
    float s7 = start(7, width, sums, sum);
    int a = xOffset;
    int b = uOffset;
    for (int row = 0; row < rows; row++) {
      s0 = Math.fma(x[a], u[b], s0);
      s1 = Math.fma(x[a + 1], u[b + 1], s1);
      s2 = Math.fma(x[a + 2], u[b + 2], s2);
      s3 = Math.fma(x[a + 3], u[b + 3], s3);
      s4 = Math.fma(x[a + 4], u[b + 4], s4);
      s5 = Math.fma(x[a + 5], u[b + 5], s5);
      s6 = Math.fma(x[a + 6], u[b + 6], s6);
      s7 = Math.fma(x[a + 7], u[b + 7], s7);
      a += maps;
      b += maps;
    }
    end(width, s0, s1, s2, s3, s4, s5, s6, s7, sums, sum);
  }

  private static float start(int k, int width, float[] sums, int sum) {
    return k < width ? sums[sum + k] : 0;
  }

  private static void end(
      int width,
      float s0,
      float s1,
      float s2,
      float s3,
      float s4,
      float s5,
      float s6,
      float s7,
      float[] sums,
      int sum) {
    for (int k = 0; k < width; k++) {
      sums[sum + k] =
          switch (k) {
            case 0 -> s0;
            case 1 -> s1;
            case 2 -> s2;
            case 3 -> s3;
            case 4 -> s4;
            case 5 -> s5;
            case 6 -> s6;
            default -> s7;
          };
    }
  }
}
