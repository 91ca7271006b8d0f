package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies a block of an operand into a panel: for each term of the chain, the elements that one tile
 * needs lie side by side, {@code width} of them. Where a panel is wider than the block its last
 * elements are arbitrary; a tile computes with them and throws the results away. Vectors are stored
 * whole, so a panel's memory ends {@link #SLACK} elements after its last.
 */
final class FloatPacking {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  /** How far a store may reach beyond the panel. */
  static final int SLACK = LANES;

  /**
   * Terms that are copied before the operand transform runs over them: their part of a panel is
   * still in cache. Fewer would pay for the beginning of a transposition more often: 64 cost a
   * product of ten columns a tenth of its time. On the vectors themselves, chosen by a condition,
   * C2 boxed them in some processes; rows are squared by loops of their own, since B's pass takes
   * 1.4 % of a product's time.
   */
  static final int CHUNK = 256;

  private FloatPacking() {}

  /**
   * Packs a block whose terms are rows: element (p, x) is {@code source[offset + p * ld + x]}.
   *
   * @param terms the terms p
   * @param used the elements x, at most {@code width}
   * @param width the width of the panel
   */
  static void rows(
      float[] source,
      int offset,
      int ld,
      int terms,
      int used,
      int width,
      boolean square,
      boolean negate,
      float[] panel,
      int start) {
    // The next panel may be there already.
    int last = width % LANES == 0 ? terms : terms - 1;
    int vectors = (used + LANES - 1) / LANES;
    int inside = Math.floorDiv(source.length - offset - vectors * LANES, Math.max(1, ld)) + 1;
    int whole = Math.min(last, inside);
    for (int p0 = 0; p0 < terms; p0 += CHUNK) {
      int p1 = Math.min(p0 + CHUNK, terms);
      int p = p0;
      if (vectors == 1 && square) {
        p = squareVector(source, offset, ld, p0, Math.min(p1, whole), width, panel, start);
      } else if (vectors == 1) {
        p = copyVector(source, offset, ld, p0, Math.min(p1, whole), width, panel, start);
      } else if (vectors == 2 && square) {
        p = squareTwoVectors(source, offset, ld, p0, Math.min(p1, whole), width, panel, start);
      } else if (vectors == 2) {
        p = copyTwoVectors(source, offset, ld, p0, Math.min(p1, whole), width, panel, start);
      }
      for (; p < p1; p++) {
        for (int x = 0; x < used; x++) {
          panel[start + p * width + x] = transform(source[offset + p * ld + x], square, false);
        }
      }
      if (negate) {
        transform(panel, start + p0 * width, (p1 - p0) * width, false, true);
      }
    }
  }

  static int copyVector(
      float[] source, int offset, int ld, int p0, int p1, int width, float[] panel, int start) {
    if (p1 < 0) {
      return 0; // an empty call of a rehearsal
    }
    int p = p0;
    for (; p < p1; p++) {
      FloatVector.fromArray(SPECIES, source, offset + p * ld).intoArray(panel, start + p * width);
    }
    return p;
  }

  static int copyTwoVectors(
      float[] source, int offset, int ld, int p0, int p1, int width, float[] panel, int start) {
    if (p1 < 0) {
      return 0; // an empty call of a rehearsal
    }
    int p = p0;
    for (; p < p1; p++) {
      int from = offset + p * ld;
      int to = start + p * width;
      FloatVector v = FloatVector.fromArray(SPECIES, source, from);
      FloatVector w = FloatVector.fromArray(SPECIES, source, from + LANES);
      v.intoArray(panel, to);
      w.intoArray(panel, to + LANES);
    }
    return p;
  }

  static int squareVector(
      float[] source, int offset, int ld, int p0, int p1, int width, float[] panel, int start) {
    if (p1 < 0) {
      return 0; // an empty call of a rehearsal
    }
    int p = p0;
    for (; p < p1; p++) {
      FloatVector v = FloatVector.fromArray(SPECIES, source, offset + p * ld);
      v.mul(v).intoArray(panel, start + p * width);
    }
    return p;
  }

  static int squareTwoVectors(
      float[] source, int offset, int ld, int p0, int p1, int width, float[] panel, int start) {
    if (p1 < 0) {
      return 0; // an empty call of a rehearsal
    }
    int p = p0;
    for (; p < p1; p++) {
      int from = offset + p * ld;
      int to = start + p * width;
      FloatVector v = FloatVector.fromArray(SPECIES, source, from);
      FloatVector w = FloatVector.fromArray(SPECIES, source, from + LANES);
      v.mul(v).intoArray(panel, to);
      w.mul(w).intoArray(panel, to + LANES);
    }
    return p;
  }

  /**
   * Packs a block whose terms are columns: element (p, x) is {@code source[offset + x * ld + p]}.
   *
   * @param terms the terms p
   * @param used the elements x, at most {@code width}
   * @param width the width of the panel
   */
  static void columns(
      float[] source,
      int offset,
      int ld,
      int terms,
      int used,
      int width,
      boolean square,
      boolean negate,
      float[] panel,
      int start) {
    for (int p0 = 0; p0 < terms; p0 += CHUNK) {
      int count = Math.min(CHUNK, terms - p0);
      int to = start + p0 * width;
      // Downwards: what a group stores beyond its rows is the next column's beginning.
      for (int x0 = (used - 1) / LANES * LANES; x0 >= 0; x0 -= LANES) {
        int rows = Math.min(LANES, used - x0);
        int from = offset + x0 * ld + p0;
        int done = FloatTranspose.columns(source, from, ld, rows, count, panel, to + x0, width);
        if (done > 0 && done < count) {
          // Some columns again: a vector's worth costs less than those that remain, one by one.
          int last = count - LANES;
          int at = to + last * width + x0;
          FloatTranspose.columns(source, from + last, ld, rows, LANES, panel, at, width);
          done = count;
        }
        for (int x = 0; x < rows; x++) {
          for (int p = done; p < count; p++) {
            panel[to + p * width + x0 + x] = source[from + x * ld + p];
          }
        }
      }
      if (square || negate) {
        transform(panel, to, count * width, square, negate);
      }
    }
  }

  private static void transform(
      float[] panel, int start, int length, boolean square, boolean negate) {
    for (int i = start; i < start + length; i++) {
      panel[i] = transform(panel[i], square, negate);
    }
  }

  private static float transform(float v, boolean square, boolean negate) {
    float w = square ? v * v : v;
    return negate ? -w : w;
  }
}
