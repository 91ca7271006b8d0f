package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.Task;
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
   * @return the examples
   */
  public static DataSource.Found draw(Precision<?> precision, int side, long seed) {
    Digits digits = Digits.ofSide(side, seed);
    Optional<ImageShape> image = Optional.of(new ImageShape(side, side));
    Task task = Task.Classification.numbered(10);
    String remark =
        Texts.format(
            "%,d built-in digits of %d x %d pixels, drawn with seed %d; %,d more of them test",
            TRAINING, side, side, seed, TEST);
    return new DataSource.Found(
        Content.of(Part.of(digits.dataset(precision, 0, TRAINING)), task, image, List.of(remark)),
        Optional.of(
            Content.of(
                Part.of(digits.dataset(precision, TRAINING, TEST)), task, image, List.of())));
  }
}
