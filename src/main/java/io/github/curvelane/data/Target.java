package io.github.curvelane.data;

import io.github.curvelane.internal.Shown;
import java.util.Objects;

/**
 * A number to be predicted, and how it stands to the output of the network that is trained on it: y
 * = output · deviation + mean. With the mean and the standard deviation of the training data the
 * network's targets have mean 0 and deviation 1, whatever their unit.
 *
 * @param name the name
 * @param unit what it is counted in; empty if there is or is known none
 * @param mean what an output of 0 stands for
 * @param deviation what an output's change by 1 is worth; 0 for a target that never changed, which
 *     is predicted as its mean
 */
public record Target(String name, String unit, double mean, double deviation) {
  /**
   * Describes a target.
   *
   * @throws IllegalArgumentException if the name is empty, the mean not finite, or the deviation
   *     negative or not finite
   */
  public Target {
    Objects.requireNonNull(name, "name");
    Names.require("name", name);
    Objects.requireNonNull(unit, "unit");
    if (!Double.isFinite(mean)) {
      throw new IllegalArgumentException(
          "mean of '" + Shown.text(name) + "' is " + mean + ", must be finite");
    }
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "deviation of '"
              + Shown.text(name)
              + "' is "
              + deviation
              + ", must be finite and at least 0");
    }
  }

  /**
   * Describes a target that the network predicts as it is, in a unit that is not known.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is empty
   */
  public Target(String name) {
    this(name, "", 0, 1);
  }

  /**
   * Returns what the network is trained on.
   *
   * @param value y, in its unit
   * @return (y − mean) / deviation, in double precision; 0 if the deviation is 0
   */
  public double scaled(double value) {
    return deviation == 0 ? 0 : (value - mean) / deviation;
  }

  /**
   * Returns what an output stands for.
   *
   * @param output what the network gives
   * @return y in its unit, output · deviation + mean with one rounding in double precision
   */
  public double value(double output) {
    return Math.fma(output, deviation, mean);
  }
}
