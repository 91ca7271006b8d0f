package io.github.curvelane.bench.rules;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reference loops: they read and write the arrays that a step does and compute next to nothing.
 * Elements after the last whole vector are left out.
 */
final class UpdateTraffic {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static volatile float sink;

  private UpdateTraffic() {}

  private static FloatVector at(float[] x, int i) {
    return FloatVector.fromArray(SPECIES, x, i);
  }

  /** Reads one array and writes it. */
  static void one(float[] x) {
    FloatVector v = FloatVector.broadcast(SPECIES, 1e-3f);
    for (int i = 0; i <= x.length - LANES; i += LANES) {
      at(x, i).add(v).intoArray(x, i);
    }
  }

  /** Reads g and one array, and writes this. */
  static void one(float[] g, float[] x) {
    for (int i = 0; i <= g.length - LANES; i += LANES) {
      at(x, i).add(at(g, i)).intoArray(x, i);
    }
  }

  /** Reads g and two arrays, and writes these. */
  static void two(float[] g, float[] x, float[] y) {
    for (int i = 0; i <= g.length - LANES; i += LANES) {
      FloatVector v = at(g, i);
      at(x, i).add(v).intoArray(x, i);
      at(y, i).add(v).intoArray(y, i);
    }
  }

  /** Reads g and three arrays, and writes these. */
  static void three(float[] g, float[] x, float[] y, float[] z) {
    for (int i = 0; i <= g.length - LANES; i += LANES) {
      FloatVector v = at(g, i);
      at(x, i).add(v).intoArray(x, i);
      at(y, i).add(v).intoArray(y, i);
      at(z, i).add(v).intoArray(z, i);
    }
  }

  /** Reads g and four arrays, and writes these. */
  static void four(float[] g, float[] x, float[] y, float[] z, float[] w) {
    for (int i = 0; i <= g.length - LANES; i += LANES) {
      FloatVector v = at(g, i);
      at(x, i).add(v).intoArray(x, i);
      at(y, i).add(v).intoArray(y, i);
      at(z, i).add(v).intoArray(z, i);
      at(w, i).add(v).intoArray(w, i);
    }
  }

  /** Reads x and z, and writes x and another. */
  static void ahead(float[] x, float[] z, float[] start) {
    for (int i = 0; i <= x.length - LANES; i += LANES) {
      FloatVector v = at(x, i);
      v.intoArray(start, i);
      v.add(at(z, i)).intoArray(x, i);
    }
  }

  /** Reads g, start and z, and writes z and x. */
  static void average(float[] g, float[] start, float[] z, float[] x) {
    for (int i = 0; i <= g.length - LANES; i += LANES) {
      FloatVector v = at(z, i).add(at(g, i));
      v.intoArray(z, i);
      v.add(at(start, i)).intoArray(x, i);
    }
  }

  /** Reads g, start, z, x and r, and writes z, x and r. */
  static void averageAndSquares(float[] g, float[] start, float[] z, float[] x, float[] r) {
    for (int i = 0; i <= g.length - LANES; i += LANES) {
      FloatVector slope = at(g, i);
      at(r, i).add(slope).intoArray(r, i);
      FloatVector v = at(z, i).add(slope);
      v.intoArray(z, i);
      v.add(at(start, i)).add(at(x, i)).intoArray(x, i);
    }
  }

  /** Reads one array. */
  static void read(float[] x) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i <= x.length - 4 * LANES; i += 4 * LANES) {
      a = a.add(at(x, i));
      b = b.add(at(x, i + LANES));
      c = c.add(at(x, i + 2 * LANES));
      d = d.add(at(x, i + 3 * LANES));
    }
    sink = a.add(b).add(c.add(d)).lane(0);
  }
}
