package io.github.curvelane.data;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * The content of an IDX file: a type, the sizes of the dimensions and the elements, big-endian,
 * last dimension fastest.
 */
public final class IdxArray {
  /** The type of the elements, with its code in the file. */
  public enum Type {
    /** Bytes from 0 to 255. */
    UNSIGNED_BYTE(0x08, 1),
    /** Bytes from −128 to 127. */
    SIGNED_BYTE(0x09, 1),
    /** 16-bit integers. */
    SHORT(0x0B, 2),
    /** 32-bit integers. */
    INT(0x0C, 4),
    /** IEEE 754 binary32. */
    FLOAT(0x0D, 4),
    /** IEEE 754 binary64. */
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    /**
     * Returns the third byte of the file's magic number.
     *
     * @return the code
     */
    public int code() {
      return code;
    }

    /**
     * Returns the size of an element.
     *
     * @return 1, 2, 4 or 8
     */
    public int bytes() {
      return bytes;
    }
  }

  private final Type type;
  private final int[] shape;
  private final byte[] content;
  private final ByteBuffer view;

  IdxArray(Type type, int[] shape, byte[] content) {
    this.type = type;
    this.shape = shape;
    this.content = content;
    this.view = ByteBuffer.wrap(content);
  }

  /**
   * Makes an array of unsigned bytes.
   *
   * @param content the elements; taken over, not copied
   * @param shape the sizes of the dimensions, 1 to 255 of them, none negative
   * @return the array
   * @throws IllegalArgumentException if the shape does not have {@code content.length} elements
   */
  public static IdxArray ofBytes(byte[] content, int... shape) {
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(shape, "shape");
    if (shape.length < 1 || shape.length > 255) {
      throw new IllegalArgumentException(
          "shape has " + shape.length + " dimensions, must have 1 to 255");
    }
    long elements = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " is negative");
      }
      elements = size == 0 ? 0 : Dataset.elements("shape", elements, size);
    }
    if (elements != content.length) {
      throw new IllegalArgumentException(
          "content has "
              + content.length
              + " elements, shape "
              + Arrays.toString(shape)
              + " has "
              + elements);
    }
    return new IdxArray(Type.UNSIGNED_BYTE, shape.clone(), content);
  }

  /**
   * Returns the type of the elements.
   *
   * @return the type
   */
  public Type type() {
    return type;
  }

  /**
   * Returns the sizes of the dimensions.
   *
   * @return a copy, outermost first
   */
  public int[] shape() {
    return shape.clone();
  }

  /**
   * Returns the number of elements.
   *
   * @return the product of the sizes
   */
  public int length() {
    return content.length / type.bytes();
  }

  /**
   * Reads one element.
   *
   * @param index its index, from 0 to {@link #length} − 1
   * @return its value, exactly
   */
  public double get(int index) {
    Arguments.index("index", index, length());
    return switch (type) {
      case UNSIGNED_BYTE -> content[index] & 0xFF;
      case SIGNED_BYTE -> content[index];
      case SHORT -> view.getShort(index * 2);
      case INT -> view.getInt(index * 4);
      case FLOAT -> view.getFloat(index * 4);
      case DOUBLE -> view.getDouble(index * 8);
    };
  }

  /**
   * Converts all elements.
   *
   * @param precision the precision to round to
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new array
   */
  public <A> A values(Precision<A> precision) {
    Objects.requireNonNull(precision, "precision");
    A values = precision.newArray(length());
    if (type == Type.UNSIGNED_BYTE && values instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = content[i] & 0xFF;
      }
    } else {
      for (int i = 0; i < length(); i++) {
        precision.set(values, i, get(i));
      }
    }
    return values;
  }

  /** Returns the bytes of the elements, as they stand in the file; not a copy. */
  byte[] content() {
    return content;
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
