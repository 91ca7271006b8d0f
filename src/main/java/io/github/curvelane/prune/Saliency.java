package io.github.curvelane.prune;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Objective;
import io.github.curvelane.SampledDiagonal;
import java.util.Objects;

/**
 * What each parameter is worth: those of least saliency are pruned first.
 *
 * <p><b>Optimal brain damage</b> (LeCun, Denker and Solla 1990, eq 5): s_k = h_kk·w_k²/2, by how
 * much E grows if parameter k alone becomes 0 and E is the parabola with its second derivatives at
 * a minimum. The gradient is taken to be 0, and so are the second derivatives off the diagonal; the
 * saliency of several is the sum of theirs. A negative h_kk gives a negative saliency: such
 * parameters go first.
 *
 * <p><b>Magnitude</b>, |w_k| or w_k², asks no objective for anything, and is the same order for
 * single parameters. Which second derivatives and how much they gain over it is a matter of the
 * model: where all inputs have one scale, little.
 *
 * <p>Computed in double, from the precision's numbers: s = ((h·w)·w)·½.
 *
 * <pre>{@code
 * double[] saliency = Saliency.brainDamage(Diagonal.GAUSS_NEWTON).of(objective, theta);
 * }</pre>
 */
public interface Saliency {
  /**
   * Computes the saliencies of all parameters.
   *
   * @param objective what is to change least, with the examples that are selected
   * @param theta the parameters, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return N numbers, new
   * @throws IllegalArgumentException if {@code theta} has another length or holds a NaN or infinite
   *     number, or the objective lacks what is needed
   */
  <A> double[] of(Objective<A> objective, A theta);

  /**
   * Optimal brain damage, of an objective that has {@link CurvatureDiagonals}.
   *
   * @param diagonal which second derivatives; LeCun, Denker and Solla have {@link
   *     Diagonal#BECKER_LECUN}
   * @return s_k = h_kk·w_k²/2
   */
  static Saliency brainDamage(Diagonal diagonal) {
    return new DiagonalSaliency(Objects.requireNonNull(diagonal, "diagonal"));
  }

  /**
   * Optimal brain damage by the Gauss-Newton diagonal from targets drawn from the model, of an
   * objective that has {@link SampledDiagonal}.
   *
   * @param samples the number of draws for each example, at least 1
   * @param seed the seed of the draws
   * @return s_k = h_kk·w_k²/2
   * @throws IllegalArgumentException if {@code samples} is less than 1
   */
  static Saliency sampledBrainDamage(int samples, long seed) {
    return new SampledSaliency(samples, seed);
  }

  /**
   * The magnitude of the parameters, |w_k|.
   *
   * @return the saliency, for any objective
   */
  static Saliency magnitude() {
    return MagnitudeSaliency.MAGNITUDE;
  }

  /**
   * The square of the parameters, w_k²: for single parameters the order of {@link #magnitude}, for
   * units another.
   *
   * @return the saliency, for any objective
   */
  static Saliency square() {
    return MagnitudeSaliency.SQUARE;
  }
}
