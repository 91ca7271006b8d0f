package io.github.curvelane.examples;

import io.github.curvelane.io.Model;
import io.github.curvelane.io.ParameterDigest;
import io.github.curvelane.optim.TrainingResult;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param stop why
 * @param message the reason in words
 * @param model the network that is kept
 * @param epochs what the finished epochs did
 * @param readings what a monitor has measured
 * @param bestEpoch the epoch that the network is of; 0 if it is of none
 * @param training the network tried on the examples it was trained on
 * @param test the network tried on the others
 * @param baselines what is achieved without a network, on the examples to test on
 * @param layers what its layers do
 * @param remarks what was chosen and why, one sentence each
 * @param saved what a minimizer remembers, to be resumed
 * @param unkept why the last checkpoint could not be written
 * @param lost whether the cluster was lost that computed
 * @param seconds the time that training took, without tests
 */
record Outcome<A>(
    TrainingResult.Stop stop,
    String message,
    Model<A> model,
    List<Epoch> epochs,
    List<Reading> readings,
    int bestEpoch,
    Evaluator<A> training,
    Evaluator<A> test,
    Baselines baselines,
    List<LayerStatistics> layers,
    List<String> remarks,
    Optional<SavedRun<A>> saved,
    Optional<Exception> unkept,
    boolean lost,
    double seconds) {
  private static final int FAILED = 1;
  private static final int UNKEPT = 3;
  private static final int INTERRUPTED = 130;

  /** Returns the exit status of the program: 0 only for a finished run that was saved. */
  int exitStatus() {
    return switch (stop) {
      case FINISHED, PATIENCE, TIME, STOPPED -> unkept.isPresent() ? UNKEPT : 0;
      case DIVERGED -> FAILED;
      case CANCELLED -> lost ? FAILED : INTERRUPTED;
    };
  }

  /**
   * Tells whether the run was cut short: by the user, a cluster, or numbers that are not finite.
   */
  boolean isCut() {
    return stop == TrainingResult.Stop.CANCELLED || stop == TrainingResult.Stop.DIVERGED;
  }

  boolean isUsable() {
    return stop != TrainingResult.Stop.DIVERGED;
  }

  String digest() {
    return ParameterDigest.of(model.precision(), model.parameters());
  }
}
