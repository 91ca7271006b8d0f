package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.optim.batch.TruncatedPath.End;

/** The run of {@link SteihaugTrustRegion}. */
final class SteihaugRun<A> extends TrustRegionRun<A> {
  private static final double LEAST_FORCING = 0.1;
  private static final int KEPT_DIRECTIONS = 32;
  private static final int MOST_STEPS = 250;

  private final CurvaturePairs<A> pairs;
  private final TruncatedPath<A> path;

  /** The tolerance of conjugate gradients where a run may end. */
  private final double tight = Math.sqrt(precision.unitRoundoff());

  /** ‖g‖ of the first iteration, 0 until then, and of this one. */
  private final Scalar firstNorm = number("first norm");

  private double norm;

  SteihaugRun(SteihaugTrustRegion method, Objective<A> objective, A theta, RunWatch watch) {
    super("Steihaug trust region", objective, theta, method.stopping(), watch);
    pairs = new CurvaturePairs<>(this, method.pairs());
    int longest = (int) Math.min(2L * size + 10, MOST_STEPS);
    path = new TruncatedPath<>(this, pairs, KEPT_DIRECTIONS, longest);
  }

  @Override
  void restored() {
    pairs.restored();
  }

  @Override
  void beginModel() {
    norm = path.begin(gradient);
    double first = firstNorm.value == 0 ? norm : firstNorm.value;
    path.tolerance(Math.min(LEAST_FORCING, Math.sqrt(norm / first)));
  }

  @Override
  double firstRadius() {
    path.extend(0);
    return 2 * path.firstLength();
  }

  @Override
  double minimize(double delta, A step) {
    if (!path.reaches(delta)) {
      keepPoint(scratch);
      beginModel();
    }
    path.extend(delta);
    if (path.end() == End.NOT_FINITE) {
      return Double.NaN;
    }
    double predicted = path.truncate(delta, step);
    isCut = path.isCut;
    stepNorm = path.norm;
    return predicted;
  }

  @Override
  boolean refine() {
    keepPoint(scratch);
    path.tolerance(tight);
    path.extend(Double.POSITIVE_INFINITY);
    return true;
  }

  @Override
  double potential() {
    return path.potential(Math.max(path.scale(), scaleOfHessian));
  }

  @Override
  void commit() {
    pairs.commit();
    if (firstNorm.value == 0) {
      firstNorm.value = norm;
    }
  }
}
