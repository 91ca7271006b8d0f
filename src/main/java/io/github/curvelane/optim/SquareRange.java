package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.plain.DoubleSquareRange;
import io.github.curvelane.kernel.plain.FloatSquareRange;

/**
 * The slopes whose squares a precision holds, with room for the factors that means are corrected by
 * and for sums over many steps: up to 2⁵⁶ in float, 2⁴⁹⁶ in double.
 */
final class SquareRange<A> {
  private final double most;
  private final Pass<A> bring;
  private final Pass<A> mend;

  @SuppressWarnings("unchecked") // the only two precisions that there are
  SquareRange(Precision<A> precision) {
    boolean isFloat = precision == Precision.FLOAT;
    Pass<float[]> bringSingle = FloatSquareRange::bring;
    Pass<double[]> bringTwice = DoubleSquareRange::bring;
    Pass<float[]> mendSingle = FloatSquareRange::mend;
    Pass<double[]> mendTwice = DoubleSquareRange::mend;
    most = isFloat ? 0x1p56 : 0x1p496;
    bring = (Pass<A>) (isFloat ? bringSingle : bringTwice);
    mend = (Pass<A>) (isFloat ? mendSingle : mendTwice);
  }

  /** Brings finite elements beyond the range to its ends; tells whether there were any. */
  boolean bring(A slopes, int from, int to) {
    return bring.over(slopes, most, from, to);
  }

  /** Makes infinite squares those of the range's ends; tells whether there were any. */
  boolean mend(A squares, int from, int to) {
    return mend.over(squares, most, from, to);
  }

  @FunctionalInterface
  private interface Pass<A> {
    boolean over(A array, double most, int from, int to);
  }
}
