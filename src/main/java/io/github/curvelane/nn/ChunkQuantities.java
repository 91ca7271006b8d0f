package io.github.curvelane.nn;

import io.github.curvelane.ChunkQuantity;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The sums that a chunk of a network's examples has. */
final class ChunkQuantities {
  static final Set<ChunkQuantity> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(ChunkQuantity.class));

  /** Where the loss has no distribution. */
  static final Set<ChunkQuantity> WITHOUT_DRAWS =
      Collections.unmodifiableSet(
          EnumSet.complementOf(EnumSet.of(ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL)));

  private ChunkQuantities() {}
}
