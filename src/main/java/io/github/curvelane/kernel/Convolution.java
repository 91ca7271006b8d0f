package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import io.github.curvelane.kernel.contract.ConvolutionKernel;

/**
 * The convolution of images with shared weights, and its gradients, without a matrix of windows in
 * memory.
 *
 * <pre>{@code
 * ConvolutionShape shape = ConvolutionShape.of(28, 28, 1, 6, 5, 5);
 * var convolution = kernels.newConvolution(shape, Parallelism.none());
 * convolution.x(x, 0).weights(w, 0).bias(w, shape.weights()).y(y, 0).outputs(8);
 * }</pre>
 *
 * <p>x holds images, one behind the other, of {@link ConvolutionShape#inputs} elements each, y
 * their outputs, of {@link ConvolutionShape#outputs}. W is [(k_y, k_x, c) × maps], row-major, c
 * within the group. Operands and result must be set before each operation; everything set is
 * forgotten after it, so the next call starts afresh.
 *
 * <p><b>Arithmetic.</b> x̃ is an image surrounded by elements +0, which are data: no term is
 * skipped.
 *
 * <ul>
 *   <li>{@link #outputs}: each is one chain, from +0 or after {@link #accumulate} from y, over
 *       (k_y, k_x, c) ascending, y = fma(x̃, w, y); then y = y + bias, then y = y·t after {@link
 *       #times}.
 *   <li>{@link #inputGradient}, by tap sums: for each place and (k_y, k_x, c) a chain t over the
 *       group's maps ascending, t = fma(y, w, t) from +0, which the product of {@link #then}
 *       continues. An element of x starts from +0, or after {@link #accumulate} from what stands
 *       there; the t that reach it are added in ascending order of places (y, x), each addition
 *       rounded. What falls on the border is dropped. Then x = x·t after {@link #times}.
 *   <li>{@link #weightGradient}: for each weight chains over rows (example, y, x) ascending, s =
 *       fma(x̃, y, s) from +0, each over {@link ConvolutionShape#examplesPerChain} whole examples;
 *       the chains are added from left to right. After {@link #accumulate} the first goes on from
 *       what stands there.
 *   <li>{@link #biasGradient}: the same with 1 in place of x̃, for each map.
 * </ul>
 *
 * <p>After {@link #square} W, or for {@link #weightGradient} x, is read as its square, rounded
 * once. The bits are those of the plain loops for every provider, vector width, blocking and number
 * of threads, and an example's rows do not depend on other examples.
 *
 * <p><b>Aliasing.</b> A result must not overlap anything else. <b>Errors.</b> What does not fit is
 * refused with a message that names the argument, its value and the bound, and leaves the result as
 * it was.
 *
 * <p>2·examples·places·terms·maps floating-point operations for all but the bias; no allocation
 * once scratch memory has grown. A convolution owns that scratch memory and its settings: from the
 * first of them until it has run it belongs to one thread, and another is refused by an {@link
 * IllegalStateException} that names the first. What a thread had set that has ended is forgotten.
 *
 * <p>LeCun et al. 1989, <i>Backpropagation applied to handwritten zip code recognition</i>.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Convolution<A> implements Epilogue<A> {
  private final Precision<A> precision;
  private final ConvolutionShape shape;
  private final ConvolutionKernel<A> kernel;
  private final ConvolutionCall<A> call = new ConvolutionCall<>();
  private int ldTimes;
  private final SoleUse use = new SoleUse("this convolution");
  private boolean running;

  Convolution(Precision<A> precision, ConvolutionShape shape, ConvolutionKernel<A> kernel) {
    this.precision = precision;
    this.shape = shape;
    this.kernel = kernel;
  }

  /**
   * Returns the sizes.
   *
   * @return the shape that this convolution was made for
   */
  public ConvolutionShape shape() {
    return shape;
  }

  /**
   * Sets the images; for {@link #inputGradient} where the result goes.
   *
   * @param x the array
   * @param offset the index of the first element
   * @return this
   */
  public Convolution<A> x(A x, int offset) {
    claim();
    call.x = required(x, "x");
    call.xOffset = offset;
    return this;
  }

  /**
   * Sets W; for {@link #weightGradient} where the result goes.
   *
   * @param weights the array
   * @param offset the index of the first element
   * @return this
   */
  public Convolution<A> weights(A weights, int offset) {
    claim();
    call.weights = required(weights, "weights");
    call.weightsOffset = offset;
    return this;
  }

  /**
   * Sets what is sent back; for {@link #outputs} where the result goes.
   *
   * @param y the array
   * @param offset the index of the first element
   * @return this
   */
  public Convolution<A> y(A y, int offset) {
    claim();
    call.y = required(y, "y");
    call.yOffset = offset;
    return this;
  }

  /**
   * Continues the chains of an {@link #inputGradient} with a second product.
   *
   * @param y what is sent back, in place of that of {@link #y}
   * @param yOffset the index of its first element
   * @param weights W's place taker
   * @param weightsOffset the index of its first element
   * @return this
   */
  public Convolution<A> then(A y, int yOffset, A weights, int weightsOffset) {
    claim();
    call.secondY = required(y, "the second y");
    call.secondYOffset = yOffset;
    call.secondWeights = required(weights, "the second weights");
    call.secondWeightsOffset = weightsOffset;
    return this;
  }

  /**
   * Sets a bias of each map; for {@link #biasGradient} where the result goes.
   *
   * @param bias the array
   * @param offset the index of the first of as many elements as there are maps
   * @return this
   */
  public Convolution<A> bias(A bias, int offset) {
    claim();
    call.bias = required(bias, "bias");
    call.biasOffset = offset;
    call.biasPerUnit = false;
    return this;
  }

  /**
   * Sets a bias of each unit.
   *
   * @param bias the array
   * @param offset the index of the first of as many elements as an output has
   * @return this
   */
  public Convolution<A> unitBias(A bias, int offset) {
    bias(bias, offset);
    call.biasPerUnit = true;
    return this;
  }

  /**
   * Reads every element of W, or for {@link #weightGradient} of x, as its square.
   *
   * @return this
   */
  public Convolution<A> square() {
    claim();
    call.square = true;
    return this;
  }

  /**
   * Goes on from what stands where the result goes.
   *
   * @return this
   */
  public Convolution<A> accumulate() {
    claim();
    call.accumulate = true;
    return this;
  }

  /**
   * Multiplies the result of {@link #outputs} or {@link #inputGradient} element by element, after
   * the bias.
   *
   * @param times the array, apart from the result
   * @param offset the index of its first element
   * @param ld its leading dimension, which must be the number of elements of one example's result
   * @return this
   */
  @Override
  public Convolution<A> times(A times, int offset, int ld) {
    claim();
    call.times = required(times, "times");
    call.timesOffset = offset;
    ldTimes = ld;
    return this;
  }

  /**
   * Calls back on finished examples, the rows of the result of {@link #outputs} or {@link
   * #inputGradient}, while they are still in cache; the blocks have all columns.
   *
   * @param sweep the work to do on them
   * @return this
   */
  @Override
  public Convolution<A> sweep(BlockSweep sweep) {
    claim();
    if (sweep == null) {
      throw refused(new NullPointerException("sweep is null"));
    }
    call.sweep = sweep;
    return this;
  }

  /**
   * Computes y = W∗x + bias, and forgets the settings.
   *
   * @param examples how many, at least 0
   * @throws IllegalArgumentException if a size, offset, length or overlap is wrong
   * @throws IllegalStateException if x, weights or y was not set, something was that has no meaning
   *     here, a sweep of this convolution calls it, or another thread uses it
   */
  public void outputs(int examples) {
    run(Operation.OUTPUTS, examples);
  }

  /**
   * Computes the gradient by x of what y is the gradient by outputs of, and forgets the settings.
   *
   * @param examples how many, at least 0
   * @throws IllegalArgumentException if a size, offset, length or overlap is wrong
   * @throws IllegalStateException if x, weights or y was not set, something was that has no meaning
   *     here, a sweep of this convolution calls it, or another thread uses it
   */
  public void inputGradient(int examples) {
    run(Operation.INPUT_GRADIENT, examples);
  }

  /**
   * Computes the gradient by W, summed over examples and places, and forgets the settings. Of no
   * examples it is 0, or what stands there.
   *
   * @param examples how many, at least 0
   * @throws IllegalArgumentException if a size, offset, length or overlap is wrong
   * @throws IllegalStateException if x, weights or y was not set, something was that has no meaning
   *     here, a sweep of this convolution calls it, or another thread uses it
   */
  public void weightGradient(int examples) {
    run(Operation.WEIGHT_GRADIENT, examples);
  }

  /**
   * Computes the gradient by a bias of each map, the sum of y over examples and places, and forgets
   * the settings.
   *
   * @param examples how many, at least 0
   * @throws IllegalArgumentException if a size, offset, length or overlap is wrong
   * @throws IllegalStateException if y or bias was not set, something was that has no meaning here,
   *     a sweep of this convolution calls it, or another thread uses it
   */
  public void biasGradient(int examples) {
    run(Operation.BIAS_GRADIENT, examples);
  }

  private enum Operation {
    OUTPUTS("outputs"),
    INPUT_GRADIENT("inputGradient"),
    WEIGHT_GRADIENT("weightGradient"),
    BIAS_GRADIENT("biasGradient");

    private final String method;

    Operation(String method) {
      this.method = method;
    }
  }

  private void run(Operation operation, int examples) {
    claim();
    try {
      running = true;
      call.examples = examples;
      check(operation);
      switch (operation) {
        case OUTPUTS -> {
          if (examples > 0) {
            kernel.outputs(call);
          }
        }
        case INPUT_GRADIENT -> {
          if (examples > 0) {
            kernel.inputGradient(call);
          }
        }
        case WEIGHT_GRADIENT -> kernel.weightGradient(call);
        case BIAS_GRADIENT -> kernel.biasGradient(call);
      }
    } finally {
      running = false;
      call.clear();
      use.end();
    }
  }

  /** Takes this convolution for the calling thread, from its first setting until it has run. */
  private void claim() {
    if (use.claim()) {
      call.clear();
    }
    if (running) {
      throw new IllegalStateException("this convolution is running: a sweep must not use it");
    }
  }

  private void check(Operation operation) {
    int examples = call.examples;
    Extent.size("examples", examples);
    boolean ofBias = operation == Operation.BIAS_GRADIENT;
    boolean ofOutputs = operation == Operation.OUTPUTS;
    boolean ofInputs = operation == Operation.INPUT_GRADIENT;
    isSet(call.x, "x", operation, !ofBias, true);
    isSet(call.weights, "weights", operation, !ofBias, true);
    isSet(call.y, "y", operation, true, true);
    isSet(call.bias, "bias", operation, ofBias || ofOutputs, ofBias);
    isSet(call.secondY, "then", operation, ofInputs, false);
    isSet(call.times, "times", operation, ofOutputs || ofInputs, false);
    isSet(call.sweep, "sweep", operation, ofOutputs || ofInputs, false);
    isUsed(call.square, "square", operation, !ofBias && !ofOutputs);
    isUsed(call.accumulate, "accumulate", operation, !ofBias);
    isUsed(call.biasPerUnit, "unitBias", operation, ofOutputs);
    long images = (long) examples * shape.inputs();
    long rows = (long) examples * shape.outputs();
    int biases = call.biasPerUnit ? shape.outputs() : shape.maps();
    lies("x", call.x, call.xOffset, images);
    lies("weights", call.weights, call.weightsOffset, shape.weights());
    lies("y", call.y, call.yOffset, rows);
    lies("the second y", call.secondY, call.secondYOffset, rows);
    lies("the second weights", call.secondWeights, call.secondWeightsOffset, shape.weights());
    lies("bias", call.bias, call.biasOffset, biases);
    long results = ofInputs ? images : rows;
    if (call.times != null) {
      int columns = ofInputs ? shape.inputs() : shape.outputs();
      if (ldTimes != columns) {
        throw new IllegalArgumentException(
            "the leading dimension of times is %d, must be %d".formatted(ldTimes, columns));
      }
      lies("times", call.times, call.timesOffset, results);
    }
    switch (operation) {
      case OUTPUTS -> apart("y", call.y, call.yOffset, rows, images, rows, biases);
      case INPUT_GRADIENT -> apart("x", call.x, call.xOffset, images, images, rows, biases);
      case WEIGHT_GRADIENT ->
          apart("weights", call.weights, call.weightsOffset, shape.weights(), images, rows, biases);
      case BIAS_GRADIENT -> apart("bias", call.bias, call.biasOffset, biases, images, rows, biases);
    }
  }

  private static void isSet(
      Object array, String name, Operation operation, boolean used, boolean needed) {
    if (array == null && needed && used) {
      throw new IllegalStateException(name + " is not set");
    }
    isUsed(array != null, name, operation, used);
  }

  private static void isUsed(boolean set, String name, Operation operation, boolean used) {
    if (set && !used) {
      throw new IllegalStateException(
          "%s is set, which %s() has no use for".formatted(name, operation.method));
    }
  }

  private void lies(String name, A array, int offset, long length) {
    if (array != null) {
      Extent.vector(name, precision, array, offset, length);
    }
  }

  /** Refuses a result that overlaps something else. */
  private void apart(
      String result, A array, int offset, long length, long images, long rows, int biases) {
    long end = offset + length;
    apart(result, array, offset, end, "x", call.x, call.xOffset, images);
    apart(result, array, offset, end, "weights", call.weights, call.weightsOffset, shape.weights());
    apart(result, array, offset, end, "y", call.y, call.yOffset, rows);
    apart(result, array, offset, end, "the second y", call.secondY, call.secondYOffset, rows);
    apart(
        result,
        array,
        offset,
        end,
        "the second weights",
        call.secondWeights,
        call.secondWeightsOffset,
        shape.weights());
    apart(result, array, offset, end, "bias", call.bias, call.biasOffset, biases);
    apart(result, array, offset, end, "times", call.times, call.timesOffset, length);
  }

  private static void apart(
      String result,
      Object array,
      int offset,
      long end,
      String name,
      Object other,
      int otherOffset,
      long otherLength) {
    boolean meet = offset < otherOffset + otherLength && otherOffset < end;
    if (!result.equals(name) && array == other && meet) {
      throw new IllegalArgumentException(
          "%s (offset %d) overlaps %s (offset %d)".formatted(result, offset, name, otherOffset));
    }
  }

  private A required(A array, String name) {
    if (array == null) {
      throw refused(new NullPointerException(name + " is null"));
    }
    return array;
  }

  private NullPointerException refused(NullPointerException cause) {
    call.clear();
    use.end();
    return cause;
  }

  @Override
  public String toString() {
    return "convolution for " + precision + ", " + shape;
  }
}
