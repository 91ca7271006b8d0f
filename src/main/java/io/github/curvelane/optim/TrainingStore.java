package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import java.io.IOException;

/** Where a run keeps its states, so that it can be resumed whatever ends the process. */
@FunctionalInterface
public interface TrainingStore {
  /**
   * Keeps a state. Whenever the process ends, this state or the one before is there, whole.
   *
   * @param precision the precision of its arrays
   * @param state the state, not changed afterwards
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IOException if it cannot be kept; the one before is then as it was
   */
  <A> void keep(Precision<A> precision, TrainingState<A> state) throws IOException;
}
