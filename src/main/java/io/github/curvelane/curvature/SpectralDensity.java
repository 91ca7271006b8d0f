package io.github.curvelane.curvature;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * The distribution of a symmetric matrix's N eigenvalues, as {@link LanczosQuadrature} estimates
 * it: nodes, and for each the share of eigenvalues that it stands for.
 */
public final class SpectralDensity {
  private final int dimension;
  private final List<Measure> probes;
  private final Measure mean;

  SpectralDensity(int dimension, List<Measure> probes) {
    this.dimension = dimension;
    this.probes = List.copyOf(probes);
    this.mean = Measure.mean(probes);
  }

  /**
   * Returns the number of rows of the matrix.
   *
   * @return N
   */
  public int dimension() {
    return dimension;
  }

  /**
   * Returns the number of probes that were finished.
   *
   * @return the number, at least 2
   */
  public int probes() {
    return probes.size();
  }

  /**
   * Returns the nodes of all probes.
   *
   * @return a copy, ascending; a number may be there several times
   */
  public double[] nodes() {
    return mean.nodes().clone();
  }

  /**
   * Returns the weights of the nodes.
   *
   * @return a copy, at least 0, with the sum 1 up to rounding
   */
  public double[] weights() {
    return mean.weights().clone();
  }

  /**
   * Returns the least node.
   *
   * @return a number that is not below the least eigenvalue but for rounding
   */
  public double least() {
    return mean.nodes()[0];
  }

  /**
   * Returns the greatest node.
   *
   * @return a number that is not above the greatest eigenvalue but for rounding
   */
  public double greatest() {
    return mean.nodes()[mean.nodes().length - 1];
  }

  /**
   * Returns the trace of the matrix, the sum of its eigenvalues.
   *
   * @return tr M ≈ N·Σ weight·node, with the standard error over the probes
   */
  public Estimate trace() {
    return trace(x -> x);
  }

  /**
   * Returns the trace of a function of the matrix, the sum of its values at the eigenvalues: log
   * gives the logarithm of the determinant, x² the squared Frobenius norm. Nodes may lie anywhere
   * between the least and the greatest eigenvalue.
   *
   * @param f the function
   * @return tr f(M) ≈ N·Σ weight·f(node), with the standard error over the probes; the error of the
   *     quadrature, for an f that no polynomial of degree 2·steps − 1 approximates, is not in it
   * @throws ArithmeticException if the sum of a probe is NaN or infinite
   */
  public Estimate trace(DoubleUnaryOperator f) {
    Objects.requireNonNull(f, "f");
    SampleMean mean = new SampleMean();
    for (Measure probe : probes) {
      mean.add(dimension * probe.mean(f));
    }
    return mean.estimate(0);
  }

  /**
   * Returns a moment of the distribution.
   *
   * @param power the power p, at least 0; right but for probes below 2·steps
   * @return (1/N)·Σ λ^p ≈ Σ weight·node^p, with the standard error over the probes
   * @throws IllegalArgumentException if {@code power} is negative
   * @throws ArithmeticException if the sum of a probe overflows
   */
  public Estimate moment(int power) {
    if (power < 0) {
      throw new IllegalArgumentException("power is " + power + ", must not be negative");
    }
    SampleMean mean = new SampleMean();
    for (Measure probe : probes) {
      mean.add(probe.mean(x -> StrictMath.pow(x, power)));
    }
    return mean.estimate(0);
  }

  /**
   * Returns the cumulative distribution.
   *
   * @param x a number
   * @return the share of eigenvalues that are at most x: the sum of the weights of such nodes
   * @throws IllegalArgumentException if {@code x} is NaN
   */
  public double cumulative(double x) {
    if (Double.isNaN(x)) {
      throw new IllegalArgumentException("x is NaN");
    }
    double sum = 0;
    for (int i = 0; i < mean.nodes().length && mean.nodes()[i] <= x; i++) {
      sum += mean.weights()[i];
    }
    return sum;
  }

  /**
   * Returns a smooth density for charts: a normal distribution around every node (Lin, Saad and
   * Yang 2016), Σ weight·exp(−(x − node)²/2σ²)/(σ√2π).
   *
   * @param deviation σ, positive: the resolution of the chart
   * @param grid the places x, finite
   * @return the density at each place, a new array; its integral over all x is 1
   * @throws IllegalArgumentException if σ is not positive and finite, or a place not finite
   */
  public double[] smoothed(double deviation, double... grid) {
    Objects.requireNonNull(grid, "grid");
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "deviation is " + deviation + ", must be positive and finite");
    }
    double[] density = new double[grid.length];
    for (int g = 0; g < grid.length; g++) {
      double place = grid[g];
      if (!Double.isFinite(place)) {
        throw new IllegalArgumentException("grid[%d] is %s, must be finite".formatted(g, place));
      }
      double sum =
          mean.mean(
              node -> {
                double distance = (place - node) / deviation;
                return StrictMath.exp(-distance * distance / 2);
              });
      density[g] = sum / (deviation * Math.sqrt(2 * Math.PI));
    }
    return density;
  }

  /**
   * Returns the Wasserstein distance of order 1 from another distribution: how far weight must be
   * moved, in the mean, to turn one into the other; ∫|F − G| of the two cumulative distributions.
   *
   * @param other the other distribution
   * @return the distance
   */
  public double wasserstein(SpectralDensity other) {
    Objects.requireNonNull(other, "other");
    return mean.transport(other.mean);
  }

  /**
   * Returns the Wasserstein distance of order 1 from a complete spectrum.
   *
   * @param eigenvalues all of them, in any order, finite; at least one
   * @return the distance
   * @throws IllegalArgumentException if there is none, or one is not finite
   */
  public double wasserstein(double... eigenvalues) {
    Objects.requireNonNull(eigenvalues, "eigenvalues");
    if (eigenvalues.length == 0) {
      throw new IllegalArgumentException("eigenvalues is empty, must have at least one");
    }
    for (int i = 0; i < eigenvalues.length; i++) {
      if (!Double.isFinite(eigenvalues[i])) {
        throw new IllegalArgumentException(
            "eigenvalues[%d] is %s, must be finite".formatted(i, eigenvalues[i]));
      }
    }
    double[] ascending = eigenvalues.clone();
    Arrays.sort(ascending);
    return mean.transport(Measure.uniform(ascending));
  }

  /** Returns how many nodes there are, and where. */
  @Override
  public String toString() {
    return "density of %d eigenvalues: %d nodes of %d probes from %s to %s"
        .formatted(dimension, mean.nodes().length, probes.size(), least(), greatest());
  }
}
