package io.github.curvelane;

import java.util.Arrays;
import java.util.Objects;

/**
 * A floating-point precision, as the type of array that holds its numbers. Code that is generic in
 * {@code A} is written once for {@code float[]} and {@code double[]}; nothing is boxed and no array
 * is wrapped. Scalars pass as {@code double} and are rounded once, on entry.
 *
 * <pre>{@code
 * <A> A ones(Precision<A> precision, int n) {
 *   A a = precision.newArray(n);
 *   precision.fill(a, 0, n, 1);
 *   return a;
 * }
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public abstract sealed class Precision<A> {
  /** Single precision, IEEE 754 binary32. */
  public static final Precision<float[]> FLOAT = new Single();

  /** Double precision, IEEE 754 binary64. */
  public static final Precision<double[]> DOUBLE = new Double();

  private final String name;
  private final int bytes;
  private final double unitRoundoff;

  private Precision(String name, int bytes, double unitRoundoff) {
    this.name = name;
    this.bytes = bytes;
    this.unitRoundoff = unitRoundoff;
  }

  /**
   * Creates an array of zeros.
   *
   * @param length the number of elements, at least 0
   * @return the new array
   */
  public abstract A newArray(int length);

  /**
   * Returns the number of elements of an array.
   *
   * @param array the array
   * @return its length
   */
  public abstract int length(A array);

  /**
   * Reads one element.
   *
   * @param array the array
   * @param index the element's index
   * @return its value
   */
  public abstract double get(A array, int index);

  /**
   * Writes one element, rounded to this precision.
   *
   * @param array the array
   * @param index the element's index
   * @param value the value
   */
  public abstract void set(A array, int index, double value);

  /**
   * Sets a range of elements to one value, rounded to this precision.
   *
   * @param array the array
   * @param from the first index
   * @param to the index after the last
   * @param value the value
   */
  public abstract void fill(A array, int from, int to, double value);

  /**
   * Copies elements as {@link System#arraycopy} does.
   *
   * @param source the source
   * @param sourceOffset the first index in the source
   * @param target the target
   * @param targetOffset the first index in the target
   * @param length the number of elements
   */
  @SuppressWarnings("SuspiciousSystemArraycopy")
  public final void copy(A source, int sourceOffset, A target, int targetOffset, int length) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    requireWithin("source", sourceOffset, length, length(source));
    requireWithin("target", targetOffset, length, length(target));
    System.arraycopy(source, sourceOffset, target, targetOffset, length);
  }

  /**
   * Converts doubles, rounding each once.
   *
   * @param values the values
   * @return a new array of this precision
   */
  public abstract A of(double... values);

  /**
   * Converts to doubles, exactly.
   *
   * @param array the array
   * @return a new array
   */
  public abstract double[] toDoubles(A array);

  /**
   * Rounds a value to this precision.
   *
   * @param value the value
   * @return the nearest representable value
   */
  public abstract double round(double value);

  /**
   * Returns the index of the first element in a range that is NaN or infinite.
   *
   * @param array the array
   * @param from the first index
   * @param to the index after the last
   * @return the index, or −1 when all are finite
   */
  public abstract int indexOfNonFinite(A array, int from, int to);

  /**
   * Tells whether two arrays hold the same bits; all NaNs count as one value, −0 and +0 differ.
   *
   * @param a one array
   * @param b the other
   * @return whether they are equal in length and bit for bit
   */
  public abstract boolean sameBits(A a, A b);

  /**
   * Returns the unit roundoff u: 2⁻²⁴ or 2⁻⁵³.
   *
   * @return the largest relative error of one rounding
   */
  public final double unitRoundoff() {
    return unitRoundoff;
  }

  /**
   * Returns the size of one element.
   *
   * @return 4 or 8
   */
  public final int bytes() {
    return bytes;
  }

  /** Returns {@code float} or {@code double}. */
  @Override
  public final String toString() {
    return name;
  }

  private static void requireLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length is " + length + ", must be at least 0");
    }
  }

  private static void requireIndex(int index, int length) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(
          "index is " + index + ", must be at least 0 and less than " + length);
    }
  }

  private static void requireRange(int from, int to, int length) {
    if (from < 0 || from > to || to > length) {
      throw new IndexOutOfBoundsException(
          "from is " + from + ", to is " + to + ", must be 0 ≤ from ≤ to ≤ " + length);
    }
  }

  private static void requireWithin(String name, int offset, int count, int length) {
    requireLength(count);
    if (offset < 0 || offset > length - count) {
      throw new IndexOutOfBoundsException(
          "the offset of %s is %d, must be at least 0 and leave room for %d of its %d elements"
              .formatted(name, offset, count, length));
    }
  }

  private static final class Single extends Precision<float[]> {
    Single() {
      super("float", Float.BYTES, 0x1p-24);
    }

    @Override
    public float[] newArray(int length) {
      requireLength(length);
      return new float[length];
    }

    @Override
    public int length(float[] array) {
      Objects.requireNonNull(array, "array");
      return array.length;
    }

    @Override
    public double get(float[] array, int index) {
      requireIndex(index, Objects.requireNonNull(array, "array").length);
      return array[index];
    }

    @Override
    public void set(float[] array, int index, double value) {
      requireIndex(index, Objects.requireNonNull(array, "array").length);
      array[index] = (float) value;
    }

    @Override
    public void fill(float[] array, int from, int to, double value) {
      requireRange(from, to, Objects.requireNonNull(array, "array").length);
      Arrays.fill(array, from, to, (float) value);
    }

    @Override
    public float[] of(double... values) {
      Objects.requireNonNull(values, "values");
      float[] array = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        array[i] = (float) values[i];
      }
      return array;
    }

    @Override
    public double[] toDoubles(float[] array) {
      Objects.requireNonNull(array, "array");
      double[] doubles = new double[array.length];
      for (int i = 0; i < array.length; i++) {
        doubles[i] = array[i];
      }
      return doubles;
    }

    @Override
    public double round(double value) {
      return (float) value;
    }

    @Override
    public int indexOfNonFinite(float[] array, int from, int to) {
      requireRange(from, to, Objects.requireNonNull(array, "array").length);
      for (int i = from; i < to; i++) {
        if (!Float.isFinite(array[i])) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public boolean sameBits(float[] a, float[] b) {
      Objects.requireNonNull(a, "a");
      Objects.requireNonNull(b, "b");
      return Arrays.equals(a, b);
    }
  }

  private static final class Double extends Precision<double[]> {
    Double() {
      super("double", java.lang.Double.BYTES, 0x1p-53);
    }

    @Override
    public double[] newArray(int length) {
      requireLength(length);
      return new double[length];
    }

    @Override
    public int length(double[] array) {
      Objects.requireNonNull(array, "array");
      return array.length;
    }

    @Override
    public double get(double[] array, int index) {
      requireIndex(index, Objects.requireNonNull(array, "array").length);
      return array[index];
    }

    @Override
    public void set(double[] array, int index, double value) {
      requireIndex(index, Objects.requireNonNull(array, "array").length);
      array[index] = value;
    }

    @Override
    public void fill(double[] array, int from, int to, double value) {
      requireRange(from, to, Objects.requireNonNull(array, "array").length);
      Arrays.fill(array, from, to, value);
    }

    @Override
    public double[] of(double... values) {
      Objects.requireNonNull(values, "values");
      return values.clone();
    }

    @Override
    public double[] toDoubles(double[] array) {
      Objects.requireNonNull(array, "array");
      return array.clone();
    }

    @Override
    public double round(double value) {
      return value;
    }

    @Override
    public int indexOfNonFinite(double[] array, int from, int to) {
      requireRange(from, to, Objects.requireNonNull(array, "array").length);
      for (int i = from; i < to; i++) {
        if (!java.lang.Double.isFinite(array[i])) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public boolean sameBits(double[] a, double[] b) {
      Objects.requireNonNull(a, "a");
      Objects.requireNonNull(b, "b");
      return Arrays.equals(a, b);
    }
  }
}
