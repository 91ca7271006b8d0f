package io.github.curvelane.data;

import io.github.curvelane.Arithmetic;
import java.util.Objects;

/**
 * The means, variances and largest magnitudes of the features of examples: what a {@link
 * Normalization} is fitted from. In double precision, as {@linkplain
 * io.github.curvelane.kernel.ChunkedMean means over examples}: the same bits wherever the examples
 * are.
 */
public final class FeatureMoments {
  private final double[] means;
  private final double[] variances;
  private final double[] magnitudes;

  private FeatureMoments(double[] means, double[] variances, double[] magnitudes) {
    this.means = means;
    this.variances = variances;
    this.magnitudes = magnitudes;
  }

  /**
   * Computes the moments of data in one place.
   *
   * @param data the examples
   * @return their moments
   */
  public static FeatureMoments of(Inputs data) {
    Objects.requireNonNull(data, "data");
    MomentSums first = new MomentSums(data.examples(), data.features());
    addAll(first, data);
    MomentSums second = first.about(first.means());
    addAll(second, data);
    return of(first, second);
  }

  private static void addAll(MomentSums sums, Inputs data) {
    int examples = data.examples();
    for (int from = 0; from < examples; from += Arithmetic.EXAMPLE_CHUNK) {
      int to = Math.min(examples, from + Arithmetic.EXAMPLE_CHUNK);
      sums.add(from / Arithmetic.EXAMPLE_CHUNK, data, from, to);
    }
  }

  /**
   * Takes the moments from sums over examples that may be anywhere.
   *
   * @param first the sums of the first pass, of all chunks
   * @param second those of the second, {@linkplain MomentSums#about about} the means of the first
   * @return the moments
   * @throws IllegalStateException if a chunk is missing
   * @throws IllegalArgumentException if the second is not about the means of the first
   */
  public static FeatureMoments of(MomentSums first, MomentSums second) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
    double[] means = first.means();
    if (!second.isAbout(first)) {
      throw new IllegalArgumentException(
          "second is " + second + ", must be sums of squares about the means of " + first);
    }
    double[] magnitudes = new double[means.length];
    for (int j = 0; j < magnitudes.length; j++) {
      magnitudes[j] = first.magnitude(j);
    }
    return new FeatureMoments(means, second.means(), magnitudes);
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
   * Returns the means.
   *
   * @return a copy, one number a feature; that of a feature with one value is it, exactly
   */
  public double[] means() {
    return means.clone();
  }

  /**
   * Returns the variances.
   *
   * @return a copy, one number a feature
   */
  public double[] variances() {
    return variances.clone();
  }

  /**
   * Returns the largest magnitudes.
   *
   * @return a copy, max |x| of each feature
   */
  public double[] magnitudes() {
    return magnitudes.clone();
  }

  @Override
  public String toString() {
    return "moments of " + means.length + " features";
  }
}
