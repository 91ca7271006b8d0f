package io.github.curvelane.optim.batch;

/**
 * A {@link LineSearch} at work: seeks a step and leaves it, with its value and slope, as the ray's
 * kept trial. Remembers nothing from one search to the next; nothing allocates.
 */
abstract class StepSearch {
  /** The most trials of a search. */
  static final int TRIALS = 60;

  /** The most that a step may grow in a search, 2⁶⁶. */
  static final double GROWTH = 0x1p66;

  /** How a search ended. */
  enum Outcome {
    /** A trial meets the conditions; it is kept. */
    FOUND,
    /** None does, but the kept trial is below the start. */
    LOWER,
    /** No trial is below the start. */
    NONE,
    /** φ falls for as long as the step grows. */
    UNBOUNDED,
    /** No trial was finite. */
    NOT_FINITE
  }

  private final double c1;
  private final double c2;

  private Ray ray;
  private double startValue;
  private double startSlope;
  private double noise;
  private int trials;

  /** The current trial, and φ and φ′ there. */
  double t;

  double value;
  double slope;

  private double keptStep;
  private double keptValue;
  private double keptSlope;

  private double tellingStep;
  private double tellingDifference;
  private double tellingSlope;
  private boolean anyFinite;

  StepSearch(double c1, double c2) {
    this.c1 = c1;
    this.c2 = c2;
  }

  static StepSearch of(LineSearch description) {
    return switch (description) {
      case Armijo armijo -> new ArmijoSearch(armijo);
      case MoreThuente search -> new MoreThuenteSearch(search);
      case HagerZhang search -> new HagerZhangSearch(search);
    };
  }

  /**
   * Seeks a step.
   *
   * @param ray φ; nothing is kept yet
   * @param value φ(0)
   * @param slope φ′(0), negative
   * @param first the first trial, positive
   * @param noise ε, which values must differ by to tell which is lower
   */
  final Outcome search(Ray ray, double value, double slope, double first, double noise) {
    this.ray = ray;
    this.startValue = value;
    this.startSlope = slope;
    this.noise = noise;
    trials = 0;
    keptStep = 0;
    keptValue = value;
    keptSlope = slope;
    tellingStep = Double.POSITIVE_INFINITY;
    anyFinite = false;
    return seek(first);
  }

  abstract Outcome seek(double first);

  /** The kept step; 0 if nothing was kept. */
  final double keptStep() {
    return keptStep;
  }

  /** φ of the kept step. */
  final double keptValue() {
    return keptValue;
  }

  /** φ′ of the kept step. */
  final double keptSlope() {
    return keptSlope;
  }

  /**
   * The shortest step that was tried whose value differs from φ(0) by more than ε; ∞ if there is
   * none.
   */
  final double tellingStep() {
    return tellingStep;
  }

  /** φ(t) − φ(0) of that step. */
  final double tellingDifference() {
    return tellingDifference;
  }

  /** φ′ of that step. */
  final double tellingSlope() {
    return tellingSlope;
  }

  final double startValue() {
    return startValue;
  }

  final double startSlope() {
    return startSlope;
  }

  final double noise() {
    return noise;
  }

  /** Whether another trial is allowed. */
  final boolean mayTry() {
    return trials < TRIALS;
  }

  /** Makes a trial. Returns whether φ and φ′ are finite there. */
  final boolean attempt(double step) {
    trials++;
    t = step;
    ray.evaluate(step);
    value = ray.value();
    slope = ray.slope();
    if (!Double.isFinite(value) || !Double.isFinite(slope)) {
      return false;
    }
    anyFinite = true;
    if (step < tellingStep && Math.abs(value - startValue) > noise) {
      tellingStep = step;
      tellingDifference = value - startValue;
      tellingSlope = slope;
    }
    return true;
  }

  /** Whether the current trial lowers φ by what its step and the slope promise. */
  final boolean decreases() {
    return value - startValue <= c1 * (t * startSlope);
  }

  /** Whether the current trial meets the approximate Wolfe conditions. */
  final boolean meetsApproximately() {
    return value <= startValue + noise
        && slope <= (2 * c1 - 1) * startSlope
        && slope >= c2 * startSlope;
  }

  /** Whether the current trial is not above the start by more than ε. */
  final boolean isLow() {
    return value <= startValue + noise;
  }

  /** Whether the current trial's slope is not steeper downwards than allowed. */
  final boolean isFlattened() {
    return slope >= c2 * startSlope;
  }

  /** Whether the current trial's slope is small in either direction. */
  final boolean isFlat() {
    return Math.abs(slope) <= -c2 * startSlope;
  }

  /** Keeps the current trial as the result. */
  final Outcome found() {
    keep();
    return Outcome.FOUND;
  }

  /** Keeps the current trial if none was lower. */
  final void keepIfLower() {
    if (value < keptValue) {
      keep();
    }
  }

  private void keep() {
    ray.keep();
    keptStep = t;
    keptValue = value;
    keptSlope = slope;
  }

  /** Ends a search whose conditions were not met. */
  final Outcome giveUp() {
    if (keptStep > 0) {
      return Outcome.LOWER;
    }
    return anyFinite ? Outcome.NONE : Outcome.NOT_FINITE;
  }
}
