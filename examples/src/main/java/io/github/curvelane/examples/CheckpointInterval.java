package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingStore;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a run is saved.
 *
 * @param text as the option has it
 * @param every the time; empty for steps, or never
 * @param steps the number of steps; 0 for a time, or never
 */
record CheckpointInterval(String text, Optional<Duration> every, long steps) {
  static final CheckpointInterval USUAL = parse("10s");

  private static final double NANOS = 1e9;

  static CheckpointInterval parse(String text) {
    if (text.equals("never")) {
      return new CheckpointInterval(text, Optional.empty(), 0);
    }
    try {
      if (text.endsWith("s")) {
        double seconds = Double.parseDouble(text.substring(0, text.length() - 1));
        Duration every = Duration.ofNanos((long) (seconds * NANOS));
        if (every.isPositive()) {
          return new CheckpointInterval(text, Optional.of(every), 0);
        }
      } else if (Long.parseLong(text) > 0) {
        return new CheckpointInterval(text, Optional.empty(), Long.parseLong(text));
      }
    } catch (NumberFormatException e) {
      throw refusal(text, e);
    }
    throw refusal(text, null);
  }

  private static UserException refusal(String text, Exception cause) {
    return new UserException(
        "--checkpoint-every is '"
            + text
            + "', must be positive: seconds, such as 10s, or steps, such as 500; or never",
        cause);
  }

  boolean isNever() {
    return every.isEmpty() && steps == 0;
  }

  /** Lets a trainer keep its states. */
  void keep(StochasticTrainer.Builder trainer, TrainingStore store) {
    if (every.isPresent()) {
      trainer.keep(store, every.get());
    } else if (steps > 0) {
      trainer.keep(store, steps);
    }
  }
}
