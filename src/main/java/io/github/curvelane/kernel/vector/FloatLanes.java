package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The one species of single-precision vectors in this process. */
final class FloatLanes {
  static final VectorSpecies<Float> SPECIES =
      switch (Widths.BITS) {
        case 128 -> FloatVector.SPECIES_128;
        case 256 -> FloatVector.SPECIES_256;
        default -> FloatVector.SPECIES_512;
      };

  static final int LANES = SPECIES.length();

  /**
   * Vectors for passes over rows that start anywhere: of the 512-bit ones every load straddles two
   * cache lines, of these every second.
   */
  static final VectorSpecies<Float> ROW_SPECIES =
      Widths.BITS > 256 ? FloatVector.SPECIES_256 : SPECIES;

  private FloatLanes() {}
}
