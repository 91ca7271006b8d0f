package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one species of single-precision vectors in this process, and there must be no other: C2 tells
 * what a call of the Vector API does by the classes that it has seen there. With some kernels in
 * 256-bit vectors, faster by a quarter for themselves, tiles of 512 bits boxed theirs in every
 * third run of the tests.
 */
final class FloatLanes {
  static final VectorSpecies<Float> SPECIES =
      switch (Widths.BITS) {
        case 128 -> FloatVector.SPECIES_128;
        case 256 -> FloatVector.SPECIES_256;
        default -> FloatVector.SPECIES_512;
      };

  static final int LANES = SPECIES.length();

  private FloatLanes() {}
}
