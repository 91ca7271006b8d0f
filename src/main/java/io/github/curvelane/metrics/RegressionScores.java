package io.github.curvelane.metrics;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far predicted numbers are from their targets. With d_i = p_i − y_i, weights w_i and W = Σ
 * w_i:
 *
 * <ul>
 *   <li>RMSE = √(Σ w_i d_i² / W) and MAE = Σ w_i |d_i| / W, in the targets' units;
 *   <li>R² = 1 − Σ w_i d_i² / Σ w_i (y_i − ȳ)², ȳ = Σ w_i y_i / W: the share of the targets'
 *       variance that is explained, negative where predicting ȳ would be better. If all targets (of
 *       positive weight) are equal, there is no variance to explain, and R² is NaN.
 * </ul>
 *
 * <pre>{@code
 * RegressionScores scores =
 *     RegressionScores.of(new double[] {1, 2, 3}, new double[] {1, 2, 5});
 * System.out.println(scores); // RMSE 1.15470, MAE 0.666667, R² -1.0000
 * }</pre>
 *
 * <p>Several outputs are scored one by one, or, where they have one unit, as one flat array; R² is
 * then about a common mean.
 *
 * @param rmse the root mean square error
 * @param mae the mean absolute error
 * @param r2 the coefficient of determination, NaN for constant targets
 */
public record RegressionScores(double rmse, double mae, double r2) {
  /**
   * Scores predictions, every row counting once.
   *
   * @param targets y
   * @param predicted p, as many
   * @return the scores
   * @throws IllegalArgumentException if there is no row, the lengths differ, or a number is not
   *     finite
   */
  public static RegressionScores of(double[] targets, double[] predicted) {
    return of(targets, predicted, null);
  }

  /**
   * Scores predictions of weighted rows. O(rows).
   *
   * @param targets y
   * @param predicted p, as many
   * @param weights w, finite and not negative, with a positive sum; null for 1 each
   * @return the scores
   * @throws IllegalArgumentException if there is no row, the lengths differ, a number is not
   *     finite, or a weight is outside its bounds
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public static RegressionScores of(
      double[] targets, double[] predicted, double @Nullable [] weights) {
    Objects.requireNonNull(predicted, "predicted");
    Objects.requireNonNull(targets, "targets");
    int rows = targets.length;
    Rows.requireSome("targets", rows);
    Rows.requireLength("predicted", predicted.length, rows);
    Rows.requireFinite("targets", targets);
    Rows.requireFinite("predicted", predicted);
    double total = Rows.totalWeight(weights, rows);
    CompensatedSum squares = new CompensatedSum();
    CompensatedSum magnitudes = new CompensatedSum();
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < rows; i++) {
      double weight = Rows.weight(weights, i);
      double d = predicted[i] - targets[i];
      squares.add(weight * d * d);
      magnitudes.add(weight * Math.abs(d));
      sum.add(weight * targets[i]);
    }
    double mean = sum.value() / total;
    CompensatedSum variation = new CompensatedSum();
    for (int i = 0; i < rows; i++) {
      double d = targets[i] - mean;
      variation.add(Rows.weight(weights, i) * d * d);
    }
    double r2 = constant(targets, weights) ? Double.NaN : 1 - squares.value() / variation.value();
    return new RegressionScores(Math.sqrt(squares.value() / total), magnitudes.value() / total, r2);
  }

  /** Tells whether all targets that count are equal; their rounded mean may differ from them. */
  private static boolean constant(double[] targets, double[] weights) {
    double first = Double.NaN;
    for (int i = 0; i < targets.length; i++) {
      if (Rows.weight(weights, i) > 0) {
        if (Double.isNaN(first)) {
          first = targets[i];
        } else if (targets[i] != first) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the scores in one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "RMSE %.6g, MAE %.6g, R² %s",
        rmse,
        mae,
        Double.isNaN(r2) ? "undefined (constant targets)" : String.format(Locale.ROOT, "%.4f", r2));
  }
}
