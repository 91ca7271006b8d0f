package io.github.curvelane.optim;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Linearizable;
import io.github.curvelane.Precision;
import io.github.curvelane.SampledDiagonal;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.internal.Probes;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * Measures the second derivatives that a rule asks for, on an objective that can give them. Each
 * estimate has a number, and is a function of it, of the seed and of θ alone: what was measured
 * before does not matter, so a run that is resumed measures the same. Nothing is allocated after
 * the first estimate.
 */
final class DiagonalMeter<A> {
  private final StochasticObjective<A> objective;
  private final Linearizable<A> point;
  private final CurvatureEstimate estimate;
  private final int examples;
  private final long seed;
  private final int n;
  private final VectorAlgebra<A> algebra;
  private final Precision<A> precision;

  /** All examples, those of an estimate drawn to the front for as long as it takes. */
  private final int[] order;

  /** With which place each of them changed. */
  private final int[] drawn;

  private final A probe;
  private final A image;
  private final A piece;

  private DiagonalMeter(StochasticObjective<A> objective, CurvatureRequest request) {
    this.objective = objective;
    this.point = (Linearizable<A>) objective;
    this.estimate = request.estimate();
    this.examples = request.examples();
    this.precision = objective.precision();
    this.n = objective.dimension();
    this.algebra = Kernels.of(precision).vectorAlgebra();
    this.order = new int[examples == 0 ? 0 : objective.examples()];
    this.drawn = new int[examples];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int probes = estimate instanceof CurvatureEstimate.Hutchinson it ? it.probes() : 0;
    this.probe = probes > 0 ? precision.newArray(n) : null;
    this.image = probes > 1 || examples > 0 ? precision.newArray(n) : null;
    this.piece = examples > objective.maxBatch() ? precision.newArray(n) : null;
    this.seed =
        switch (estimate) {
          case CurvatureEstimate.OfDiagonal exact -> 0;
          case CurvatureEstimate.Hutchinson hutchinson -> hutchinson.seed();
          case CurvatureEstimate.SampledGaussNewton sampled -> sampled.seed();
        };
  }

  /**
   * Creates a meter.
   *
   * @param objective the objective
   * @param request what to measure
   * @param rule the rule that asks, for messages
   * @param <A> {@code float[]} or {@code double[]}
   * @return the meter
   * @throws IllegalArgumentException if the objective cannot give that, or does not have that many
   *     examples
   */
  static <A> DiagonalMeter<A> of(
      StochasticObjective<A> objective, CurvatureRequest request, String rule) {
    String lacking =
        switch (request.estimate()) {
          case CurvatureEstimate.OfDiagonal exact ->
              !(objective instanceof CurvatureDiagonals<?> diagonals)
                  ? "CurvatureDiagonals"
                  : diagonals.diagonals().contains(exact.kind())
                      ? ""
                      : exact.kind() + " among its diagonals, " + diagonals.diagonals();
          case CurvatureEstimate.Hutchinson hutchinson ->
              objective instanceof HessianProducts<?> ? "" : "HessianProducts";
          case CurvatureEstimate.SampledGaussNewton sampled ->
              !(objective instanceof SampledDiagonal<?> distribution)
                  ? "SampledDiagonal"
                  : distribution.hasDistribution() ? "" : "a distribution to draw targets from";
        };
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          "%s needs %s, but the objective, %s, does not have %s"
              .formatted(rule, request.estimate(), objective, lacking));
    }
    int examples = request.examples();
    if (examples > objective.examples()) {
      throw new IllegalArgumentException(
          "%s asks for second derivatives of %d examples, the objective has %d"
              .formatted(rule, examples, objective.examples()));
    }
    if (examples > 0 && examples < objective.minBatch()) {
      throw new IllegalArgumentException(
          "%s asks for second derivatives of %d examples, the objective takes at least %d"
              .formatted(rule, examples, objective.minBatch()));
    }
    return new DiagonalMeter<>(objective, request);
  }

  /**
   * Tells whether estimates are of the step's own batch, at the point of its gradient.
   *
   * @return whether to call {@link #measureKept}, and not {@link #measure}
   */
  boolean ownBatch() {
    return examples == 0;
  }

  /**
   * Measures at θ, of examples drawn without replacement. Where the objective cannot take them at
   * once, in as few pieces as can be, equal but for one example: the mean of their estimates by
   * size, added from the first on. Another batch is selected afterwards, and no point is kept.
   *
   * @param theta the parameters
   * @param number the number of the estimate
   * @param diagonal receives it, N elements; not {@code theta}
   * @throws IllegalArgumentException if a parameter is NaN or infinite
   */
  void measure(A theta, long number, A diagonal) {
    long series = Probes.series(seed, number);
    draw(series);
    try {
      int pieces = Math.ceilDiv(examples, objective.maxBatch());
      for (int k = 0; k < pieces; k++) {
        int from = (int) ((long) k * examples / pieces);
        int to = (int) ((k + 1L) * examples / pieces);
        objective.select(order, from, to);
        point.keep(theta, image);
        if (pieces == 1) {
          estimate(series, k, diagonal);
        } else {
          if (k == 0) {
            precision.fill(diagonal, 0, n, 0);
          }
          estimate(series, k, piece);
          algebra.axpy(n, (to - from) / (double) examples, piece, 0, diagonal, 0);
        }
      }
    } finally {
      putBack();
    }
  }

  /**
   * Measures of the batch that is selected, at the point that was {@linkplain
   * Linearizable#linearize linearized}.
   *
   * @param number the number of the estimate
   * @param diagonal receives it, N elements; not θ
   */
  void measureKept(long number, A diagonal) {
    estimate(Probes.series(seed, number), 0, diagonal);
  }

  @SuppressWarnings("unchecked") // of() looked
  private void estimate(long series, int piece, A diagonal) {
    switch (estimate) {
      case CurvatureEstimate.OfDiagonal exact ->
          ((CurvatureDiagonals<A>) point).diagonal(exact.kind(), diagonal);
      case CurvatureEstimate.Hutchinson hutchinson ->
          hutchinson((HessianProducts<A>) point, hutchinson.probes(), series, diagonal);
      case CurvatureEstimate.SampledGaussNewton sampled ->
          ((SampledDiagonal<A>) point)
              .monteCarloGaussNewtonDiagonal(
                  sampled.samples(), Probes.series(series, piece), diagonal);
    }
  }

  /** (1/p) Σ z∘Hz, the sum of fma from the first product on; the same probes for all pieces. */
  private void hutchinson(HessianProducts<A> hessian, int probes, long series, A diagonal) {
    Probes.signs(series, 0, n, probe, 0);
    hessian.hessianVector(probe, diagonal);
    algebra.multiply(n, probe, 0, diagonal, 0, diagonal, 0);
    for (int k = 1; k < probes; k++) {
      Probes.signs(series, k, n, probe, 0);
      hessian.hessianVector(probe, image);
      algebra.multiplyAdd(n, probe, 0, image, 0, diagonal, 0, diagonal, 0);
    }
    if (probes > 1) {
      algebra.scale(n, 1.0 / probes, diagonal, 0, diagonal, 0);
    }
  }

  /** The beginning of Fisher and Yates's shuffle. */
  private void draw(long series) {
    for (int i = 0; i < examples; i++) {
      long bits = Probes.word(series, i);
      drawn[i] = i + (int) Math.unsignedMultiplyHigh(bits, (long) order.length - i);
      swap(i, drawn[i]);
    }
  }

  /** Every draw begins with the examples in the order in which they are stored. */
  private void putBack() {
    for (int i = examples - 1; i >= 0; i--) {
      swap(i, drawn[i]);
    }
  }

  private void swap(int i, int j) {
    int swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }

  @Override
  public String toString() {
    return estimate + (ownBatch() ? " of each batch" : " of " + examples + " examples");
  }
}
