package io.github.curvelane.kernel.vector;

import io.github.curvelane.Arithmetic;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * How the 64 lanes of a sum (32 in double precision) are laid over vectors of any width. A strand
 * is four accumulators, a quarter of the lanes apart: enough to hide the latency of an addition,
 * and the first two steps of the tree join them to one vector. At 512 bits one strand holds all
 * lanes; at 256 bits a block is gone through in two strands and at 128 bits in four, each loading
 * its own elements.
 *
 * <p>C2 stops inlining, and boxes every vector, in methods beyond a number of nodes that sixteen
 * steps of the Vector API exceed. So strands are turns of one loop. The steps are written out,
 * which makes a sum longer than the 325 bytecodes up to which C2 inlines it into its callers: there
 * it boxed the accumulators in eight processes of nine that ran all reductions, 100 bytes a step.
 */
final class FloatSumLanes {
  /** The number of lanes. */
  static final int LANES = Arithmetic.REDUCTION_LANES * 4 / Float.BYTES;

  /** The distance between the accumulators of a strand. */
  static final int QUARTER = LANES / 4;

  /** The number of strands: 1, 2 or 4. */
  static final int STRANDS = QUARTER / FloatLanes.LANES;

  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private FloatSumLanes() {}

  /**
   * The first lane of a strand, in the order in which the tree joins them: those half apart first.
   */
  static int first(int strand) {
    return QUARTER / 2 * (strand & 1) + QUARTER / 4 * (strand >> 1);
  }

  /**
   * The last steps of the tree, over what the last strands were joined to; v3 is the last one's.
   */
  static float tree(FloatVector v0, FloatVector v1, FloatVector v2, FloatVector v3) {
    FloatVector l = v3;
    if (STRANDS == 4) {
      l = v0.add(v1).add(v2.add(v3));
    } else if (STRANDS == 2) {
      l = v2.add(v3);
    }
    if (FloatLanes.LANES > 8) {
      l = l.add(l.rearrange(BY_8));
    }
    if (FloatLanes.LANES > 4) {
      l = l.add(l.rearrange(BY_4));
    }
    if (FloatLanes.LANES > 2) {
      l = l.add(l.rearrange(BY_2));
    }
    return l.add(l.rearrange(BY_1)).lane(0);
  }

  private static VectorShuffle<Float> rotation(int h) {
    return VectorShuffle.fromOp(FloatLanes.SPECIES, i -> (i + h) % FloatLanes.LANES);
  }
}
