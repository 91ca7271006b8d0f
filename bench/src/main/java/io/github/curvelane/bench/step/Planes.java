package io.github.curvelane.bench.step;

/** Images by planes, as most libraries keep them, from images with the channels side by side. */
public final class Planes {
  private Planes() {}

  /**
   * Transposes matrices that stand one behind the other. Places × channels become planes, channels
   * × places become images again.
   *
   * @param matrices the matrices, row-major
   * @param count how many
   * @param rows the rows of each
   * @param columns the columns of each
   * @return the transposed matrices, row-major
   */
  public static float[] transposed(float[] matrices, int count, int rows, int columns) {
    float[] result = new float[matrices.length];
    for (int m = 0; m < count; m++) {
      int start = m * rows * columns;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          result[start + j * rows + i] = matrices[start + i * columns + j];
        }
      }
    }
    return result;
  }
}
