package io.github.curvelane.prune;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.plain.ClearLoop;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Which parameters are pruned: those that are 0 and stay 0. Immutable. It holds four bytes for each
 * pruned parameter.
 */
public final class Mask {
  /** As many bits of a digest as a double holds exactly, in whole bytes. */
  private static final int FINGERPRINT_BYTES = 6;

  private final int dimension;

  /** The pruned parameters, ascending. */
  private final int[] pruned;

  private final long fingerprint;

  private Mask(int dimension, int[] pruned) {
    this.dimension = dimension;
    this.pruned = pruned;
    this.fingerprint = fingerprint(dimension, pruned);
  }

  private static long fingerprint(int dimension, int[] pruned) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
    digest.update(number.putInt(0, dimension).array());
    for (int index : pruned) {
      digest.update(number.putInt(0, index).array());
    }
    byte[] bytes = digest.digest();
    long bits = 0;
    for (int i = 0; i < FINGERPRINT_BYTES; i++) {
      bits = bits << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
    }
    return bits;
  }

  /**
   * Returns the mask that prunes nothing.
   *
   * @param dimension N, the number of parameters, at least 0
   * @return the mask
   * @throws IllegalArgumentException if {@code dimension} is negative
   */
  public static Mask none(int dimension) {
    if (dimension < 0) {
      throw new IllegalArgumentException("dimension is " + dimension + ", must not be negative");
    }
    return new Mask(dimension, new int[0]);
  }

  /**
   * Creates a mask.
   *
   * @param pruned for each of the N parameters whether it is pruned; copied
   * @return the mask
   */
  public static Mask of(boolean[] pruned) {
    Objects.requireNonNull(pruned, "pruned");
    BitSet set = new BitSet(pruned.length);
    for (int i = 0; i < pruned.length; i++) {
      set.set(i, pruned[i]);
    }
    return of(pruned.length, set);
  }

  static Mask of(int dimension, BitSet pruned) {
    return new Mask(dimension, pruned.stream().toArray());
  }

  /**
   * Finds the mask of a model that was pruned before, as one that was read from a file: the
   * parameters that are 0, of either sign, in some ranges.
   *
   * @param precision the precision
   * @param theta the parameters
   * @param ranges where to look: biases may be 0 without being pruned
   * @param <A> {@code float[]} or {@code double[]}
   * @return the mask
   * @throws IllegalArgumentException if a range ends past the last parameter
   */
  public static <A> Mask ofZeros(Precision<A> precision, A theta, List<ParameterRange> ranges) {
    Objects.requireNonNull(precision, "precision");
    int dimension = precision.length(Objects.requireNonNull(theta, "theta"));
    List<ParameterRange> given = Arguments.list("ranges", ranges);
    given.forEach(range -> checkEnd(range, dimension));
    BitSet set = new BitSet(dimension);
    for (ParameterRange range : given) {
      for (int i = range.from(); i < range.to(); i++) {
        if (precision.get(theta, i) == 0) {
          set.set(i);
        }
      }
    }
    return of(dimension, set);
  }

  static void checkEnd(ParameterRange range, int dimension) {
    if (range.to() > dimension) {
      throw new IllegalArgumentException(
          "range %s ends at %d, must end within the %d parameters"
              .formatted(range.name(), range.to(), dimension));
    }
  }

  /**
   * Returns the number of parameters.
   *
   * @return N
   */
  public int dimension() {
    return dimension;
  }

  /**
   * Tells whether a parameter is pruned, in O(log N).
   *
   * @param index the parameter
   * @return whether it is to be 0
   * @throws IndexOutOfBoundsException if there is no such parameter
   */
  public boolean isPruned(int index) {
    Arguments.index("index", index, dimension);
    return Arrays.binarySearch(pruned, index) >= 0;
  }

  /**
   * Returns how many parameters are pruned.
   *
   * @return the number, of all N
   */
  public int pruned() {
    return pruned.length;
  }

  /**
   * Returns how many parameters of a range are pruned.
   *
   * @param range the range
   * @return the number
   * @throws IllegalArgumentException if the range ends past the last parameter
   */
  public int pruned(ParameterRange range) {
    Objects.requireNonNull(range, "range");
    checkEnd(range, dimension);
    return position(range.to()) - position(range.from());
  }

  /**
   * Prunes more.
   *
   * @param other a mask of as many parameters
   * @return the mask that prunes what either does
   * @throws IllegalArgumentException if it is for another number of parameters
   */
  public Mask and(Mask other) {
    Objects.requireNonNull(other, "other");
    if (other.dimension != dimension) {
      throw new IllegalArgumentException(
          "other is for %d parameters, must be for %d".formatted(other.dimension, dimension));
    }
    BitSet set = toBitSet();
    for (int index : other.pruned) {
      set.set(index);
    }
    return of(dimension, set);
  }

  /**
   * Sets the pruned parameters to +0.
   *
   * @param precision the precision
   * @param theta the parameters, N of them, changed
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IllegalArgumentException if {@code theta} has another length
   */
  public <A> void apply(Precision<A> precision, A theta) {
    checkLength(precision, theta);
    ClearLoop.of(precision).run(theta, pruned, 0, pruned.length);
  }

  /**
   * Tells whether parameters are pruned as this mask says.
   *
   * @param precision the precision
   * @param theta the parameters, N of them
   * @param <A> {@code float[]} or {@code double[]}
   * @return whether all that are pruned are 0, of either sign
   * @throws IllegalArgumentException if {@code theta} has another length
   */
  public <A> boolean isKeptBy(Precision<A> precision, A theta) {
    checkLength(precision, theta);
    return firstNotZero(precision, theta) < 0;
  }

  private <A> void checkLength(Precision<A> precision, A theta) {
    Objects.requireNonNull(precision, "precision");
    int length = precision.length(Objects.requireNonNull(theta, "theta"));
    if (length != dimension) {
      throw new IllegalArgumentException(
          "theta has %d elements, the mask is for %d parameters".formatted(length, dimension));
    }
  }

  /** The first pruned parameter that is not 0; −1 if all are. */
  <A> int firstNotZero(Precision<A> precision, A theta) {
    for (int index : pruned) {
      if (precision.get(theta, index) != 0) {
        return index;
      }
    }
    return -1;
  }

  /** The pruned parameters, ascending; not to be changed. */
  int[] indices() {
    return pruned;
  }

  /** How many of the pruned parameters are before an index. */
  int position(int index) {
    int found = Arrays.binarySearch(pruned, index);
    return found >= 0 ? found : -found - 1;
  }

  BitSet toBitSet() {
    BitSet set = new BitSet(dimension);
    for (int index : pruned) {
      set.set(index);
    }
    return set;
  }

  /** Tells masks apart, as a whole number that a double holds. */
  long fingerprint() {
    return fingerprint;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask
        && mask.dimension == dimension
        && Arrays.equals(mask.pruned, pruned);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fingerprint);
  }

  /** Returns how many parameters are pruned, and a digest of which. */
  @Override
  public String toString() {
    return "%d of %d pruned, %012x".formatted(pruned.length, dimension, fingerprint);
  }
}
