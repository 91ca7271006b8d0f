package io.github.curvelane.bench.functions;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reference loops: they read and write as an elementwise pass does and compute next to nothing.
 * Lengths are multiples of the lanes.
 */
final class FloatTraffic {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private FloatTraffic() {}

  /** Reads one array and writes one. */
  static void oneToOne(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).neg().intoArray(y, i);
    }
  }

  /** Reads one array and writes two. */
  static void oneToTwo(float[] x, float[] y, float[] z, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.intoArray(y, i);
      v.neg().intoArray(z, i);
    }
  }

  /** Reads two arrays and writes the second. */
  static void twoToSecond(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.add(FloatVector.fromArray(SPECIES, y, i)).intoArray(y, i);
    }
  }

  /** Reads two arrays and writes a third. */
  static void twoToThird(float[] x, float[] y, float[] z, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.sub(FloatVector.fromArray(SPECIES, y, i)).intoArray(z, i);
    }
  }
}
