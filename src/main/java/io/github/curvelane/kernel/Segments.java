package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies of matrices between memory segments and arrays: the edge between kernels, whose operands
 * are arrays, and memory that is not on the heap, or a mapped file. Matrices are row-major, given
 * by the index of their first element and a leading dimension, both counted in elements of the
 * precision from the beginning of the segment or array.
 *
 * <p>Elements of a segment are in the machine's byte order, at any alignment; {@link
 * MemorySegment#asSlice(long)} passes over a header of any number of bytes. Heap segments are as
 * good as native ones. An element is copied as it is, a NaN with its payload.
 *
 * <p><b>Aliasing.</b> A heap segment must not be of the array that it is copied from or to.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, as is a read-only segment that is to be written, and what
 * this thread must not use, or nobody any longer, by an {@link IllegalStateException}; a missing
 * argument by a {@link NullPointerException}. Nothing is copied then.
 *
 * <p>At the speed of memory, no allocation; stateless, shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Segments<A> {
  private final Precision<A> precision;
  private final ValueLayout layout;

  Segments(Precision<A> precision) {
    this.precision = precision;
    this.layout =
        precision == Precision.FLOAT
            ? ValueLayout.JAVA_FLOAT_UNALIGNED
            : ValueLayout.JAVA_DOUBLE_UNALIGNED;
  }

  /**
   * y ← x, from a segment into an array.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the segment of the m×n matrix
   * @param xOffset the index of its first element
   * @param ldx its leading dimension, at least n
   * @param y the copy
   * @param yOffset where it starts
   * @param ldy its leading dimension, at least n
   */
  public void read(
      int m, int n, MemorySegment x, long xOffset, long ldx, A y, int yOffset, int ldy) {
    check(m, n, "x", x, xOffset, ldx, "y", y, yOffset, ldy);
    if (ldx == n && ldy == n) {
      readRow(m * n, x, xOffset, y, yOffset);
      return;
    }
    for (int i = 0; i < m; i++) {
      readRow(n, x, xOffset + i * ldx, y, yOffset + i * ldy);
    }
  }

  /**
   * y ← x, from an array into a segment.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the segment of the copy
   * @param yOffset the index of its first element
   * @param ldy its leading dimension, at least n
   */
  public void write(
      int m, int n, A x, int xOffset, int ldx, MemorySegment y, long yOffset, long ldy) {
    check(m, n, "y", y, yOffset, ldy, "x", x, xOffset, ldx);
    if (y.isReadOnly()) {
      throw new IllegalArgumentException("y is read-only, must be writable");
    }
    if (ldx == n && ldy == n) {
      writeRow(m * n, x, xOffset, y, yOffset);
      return;
    }
    for (int i = 0; i < m; i++) {
      writeRow(n, x, xOffset + i * ldx, y, yOffset + i * ldy);
    }
  }

  private void readRow(int n, MemorySegment x, long xOffset, A y, int yOffset) {
    MemorySegment.copy(x, layout, xOffset * precision.bytes(), y, yOffset, n);
  }

  private void writeRow(int n, A x, int xOffset, MemorySegment y, long yOffset) {
    MemorySegment.copy(x, xOffset, y, layout, yOffset * precision.bytes(), n);
  }

  private void check(
      int m,
      int n,
      String segmentName,
      MemorySegment segment,
      long segmentOffset,
      long segmentLd,
      String arrayName,
      A array,
      int arrayOffset,
      int arrayLd) {
    Extent.size("m", m);
    Extent.size("n", n);
    Elementwise.present(segmentName, segment);
    Elementwise.present(arrayName, array);
    Extent.matrix(arrayName, precision, array, arrayOffset, arrayLd, m, n);
    if (segmentOffset < 0) {
      throw new IllegalArgumentException(
          "the offset of " + segmentName + " is " + segmentOffset + ", must be at least 0");
    }
    if (segmentLd < n) {
      throw new IllegalArgumentException(
          "the leading dimension of "
              + segmentName
              + " is "
              + segmentLd
              + ", must be at least "
              + n);
    }
    checkEnd(m, n, segmentName, segment, segmentOffset, segmentLd);
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("the arena of " + segmentName + " is closed");
    }
    if (!segment.isAccessibleBy(Thread.currentThread())) {
      throw new IllegalStateException(segmentName + " is of another thread's arena");
    }
    if (isOf(array, segment)) {
      throw new IllegalArgumentException(
          segmentName + " is a segment of the array " + arrayName + ", must be apart from it");
    }
  }

  /** A read-only segment does not tell its array, but whether it overlaps the array's own. */
  private boolean isOf(A array, MemorySegment segment) {
    if (segment.isNative() || !segment.isReadOnly()) {
      return segment.heapBase().orElse(null) == array;
    }
    MemorySegment whole =
        array instanceof float[] floats
            ? MemorySegment.ofArray(floats)
            : MemorySegment.ofArray((double[]) array);
    return segment.asOverlappingSlice(whole).isPresent();
  }

  private void checkEnd(int m, int n, String name, MemorySegment segment, long offset, long ld) {
    long length = segment.byteSize() / precision.bytes();
    if (m == 0 || n == 0 ? offset > length : !fits(m, n, length - offset, ld)) {
      throw new IllegalArgumentException(
          "%s holds %d elements, too few for %dx%d from %d with a leading dimension of %d"
              .formatted(name, length, m, n, offset, ld));
    }
  }

  /** Whether (m − 1)·ld + n elements fit into a length, without overflow. */
  private static boolean fits(int m, int n, long length, long ld) {
    return n <= length && (m == 1 || ld <= (length - n) / (m - 1));
  }

  @Override
  public String toString() {
    return "segments for " + precision;
  }
}
