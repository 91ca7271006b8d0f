package io.github.curvelane.examples;

import io.github.curvelane.curvature.CurvatureReading;
import java.util.ArrayList;
import java.util.List;

/**
 * What a monitor has measured in a run.
 *
 * @param epoch the epoch, from 1
 * @param step the steps taken so far
 * @param rate the learning rate of the last of them
 * @param curvature gradient and curvature at what it has led to
 */
record Reading(int epoch, long step, double rate, CurvatureReading curvature) {
  private static final int NUMBERS = 8;

  /** Returns the names of the columns of {@link #csv}. */
  static String csvHeader() {
    return "epoch,step,learning_rate,loss,gradient_squares,gradient_curvature,first_order_term,"
        + "second_order_term,lambda_max,residual";
  }

  /** Returns the numbers that it was made of. */
  double[] numbers() {
    return new double[] {
      epoch,
      step,
      rate,
      curvature.value(),
      curvature.gradientSquares(),
      curvature.gradientCurvature(),
      curvature.largestEigenvalue(),
      curvature.residual()
    };
  }

  /** Makes readings of their numbers, one behind the other. */
  static List<Reading> all(double[] numbers) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i + NUMBERS <= numbers.length; i += NUMBERS) {
      CurvatureReading curvature =
          new CurvatureReading(
              numbers[i + 3], numbers[i + 4], numbers[i + 5], numbers[i + 6], numbers[i + 7]);
      readings.add(new Reading((int) numbers[i], (long) numbers[i + 1], numbers[i + 2], curvature));
    }
    return readings;
  }

  /** Returns the row as CSV; numbers are written so that they read back as the same bits. */
  String csv() {
    double[] numbers = {
      rate,
      curvature.value(),
      curvature.gradientSquares(),
      curvature.gradientCurvature(),
      firstOrderTerm(),
      secondOrderTerm(),
      curvature.largestEigenvalue(),
      curvature.residual()
    };
    StringBuilder row = new StringBuilder().append(epoch).append(',').append(step);
    for (double number : numbers) {
      row.append(',').append(number);
    }
    return row.toString();
  }

  /** What the gradient promises of a step of gradient descent with this rate. */
  double firstOrderTerm() {
    return curvature.firstOrderTerm(rate);
  }

  /** What the curvature takes back. */
  double secondOrderTerm() {
    return curvature.secondOrderTerm(rate);
  }
}
