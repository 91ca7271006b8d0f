package io.github.curvelane.data;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkedMean;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * An affine map of each feature, x′ = (x − mean)·scale, fitted on training data and applied to
 * whatever the network is shown later [EB 4.3]. It is precision-free and small, made to be stored
 * with a model. x′ is computed in double precision and rounded once.
 *
 * <p>A feature without variance in the data it was fitted on has scale 0: it is 0 ever after. Means
 * and variances are {@linkplain ChunkedMean means over examples} in double precision: chains over
 * ascending examples within canonical chunks, chunks added by the tree, the sum multiplied once by
 * fl(1/B). So a fit has the same bits everywhere, and wherever the chunks are.
 */
public final class Normalization {
  private final double[] means;
  private final double[] scales;

  private Normalization(double[] means, double[] scales) {
    this.means = means;
    this.scales = scales;
  }

  /**
   * Makes a normalisation from its numbers, as stored with a model.
   *
   * @param means what is subtracted, one number a feature
   * @param scales what is then multiplied by, one number a feature
   * @return the normalisation
   * @throws IllegalArgumentException if the lengths differ or are 0, or a number is not finite
   */
  public static Normalization of(double[] means, double[] scales) {
    Objects.requireNonNull(means, "means");
    Objects.requireNonNull(scales, "scales");
    if (means.length != scales.length || means.length == 0) {
      throw new IllegalArgumentException(
          "means has "
              + means.length
              + " and scales "
              + scales.length
              + " elements, must be one of each for every feature");
    }
    requireFinite("means", means);
    requireFinite("scales", scales);
    return new Normalization(means.clone(), scales.clone());
  }

  private static void requireFinite(String name, double[] values) {
    int bad = Precision.DOUBLE.indexOfNonFinite(values, 0, values.length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          name + "[" + bad + "] is " + values[bad] + ", must be finite");
    }
  }

  /**
   * Returns the map that changes nothing.
   *
   * @param features the number of features, at least 1
   * @return means 0, scales 1
   * @throws IllegalArgumentException if {@code features} is less than 1
   */
  public static Normalization none(int features) {
    if (features < 1) {
      throw new IllegalArgumentException("features is " + features + ", must be at least 1");
    }
    double[] scales = new double[features];
    Arrays.fill(scales, 1);
    return of(new double[features], scales);
  }

  /**
   * Fits centring alone: the means of the features, scales 1 (0 without variance).
   *
   * @param data the training data
   * @return the fitted map
   */
  public static Normalization centring(Inputs data) {
    return centring(FeatureMoments.of(data));
  }

  /**
   * Fits centring alone to moments of data that may be anywhere.
   *
   * @param moments the moments of the training data
   * @return the fitted map
   */
  public static Normalization centring(FeatureMoments moments) {
    Objects.requireNonNull(moments, "moments");
    return scaled(moments, j -> 1);
  }

  /**
   * Fits centring of each feature and one scale for all, the inverse of the standard deviation of
   * the centred inputs taken together. For images: pixels keep their relative size, and one that is
   * rarely on does not explode.
   *
   * @param data the training data
   * @return the fitted map
   */
  public static Normalization global(Inputs data) {
    return global(FeatureMoments.of(data));
  }

  /**
   * Fits centring of each feature and one scale for all to moments of data that may be anywhere.
   *
   * @param moments the moments of the training data
   * @return the fitted map
   */
  public static Normalization global(FeatureMoments moments) {
    Objects.requireNonNull(moments, "moments");
    double sum = 0;
    for (double variance : moments.variances()) {
      sum += variance;
    }
    double deviation = Math.sqrt(sum / moments.features());
    return scaled(moments, j -> 1 / deviation);
  }

  /**
   * Fits centring and scaling of each feature by its own standard deviation, for tables whose
   * columns have different units.
   *
   * @param data the training data
   * @param floor the smallest deviation that is divided by, as a fraction of the feature's own
   *     largest magnitude, at least 0. A feature that is constant but for the rounding of its
   *     numbers is not blown up beyond it; how small a feature is beside others does not matter
   * @return the fitted map
   * @throws IllegalArgumentException if {@code floor} is negative or not finite
   */
  public static Normalization perFeature(Inputs data, double floor) {
    Objects.requireNonNull(data, "data");
    checkFloor(floor);
    return perFeature(FeatureMoments.of(data), floor);
  }

  /**
   * Fits centring and scaling of each feature by its own standard deviation to moments of data that
   * may be anywhere.
   *
   * @param moments the moments of the training data
   * @param floor as of {@link #perFeature(Inputs, double)}
   * @return the fitted map
   * @throws IllegalArgumentException if {@code floor} is negative or not finite
   */
  public static Normalization perFeature(FeatureMoments moments, double floor) {
    Objects.requireNonNull(moments, "moments");
    checkFloor(floor);
    double[] variances = moments.variances();
    double[] magnitudes = moments.magnitudes();
    return scaled(moments, j -> 1 / Math.max(floor * magnitudes[j], Math.sqrt(variances[j])));
  }

  private static void checkFloor(double floor) {
    if (!(floor >= 0 && floor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("floor is " + floor + ", must be finite and at least 0");
    }
  }

  private static Normalization scaled(FeatureMoments moments, IntToDoubleFunction scale) {
    double[] variances = moments.variances();
    double[] scales = new double[variances.length];
    for (int j = 0; j < scales.length; j++) {
      scales[j] = variances[j] == 0 ? 0 : scale.applyAsDouble(j);
    }
    return of(moments.means(), scales);
  }

  /**
   * Applies the map.
   *
   * @param data a dataset with {@link #features} features
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new dataset with the same labels or targets
   * @throws IllegalArgumentException if the number of features differs, or a result is not finite
   */
  public <A> Dataset<A> apply(Dataset<A> data) {
    Objects.requireNonNull(data, "data");
    return data.withInputs(apply(data, data.precision()));
  }

  /**
   * Applies the map to inputs of any kind: each is centred and scaled in double precision and then
   * rounded once, so that what two large numbers differ by is not lost.
   *
   * @param data inputs with {@link #features} features
   * @param precision the precision of the result
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new array, row-major [examples × features]
   * @throws IllegalArgumentException if the number of features differs, or there are too many
   *     numbers for an array
   */
  public <A> A apply(Inputs data, Precision<A> precision) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(precision, "precision");
    if (data.features() != means.length) {
      throw new IllegalArgumentException(
          "the data have " + data.features() + " features, must have " + means.length);
    }
    int features = means.length;
    A to = precision.newArray(Dataset.elements("inputs", data.examples(), features));
    double[] row = new double[features];
    for (int i = 0; i < data.examples(); i++) {
      data.row(i, row);
      Rows.map(row, means, scales);
      Rows.round(row, to, i * features);
    }
    return to;
  }

  /**
   * Returns the number of features.
   *
   * @return at least 1
   */
  public int features() {
    return means.length;
  }

  /**
   * Returns what is subtracted.
   *
   * @return a copy, one number a feature
   */
  public double[] means() {
    return means.clone();
  }

  /**
   * Returns what is multiplied by.
   *
   * @return a copy, one number a feature
   */
  public double[] scales() {
    return scales.clone();
  }

  /** Normalisations are equal if means and scales are, bit for bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Normalization that
        && Arrays.equals(means, that.means)
        && Arrays.equals(scales, that.scales);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(means) + Arrays.hashCode(scales);
  }

  /** Returns the number of features. */
  @Override
  public String toString() {
    return "normalization of " + means.length + " features";
  }
}
