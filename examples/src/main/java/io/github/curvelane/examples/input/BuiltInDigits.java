package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Digits;
import java.util.List;
import java.util.Optional;

/** The digits that need no download. */
public final class BuiltInDigits {
  /** How many are trained on unless asked otherwise. */
  public static final int TRAINING = 8000;

  /** How many are tested on unless asked otherwise. */
  public static final int TEST = 2000;

  /** The seed that they are drawn with unless asked otherwise. */
  public static final long SEED = 1;

  private BuiltInDigits() {}

  /**
   * Draws digits: the first {@link #TRAINING} numbers of a seed to train on, the next {@link #TEST}
   * to test on.
   *
   * @param precision the precision
   * @param side 16 or 28
   * @param seed the seed
   * @param <A> {@code float[]} or {@code double[]}
   * @return the examples
   */
  public static <A> Examples<A> draw(Precision<A> precision, int side, long seed) {
    Digits digits = Digits.ofSide(side, seed);
    return new Examples<>(
        digits.dataset(precision, 0, TRAINING),
        digits.dataset(precision, TRAINING, TEST),
        names(),
        Optional.of(new ImageShape(side, side)),
        List.of(
            "%,d built-in digits of %d x %d pixels, drawn with seed %d; %,d more of them test"
                .formatted(TRAINING, side, side, seed, TEST)));
  }

  /** Returns the names of the ten classes. */
  static List<String> names() {
    return List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }
}
