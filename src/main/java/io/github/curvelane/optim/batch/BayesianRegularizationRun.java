package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.Arrays;

/** The run of {@link BayesianRegularization}: an iteration is a step and new α and β. */
final class BayesianRegularizationRun<A> extends SquaresRun<A> {
  private static final double LEAST_GAIN = 1e-4;
  private static final double FIRST_DAMPING = 1e-3;

  /** α/β begins with this part of the greatest element of JᵀJ's diagonal, and grows slowly. */
  private static final double FIRST_RATIO = 5e-2;

  private static final double MOST_GROWTH = 2;

  /** How far γ may have moved, as a part of √γ, in the last step of a run that converged. */
  private static final double STEADY = 1e-3;

  private final Scalar alpha = number("alpha");
  private final Scalar beta = number("beta");
  private final Scalar gamma = number("gamma");
  private final Scalar damping = number("damping");
  private final Scalar change = number("change of gamma");

  private final double[] ones = new double[size];
  private final double[] point = new double[size];

  /** Jᵀr. */
  private final double[] slopes = new double[size];

  private final double[] unit = new double[size];

  BayesianRegularizationRun(
      BayesianRegularization method, Objective<A> objective, A theta, RunWatch watch) {
    super(
        "Bayesian regularisation",
        objective,
        theta,
        method.stopping(),
        defaults(objective.precision()),
        watch,
        method.solver());
    if (!hasResiduals()) {
      throw new IllegalArgumentException(
          "Bayesian regularisation needs Residuals; %s is not a sum of squares"
              .formatted(objective));
    }
    evaluations.resultIsAccepted();
    Arrays.fill(ones, 1);
  }

  private static Stopping defaults(Precision<?> precision) {
    double value = precision == Precision.DOUBLE ? 1e-9 : 1e-5;
    return Stopping.of(precision).relativeGradient(0).value(value);
  }

  BayesianRegularization.Evidence evidence() {
    return new BayesianRegularization.Evidence(alpha.value, beta.value, gamma.value);
  }

  @Override
  double evaluateStart() {
    double value = super.evaluateStart();
    if (Double.isFinite(value)) {
      double errors = 2 * value / rowScale();
      gamma.value = size;
      beta.value = errors > 0 ? rows.count() / (2 * errors) : 1;
      alpha.value = FIRST_RATIO * largestSquare() * beta.value;
    }
    return value;
  }

  /** Σx²; fills {@link #point}. */
  private double squaredPoint(A at) {
    double sum = 0;
    for (int j = 0; j < size; j++) {
      point[j] = precision.get(at, j);
      sum = Math.fma(point[j], point[j], sum);
    }
    return sum;
  }

  @Override
  boolean endsBy(StoppingTest which) {
    return false;
  }

  @Override
  void iterate() {
    formPoint();
    double weights = squaredPoint(x);
    double ratio = alpha.value / beta.value;
    System.arraycopy(system.gradient, 0, slopes, 0, size);
    addDecay(ratio);
    try {
      if (!converges(ratio)) {
        descend(weights, ratio);
      }
    } finally {
      System.arraycopy(slopes, 0, system.gradient, 0, size);
    }
  }

  /** Makes Jᵀr the gradient of ½‖r‖² + ½ρ‖θ‖². */
  private void addDecay(double ratio) {
    for (int j = 0; j < size; j++) {
      system.gradient[j] = Math.fma(ratio, point[j], slopes[j]);
    }
  }

  /** The step with another right side than Jᵀr, which QR's own solution is for. */
  private boolean solve(double lambda) {
    if (!system.solve(lambda, ones, step)) {
      return false;
    }
    system.solveAgain(system.gradient, step);
    return true;
  }

  private boolean converges(double ratio) {
    solve(ratio);
    double promise = 0;
    for (int j = 0; j < size; j++) {
      promise = Math.fma(-beta.value * system.gradient[j], step[j], promise);
    }
    boolean steady = Math.abs(change.value) <= STEADY * Math.sqrt(gamma.value);
    if (iterations() > 0 && steady && promise <= stopping.value()) {
      converged(
          StoppingTest.VALUE,
          "a step could lower F by %s, at most %s; gamma is %s and changed by %s"
              .formatted(promise, stopping.value(), gamma.value, change.value));
      return true;
    }
    return false;
  }

  private void descend(double weights, double ratio) {
    double nu = iterations() == 0 ? FIRST_DAMPING * largestSquare() : damping.value;
    double growth = 2;
    double errors = 2 * value() / rowScale();
    while (true) {
      double trialWeights = Double.NaN;
      double gain = Double.NaN;
      double trialValue = Double.NaN;
      double predicted = Double.NaN;
      if (solve(ratio + nu)) {
        double squares = 0;
        for (int j = 0; j < size; j++) {
          squares = Math.fma(step[j], step[j], squares);
        }
        predicted = 0.5 * system.imageSquared(step) + (0.5 * ratio + nu) * squares;
        trialValue = evaluateTrial();
        trialWeights = squaredPoint(trial);
        double fall = errors - 2 * trialValue / rowScale() + ratio * (weights - trialWeights);
        gain = fall / 2 / predicted;
        if (!(gain > LEAST_GAIN) && !(beta.value * predicted > beta.value * noise() / rowScale())) {
          end(
              Reason.ROUNDING,
              "a step could lower F by %s, within its rounding of %s"
                  .formatted(2 * beta.value * predicted, 2 * beta.value * noise() / rowScale()));
          return;
        }
      }
      if (gain > LEAST_GAIN) {
        if (formTrial()) {
          double t = 2 * gain - 1;
          damping.value = nu * Math.max(1 / 3.0, 1 - t * t * t);
          take(trialValue, trialWeights, predicted);
        }
        return;
      }
      nu *= growth;
      growth *= 2;
    }
  }

  /** The greatest element of JᵀJ's diagonal. */
  private double largestSquare() {
    double largest = 0;
    for (int j = 0; j < size; j++) {
      largest = Math.max(largest, system.norms[j] * system.norms[j]);
    }
    return largest;
  }

  private void take(double trialValue, double weights, double predicted) {
    double length = ScaledNorm.of(ones, step);
    takeTrial();
    System.arraycopy(system.gradient, 0, slopes, 0, size);
    double errors = 2 * trialValue / rowScale();
    double before = gamma.value;
    double ratio = alpha.value / beta.value;
    gamma.value = size - ratio * traceOfInverse(ratio);
    change.value = gamma.value - before;
    beta.value = (rows.count() - gamma.value) / (2 * errors);
    double most = MOST_GROWTH * ratio * beta.value;
    alpha.value = Math.min(gamma.value / (2 * weights), most);
    accepted(trialValue, length, Math.sqrt(weights), predicted);
  }

  /** tr (JᵀJ + ρI)⁻¹. */
  private double traceOfInverse(double ratio) {
    system.solve(ratio, ones, unit);
    double sum = 0;
    for (int j = 0; j < size; j++) {
      Arrays.fill(unit, 0);
      unit[j] = 1;
      sum += system.inverseForm(unit);
    }
    return sum;
  }
}
