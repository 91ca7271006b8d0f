package io.github.curvelane.bench.measure;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The bandwidth of memory at a given size: read, write, copy and triad (a ← b + s·c) over arrays
 * that together fill the size. Bytes are those that the program reads and writes; the line that a
 * write fetches first is not counted.
 */
public final class Bandwidth {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static volatile float sink;

  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final float[] all;

  /**
   * Allocates the arrays.
   *
   * @param bytes the size of the working set
   */
  public Bandwidth(long bytes) {
    int floats = Math.toIntExact(bytes / Float.BYTES);
    int third = floats / 3 / (8 * LANES) * (8 * LANES);
    a = new float[third];
    b = new float[third];
    c = new float[third];
    all = new float[floats / (8 * LANES) * (8 * LANES)];
  }

  /**
   * Returns the four access patterns.
   *
   * @return entrants whose operations are bytes
   */
  public List<Entrant> entrants() {
    double one = (double) Float.BYTES * a.length;
    double whole = (double) Float.BYTES * all.length;
    return List.of(
        new Entrant("read", whole, () -> sink = read(all)),
        new Entrant("write", whole, () -> write(all, 1)),
        new Entrant("copy", 2 * one, () -> copy(b, a)),
        new Entrant("triad", 3 * one, () -> triad(a, b, c, 0.5f)));
  }

  private static float read(float[] x) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int i = 0; i <= x.length - 8 * LANES; i += 8 * LANES) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
      s1 = s1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
      s2 = s2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LANES));
      s4 = s4.add(FloatVector.fromArray(SPECIES, x, i + 4 * LANES));
      s5 = s5.add(FloatVector.fromArray(SPECIES, x, i + 5 * LANES));
      s6 = s6.add(FloatVector.fromArray(SPECIES, x, i + 6 * LANES));
      s7 = s7.add(FloatVector.fromArray(SPECIES, x, i + 7 * LANES));
    }
    return s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7))).lane(0);
  }

  private static void write(float[] x, float value) {
    FloatVector v = FloatVector.broadcast(SPECIES, value);
    for (int i = 0; i <= x.length - LANES; i += LANES) {
      v.intoArray(x, i);
    }
  }

  private static void copy(float[] from, float[] to) {
    for (int i = 0; i <= from.length - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, from, i).intoArray(to, i);
    }
  }

  private static void triad(float[] x, float[] y, float[] z, float scale) {
    FloatVector s = FloatVector.broadcast(SPECIES, scale);
    for (int i = 0; i <= x.length - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, z, i)
          .fma(s, FloatVector.fromArray(SPECIES, y, i))
          .intoArray(x, i);
    }
  }
}
