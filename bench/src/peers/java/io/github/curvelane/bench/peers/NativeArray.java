package io.github.curvelane.bench.peers;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Native memory that starts on a cache line.
 *
 * @param owner what was allocated
 * @param pointer the aligned part of it, a pointer to floats or doubles
 */
record NativeArray(Pointer owner, Pointer pointer) implements AutoCloseable {
  private static final int LINE = 64;

  /** Allocates a copy of a {@code float[]} or {@code double[]}. */
  static NativeArray copyOf(Object array) {
    if (array instanceof float[] floats) {
      FloatPointer owner = new FloatPointer(floats.length + LINE / Float.BYTES);
      FloatPointer aligned = owner.getPointer(gap(owner) / Float.BYTES);
      aligned.put(floats, 0, floats.length);
      return new NativeArray(owner, aligned);
    }
    double[] doubles = (double[]) array;
    DoublePointer owner = new DoublePointer(doubles.length + LINE / Double.BYTES);
    DoublePointer aligned = owner.getPointer(gap(owner) / Double.BYTES);
    aligned.put(doubles, 0, doubles.length);
    return new NativeArray(owner, aligned);
  }

  /** Copies the elements into a {@code float[]} or {@code double[]}. */
  void copyTo(Object array) {
    if (array instanceof float[] floats) {
      ((FloatPointer) pointer).get(floats, 0, floats.length);
    } else {
      double[] doubles = (double[]) array;
      ((DoublePointer) pointer).get(doubles, 0, doubles.length);
    }
  }

  @Override
  public void close() {
    owner.deallocate();
  }

  private static long gap(Pointer pointer) {
    return Math.floorMod(-pointer.address(), LINE);
  }
}
