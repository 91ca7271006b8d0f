package io.github.curvelane.optim.batch;

/**
 * The second order of a step of least squares along the geodesic that begins with it (Transtrum and
 * Sethna 2012): a = −(KᵀK + λD²)⁻¹Kᵀr_vv, where r_vv, the second derivative of r along the step v,
 * is (2/h)((r(θ + hv) − r(θ))/h − Kv). The step is then v + a/2; one whose a is long beside v has
 * left the region where r is nearly quadratic.
 */
final class GeodesicAcceleration<A> {
  private static final double H = 0.02;

  /** ‖Da‖ ≤ {@value}·‖Dv‖. */
  private static final double LONGEST = 0.75;

  private final SquaresRun<A> run;
  private final A point;
  private final A shifted;
  private final double[] right;
  private final double[] acceleration;

  GeodesicAcceleration(SquaresRun<A> run) {
    this.run = run;
    this.point = run.precision.newArray(run.size);
    this.shifted = run.precision.newArray(run.rows.count());
    this.right = new double[run.size];
    this.acceleration = new double[run.size];
  }

  /**
   * Bends a step, one evaluation.
   *
   * @param step v; receives v + a/2
   * @return whether the region was not left; if it was, {@code step} is v
   */
  boolean bend(double[] step, double[] scale) {
    for (int j = 0; j < run.size; j++) {
      run.precision.set(point, j, Math.fma(H, step[j], run.precision.get(run.x, j)));
    }
    double value = run.evaluations.residuals(point, shifted);
    if (!Double.isFinite(value)) {
      return false;
    }
    JacobianRows<A> rows = run.rows;
    if (!rows.isOneBlock()) {
      run.returnToPoint();
    }
    java.util.Arrays.fill(right, 0);
    for (int from = 0; from < rows.count(); ) {
      int loaded = rows.isOneBlock() ? rows.count() : rows.load(from, rows.count());
      addBlock(step, from, loaded);
      from += loaded;
    }
    run.system.solveAgain(right, acceleration);
    double length = ScaledNorm.of(scale, acceleration);
    if (!(length <= LONGEST * ScaledNorm.of(scale, step))) {
      return false;
    }
    for (int j = 0; j < run.size; j++) {
      step[j] = Math.fma(0.5, acceleration[j], step[j]);
    }
    return true;
  }

  /** Adds Kᵀr_vv of the rows of a block. */
  private void addBlock(double[] step, int from, int count) {
    double[] block = run.rows.block();
    int size = run.size;
    for (int i = 0; i < count; i++) {
      double along = 0;
      for (int j = 0; j < size; j++) {
        along = Math.fma(block[i * size + j], step[j], along);
      }
      double difference =
          run.precision.get(shifted, from + i) - run.precision.get(run.residuals, from + i);
      double second = 2 / H * (difference / H - along);
      for (int j = 0; j < size; j++) {
        right[j] = Math.fma(block[i * size + j], second, right[j]);
      }
    }
  }
}
