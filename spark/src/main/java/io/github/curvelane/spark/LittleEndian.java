package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays as they travel. */
final class LittleEndian {
  private LittleEndian() {}

  static <A> byte[] toBytes(Precision<A> precision, A array) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(precision.length(array), precision.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (array instanceof float[] floats) {
      buffer.asFloatBuffer().put(floats);
    } else {
      buffer.asDoubleBuffer().put((double[]) array);
    }
    return buffer.array();
  }

  static <A> A toArray(Precision<A> precision, byte[] bytes) {
    A array = precision.newArray(bytes.length / precision.bytes());
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (array instanceof float[] floats) {
      buffer.asFloatBuffer().get(floats);
    } else {
      buffer.asDoubleBuffer().get((double[]) array);
    }
    return array;
  }
}
