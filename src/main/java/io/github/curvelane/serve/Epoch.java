package io.github.curvelane.serve;

import java.util.Locale;

/**
 * A point of a learning curve.
 *
 * @param number the epoch, from 1
 * @param trainingLoss the mean loss over the training rows, each as of the step it took part in
 * @param watchedLoss the mean loss after the epoch over the rows that decide which epoch is best:
 *     the validation rows, or the training rows if there are none
 * @param rate the learning rate of the last step
 */
public record Epoch(int number, double trainingLoss, double watchedLoss, double rate) {
  /** Returns the numbers in one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "epoch %d: training loss %.6g, watched loss %.6g",
        number,
        trainingLoss,
        watchedLoss);
  }
}
