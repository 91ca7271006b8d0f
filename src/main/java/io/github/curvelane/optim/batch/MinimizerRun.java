package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run of a {@link Minimizer}: stepped iteration by iteration, saved after any of them.
 *
 * <pre>{@code
 * MinimizerRun<float[]> run = new Lbfgs().start(objective, theta);
 * for (int k = 0; k < 50 && run.step(); k++) {
 *   System.out.println(run.iterations() + " " + run.value() + " " + run.gradientNorm());
 * }
 * MinimizerState<float[]> state = run.save();
 * }</pre>
 *
 * <p>An iteration allocates nothing after the first. When the objective or the watch throws an
 * exception the run is as it was after the last finished iteration, but for what was counted, and
 * may go on.
 *
 * <p>A second thread at the same time, and a callback that steps, is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public abstract class MinimizerRun<A> {
  /** E's rounding as a multiple of u|E|, where a method knows nothing better. */
  private static final double ROUNDING = 8;

  /** The decrease of an iteration as a part of E, at which it is slow. */
  private static final double LITTLE = 0x1p-10;

  /** So many slow iterations, one after the other, and E has stopped falling. */
  private static final int SLOW_ITERATIONS = 3;

  /**
   * The condition of a parabola; one of a larger condition is gone down in steps that are LITTLE.
   */
  private static final double CONDITION = 0x1p10;

  /** A larger element of θ where E still falls: there is no minimum that could be told. */
  private static final double LARGEST = 0x1p100;

  final Objective<A> objective;
  final Precision<A> precision;
  final int size;
  final Stopping stopping;
  final Kernels<A> kernels;
  final VectorAlgebra<A> algebra;
  final Reductions<A> reductions;
  final Evaluations<A> evaluations;

  private final String method;
  private final A theta;
  private final RunWatch watch;
  private final boolean isGradientTestSet;
  private final Map<String, A> arrays = new LinkedHashMap<>();
  private final Map<String, Scalar> numbers = new LinkedHashMap<>();

  /** The accepted point. */
  final A x;

  /** The gradient there. */
  final A gradient;

  private final Scalar iterations = number("iterations");
  private final Scalar firstValue = number("first value");
  private final Scalar previousValue = number("previous value");
  private final Scalar value = number("value");
  private final Scalar slowIterations = number("slow iterations");
  private final Scalar predictedDecrease = number("predicted decrease");
  private final Scalar firstGradientNorm = number("first gradient norm");
  private final Scalar gradientNorm = number("gradient norm");
  private final Scalar stepNorm = number("step norm");
  private final Scalar pointNorm = number("point norm");
  private final Boundary boundary = new Boundary();
  private final SoleUse use = new SoleUse("this run");
  private Scalar @Nullable [] scalars;
  private boolean begun;
  private boolean resumed;
  private boolean moved;
  private Optional<Reason> reason = Optional.empty();
  private Optional<StoppingTest> test = Optional.empty();
  private Optional<String> message = Optional.empty();

  /**
   * Makes the memory.
   *
   * @param method the name of the method, which saved states carry
   * @param objective the objective
   * @param theta the caller's array
   * @param stopping what the description sets
   * @param defaults what is not set there
   * @param watch watches the run
   */
  MinimizerRun(
      String method,
      Objective<A> objective,
      A theta,
      Stopping stopping,
      Stopping defaults,
      RunWatch watch) {
    this.method = method;
    this.objective = Objects.requireNonNull(objective, "objective");
    this.precision = objective.precision();
    this.size = objective.dimension();
    ParameterVectors.requireLength("theta", precision, size, theta);
    this.theta = theta;
    this.stopping = stopping.or(defaults);
    this.isGradientTestSet = stopping.setsGradientTest();
    this.watch = Objects.requireNonNull(watch, "watch");
    this.kernels = Kernels.of(precision);
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.newReductions();
    this.evaluations = new Evaluations<>(objective, theta, this.stopping, watch);
    this.x = memory("x", size);
    this.gradient = memory("gradient", size);
  }

  // ---------------------------------------------------------------- what a method implements

  /**
   * Evaluates {@link #x}, filling {@link #gradient} and what else the first iteration reads.
   * Numbers of the state are as the constructor left them; arrays may hold those of an earlier run.
   */
  double evaluateStart() {
    return evaluations.valueAndGradient(x, gradient);
  }

  /**
   * Makes one iteration and ends with {@link #accepted}, {@link #rejected} or {@link #end}. What is
   * saved may change only after the last evaluation, so that an iteration that is left by an
   * exception has changed nothing.
   */
  abstract void iterate();

  /** Whether the method can leave a point where the gradient is zero: then it says so itself. */
  boolean leavesStationaryPoints() {
    return false;
  }

  /** Whether a test of convergence that is met ends the run. */
  boolean endsBy(StoppingTest which) {
    return true;
  }

  /** Computes what is not saved but follows from what is. Called after a state was restored. */
  void restored() {}

  // ---------------------------------------------------------------- what a method calls

  /** Declares an array of the state. To be called by constructors. */
  final A memory(String name, int length) {
    A array = precision.newArray(length);
    adopt(name, array);
    return array;
  }

  /** Makes an array part of the state. To be called by constructors. */
  final void adopt(String name, A array) {
    arrays.put(name, array);
  }

  /** Declares a number of the state. To be called by constructors. */
  final Scalar number(String name) {
    Scalar number = new Scalar();
    numbers.put(name, number);
    return number;
  }

  /**
   * Says that {@link #x} and {@link #gradient} are those of a new accepted point.
   *
   * @param newValue E there
   * @param step ‖s‖, in the method's norm
   * @param point ‖x‖, in the same norm
   * @param predicted the decrease that the method's model predicted; NaN if it has none
   */
  final void accepted(double newValue, double step, double point, double predicted) {
    previousValue.value = value.value;
    value.value = newValue;
    boolean slow = previousValue.value - newValue <= LITTLE * Math.abs(newValue);
    slowIterations.value = slow ? slowIterations.value + 1 : 0;
    stepNorm.value = step;
    pointNorm.value = point;
    predictedDecrease.value = predicted;
    gradientNorm.value = reductions.maxAbs(size, gradient, 0);
    if (firstGradientNorm.value == 0) {
      firstGradientNorm.value = gradientNorm.value;
    }
    evaluations.accept(x, newValue, noise());
    moved = true;
  }

  /** Says that the iteration found no better point but changed its damping. */
  final void rejected() {
    previousValue.value = Double.NaN;
    stepNorm.value = Double.NaN;
    moved = true;
  }

  /** Ends the run. */
  final void end(Reason why, String words) {
    reason = why.optional();
    message = Optional.of(words);
  }

  /** Ends the run by a test of the method's own. */
  final void converged(StoppingTest which, String words) {
    test = which.optional();
    end(Reason.CONVERGED, words);
  }

  final boolean hasEnded() {
    return reason.isPresent();
  }

  /** Ends a run that has led to huge parameters while E fell. */
  final void endIfUnbounded() {
    double largest = reductions.maxAbs(size, x, 0);
    if (largest > LARGEST) {
      end(
          Reason.UNBOUNDED,
          "E falls, to %s, while theta grows: its largest element is %s"
              .formatted(value.value, largest));
    }
  }

  /** What E may change by rounding alone. */
  double noise() {
    return ROUNDING * precision.unitRoundoff() * Math.abs(value.value);
  }

  /** E at the start. */
  final double firstValue() {
    return firstValue.value;
  }

  /** Makes {@link #x} the point of products, if it is not. */
  final void keepPoint(A scratch) {
    evaluations.keep(x, scratch, !resumed);
    resumed = false;
  }

  /** Makes {@link #x} the point of rows, if it is not. */
  final void keepResiduals(A residuals) {
    evaluations.keepResiduals(x, residuals, !resumed);
    resumed = false;
  }

  // ---------------------------------------------------------------- the run

  /** Begins, or begins again from what θ holds now. */
  final void begin() {
    if (scalars == null) {
      scalars = numbers.values().toArray(Scalar[]::new);
      for (Scalar scalar : scalars) {
        scalar.initial = scalar.value;
      }
    }
    for (Scalar scalar : scalars) {
      scalar.value = scalar.initial;
    }
    reason = Optional.empty();
    test = Optional.empty();
    message = Optional.empty();
    begun = false;
    resumed = false;
    evaluations.reset();
    ParameterVectors.requireFinite("theta", precision, size, theta);
    precision.copy(theta, 0, x, 0, size);
    double first;
    try {
      first = evaluateStart();
    } catch (Stop stop) {
      if (stop.reason() == Reason.UNBOUNDED) {
        checkStart(evaluations.rawValue);
      }
      firstValue.value = Double.NaN;
      gradientNorm.value = Double.NaN;
      endBy(stop);
      return;
    }
    checkStart(first);
    firstValue.value = first;
    previousValue.value = Double.NaN;
    value.value = first;
    stepNorm.value = Double.NaN;
    predictedDecrease.value = Double.NaN;
    gradientNorm.value = reductions.maxAbs(size, gradient, 0);
    firstGradientNorm.value = gradientNorm.value;
    begun = true;
    boundary.take();
    if (gradientNorm.value == 0 && !leavesStationaryPoints()) {
      end(
          Reason.STATIONARY_START,
          "the gradient is zero at the start: a minimum, a maximum or a saddle");
      return;
    }
    testConvergence();
  }

  private void checkStart(double first) {
    double raw = evaluations.rawValue;
    if (!Double.isFinite(raw)) {
      throw new IllegalArgumentException("E is " + raw + " at the start, must be finite");
    }
    int bad = precision.indexOfNonFinite(gradient, 0, size);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "the gradient's element %d is %s at the start, must be finite"
              .formatted(bad, precision.get(gradient, bad)));
    }
    if (!Double.isFinite(first)) {
      throw new IllegalArgumentException("a derivative is not finite at the start");
    }
  }

  /**
   * Makes one iteration.
   *
   * @return whether the run goes on
   */
  public final boolean step() {
    use.begin();
    try {
      if (reason.isPresent()) {
        return false;
      }
      checkBegun();
      moved = false;
      boolean finished = false;
      try {
        iterate();
        finished = true;
      } catch (Stop stop) {
        endBy(stop);
      } finally {
        if (!finished) {
          evaluations.forget();
        }
      }
      if (moved) {
        iterations.value++;
        boundary.take();
        if (reason.isEmpty()) {
          testConvergence();
        }
        watch.iteration(this);
      }
      return reason.isEmpty();
    } finally {
      use.end();
    }
  }

  /**
   * Makes iterations to the end of the run.
   *
   * @return how it ended
   */
  public final Minimum finish() {
    while (step()) {}
    return result();
  }

  private void checkBegun() {
    if (!begun) {
      throw new IllegalStateException("the run is not begun: Minimizer.start or resume begins it");
    }
  }

  /** The stop of another run, whose objective this one minimizes a part of, is not ours to end. */
  private void endBy(Stop stop) {
    if (!evaluations.owns(stop)) {
      throw stop;
    }
    reason = stop.reason().optional();
  }

  /** Whether an accepted point with a gradient of this norm ends the run. */
  final boolean meetsGradientTest(double norm) {
    return (stopping.gradient() > 0 && norm <= stopping.gradient())
        || (stopping.relativeGradient() > 0
            && norm <= stopping.relativeGradient() * firstGradientNorm.value);
  }

  /** The words of the result follow from the numbers then: no text is made before it is wanted. */
  private void testConvergence() {
    double e = value.value;
    if (e <= stopping.target()) {
      reason = Reason.TARGET.optional();
    } else if (e < lowestPlausible()) {
      reason = Reason.UNBOUNDED.optional();
    } else if (meetsGradientTest() && endsBy(StoppingTest.GRADIENT)) {
      converged(StoppingTest.GRADIENT);
    } else if (meetsValueTest() && endsBy(StoppingTest.VALUE)) {
      converged(StoppingTest.VALUE);
    } else if (stopping.step() > 0
        && pointNorm.value > 0
        && stepNorm.value <= stopping.step() * pointNorm.value
        && endsBy(StoppingTest.STEP)) {
      converged(StoppingTest.STEP);
    } else if (stopping.iterations() > 0 && iterations.value >= stopping.iterations()) {
      reason = Reason.ITERATIONS.optional();
    }
  }

  private boolean meetsGradientTest() {
    return meetsGradientTest(gradientNorm.value)
        && (isGradientTestSet || iterations.value > 0 && tellsOfAMinimum());
  }

  /**
   * Whether a gradient that is small beside the first one tells of a minimum, and not of a start so
   * far away that any gradient is small beside its own: E has stopped falling, or it has fallen as
   * far as that of a parabola does, whose E goes with the square of the gradient.
   */
  private boolean tellsOfAMinimum() {
    double e = Math.abs(value.value);
    double ratio = gradientNorm.value / firstGradientNorm.value;
    return slowIterations.value >= SLOW_ITERATIONS
        || e <= CONDITION * ratio * ratio * Math.abs(firstValue.value);
  }

  private boolean meetsValueTest() {
    double little = stopping.value() * Math.abs(value.value);
    return stopping.value() > 0
        && previousValue.value - value.value <= little
        && !(predictedDecrease.value > little);
  }

  /** −max(|E(θ₀)|, max|g₀|)/u²: what falls below it has no bound. */
  private double lowestPlausible() {
    double u = precision.unitRoundoff();
    return -Math.max(Math.abs(firstValue.value), firstGradientNorm.value) / (u * u);
  }

  private void converged(StoppingTest which) {
    test = which.optional();
    reason = Reason.CONVERGED.optional();
  }

  private String words(Reason why) {
    return switch (why) {
      case TARGET -> "E is %s, at most the target %s".formatted(value.value, stopping.target());
      case CONVERGED -> wordsOfTest(test.orElseThrow());
      case ITERATIONS ->
          "%d iterations are made, as many as allowed; max|dE/dtheta| is %s"
              .formatted(stopping.iterations(), gradientNorm.value);
      case EVALUATIONS ->
          "%d evaluations are made, as many as allowed".formatted(stopping.evaluations());
      case TIME ->
          "%.3f s are over, of %s allowed".formatted(evaluations.seconds(), stopping.seconds());
      case CANCELLED -> "cancelled by the caller";
      case UNBOUNDED ->
          evaluations.rawValue == Double.NEGATIVE_INFINITY
              ? "E is -Infinity at a point that was tried: it has no lower bound"
              : "E fell from %s to %s, below the plausible %s"
                  .formatted(firstValue.value, value.value, lowestPlausible());
      default -> why.toString();
    };
  }

  private String wordsOfTest(StoppingTest which) {
    return switch (which) {
      case GRADIENT ->
          stopping.gradient() > 0 && gradientNorm.value <= stopping.gradient()
              ? "max|dE/dtheta| is %s, at most %s"
                  .formatted(gradientNorm.value, stopping.gradient())
              : "max|dE/dtheta| is %s, at most %s of the first, %s"
                  .formatted(
                      gradientNorm.value, stopping.relativeGradient(), firstGradientNorm.value);
      case VALUE ->
          "E fell by %s, at most %s of its %s"
              .formatted(previousValue.value - value.value, stopping.value(), value.value);
      case STEP ->
          "the step's norm is %s, at most %s of theta's, %s"
              .formatted(stepNorm.value, stopping.step(), pointNorm.value);
    };
  }

  // ---------------------------------------------------------------- what is known of it

  /**
   * Returns the number of finished iterations.
   *
   * @return the number, over all parts of a run that was resumed
   */
  public final long iterations() {
    return (long) iterations.value;
  }

  /**
   * Returns E at the accepted point.
   *
   * @return the value
   */
  public final double value() {
    return value.value;
  }

  /**
   * Returns max_i |∂E/∂θ_i| at the accepted point.
   *
   * @return the norm
   */
  public final double gradientNorm() {
    return gradientNorm.value;
  }

  /**
   * Returns the length of the last step, in the method's norm.
   *
   * @return ‖s‖; NaN if the last iteration made none
   */
  public final double stepNorm() {
    return stepNorm.value;
  }

  /**
   * Returns the number of evaluations of E so far.
   *
   * @return the number, over all parts of a run that was resumed
   */
  public final long evaluations() {
    return evaluations.evaluations();
  }

  /**
   * Returns why the run has ended.
   *
   * @return the reason; empty while it can go on
   */
  public final Optional<Reason> reason() {
    return reason;
  }

  /**
   * Returns how the run ended.
   *
   * @return the result
   * @throws IllegalStateException if it has not
   */
  public final Minimum result() {
    Reason why =
        reason.orElseThrow(
            () ->
                new IllegalStateException(
                    "the run has not ended, after " + iterations() + " iterations"));
    double best = evaluations.bestValue;
    return new Minimum(
        why,
        test,
        message.orElseGet(() -> words(why)),
        firstValue.value,
        best == Double.POSITIVE_INFINITY ? Double.NaN : best,
        gradientNorm.value,
        iterations(),
        evaluations.counts(),
        evaluations.seconds());
  }

  // ---------------------------------------------------------------- saving

  /**
   * Saves the run as of its last finished iteration.
   *
   * @return a copy of what it remembers
   */
  public final MinimizerState<A> save() {
    boolean taken = use.enter();
    try {
      checkBegun();
      Map<String, A> copies = new LinkedHashMap<>();
      copies.put("theta", copy(theta));
      arrays.forEach((name, array) -> copies.put(name, copy(array)));
      Map<String, Double> saved = new LinkedHashMap<>();
      boundary.numbers.forEach((name, number) -> saved.put(name, number.value));
      numbers.forEach((name, number) -> saved.put(name, number.value));
      return new MinimizerState<>(method, copies, saved);
    } finally {
      if (taken) {
        use.end();
      }
    }
  }

  private A copy(A array) {
    int length = precision.length(array);
    A copy = precision.newArray(length);
    precision.copy(array, 0, copy, 0, length);
    return copy;
  }

  final void restore(MinimizerState<A> state) {
    if (!state.method().equals(method)) {
      throw new IllegalArgumentException(
          "the state is of %s, this method is %s".formatted(state.method(), method));
    }
    Map<String, A> targets = new LinkedHashMap<>();
    targets.put("theta", theta);
    targets.putAll(arrays);
    Map<String, Scalar> scalars = new LinkedHashMap<>(boundary.numbers);
    scalars.putAll(numbers);
    checkNames("arrays", state.arrays(), targets);
    checkNames("numbers", state.numbers(), scalars);
    targets.forEach(
        (name, array) -> {
          int has = precision.length(state.arrays().get(name));
          if (has != precision.length(array)) {
            throw new IllegalArgumentException(
                "the state's %s has %d elements, must have %d"
                    .formatted(name, has, precision.length(array)));
          }
        });
    targets.forEach(
        (name, array) ->
            precision.copy(state.arrays().get(name), 0, array, 0, precision.length(array)));
    scalars.forEach((name, scalar) -> scalar.value = state.numbers().get(name));
    boundary.restore();
    begun = true;
    resumed = true;
    restored();
    testConvergence();
  }

  private static void checkNames(String what, Map<String, ?> has, Map<String, ?> needs) {
    if (!has.keySet().equals(needs.keySet())) {
      throw new IllegalArgumentException(
          "the state has the %s %s, this method has %s"
              .formatted(what, has.keySet(), needs.keySet()));
    }
  }

  /** What was evaluated up to the last finished iteration, as part of the state. */
  private final class Boundary {
    final Map<String, Scalar> numbers = new LinkedHashMap<>();
    private final Scalar values = boundaryNumber("values");
    private final Scalar gradients = boundaryNumber("gradients");
    private final Scalar linearizations = boundaryNumber("linearizations");
    private final Scalar hessianVectors = boundaryNumber("Hessian products");
    private final Scalar gaussNewtonVectors = boundaryNumber("Gauss-Newton products");
    private final Scalar jacobians = boundaryNumber("Jacobians");
    private final Scalar bestValue = boundaryNumber("best value");
    private final Scalar lowest = boundaryNumber("lowest value");
    private final Scalar seconds = boundaryNumber("seconds");

    private Scalar boundaryNumber(String name) {
      Scalar number = new Scalar();
      numbers.put(name, number);
      return number;
    }

    void take() {
      values.value = evaluations.values;
      gradients.value = evaluations.gradients;
      linearizations.value = evaluations.linearizations;
      hessianVectors.value = evaluations.hessianVectors;
      gaussNewtonVectors.value = evaluations.gaussNewtonVectors;
      jacobians.value = evaluations.jacobians;
      bestValue.value = evaluations.bestValue;
      lowest.value = evaluations.lowest;
      seconds.value = evaluations.seconds();
    }

    void restore() {
      evaluations.values = (long) values.value;
      evaluations.gradients = (long) gradients.value;
      evaluations.linearizations = (long) linearizations.value;
      evaluations.hessianVectors = (long) hessianVectors.value;
      evaluations.gaussNewtonVectors = (long) gaussNewtonVectors.value;
      evaluations.jacobians = (long) jacobians.value;
      evaluations.bestValue = bestValue.value;
      evaluations.lowest = lowest.value;
      evaluations.continueFrom(seconds.value);
    }
  }

  @Override
  public final String toString() {
    return "%s, %d parameters, %s: iteration %d, E %s, gradient %s%s"
        .formatted(
            method,
            size,
            precision,
            iterations(),
            value(),
            gradientNorm(),
            reason.map(why -> ", " + why).orElse(""));
  }
}
