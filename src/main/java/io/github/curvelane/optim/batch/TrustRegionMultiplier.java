package io.github.curvelane.optim.batch;

/**
 * The multiplier λ ≥ 0 for which the step of damped least squares has the length of the trust
 * region, ‖Ds‖ = Δ within a tenth, or 0 where the undamped step is no longer (Moré 1978): Newton's
 * method on 1/Δ − 1/‖Ds(λ)‖, kept within bounds.
 */
final class TrustRegionMultiplier {
  /** How far the length may be from the radius, as a part of it. */
  private static final double TOLERANCE = 0.1;

  private static final int MOST_TRIALS = 10;

  /** After so many λ there are no equations that can be solved: the length is NaN. */
  private static final int MOST_FAILURES = 100;

  private final double[] work;

  /** ‖Ds‖ of the step that was found; NaN if there is none. */
  private double length;

  TrustRegionMultiplier(int size) {
    this.work = new double[size];
  }

  double length() {
    return length;
  }

  /**
   * Finds λ and the step.
   *
   * @param scale the diagonal of D
   * @param radius Δ
   * @param previous the last λ, where the search begins
   * @param step receives s
   * @return λ
   */
  double find(DampedSystem system, double[] scale, double radius, double previous, double[] step) {
    boolean undamped = solve(system, 0, scale, step);
    double excess = Double.POSITIVE_INFINITY;
    double least = 0;
    if (undamped) {
      excess = length - radius;
      if (excess <= TOLERANCE * radius) {
        return 0;
      }
      if (system.rank() == system.size) {
        least = correction(system, scale, radius, step);
      }
    }
    double slope = slope(system, scale);
    double most = slope / radius;
    if (most == 0) {
      most = Double.MIN_NORMAL / Math.min(radius, TOLERANCE);
    }
    double lambda = Math.min(Math.max(previous, least), most);
    if (lambda == 0) {
      lambda = undamped ? slope / length : most;
    }
    for (int trial = 1; ; trial++) {
      if (lambda == 0) {
        lambda = Math.max(Double.MIN_NORMAL, 0.001 * most);
      }
      if (!solve(system, lambda, scale, step)) {
        least = Math.max(least, lambda);
        most = Math.max(most, 4 * lambda);
        lambda = Math.max(2 * lambda, Math.sqrt(least * most));
        if (trial >= MOST_FAILURES) {
          length = Double.NaN;
          return lambda;
        }
        continue;
      }
      double last = excess;
      excess = length - radius;
      if (Math.abs(excess) <= TOLERANCE * radius
          || (least == 0 && excess <= last && last < 0)
          || trial >= MOST_TRIALS) {
        return lambda;
      }
      if (excess > 0) {
        least = Math.max(least, lambda);
      } else {
        most = Math.min(most, lambda);
      }
      lambda = Math.max(least, lambda + correction(system, scale, radius, step));
    }
  }

  private boolean solve(DampedSystem system, double lambda, double[] scale, double[] step) {
    if (!system.solve(lambda, scale, step)) {
      return false;
    }
    length = ScaledNorm.of(scale, step);
    return length < Double.POSITIVE_INFINITY;
  }

  /** Newton's correction of λ: (‖q‖ − Δ)/Δ · ‖q‖²/(Dᵀq)ᵀ(KᵀK + λD²)⁻¹(Dᵀq), q = Ds. */
  private double correction(DampedSystem system, double[] scale, double radius, double[] step) {
    for (int j = 0; j < work.length; j++) {
      work[j] = scale[j] * (scale[j] * step[j] / length);
    }
    return (length - radius) / radius / system.inverseForm(work);
  }

  /** ‖D⁻¹g‖. */
  private double slope(DampedSystem system, double[] scale) {
    double sum = 0;
    for (int j = 0; j < work.length; j++) {
      double t = system.gradient[j] / scale[j];
      sum = Math.fma(t, t, sum);
    }
    return Math.sqrt(sum);
  }
}
