package io.github.curvelane.kernel.plain;

/** Sets some elements to +0: a {@link ClearLoop}. */
public final class FloatClear {
  private FloatClear() {}

  /** The loop. */
  public static void run(float[] array, int[] indices, int first, int end) {
    for (int k = first; k < end; k++) {
      array[indices[k]] = 0;
    }
  }
}
