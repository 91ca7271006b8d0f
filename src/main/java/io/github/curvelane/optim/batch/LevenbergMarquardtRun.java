package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.batch.LevenbergMarquardt.Damping;

/** The run of {@link LevenbergMarquardt}: an iteration is a step that is taken. */
final class LevenbergMarquardtRun<A> extends SquaresRun<A> {
  /** The part of the predicted decrease that a step must bring. */
  private static final double LEAST_GAIN = 1e-4;

  private static final double POOR = 0.25;
  private static final double GOOD = 0.75;

  /** The first λ of Nielsen's damping, as a part of the largest element of D⁻¹KᵀKD⁻¹'s diagonal. */
  private static final double FIRST_LAMBDA = 1e-3;

  /** A polishing step is at most this part of θ long, and each of this part of the one before. */
  private static final double FIRST_POLISH = 0x1p-10;

  private static final double SHRINKING = 0.99;

  private final LevenbergMarquardt method;
  private final TrustRegionMultiplier multiplier;
  private final GeodesicAcceleration<A> acceleration;

  /** The greatest lengths that K's columns have had. */
  private final A longest = memory("longest columns", size);

  private final Scalar radius = number("radius");
  private final Scalar lambda = number("lambda");
  private final Scalar growth = number("growth");

  /** What E was to fall by in the last step, or by one parameter's if damping made it tiny. */
  private final Scalar promised = number("promised decrease");

  /** The number of plain steps, and 1; 0 before there are any. */
  private final Scalar polishing = number("polishing");

  private final Scalar polishLength = number("polishing length");

  /** The test that was met before, its ordinal and 1; 0 if it was rounding. */
  private final Scalar met = number("test");

  private final Scalar measured = number("measured");
  private final Scalar bound = number("bound");

  /** D, nowhere 0. */
  private final double[] scale = new double[size];

  private final double[] point = new double[size];

  /** ‖Dx‖. */
  private double pointNorm;

  /** Of the last trial: ‖Ds‖, −gᵀs, what E should fall by, did fall by, and is. */
  private double length;

  private double slope;
  private double predicted;
  private double actual;
  private double trialValue;

  /** Whether the step bends too much to be tried. */
  private boolean bends;

  LevenbergMarquardtRun(
      LevenbergMarquardt method, Objective<A> objective, A theta, RunWatch watch) {
    super(
        "Levenberg-Marquardt",
        objective,
        theta,
        method.stopping(),
        LevenbergMarquardt.defaults(objective.precision()),
        watch,
        method.solver());
    if (method.acceleration() && !hasResiduals()) {
      throw new IllegalArgumentException(
          "geodesic acceleration needs Residuals; %s is not a sum of squares".formatted(objective));
    }
    this.method = method;
    this.multiplier = new TrustRegionMultiplier(size);
    this.acceleration = method.acceleration() ? new GeodesicAcceleration<>(this) : null;
  }

  @Override
  double evaluateStart() {
    double value = super.evaluateStart();
    precision.fill(longest, 0, size, 0);
    lengthen();
    return value;
  }

  private void lengthen() {
    for (int j = 0; j < size; j++) {
      precision.set(longest, j, Math.max(precision.get(longest, j), system.norms[j]));
    }
  }

  @Override
  void iterate() {
    formPoint();
    if (gradientNorm() == 0) {
      converged(StoppingTest.GRADIENT, "the gradient is zero");
      return;
    }
    setScale();
    if (polishing.value > 0) {
      polish();
    } else {
      descend();
    }
  }

  /** D at this point. A column that is zero has no length to scale by, and needs none. */
  private void setScale() {
    for (int j = 0; j < size; j++) {
      double d =
          switch (method.scaling()) {
            case IDENTITY -> 1;
            case COLUMNS -> system.norms[j];
            case LARGEST_COLUMNS -> precision.get(longest, j);
          };
      scale[j] = d > 0 ? d : 1;
      point[j] = precision.get(x, j);
    }
    pointNorm = ScaledNorm.of(scale, point);
  }

  // ---------------------------------------------------------------- damped steps

  private void descend() {
    boolean nielsen = method.damping() == Damping.NIELSEN;
    boolean first = radius.value == 0;
    double region = first ? firstRadius() : radius.value;
    double damping = first && nielsen ? firstLambda() : lambda.value;
    double factor = first ? 2 : growth.value;
    while (true) {
      boolean solved = true;
      if (nielsen) {
        solved = system.solve(damping, scale, step);
        length = ScaledNorm.of(scale, step);
      } else {
        damping = multiplier.find(system, scale, region, damping, step);
        length = multiplier.length();
        region = first ? Math.min(region, length) : region;
      }
      double ratio = solved ? gainRatio(damping) : Double.NaN;
      if (ratio > LEAST_GAIN) {
        double most = Math.max(predicted, promise(damping));
        if (formTrial()) {
          take(ratio, damping, region, most);
        }
        return;
      }
      if (solved && endsAfterFailure()) {
        return;
      }
      if (nielsen) {
        damping *= factor;
        factor *= 2;
      } else {
        double shrink = bends ? 0.5 : shrinkage();
        region = shrink * Math.min(region, bends ? length : 10 * length);
        damping /= shrink;
      }
    }
  }

  private double firstRadius() {
    return pointNorm > 0 ? pointNorm : Double.MAX_VALUE;
  }

  private double firstLambda() {
    double largest = 0;
    for (int j = 0; j < size; j++) {
      double t = system.norms[j] / scale[j];
      largest = Math.max(largest, t * t);
    }
    return FIRST_LAMBDA * largest;
  }

  /**
   * Tries the step, bent if that is asked for.
   *
   * @return what E fell by, as a part of what was predicted; NaN if E is not finite there or the
   *     step bends too much
   */
  private double gainRatio(double damping) {
    double image = system.imageSquared(step);
    double damped = damping * length * length;
    slope = rowScale() * (image + damped);
    predicted = rowScale() * Math.fma(0.5, image, damped);
    bends = acceleration != null && !acceleration.bend(step, scale);
    if (bends) {
      actual = Double.NaN;
      return Double.NaN;
    }
    trialValue = evaluateTrial();
    actual = value() - trialValue;
    return actual / predicted;
  }

  /**
   * Whether a step that failed is the last of the damped ones: what it promised is within E's
   * rounding, or by the test of the value too little. If a step in one parameter alone promises
   * much more, they failed for another reason.
   */
  private boolean endsAfterFailure() {
    double rounding = noise();
    double little = little();
    boolean meetsTest = predicted <= little && Math.abs(actual) <= little;
    boolean rounds = !(predicted > rounding) || length <= precision.unitRoundoff() * pointNorm / 4;
    if (!meetsTest && !rounds) {
      return false;
    }
    double most = rowScale() * system.promise();
    if (most > CLEAR * Math.max(rounding, little)) {
      end(
          Reason.TRUST_REGION,
          "the model promises to lower E by %s, but no step does, however short: if the Jacobian"
                  .formatted(most)
              + " is right (see Checks), E is not smooth here");
    } else if (method.polishing() && hasResiduals()) {
      int test = meetsTest ? 1 + StoppingTest.VALUE.ordinal() : 0;
      beginPolishing(test, predicted, meetsTest ? little : rounding);
      rejected();
    } else if (meetsTest) {
      converged(
          StoppingTest.VALUE,
          "a step could lower E by %s, at most %s of its %s"
              .formatted(predicted, stopping.value(), value()));
    } else {
      end(
          Reason.ROUNDING,
          "a step could lower E by %s, within its rounding of %s".formatted(predicted, rounding));
    }
    return true;
  }

  /**
   * What one parameter alone promises, if damping made the step so short that its own says little.
   */
  private double promise(double damping) {
    boolean tiny = length <= Math.sqrt(precision.unitRoundoff()) * pointNorm;
    return damping > 0 && tiny ? rowScale() * system.promise() : 0;
  }

  /** What the test of the value calls a small decrease. */
  private double little() {
    return stopping.value() * Math.abs(value());
  }

  /**
   * The factor of the radius after a step that failed: least of a parabola through what is known.
   */
  private double shrinkage() {
    if (actual >= 0) {
      return 0.5;
    }
    double least = 0.5 * slope / (slope - actual);
    return least >= 0.1 ? least : 0.1;
  }

  private void take(double ratio, double damping, double region, double most) {
    takeTrial();
    lengthen();
    if (method.damping() == Damping.NIELSEN) {
      double t = 2 * ratio - 1;
      lambda.value = damping * Math.max(1 / 3.0, 1 - t * t * t);
      radius.value = length;
    } else if (ratio <= POOR) {
      radius.value = 0.5 * Math.min(region, 10 * length);
      lambda.value = 2 * damping;
    } else if (damping == 0 || ratio >= GOOD) {
      radius.value = 2 * length;
      lambda.value = 0.5 * damping;
    } else {
      radius.value = region;
      lambda.value = damping;
    }
    growth.value = 2;
    promised.value = most;
    accepted(trialValue, length, pointNorm, most);
  }

  // ---------------------------------------------------------------- plain steps

  /** A short step tells of convergence unless damping made it short; then plain steps follow. */
  @Override
  boolean endsBy(StoppingTest test) {
    if (test == StoppingTest.STEP && promised.value > CLEAR * Math.max(noise(), little())) {
      return false;
    }
    if (!method.polishing() || !hasResiduals()) {
      return true;
    }
    if (polishing.value == 0) {
      switch (test) {
        case VALUE -> beginPolishing(1 + test.ordinal(), predicted, little());
        case STEP -> beginPolishing(1 + test.ordinal(), length, stopping.step() * pointNorm);
        case GRADIENT -> beginPolishing(1 + test.ordinal(), gradientNorm(), Double.NaN);
      }
    }
    return false;
  }

  /** Remembers which test was met, its ordinal and 1, or 0 for rounding, and what it measured. */
  private void beginPolishing(int test, double what, double limit) {
    met.value = test;
    measured.value = what;
    bound.value = limit;
    polishing.value = 1;
    polishLength.value = Double.MAX_VALUE;
  }

  private void polish() {
    boolean solved = system.solve(0, scale, step);
    length = solved ? ScaledNorm.of(scale, step) : Double.NaN;
    if (!(length <= Math.min(SHRINKING * polishLength.value, FIRST_POLISH * pointNorm))) {
      endPolishing(whyNoStep(solved));
      return;
    }
    double allowed = value() + noise();
    trialValue = evaluateTrial();
    if (!(trialValue <= allowed)) {
      endPolishing("another would raise E to %s".formatted(trialValue));
      return;
    }
    if (!formTrial()) {
      return;
    }
    takeTrial();
    lengthen();
    polishing.value++;
    polishLength.value = length;
    accepted(trialValue, length, pointNorm, Double.NaN);
    if (length <= polished(precision) * pointNorm) {
      converged(
          StoppingTest.STEP,
          "a plain Gauss-Newton step was %s long, at most %s of theta's norm, %s"
              .formatted(length, polished(precision), pointNorm));
    }
  }

  private String whyNoStep(boolean solved) {
    if (!solved) {
      return "the Jacobian's columns depend on each other, so that no other is known";
    }
    return polishing.value > 1
        ? "another would be %s long, the last was %s".formatted(length, polishLength.value)
        : "one would be %s long beside theta's norm, %s".formatted(length, pointNorm);
  }

  /** u^¾. */
  private static double polished(Precision<?> precision) {
    return Math.sqrt(precision.unitRoundoff() * Math.sqrt(precision.unitRoundoff()));
  }

  private void endPolishing(String why) {
    String words =
        "%s; plain Gauss-Newton steps taken after that: %d; %s"
            .formatted(whatWasMet(), (long) polishing.value - 1, why);
    if (met.value > 0) {
      converged(StoppingTest.values()[(int) met.value - 1], words);
    } else {
      end(Reason.ROUNDING, words);
    }
  }

  private String whatWasMet() {
    if (met.value == 0) {
      return "a step could lower E by %s, within its rounding of %s"
          .formatted(measured.value, bound.value);
    }
    return switch (StoppingTest.values()[(int) met.value - 1]) {
      case VALUE -> "a step could lower E by %s, at most %s".formatted(measured.value, bound.value);
      case STEP -> "a step was %s long, at most %s".formatted(measured.value, bound.value);
      case GRADIENT -> "max|dE/dtheta| was %s, small enough".formatted(measured.value);
    };
  }
}
