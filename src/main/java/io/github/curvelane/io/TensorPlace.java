package io.github.curvelane.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where a tensor stands in a file, for whoever reads some of its rows: the elements of one index of
 * the first dimension, which follow one another. Immutable.
 */
public final class TensorPlace {
  private final TensorType type;
  private final int[] shape;
  private final long offset;
  private final long bytes;

  TensorPlace(TensorType type, int[] shape, long offset, long bytes) {
    this.type = type;
    this.shape = shape;
    this.offset = offset;
    this.bytes = bytes;
  }

  /**
   * Returns the type of the elements.
   *
   * @return the type
   */
  public TensorType type() {
    return type;
  }

  /**
   * Returns the sizes of the dimensions.
   *
   * @return a copy, outermost first; empty for a single number
   */
  public int[] shape() {
    return shape.clone();
  }

  /**
   * Returns where the first byte is.
   *
   * @return counted from the beginning of the file
   */
  public long offset() {
    return offset;
  }

  /**
   * Returns the number of bytes.
   *
   * @return of all elements
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Returns the number of rows.
   *
   * @return the first size; 1 for a single number
   */
  public int rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /**
   * Returns the number of bytes of a row.
   *
   * @return 0 if there are no rows
   */
  public long rowBytes() {
    return rows() == 0 ? 0 : bytes / rows();
  }

  /**
   * Makes a tensor of some rows.
   *
   * @param content their bytes, as they stand in the file; not copied
   * @return a tensor of the same type and shape but for the first size
   * @throws IllegalArgumentException if the bytes are not those of whole rows, from one to all
   */
  public Tensor tensor(byte[] content) {
    Objects.requireNonNull(content, "content");
    long rowBytes = rowBytes();
    if (rowBytes == 0
        || content.length == 0
        || content.length > bytes
        || content.length % rowBytes != 0) {
      throw new IllegalArgumentException(
          "content has %d bytes, must be some of the %d rows of %d bytes"
              .formatted(content.length, rows(), rowBytes));
    }
    int[] some = shape.clone();
    if (some.length > 0) {
      some[0] = (int) (content.length / rowBytes);
    }
    return new Tensor(type, some, ByteBuffer.wrap(content));
  }

  /** Returns the type, the shape and the place, such as {@code F32[784, 300] at byte 72}. */
  @Override
  public String toString() {
    return type + Arrays.toString(shape) + " at byte " + offset;
  }
}
