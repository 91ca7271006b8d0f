package io.github.curvelane.optim;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.SoleUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An {@link UpdateRule} at work on N parameters, with its memory. A step is
 *
 * <ol>
 *   <li>{@link #lookAhead}, for rules that {@linkplain #looksAhead want} the gradient elsewhere
 *       than at θ;
 *   <li>the gradient;
 *   <li>{@link #begin}, which counts the step and computes what all coordinates share;
 *   <li>{@link #update} for ranges that together cover everything, each index once.
 * </ol>
 *
 * <p>{@link #step} is the last two. If the rule {@linkplain #isFusable is fusable}, {@code begin}
 * may come before the gradient is known, and {@code update} may follow it range by range while it
 * is computed, from several threads on disjoint ranges. The other methods are for one thread at a
 * time: a step that meets another is refused by an {@link IllegalStateException}.
 *
 * <p>A rule of one's own extends this class: it asks for its memory with {@link #memory} and {@link
 * #number} when constructed, and implements {@link #prepare} and {@link #update}; one around
 * another rule extends {@link DelegatingUpdater}. No method allocates, apart from construction,
 * {@link #save}, {@link #arrays} and {@link #numbers}.
 *
 * <p>An exception before the first {@code update} of a step leaves the rule as it was before the
 * step, if {@code prepare} changes nothing but numbers of the state: the step is not counted, and
 * may be begun again. When the gradient could not be computed, {@link #lookBack} puts θ back. One
 * from {@code update} may leave θ and the memory written in part; of these there is no copy.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public abstract class Updater<A> implements CoordinateUpdate<A> {
  /**
   * A task's share of a parallel step: 16 K elements of every array stay in a second-level cache.
   */
  private static final int BLOCK = 1 << 14;

  private final Precision<A> precision;
  private final int dimension;
  private final Map<String, A> arrays = new LinkedHashMap<>();
  private final Map<String, StateNumber> numbers = new LinkedHashMap<>();
  private final List<StateNumber> cells = new ArrayList<>();
  private final List<Updater<A>> parts = new ArrayList<>();
  private final Parallelism.Task blocks = this::updateBlock;
  private final SoleUse use = new SoleUse("this updater");

  /** What the rule is for, as pairs of a first index and the one after the last, ascending. */
  private int[] scope;

  private long steps;

  /** What {@link #steps} and the numbers were before the step that was begun last. */
  private long stepsBefore;

  private double[] numbersBefore = {};

  /** Whether θ or the memory has been written since the step was begun. */
  private boolean written;

  private double loss = Double.NaN;
  private A theta;
  private A gradient;

  /**
   * Creates an updater without memory.
   *
   * @param precision the precision
   * @param dimension N, the number of parameters
   * @throws IllegalArgumentException if {@code dimension} is negative
   */
  protected Updater(Precision<A> precision, int dimension) {
    if (dimension < 0) {
      throw new IllegalArgumentException("dimension is " + dimension + ", must not be negative");
    }
    this.precision = precision;
    this.dimension = dimension;
    this.scope = new int[] {0, dimension};
  }

  /** Creates an updater with the memory of another, for the same parameters. */
  Updater(String prefix, Updater<A> part) {
    this(part.precision, part.dimension);
    adopt(prefix, part);
    this.scope = part.trainedRanges().map(Ranges::bounds).orElse(scope);
  }

  /**
   * Creates an array of memory that belongs to the state. To be called by constructors.
   *
   * @param name its name, unique in this updater
   * @return N zeros
   */
  protected final A memory(String name) {
    A array = precision.newArray(dimension);
    arrays.put(name, array);
    return array;
  }

  /**
   * Creates a number that belongs to the state. To be called by constructors.
   *
   * @param name its name, unique among the numbers of this updater
   * @param start its value before the first step
   * @return the number
   */
  protected final StateNumber number(String name, double start) {
    StateNumber number = new StateNumber(start);
    numbers.put(name, number);
    cells.add(number);
    return number;
  }

  /**
   * Makes the state of another updater part of this one's. To be called by constructors; {@link
   * #begin} of the part is left to the caller.
   *
   * @param prefix precedes the names of the part's arrays and numbers
   * @param part the part, for the same number of parameters
   */
  protected final void adopt(String prefix, Updater<A> part) {
    adopt(prefix, prefix, part);
  }

  /** The same with other names for arrays, which parts may share, than for numbers. */
  final void adopt(String arrayPrefix, String numberPrefix, Updater<A> part) {
    part.arrays.forEach((name, array) -> arrays.put(arrayPrefix + name, array));
    part.numbers.forEach((name, number) -> numbers.put(numberPrefix + name, number));
    cells.addAll(part.cells);
    parts.add(part);
  }

  // ---------------------------------------------------------------- some of the parameters

  /**
   * Whether nothing outside its {@link #scope} is read or written, neither of θ nor of the memory,
   * so that several rules may share memory.
   */
  boolean keepsToScope() {
    return false;
  }

  /** Says which parameters the rule is for; {@link #update} will be called for no others. */
  void restrict(int[] scope) {
    this.scope = scope;
  }

  /** The parameters that the rule is for: pairs of a first index and the one after the last. */
  final int[] scope() {
    return scope;
  }

  /**
   * Takes arrays of a pool in place of its own of the same names, with what it remembers of its
   * scope; what the pool does not have is put there.
   */
  void share(String prefix, Map<String, A> pool) {
    arrays.replaceAll((name, own) -> shared(prefix + name, own, pool));
  }

  final A shared(String name, A own, Map<String, A> pool) {
    A shared = pool.putIfAbsent(name, own);
    if (shared == null || shared == own) {
      return own;
    }
    for (int k = 0; k < scope.length; k += 2) {
      precision.copy(own, scope[k], shared, scope[k], scope[k + 1] - scope[k]);
    }
    return shared;
  }

  /**
   * Returns the parameters that the rule moves, where it leaves others alone. Whoever computes the
   * gradient may leave out that of the others (see {@link io.github.curvelane.PartialGradient}).
   *
   * @return the ranges, ascending; empty, unless overridden, if all parameters are moved
   */
  public Optional<List<ParameterRange>> trainedRanges() {
    return Optional.empty();
  }

  // ---------------------------------------------------------------- a step

  /**
   * Computes what all coordinates of the step share; {@link #steps} is already the number of this
   * step, from 1.
   *
   * @param rate the learning rate ε of this step
   * @param theta the parameters, of N elements
   * @param gradient the gradient; final only if the rule is not {@linkplain #isFusable fusable}
   */
  protected abstract void prepare(double rate, A theta, A gradient);

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the range is not within all arrays
   */
  @Override
  public abstract void update(A theta, A gradient, int from, int to);

  /**
   * Tells whether {@link #begin} leaves the gradient alone, so that the coordinates can be updated
   * while the gradient is computed. A rule that needs a quantity of the whole gradient first, such
   * as its norm, is not fusable.
   *
   * @return true unless overridden
   */
  public boolean isFusable() {
    return true;
  }

  /**
   * Tells whether the rule wants the gradient elsewhere than at θ: {@link #lookAhead} must then be
   * called before each gradient.
   *
   * @return false unless overridden
   */
  public boolean looksAhead() {
    return false;
  }

  /**
   * Tells whether {@link #update} changes θ, or only the gradient for the rules after it in a
   * chain.
   *
   * @return true unless overridden
   */
  public boolean movesParameters() {
    return true;
  }

  /**
   * Tells whether θ moves along the gradient. It does not if only the gradient is changed, or if θ
   * moves without it, as weights that decay do; a run needs a rule that follows.
   *
   * @return {@link #movesParameters} unless overridden
   */
  public boolean followsGradient() {
    return movesParameters();
  }

  /**
   * Tells whether the rule wants to know the loss of each step, at the point of its gradient:
   * {@link #begin(double, double, Object, Object)} must then be called once it is known, and the
   * step cannot be fused into the gradient.
   *
   * @return false unless overridden
   */
  public boolean needsLoss() {
    return false;
  }

  /**
   * Returns the estimate of second derivatives that the rule wants from time to time.
   *
   * @return what is wanted, when and of what; empty unless overridden
   */
  public Optional<CurvatureRequest> curvature() {
    return Optional.empty();
  }

  /**
   * Takes an estimate of second derivatives that the rule {@linkplain #curvature wanted}, before
   * the {@linkplain #begin step} for which it is due.
   *
   * @param diagonal the estimate, of N elements; may be overwritten
   * @throws UnsupportedOperationException if the rule wants none
   */
  public void receive(A diagonal) {
    throw new UnsupportedOperationException("the rule wants no second derivatives");
  }

  /**
   * Moves θ to the point where the gradient is wanted; the step then starts from where θ was. Does
   * nothing unless the rule {@link #looksAhead}.
   *
   * @param theta the parameters
   */
  public void lookAhead(A theta) {
    Objects.requireNonNull(theta, "theta");
  }

  /**
   * Undoes {@link #lookAhead} where no step will follow, because the gradient could not be
   * computed: θ has the bits again that it had. Does nothing if θ was not moved. A rule of one's
   * own that looks ahead overrides it, or runs cannot go on after such an exception.
   *
   * @param theta the parameters
   * @return whether θ is where it was; unless overridden, whether the rule does not look ahead
   */
  public boolean lookBack(A theta) {
    Objects.requireNonNull(theta, "theta");
    return !looksAhead();
  }

  /**
   * Begins a step: counts it and computes what all coordinates share.
   *
   * @param rate the learning rate ε
   * @param theta the parameters
   * @param gradient the array of the gradient; its contents are read, and may be changed, only if
   *     the rule is not {@linkplain #isFusable fusable}
   * @throws IllegalArgumentException if the rate is not a finite number or becomes an infinite one
   *     in the precision, or an array does not have N elements
   * @throws IllegalStateException if {@link Long#MAX_VALUE} steps were taken
   */
  public final void begin(double rate, A theta, A gradient) {
    Objects.requireNonNull(theta, "theta");
    if (needsLoss()) {
      throw new IllegalArgumentException("the rule needs the loss of each step, none was given");
    }
    beginWith(rate, Double.NaN, theta, gradient);
  }

  /**
   * Begins a step of which the loss is known.
   *
   * @param rate the learning rate ε
   * @param loss the loss at the point of the gradient
   * @param theta the parameters
   * @param gradient the array of the gradient
   * @throws IllegalArgumentException as the other method does
   */
  public final void begin(double rate, double loss, A theta, A gradient) {
    Objects.requireNonNull(gradient, "gradient");
    Objects.requireNonNull(theta, "theta");
    beginWith(rate, loss, theta, gradient);
  }

  private void beginWith(double rate, double loss, A theta, A gradient) {
    boolean isOuter = use.enter();
    try {
      beginAlone(rate, loss, theta, gradient);
    } finally {
      if (isOuter) {
        use.end();
      }
    }
  }

  private void beginAlone(double rate, double loss, A theta, A gradient) {
    checkRate(rate);
    checkLength("theta", theta);
    checkLength("gradient", gradient);
    if (steps == Long.MAX_VALUE) {
      throw new IllegalStateException(
          "the rule has taken " + steps + " steps, the most that can be counted");
    }
    mark();
    if (numbersBefore.length < cells.size()) {
      numbersBefore = new double[cells.size()];
    }
    copyNumbers(numbersBefore);
    boolean begun = false;
    steps++;
    this.loss = loss;
    counted();
    try {
      prepare(rate, theta, gradient);
      begun = true;
    } finally {
      if (!begun) {
        takeBack();
      }
    }
  }

  /** Called when a step has been counted, before {@link #prepare}. */
  void counted() {}

  /** Refuses a rate that is no number, or none that the precision has. */
  final void checkRate(double rate) {
    if (!Double.isFinite(rate)) {
      throw new IllegalArgumentException("the learning rate is " + rate + ", must be finite");
    }
    if (!Double.isFinite(precision.round(rate))) {
      throw new IllegalArgumentException(
          "the learning rate is %s, which becomes %s in %s, must be finite"
              .formatted(rate, precision.round(rate), precision));
    }
  }

  private void mark() {
    stepsBefore = steps;
    written = false;
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).mark();
    }
  }

  /** Makes the step that was begun last one that did not happen. θ must not have been written. */
  final void takeBack() {
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).set(numbersBefore[i]);
    }
    countBack();
  }

  private void countBack() {
    steps = stepsBefore;
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).countBack();
    }
  }

  /** Says that θ or the memory is about to be written; from several threads. */
  final void willWrite() {
    written = true;
  }

  /** Whether θ or the memory may have been written since the step was begun. */
  final boolean isWritten() {
    if (written) {
      return true;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).isWritten()) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@link #update} says by itself when it writes. */
  boolean saysWhenItWrites() {
    return false;
  }

  /** An {@link #update} that is known to write, whoever has written the rule. */
  final void write(A theta, A gradient, int from, int to) {
    if (!saysWhenItWrites()) {
      willWrite();
    }
    update(theta, gradient, from, to);
  }

  /**
   * Takes a whole step along a finished gradient.
   *
   * @param rate the learning rate ε
   * @param theta the parameters, changed
   * @param gradient the gradient; may be overwritten
   */
  public final void step(double rate, A theta, A gradient) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(gradient, "gradient");
    use.begin();
    try {
      begin(rate, theta, gradient);
      write(theta, gradient, 0, dimension);
    } finally {
      use.end();
    }
  }

  /**
   * Takes a whole step along a finished gradient whose loss is known.
   *
   * @param rate the learning rate ε
   * @param loss the loss at the point of the gradient
   * @param theta the parameters, changed
   * @param gradient the gradient; may be overwritten
   */
  public final void step(double rate, double loss, A theta, A gradient) {
    Objects.requireNonNull(theta, "theta");
    use.begin();
    try {
      begin(rate, loss, theta, gradient);
      write(theta, gradient, 0, dimension);
    } finally {
      use.end();
    }
  }

  /**
   * Takes a whole step along a finished gradient, blocks of coordinates in parallel; the same bits
   * as on one thread.
   *
   * @param rate the learning rate ε
   * @param theta the parameters, changed
   * @param gradient the gradient; may be overwritten
   * @param parallelism where to run
   */
  public final void step(double rate, A theta, A gradient, Parallelism parallelism) {
    Objects.requireNonNull(gradient, "gradient");
    Objects.requireNonNull(parallelism, "parallelism");
    Objects.requireNonNull(theta, "theta");
    use.begin();
    try {
      begin(rate, theta, gradient);
      updateBlocks(theta, gradient, parallelism);
    } finally {
      use.end();
    }
  }

  /**
   * Takes a whole step along a finished gradient whose loss is known, blocks of coordinates in
   * parallel; the same bits as on one thread.
   *
   * @param rate the learning rate ε
   * @param loss the loss at the point of the gradient
   * @param theta the parameters, changed
   * @param gradient the gradient; may be overwritten
   * @param parallelism where to run
   */
  public final void step(double rate, double loss, A theta, A gradient, Parallelism parallelism) {
    Objects.requireNonNull(gradient, "gradient");
    Objects.requireNonNull(parallelism, "parallelism");
    Objects.requireNonNull(theta, "theta");
    use.begin();
    try {
      begin(rate, loss, theta, gradient);
      updateBlocks(theta, gradient, parallelism);
    } finally {
      use.end();
    }
  }

  private void updateBlocks(A theta, A gradient, Parallelism parallelism) {
    this.theta = theta;
    this.gradient = gradient;
    try {
      parallelism.run(Math.ceilDiv(dimension, BLOCK), blocks);
    } finally {
      this.theta = null;
      this.gradient = null;
    }
  }

  private void updateBlock(int index, int worker) {
    int from = index * BLOCK;
    write(theta, gradient, from, Math.min(dimension - from, BLOCK) + from);
  }

  /**
   * Returns the loss of the step that is under way, for rules that {@linkplain #needsLoss need} it.
   *
   * @return the loss; NaN if it was not told
   */
  protected final double loss() {
    return loss;
  }

  /**
   * Returns the number of steps taken.
   *
   * @return the count, which schedules and bias corrections depend on
   */
  public final long steps() {
    return steps;
  }

  /**
   * Returns the number of parameters.
   *
   * @return N
   */
  public final int dimension() {
    return dimension;
  }

  /**
   * Returns the precision.
   *
   * @return the precision of parameters and memory
   */
  public final Precision<A> precision() {
    return precision;
  }

  /**
   * Returns the memory itself, not a copy.
   *
   * @return the arrays by name, in a fixed order
   */
  public final Map<String, A> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Returns the numbers of the state.
   *
   * @return a new map of their values by name, in a fixed order
   */
  public final Map<String, Double> numbers() {
    Map<String, Double> values = new LinkedHashMap<>();
    numbers.forEach((name, number) -> values.put(name, number.get()));
    return values;
  }

  /**
   * Copies the numbers of the state, as whoever keeps them step by step does: without allocating.
   *
   * @param values takes their values, in the order of {@link #numbers}, from its first element on
   * @throws IllegalArgumentException if it is too short
   */
  public final void copyNumbers(double[] values) {
    Objects.requireNonNull(values, "values");
    if (values.length < cells.size()) {
      throw new IllegalArgumentException(
          "values has " + values.length + " elements, must have at least " + cells.size());
    }
    for (int i = 0; i < cells.size(); i++) {
      values[i] = cells.get(i).get();
    }
  }

  /**
   * Copies the state.
   *
   * @return the steps taken, copies of all arrays, and the numbers
   */
  public final UpdateState<A> save() {
    boolean isOuter = use.enter();
    try {
      Map<String, A> copies = new LinkedHashMap<>();
      arrays.forEach(
          (name, array) -> {
            A copy = precision.newArray(dimension);
            precision.copy(array, 0, copy, 0, dimension);
            copies.put(name, copy);
          });
      return new UpdateState<>(steps, copies, numbers());
    } finally {
      if (isOuter) {
        use.end();
      }
    }
  }

  /**
   * Continues from a saved state of the same rule. A step that was begun and not finished, because
   * an exception came between, is forgotten.
   *
   * @param state the state, copied
   * @throws IllegalArgumentException if its arrays do not have the names and lengths of this
   *     rule's, or its numbers the names; nothing is changed then
   */
  public final void restore(UpdateState<A> state) {
    Objects.requireNonNull(state, "state");
    boolean isOuter = use.enter();
    try {
      if (!state.arrays().keySet().equals(arrays.keySet())) {
        throw new IllegalArgumentException(
            "the state has the arrays "
                + state.arrays().keySet()
                + ", this rule has "
                + arrays.keySet());
      }
      if (!state.numbers().keySet().equals(numbers.keySet())) {
        throw new IllegalArgumentException(
            "the state has the numbers "
                + state.numbers().keySet()
                + ", this rule has "
                + numbers.keySet());
      }
      state.arrays().forEach((name, a) -> checkLength("the state's " + name, a));
      state.arrays().forEach((name, a) -> precision.copy(a, 0, arrays.get(name), 0, dimension));
      state.numbers().forEach((name, value) -> numbers.get(name).set(value));
      restoreSteps(state.steps());
    } finally {
      if (isOuter) {
        use.end();
      }
    }
  }

  private void restoreSteps(long steps) {
    this.steps = steps;
    forgetUnfinishedStep();
    for (Updater<A> part : parts) {
      part.restoreSteps(steps);
    }
  }

  /**
   * Forgets what is known of a step that was begun, such as that {@link #lookAhead} was called, and
   * of θ and the state as they were. Called when a state has been {@linkplain #restore restored};
   * does nothing unless overridden.
   */
  protected void forgetUnfinishedStep() {}

  /**
   * Checks the arguments of {@link #update}, for rules that touch the arrays themselves.
   *
   * @param theta the parameters
   * @param gradient the gradient
   * @param from the first index
   * @param to the index after the last
   * @throws IllegalArgumentException unless 0 ≤ from ≤ to ≤ N and the arrays are two that reach as
   *     far
   */
  protected final void checkRange(A theta, A gradient, int from, int to) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(gradient, "gradient");
    if (from < 0 || from > to || to > dimension) {
      throw new IllegalArgumentException(
          "the range is from %d to %d, must be 0 ≤ from ≤ to ≤ %d".formatted(from, to, dimension));
    }
    checkEnd("theta", theta, to);
    checkEnd("gradient", gradient, to);
    Arguments.apart("gradient", gradient, "theta", theta);
  }

  private void checkEnd(String name, A array, int to) {
    if (to > precision.length(array)) {
      throw new IllegalArgumentException(
          "to is %d, past the end of %s, length %d".formatted(to, name, precision.length(array)));
    }
  }

  /** Refuses an array of another length than N. */
  final void checkLength(String name, A array) {
    int length = precision.length(Objects.requireNonNull(array, name));
    if (length != dimension) {
      throw new IllegalArgumentException(
          name + " has " + length + " elements, must have " + dimension);
    }
  }

  @Override
  public String toString() {
    return "%d %s parameters, %d steps, memory %s"
        .formatted(dimension, precision, steps, arrays.keySet());
  }
}
