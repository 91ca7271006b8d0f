package io.github.curvelane.optim;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.SampledDiagonal;
import java.util.Objects;

/** Which diagonal of second derivatives a rule wants, and what an objective needs to give it. */
public sealed interface CurvatureEstimate {
  /**
   * One of the library's diagonals, of an objective that has {@link CurvatureDiagonals}.
   *
   * @param kind which
   */
  record OfDiagonal(Diagonal kind) implements CurvatureEstimate {
    /** Creates the estimate. */
    public OfDiagonal {
      Objects.requireNonNull(kind, "kind");
    }
  }

  /**
   * The mean of z∘Hz over probes z of independent ±1 (Hutchinson; Bekas, Kokiopoulou and Saad
   * 2007), an unbiased estimate of the diagonal of H, of an objective that has {@link
   * HessianProducts}.
   *
   * @param probes the number of probes, at least 1
   * @param seed the seed of the probes
   */
  record Hutchinson(int probes, long seed) implements CurvatureEstimate {
    /**
     * Creates the estimate.
     *
     * @throws IllegalArgumentException if {@code probes} is less than 1
     */
    public Hutchinson {
      Hyperparameters.atLeast("probes", probes, 1);
    }
  }

  /**
   * The Gauss-Newton diagonal from targets drawn from the model, of an objective that has {@link
   * SampledDiagonal}.
   *
   * @param samples the number of draws for each example, at least 1
   * @param seed the seed of the draws
   */
  record SampledGaussNewton(int samples, long seed) implements CurvatureEstimate {
    /**
     * Creates the estimate.
     *
     * @throws IllegalArgumentException if {@code samples} is less than 1
     */
    public SampledGaussNewton {
      Hyperparameters.atLeast("samples", samples, 1);
    }
  }
}
