package io.github.curvelane.data;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkedMean;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.nn.FixedLinear;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The principal components of inputs [EB 4.3]: orthonormal directions v₀, v₁, … along which the
 * training data are uncorrelated, and their variances λ₀ ≥ λ₁ ≥ …, the eigenvectors and eigenvalues
 * of the covariance matrix C = (1/B) Σ (x − μ)(x − μ)ᵀ.
 *
 * <p>They are fitted behind a {@link Normalization}, which a network's inputs go through first, and
 * applied as a {@linkplain #layer layer} that is not trained. A network that has it in front is
 * stored, served and exported like any other, and takes what the normalisation gives:
 *
 * <pre>{@code
 * PrincipalComponents fitted = PrincipalComponents.fit(iris);
 * FixedLinear whitening = fitted.layer(Decorrelation.whitening().share(0.99));
 * Network<float[]> network =
 *     Network.of(
 *         Precision.FLOAT, whitening, new Dense(whitening.outputs(), 10, Activation.identity()));
 * var model =
 *     new Model<>(
 *         network,
 *         network.initialize(Initializer.FAN_IN, 1),
 *         fitted.normalization(),
 *         Loss.softmaxCrossEntropy());
 * }</pre>
 *
 * <p>The layer has no parameters: those of the network are the ones of the layers behind it, and
 * may be trained without it on inputs that went through it once ({@link
 * FixedLinear#apply(Precision, Object, int, Parallelism)}), in fewer operations and with the same
 * bits.
 *
 * <p><b>What does not vary.</b> Constant and collinear features are ordinary: their components have
 * the variance 0 but for rounding. {@link #rank} counts those above (d + min(B, K_e))·u·λ₀, what
 * sums of K_e = {@link Arithmetic#EXAMPLE_CHUNK} terms and the eigenproblem may be off by, for d
 * features; u = 2⁻⁵³. Only they are ever taken.
 *
 * <p><b>Arithmetic.</b> In double precision: μ and C are {@linkplain ChunkedMean means over
 * examples}; the eigenproblem is {@link io.github.curvelane.kernel.SymmetricEigen}'s. The largest
 * element of each direction in magnitude, the first if there are several, is positive. The error of
 * an eigenproblem is relative to λ₀, so that small components, divided by their deviations, would
 * have covariances off by some u·λ₀/λ_k. Therefore the covariance S of the data whitened so is
 * computed, and whitening corrected by S^(−½), whose eigenvalues are limited to 2: what remains is
 * of the order of u·√(λ₀/λ_k). A fit has the same bits everywhere.
 *
 * <p>Takes (B·(d² + d·k + k²/2) + some 16·d³) multiply-adds for the rank k, and memory for six
 * matrices of d × d doubles while it is fitted, two afterwards.
 */
public final class PrincipalComponents {
  /** The largest number of features: a matrix of so many squared takes 128 MiB. */
  public static final int MAX_FEATURES = 4096;

  /** Whitening is made larger by no more than 2. */
  private static final double LEAST_CORRECTED = 0.25;

  private final Normalization normalization;
  private final double[] centre;
  private final double[] variances;
  private final int rank;

  /** The directions that vary, one a row, [rank × features]. */
  private final double[] directions;

  /** What whitens without a floor, one component a column, [features × rank]. */
  private final double[] whitening;

  private PrincipalComponents(
      Normalization normalization,
      double[] centre,
      double[] variances,
      int rank,
      double[] directions,
      double[] whitening) {
    this.normalization = normalization;
    this.centre = centre;
    this.variances = variances;
    this.rank = rank;
    this.directions = directions;
    this.whitening = whitening;
  }

  /**
   * Fits the components of centred data.
   *
   * @param data the training data
   * @return the components behind {@link Normalization#centring}
   * @throws IllegalArgumentException if there are more than {@link #MAX_FEATURES} features
   */
  public static PrincipalComponents fit(Inputs data) {
    Objects.requireNonNull(data, "data");
    requireFewFeatures(data);
    return fit(data, Normalization.centring(data), Parallelism.none());
  }

  /**
   * Fits the components of normalised data: behind {@link Normalization#perFeature} those of the
   * correlation matrix.
   *
   * @param data the training data, not yet normalised
   * @param normalization what they go through first; need not centre them
   * @param parallelism where products run; the bits are the same
   * @return the components
   * @throws IllegalArgumentException if there are more than {@link #MAX_FEATURES} features, the
   *     normalisation is not for as many, or normalised data are not finite
   */
  public static PrincipalComponents fit(
      Inputs data, Normalization normalization, Parallelism parallelism) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(normalization, "normalization");
    requireFewFeatures(data);
    int d = data.features();
    if (normalization.features() != d) {
      throw new IllegalArgumentException(
          "the data have " + d + " features, must have " + normalization.features());
    }
    Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);
    Product<double[]> product = kernels.newProduct(parallelism);
    ChunkedMean<double[]> mean = new ChunkedMean<>(kernels);
    SecondMoments moments = new SecondMoments(data, normalization, product);
    double[] centre = new double[d];
    mean.of(moments.means(), List.of(centre));
    requireFinite(centre);
    moments.centre(centre);
    double[] covariance = new double[d * d];
    mean.of(moments, List.of(covariance));

    double[] ascending = new double[d];
    double[] rows = new double[d * d];
    kernels.newSymmetricEigen(parallelism).decompose(d, covariance, 0, d, ascending, 0, rows, 0, d);
    double[] variances = new double[d];
    for (int k = 0; k < d; k++) {
      variances[k] = Math.max(0, ascending[d - 1 - k]);
    }
    int rank = rank(variances, data.examples());
    double[] directions = new double[rank * d];
    double[] whitening = new double[d * rank];
    for (int k = 0; k < rank; k++) {
      int row = (d - 1 - k) * d;
      double sign = sign(rows, row, d);
      double deviation = Math.sqrt(variances[k]);
      for (int j = 0; j < d; j++) {
        directions[k * d + j] = sign * rows[row + j];
        whitening[j * rank + k] = directions[k * d + j] / deviation;
      }
    }
    if (rank > 0) {
      moments.through(whitening, rank);
      double[] whitened = new double[rank * rank];
      mean.of(moments, List.of(whitened));
      correct(d, rank, whitened, whitening, kernels, parallelism);
    }
    return new PrincipalComponents(normalization, centre, variances, rank, directions, whitening);
  }

  private static void requireFewFeatures(Inputs data) {
    if (data.features() > MAX_FEATURES) {
      throw new IllegalArgumentException(
          "the data have "
              + data.features()
              + " features, principal components of at most "
              + MAX_FEATURES
              + " are fitted");
    }
  }

  private static void requireFinite(double[] centre) {
    int bad = Precision.DOUBLE.indexOfNonFinite(centre, 0, centre.length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "the mean of feature " + bad + ", normalized, is " + centre[bad] + ", must be finite");
    }
  }

  private static int rank(double[] variances, int examples) {
    double tolerance =
        (variances.length + Math.min(examples, Arithmetic.EXAMPLE_CHUNK))
            * Precision.DOUBLE.unitRoundoff()
            * variances[0];
    int rank = 0;
    while (rank < variances.length && variances[rank] > tolerance) {
      rank++;
    }
    return rank;
  }

  private static double sign(double[] values, int from, int count) {
    double largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.abs(values[i]) > Math.abs(largest) ? values[i] : largest;
    }
    return Math.signum(largest);
  }

  /** M ← M·S^(−½), S the covariance of what M gives. */
  private static void correct(
      int features,
      int rank,
      double[] covariance,
      double[] map,
      Kernels<double[]> kernels,
      Parallelism parallelism) {
    double[] values = new double[rank];
    double[] rows = new double[rank * rank];
    kernels
        .newSymmetricEigen(parallelism)
        .decompose(rank, covariance, 0, rank, values, 0, rows, 0, rank);
    double[] scaled = rows.clone();
    for (int k = 0; k < rank; k++) {
      double scale = 1 / Math.sqrt(Math.max(values[k], LEAST_CORRECTED));
      for (int i = 0; i < rank; i++) {
        scaled[k * rank + i] *= scale;
      }
    }
    Product<double[]> product = kernels.newProduct(parallelism);
    double[] rotated = new double[features * rank];
    product.a(map, 0, rank).bTransposed(rows, 0, rank).c(rotated, 0, rank);
    product.multiply(features, rank, rank);
    product.a(rotated, 0, rank).b(scaled, 0, rank).c(map, 0, rank);
    product.multiply(features, rank, rank);
  }

  /**
   * Makes the layer that applies the components to normalised inputs.
   *
   * @param decorrelation what they become
   * @return x·M + c, with c = −μM for the mean μ of the normalised training data
   * @throws IllegalArgumentException if more components are asked for than vary, or none does
   */
  public FixedLinear layer(Decorrelation decorrelation) {
    Objects.requireNonNull(decorrelation, "decorrelation");
    if (rank == 0) {
      throw new IllegalArgumentException("the data do not vary: there is no component");
    }
    int count = decorrelation.count(this);
    int features = features();
    boolean back = decorrelation.keepsFeatures();
    double[] columns = new double[features * count];
    for (int k = 0; k < count; k++) {
      double floored = Math.max(variances[k], decorrelation.floor() * variances[0]);
      double scale = Math.sqrt(variances[k] / floored);
      for (int j = 0; j < features; j++) {
        columns[j * count + k] =
            decorrelation.divides()
                ? whitening[j * rank + k] * scale
                : directions[k * features + j];
      }
    }
    double[] matrix = back ? new double[features * features] : columns;
    if (back) {
      Product<double[]> product = Kernels.of(Precision.DOUBLE).newProduct(Parallelism.none());
      product.a(columns, 0, count).b(directions, 0, features).c(matrix, 0, features);
      product.multiply(features, features, count);
    }
    int outputs = back ? features : count;
    double[] offset = new double[outputs];
    for (int j = 0; j < features; j++) {
      for (int k = 0; k < outputs; k++) {
        offset[k] = Math.fma(-centre[j], matrix[j * outputs + k], offset[k]);
      }
    }
    return new FixedLinear(features, outputs, matrix, offset);
  }

  /**
   * Returns what inputs go through first.
   *
   * @return the normalisation that the components were fitted behind
   */
  public Normalization normalization() {
    return normalization;
  }

  /**
   * Returns the number of features.
   *
   * @return d, from 1 to {@link #MAX_FEATURES}
   */
  public int features() {
    return centre.length;
  }

  /**
   * Returns the number of components that vary.
   *
   * @return from 0, if all features are constant, to d
   */
  public int rank() {
    return rank;
  }

  /**
   * Returns the variances of the components.
   *
   * @return a copy of the d eigenvalues λ₀ ≥ λ₁ ≥ … of the covariance matrix; what rounding made
   *     negative is 0
   */
  public double[] variances() {
    return variances.clone();
  }

  /**
   * Returns the directions that vary.
   *
   * @return a copy of the eigenvectors, one a row, [rank × d]
   */
  public double[] directions() {
    return directions.clone();
  }

  /**
   * Returns the share of the variance that the first components have.
   *
   * @param components how many, from 0 to d
   * @return Σ_{k &lt; components} λ_k/Σ λ_k; 1 if nothing varies
   * @throws IllegalArgumentException if it is outside its bounds
   */
  public double share(int components) {
    if (components < 0 || components > features()) {
      throw new IllegalArgumentException(
          "components is " + components + ", must be from 0 to " + features());
    }
    double total = sum(features());
    return total == 0 ? 1 : sum(components) / total;
  }

  private double sum(int components) {
    double sum = 0;
    for (int k = 0; k < components; k++) {
      sum += variances[k];
    }
    return sum;
  }

  /**
   * Returns how many components have a share of the variance.
   *
   * @param share the share, in (0, 1]
   * @return the fewest whose {@link #share(int)} is at least that; all that vary, if rounding hides
   *     it or the share is 1
   * @throws IllegalArgumentException if the share is outside its bounds
   */
  public int components(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share is " + share + ", must be greater than 0 and at most 1");
    }
    double wanted = share * sum(features());
    double sum = 0;
    for (int k = 0; share < 1 && k < rank; k++) {
      sum += variances[k];
      if (sum >= wanted) {
        return k + 1;
      }
    }
    return rank;
  }

  /**
   * Returns the condition number of the covariance matrix among the components that vary.
   *
   * @return λ₀/λ_{rank − 1}; NaN if none does
   */
  public double condition() {
    return rank == 0 ? Double.NaN : variances[0] / variances[rank - 1];
  }

  /** Returns the number of features and of components that vary, and the condition number. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "principal components of %d features, %d of which vary, condition number %.3g",
        features(),
        rank,
        condition());
  }
}
