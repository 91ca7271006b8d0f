package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.UpdateLoop;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Objects;

/**
 * A rule whose step is one {@link UpdateLoop}. It says which loop, how many scalars and which
 * memory, in the loop's order, and sets the scalars in {@link #prepare}.
 *
 * <p>A rule that {@linkplain #withSquares remembers squares} would stand still where one overflows,
 * and for good. To look at every gradient would cost more than some steps do, so that is done in
 * the first steps, in one of many after them, and for as many after each that had to be mended:
 * slopes beyond the {@link SquareRange} then count as its ends, and squares that have overflowed
 * since the last look as theirs.
 */
abstract class LoopUpdater<A> extends Updater<A> {
  /** What the loop takes, in its order: scratch, then the memory by {@link #names}. */
  final A[] memory;

  /** What all coordinates share, each rounded once. */
  final A scalars;

  /** So many steps at first are looked at, and one of so many later. */
  private static final int LOOKS = 128;

  private final UpdateLoop<A> loop;
  private final int scratch;
  private final String[] names;
  private SquareRange<A> range;
  private int[] squares;
  private int[] means;

  /** The last step that is looked at because of a square that was too large. */
  private StateNumber largeUntil;

  private boolean looks;

  LoopUpdater(
      Kernels<A> kernels,
      int dimension,
      UpdateLoop<float[]> single,
      UpdateLoop<double[]> twice,
      int scalars,
      String... memory) {
    this(kernels, dimension, single, twice, scalars, 0, memory);
  }

  /** With arrays that are no state, because they are filled and used within one step. */
  @SuppressWarnings("unchecked") // an array of arrays of the precision
  LoopUpdater(
      Kernels<A> kernels,
      int dimension,
      UpdateLoop<float[]> single,
      UpdateLoop<double[]> twice,
      int scalars,
      int scratch,
      String[] memory) {
    super(Objects.requireNonNull(kernels, "kernels").precision(), dimension);
    Precision<A> precision = kernels.precision();
    this.loop = UpdateLoop.of(precision, single, twice);
    this.scalars = precision.newArray(scalars);
    this.scratch = scratch;
    this.names = memory;
    this.memory = (A[]) Array.newInstance(this.scalars.getClass(), scratch + memory.length);
    for (int i = 0; i < this.memory.length; i++) {
      this.memory[i] = i < scratch ? precision.newArray(dimension) : memory(memory[i - scratch]);
    }
  }

  /**
   * Says which memory has squares of slopes, and which means of them, by their indices in {@link
   * #memory}. To be called when the rule is made.
   */
  final LoopUpdater<A> withSquares(int[] squares, int... means) {
    this.range = new SquareRange<>(precision());
    this.squares = squares;
    this.means = means;
    this.largeUntil = number("largeUntil", 0);
    return this;
  }

  @Override
  final void counted() {
    looks =
        range != null && (steps() <= LOOKS || steps() % LOOKS == 0 || steps() <= largeUntil.get());
  }

  /** The same for each element whatever the ranges: whether to look was said before. */
  private void look(A gradient, int from, int to) {
    boolean large = range.bring(gradient, from, to);
    if (steps() % LOOKS == 0) {
      for (int square : squares) {
        large |= range.mend(memory[square], from, to);
      }
      for (int mean : means) {
        large |= range.bring(memory[mean], from, to);
      }
    }
    if (large) {
      largeUntil.set((double) steps() + LOOKS);
    }
  }

  /** Subclasses read and write memory of their {@link #scope} only, by {@link #memory}. */
  @Override
  boolean keepsToScope() {
    return curvature().isEmpty();
  }

  @Override
  final void share(String prefix, Map<String, A> pool) {
    super.share(prefix, pool);
    for (int i = 0; i < memory.length; i++) {
      memory[i] =
          i < scratch
              ? shared(prefix + "scratch " + i, memory[i], pool)
              : arrays().get(names[i - scratch]);
    }
  }

  /** Sets a scalar of the loop, rounded to the precision, which must hold it. */
  final void scalar(int index, double value) {
    precision().set(scalars, index, value);
    double held = precision().get(scalars, index);
    if (!Double.isFinite(held)) {
      throw new IllegalArgumentException(
          "a factor of step %d is %s, which becomes %s in %s: the learning rate is too large"
              .formatted(steps(), value, held, precision()));
    }
  }

  @Override
  final boolean saysWhenItWrites() {
    return true;
  }

  @Override
  public final void update(A theta, A gradient, int from, int to) {
    checkArrays(theta, gradient, from, to);
    // What changes the gradient alone can be done again along another.
    if (names.length > 0 || movesParameters()) {
      willWrite();
    }
    if (looks) {
      look(gradient, from, to);
    }
    loop.run(theta, gradient, memory, scalars, from, to);
  }

  /** Refuses also an array that is memory. */
  final void checkArrays(A theta, A gradient, int from, int to) {
    checkRange(theta, gradient, from, to);
    for (int i = 0; i < names.length; i++) {
      A remembered = memory[scratch + i];
      Arguments.apart(names[i], remembered, "theta", theta);
      Arguments.apart(names[i], remembered, "gradient", gradient);
    }
  }
}
