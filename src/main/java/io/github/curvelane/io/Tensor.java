package io.github.curvelane.io;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** An array of numbers with a shape, row-major, as it stands in a file. Immutable. */
public final class Tensor {
  private final TensorType type;
  private final int[] shape;
  private final ByteBuffer content;

  /** Takes over the shape and the content, which holds exactly the elements. */
  Tensor(TensorType type, int[] shape, ByteBuffer content) {
    this.type = type;
    this.shape = shape;
    this.content = content.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies numbers into a tensor; every NaN becomes the canonical one.
   *
   * @param precision the precision, {@link TensorType#F32} or {@link TensorType#F64} in the file
   * @param values the array that holds the elements
   * @param offset the index of the first
   * @param shape the sizes of the dimensions, none negative; none at all for a single number
   * @param <A> {@code float[]} or {@code double[]}
   * @return the tensor
   * @throws IllegalArgumentException if a size is negative, there are more than 32, or the elements
   *     take more than 2³¹ − 9 bytes
   * @throws IndexOutOfBoundsException if the elements are not within the array
   */
  public static <A> Tensor of(Precision<A> precision, A values, int offset, int... shape) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(values, "values");
    if (shape.length > TensorHeader.MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "shape has %d dimensions, must have at most %d"
              .formatted(shape.length, TensorHeader.MOST_DIMENSIONS));
    }
    long elements = elements(shape);
    if (elements < 0 || elements > TensorHeader.MOST_BYTES / precision.bytes()) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " is negative or too large for a tensor");
    }
    int length = (int) elements;
    Arguments.extent("values", offset, length, precision.length(values));
    ByteBuffer content =
        ByteBuffer.allocate(length * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    boolean single = values instanceof float[];
    if (values instanceof float[] floats) {
      content.asFloatBuffer().put(floats, offset, length);
    } else {
      content.asDoubleBuffer().put((double[]) values, offset, length);
    }
    if (precision.indexOfNonFinite(values, offset, offset + length) >= 0) {
      makeNansCanonical(content, single);
    }
    return new Tensor(single ? TensorType.F32 : TensorType.F64, shape.clone(), content);
  }

  private static void makeNansCanonical(ByteBuffer content, boolean single) {
    for (int at = 0; at < content.limit(); at += single ? Float.BYTES : Double.BYTES) {
      if (single && Float.isNaN(content.getFloat(at))) {
        content.putFloat(at, Float.NaN);
      } else if (!single && Double.isNaN(content.getDouble(at))) {
        content.putDouble(at, Double.NaN);
      }
    }
  }

  /** Copies integers into a vector. */
  static Tensor ofIntegers(int... values) {
    if (values.length > TensorHeader.MOST_BYTES / Integer.BYTES) {
      throw new IllegalArgumentException(values.length + " integers are too many for a tensor");
    }
    ByteBuffer content =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    content.asIntBuffer().put(values);
    return new Tensor(TensorType.I32, new int[] {values.length}, content);
  }

  /** Returns the number of elements of a shape; −1 if a size is negative or a long too small. */
  static long elements(int[] shape) {
    long product = 1;
    for (int size : shape) {
      if (size < 0 || Math.multiplyHigh(product, size) != 0 || product * size < 0) {
        return -1;
      }
      product *= size;
    }
    return product;
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
    return content.limit() / type.bytes();
  }

  /**
   * Reads one element.
   *
   * @param index its index, from 0 to {@link #length} − 1
   * @return its value; of a 64-bit integer the nearest double
   */
  public double get(int index) {
    Arguments.index("index", index, length());
    return switch (type) {
      case BOOL, U8 -> content.get(index) & 0xFF;
      case I8 -> content.get(index);
      case I16 -> content.getShort(2 * index);
      case U16 -> content.getShort(2 * index) & 0xFFFF;
      case I32 -> content.getInt(4 * index);
      case U32 -> content.getInt(4 * index) & 0xFFFFFFFFL;
      case I64 -> content.getLong(8 * index);
      case U64 -> unsigned(content.getLong(8 * index));
      case F8_E4M3 -> eightBits(content.get(index) & 0xFF);
      case F8_E5M2 -> Float.float16ToFloat((short) (content.get(index) << 8));
      case F16 -> Float.float16ToFloat(content.getShort(2 * index));
      case BF16 -> Float.intBitsToFloat(content.getShort(2 * index) << 16);
      case F32 -> content.getFloat(4 * index);
      case F64 -> content.getDouble(8 * index);
    };
  }

  /** The nearest double: halves of large numbers keep an odd last bit for the rounding. */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
  }

  private static double eightBits(int bits) {
    int exponent = bits >> 3 & 0xF;
    int fraction = bits & 7;
    double size =
        exponent == 0xF && fraction == 7
            ? Double.NaN
            : exponent == 0 ? fraction * 0x1p-9 : Math.scalb(8.0 + fraction, exponent - 10);
    return bits < 0x80 ? size : -size;
  }

  /**
   * Converts all elements.
   *
   * @param precision the precision to round to
   * @param target receives the elements
   * @param offset the index of the first
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public <A> void copyTo(Precision<A> precision, A target, int offset) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(target, "target");
    Arguments.extent("target", offset, length(), precision.length(target));
    ByteBuffer elements = content();
    if (type == TensorType.F32 && target instanceof float[] floats) {
      elements.asFloatBuffer().get(floats, offset, length());
    } else if (type == TensorType.F64 && target instanceof double[] doubles) {
      elements.asDoubleBuffer().get(doubles, offset, length());
    } else {
      for (int i = 0; i < length(); i++) {
        precision.set(target, offset + i, get(i));
      }
    }
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
    copyTo(precision, values, 0);
    return values;
  }

  /** Copies all elements of an {@link TensorType#I32}. */
  int[] integers() {
    int[] values = new int[length()];
    content().asIntBuffer().get(values);
    return values;
  }

  /** Returns the bytes as they stand in the file. */
  ByteBuffer content() {
    return content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the type and shape, such as {@code F32[784, 300]}. */
  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
