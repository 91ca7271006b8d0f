package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Estimates of a symmetric matrix from products with vectors z of random signs, one product a probe
 * (Hutchinson 1990): tr M = E[zᵀMz], ‖M‖²_F = E‖Mz‖², and diag M = E[z∘Mz] (Bekas, Kokiopoulou and
 * Saad 2007).
 *
 * <p>The variance of a sample of the trace is 2·Σ_{i≠j} M_ij², of the diagonal's element i Σ_{j≠i}
 * M_ij²: a diagonal matrix is estimated exactly by any two probes, and the standard error falls as
 * 1/√probes. {@link HutchPlusPlus} says when it gains on that.
 *
 * <p>Probes are seeded, one by one: more of them begin with the same ones, and how many go at once
 * changes no bit. Inner products are those of {@link Reductions}, means and standard errors of
 * numbers are in doubles. A watch that cancels leaves the estimate from the probes that are
 * finished; {@link Estimate#probes} tells how many. Memory: 2·{@code atOnce}·N numbers; nothing is
 * allocated for a probe.
 *
 * @param probes the number of probes, at least 2
 * @param atOnce the number of probes that are multiplied at once by {@link
 *     SymmetricOperator#apply(java.util.List, java.util.List)}, which may share work, at least 1
 * @param seed the seed
 */
public record Hutchinson(int probes, int atOnce, long seed) {
  /** Creates estimates from 30 probes, one after another, of seed 1. */
  public Hutchinson() {
    this(30, 1, 1);
  }

  /**
   * Creates estimates.
   *
   * @throws IllegalArgumentException if {@code probes} is less than 2 or {@code atOnce} less than 1
   */
  public Hutchinson {
    Estimate.checkProbes(probes);
    checkAtOnce(atOnce);
  }

  static void checkAtOnce(int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("atOnce is " + atOnce + ", must be at least 1");
    }
  }

  /**
   * Estimates the trace, unwatched.
   *
   * @param matrix M
   * @param <A> {@code float[]} or {@code double[]}
   * @return tr M, the mean of zᵀMz
   * @throws ArithmeticException if a product, or zᵀMz, is NaN or infinite
   */
  public <A> Estimate trace(SymmetricOperator<A> matrix) {
    return trace(matrix, ProductWatch.NONE);
  }

  /**
   * Estimates the trace.
   *
   * @param matrix M
   * @param watch watches
   * @param <A> {@code float[]} or {@code double[]}
   * @return tr M, the mean of zᵀMz
   * @throws ArithmeticException if a product, or zᵀMz, is NaN or infinite
   * @throws CancellationException if fewer than two probes were finished
   */
  public <A> Estimate trace(SymmetricOperator<A> matrix, ProductWatch watch) {
    Products<A> products = new Products<>(matrix, watch);
    Reductions<A> reductions = Kernels.of(products.precision()).newReductions();
    int n = products.dimension();
    return mean(products, (z, image) -> reductions.dot(n, z, 0, image, 0));
  }

  /**
   * Estimates the sum of the squares of all elements, unwatched.
   *
   * @param matrix M
   * @param <A> {@code float[]} or {@code double[]}
   * @return ‖M‖²_F, the mean of ‖Mz‖²
   * @throws ArithmeticException if a product, or ‖Mz‖², is NaN or infinite
   */
  public <A> Estimate squaredNorm(SymmetricOperator<A> matrix) {
    return squaredNorm(matrix, ProductWatch.NONE);
  }

  /**
   * Estimates the sum of the squares of all elements, which is that of all eigenvalues.
   *
   * @param matrix M
   * @param watch watches
   * @param <A> {@code float[]} or {@code double[]}
   * @return ‖M‖²_F, the mean of ‖Mz‖²
   * @throws ArithmeticException if a product, or ‖Mz‖², is NaN or infinite
   * @throws CancellationException if fewer than two probes were finished
   */
  public <A> Estimate squaredNorm(SymmetricOperator<A> matrix, ProductWatch watch) {
    Products<A> products = new Products<>(matrix, watch);
    Reductions<A> reductions = Kernels.of(products.precision()).newReductions();
    int n = products.dimension();
    return mean(products, (z, image) -> reductions.sumOfSquares(n, image, 0));
  }

  /**
   * Estimates every element of the diagonal. With x = z∘Mz of probe k, from 1, and m and q for the
   * two results, from zeros, all rounded to the precision: d = x − m, m = fma(1/k, d, m), q =
   * fma(d, x − m, q); at the end the standard error is √(q/(k(k − 1))).
   *
   * @param matrix M
   * @param diagonal receives the means of z∘Mz, N elements
   * @param standardErrors receives the standard error of each, N elements; another array
   * @param watch watches
   * @param <A> {@code float[]} or {@code double[]}
   * @return the trace, which the same products give
   * @throws IllegalArgumentException if an array has another length, or the two are one; nothing is
   *     written then
   * @throws ArithmeticException if a product, or zᵀMz, is NaN or infinite; the results are of no
   *     use then
   * @throws CancellationException if fewer than two probes were finished; the results are of no use
   *     then
   */
  public <A> Estimate diagonal(
      SymmetricOperator<A> matrix, A diagonal, A standardErrors, ProductWatch watch) {
    Products<A> products = new Products<>(matrix, watch);
    Precision<A> precision = products.precision();
    int n = products.dimension();
    checkLength(precision, "diagonal", diagonal, n);
    checkLength(precision, "standardErrors", standardErrors, n);
    Arguments.apart("diagonal", diagonal, "standardErrors", standardErrors);
    precision.fill(diagonal, 0, n, 0);
    precision.fill(standardErrors, 0, n, 0);
    Reductions<A> reductions = Kernels.of(precision).newReductions();
    Moments<A> moments =
        new Moments<>(Kernels.of(precision).vectorAlgebra(), n, diagonal, standardErrors);
    Estimate trace =
        mean(
            products,
            (z, image) -> {
              double sample = reductions.dot(n, z, 0, image, 0);
              moments.add(z, image);
              return sample;
            });
    double k = trace.probes();
    for (int i = 0; i < n; i++) {
      double squares = Math.max(precision.get(standardErrors, i), 0);
      precision.set(standardErrors, i, Math.sqrt(squares / (k * (k - 1))));
    }
    return trace;
  }

  private static <A> void checkLength(Precision<A> precision, String name, A array, int n) {
    int length = precision.length(Objects.requireNonNull(array, name));
    if (length != n) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have the matrix's %d rows".formatted(name, length, n));
    }
  }

  /** What a probe tells. */
  private interface Sample<A> {
    double of(A z, A image);
  }

  private <A> Estimate mean(Products<A> products, Sample<A> sample) {
    ProbeBlock<A> block = new ProbeBlock<>(products, Math.min(atOnce, probes));
    SampleMean mean = new SampleMean();
    try {
      for (int first = 0; first < probes; first += block.count()) {
        block.draw(seed, first, probes);
        block.multiply();
        for (int k = 0; k < block.count(); k++) {
          mean.add(sample.of(block.probe(k), block.image(k)));
        }
      }
    } catch (Cancelled end) {
      // What is finished is an estimate, if it is enough for a standard error.
    }
    return mean.estimate(0);
  }

  /** Means and sums of squared deviations of every element of z∘Mz; overwrites both of a probe. */
  private static final class Moments<A> {
    private final VectorAlgebra<A> algebra;
    private final int n;
    private final A mean;
    private final A squares;
    private int count;

    Moments(VectorAlgebra<A> algebra, int n, A mean, A squares) {
      this.algebra = algebra;
      this.n = n;
      this.mean = mean;
      this.squares = squares;
    }

    void add(A z, A image) {
      count++;
      algebra.multiply(n, z, 0, image, 0, image, 0);
      algebra.subtract(n, image, 0, mean, 0, z, 0);
      algebra.axpy(n, 1.0 / count, z, 0, mean, 0);
      algebra.subtract(n, image, 0, mean, 0, image, 0);
      algebra.multiplyAdd(n, z, 0, image, 0, squares, 0, squares, 0);
    }
  }
}
