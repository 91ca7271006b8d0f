package io.github.curvelane.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one epoch did: one pass over the examples in batches, or one iteration of a minimizer, whose
 * steps are its evaluations.
 *
 * @param number the epoch, from 1
 * @param step the steps taken so far
 * @param batch the examples of a step
 * @param rate the learning rate of the last step; NaN if a minimizer chose its step
 * @param trainingLoss the mean loss over the epoch's examples, each as of its own step
 * @param testLoss the mean loss over the test examples, after the epoch
 * @param testError after the epoch: the share of wrong classes in percent, or for numbers the root
 *     mean square error
 * @param validationLoss the mean loss over the validation examples; NaN if there are none
 * @param gradientNorm the norm of the gradient over some training examples, after the epoch
 * @param curvature gᵀHg/gᵀg along that gradient
 * @param seconds the time that training took, without the test
 * @param examplesPerSecond the speed of training
 * @param gigaflops the floating-point operations of the products, in 10⁹ a second
 */
record Epoch(
    int number,
    long step,
    int batch,
    double rate,
    double trainingLoss,
    double testLoss,
    double testError,
    double validationLoss,
    double gradientNorm,
    double curvature,
    double seconds,
    double examplesPerSecond,
    double gigaflops) {
  /** Returns the names of the columns of {@link #csv}. */
  static String csvHeader() {
    return "epoch,step,batch,learning_rate,training_loss,test_loss,test_error,seconds,"
        + "examples_per_second,gflops,validation_loss,gradient_norm,curvature";
  }

  /** Returns the numbers, in the order of the components. */
  double[] numbers() {
    return new double[] {
      number,
      step,
      batch,
      rate,
      trainingLoss,
      testLoss,
      testError,
      validationLoss,
      gradientNorm,
      curvature,
      seconds,
      examplesPerSecond,
      gigaflops
    };
  }

  /** Makes epochs of their numbers, one behind the other. */
  static List<Epoch> all(double[] numbers) {
    int columns = Epoch.class.getRecordComponents().length;
    List<Epoch> epochs = new ArrayList<>();
    for (int from = 0; from + columns <= numbers.length; from += columns) {
      epochs.add(of(Arrays.copyOfRange(numbers, from, from + columns)));
    }
    return epochs;
  }

  static Epoch of(double[] n) {
    return new Epoch(
        (int) n[0],
        (long) n[1],
        (int) n[2],
        n[3],
        n[4],
        n[5],
        n[6],
        n[7],
        n[8],
        n[9],
        n[10],
        n[11],
        n[12]);
  }

  /** Returns the row as CSV; numbers are written so that they read back as the same bits. */
  String csv() {
    return String.join(
        ",",
        String.valueOf(number),
        String.valueOf(step),
        String.valueOf(batch),
        Double.isNaN(rate) ? "" : String.valueOf(rate),
        String.valueOf(trainingLoss),
        String.valueOf(testLoss),
        String.valueOf(testError),
        String.valueOf(seconds),
        String.valueOf(examplesPerSecond),
        String.valueOf(gigaflops),
        Double.isNaN(validationLoss) ? "" : String.valueOf(validationLoss),
        String.valueOf(gradientNorm),
        String.valueOf(curvature));
  }
}
