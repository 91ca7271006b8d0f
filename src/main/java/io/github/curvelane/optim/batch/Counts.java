package io.github.curvelane.optim.batch;

/**
 * What a run asked of its objective. The repetition of a linearization after a run is resumed is
 * not counted.
 *
 * @param values evaluations of E alone, residuals included
 * @param gradients evaluations of E and ∇E that keep nothing
 * @param linearizations evaluations of E and ∇E whose point is kept for products
 * @param hessianVectors products Hv
 * @param gaussNewtonVectors products Gv
 * @param jacobians passes over all rows of the Jacobian
 */
public record Counts(
    long values,
    long gradients,
    long linearizations,
    long hessianVectors,
    long gaussNewtonVectors,
    long jacobians) {
  /**
   * Returns the number of evaluations of E, which {@link Stopping#evaluations} limits.
   *
   * @return values + gradients + linearizations
   */
  public long evaluations() {
    return values + gradients + linearizations;
  }
}
