package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How a network's parameters begin [DL8 8.4]: weights drawn by an {@link Initializer}, orthogonal
 * or sparse; biases at 0, or those of hidden units at a constant; other blocks at what they
 * {@linkplain Block#start say}. What depends on data as well is made of the result by {@link
 * UnitVariance} and {@link OutputBias}. Immutable.
 *
 * <pre>{@code
 * float[] theta = network.initialize(Initialization.orthogonal(1).withHiddenBias(0.1), 1);
 * }</pre>
 *
 * <p>Draws are made block by block in the order of θ from the generator {@code L64X128MixRandom},
 * in double precision, and rounded once: the same on every machine. Weights are a matrix of {@link
 * Block#fanIn} rows and a column a unit.
 */
public final class Initialization {
  private final String name;
  private final WeightDraw weights;
  private final double hiddenBias;

  private Initialization(String name, WeightDraw weights, double hiddenBias) {
    this.name = name;
    this.weights = weights;
    this.hiddenBias = hiddenBias;
  }

  /**
   * Weights that are independent of each other.
   *
   * @param initializer their distribution
   * @return the initialisation, the same bits as {@link Network#initialize(Initializer, long)}
   */
  public static Initialization of(Initializer initializer) {
    Objects.requireNonNull(initializer, "initializer");
    return new Initialization(initializer.toString(), initializer::draw, 0);
  }

  /**
   * Weights whose matrix has orthonormal columns, or rows if units are more than inputs, times a
   * gain (Saxe, McClelland, Ganguli, <i>Exact solutions to the nonlinear dynamics of learning in
   * deep linear neural networks</i>, 2013): signals keep their length through any depth. Q of a
   * Gaussian matrix by Householder's reflections; of the order of m·n·min(m, n) operations.
   *
   * @param gain what Q is multiplied by, positive and finite; √2 for ReLU
   * @return the initialisation
   * @throws IllegalArgumentException if the gain is not positive and finite
   */
  public static Initialization orthogonal(double gain) {
    requirePositive("gain", gain);
    return new Initialization(
        "orthogonal(" + gain + ")",
        (random, block) -> {
          double[] q = OrthogonalMatrix.draw(random, block.fanIn(), WeightDraw.units(block));
          for (int i = 0; i < q.length; i++) {
            q[i] *= gain;
          }
          return q;
        },
        0);
  }

  /**
   * Units that begin with so many inputs each, drawn without replacement; other weights are 0
   * (Martens, <i>Deep learning via Hessian-free optimization</i>, 2010: 15 inputs with Gaussian
   * weights of deviation 1). Units keep a size that does not depend on their fan-in, without being
   * small.
   *
   * @param inputs k, at least 1; units with fewer inputs have all of them
   * @param deviation σ of the weights, positive and finite
   * @return the initialisation
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Initialization sparse(int inputs, double deviation) {
    Layer.size("inputs", inputs);
    requirePositive("deviation", deviation);
    return new Initialization(
        "sparse(" + inputs + ", " + deviation + ")",
        (random, block) -> {
          int m = block.fanIn();
          return sparse(random, m, WeightDraw.units(block), Math.min(inputs, m), deviation);
        },
        0);
  }

  /** Unit after unit: which input, the first k of a shuffle, and its weight. */
  private static double[] sparse(
      RandomGenerator random, int m, int units, int k, double deviation) {
    double[] w = new double[Math.multiplyExact(m, units)];
    int[] inputs = new int[m];
    for (int i = 0; i < m; i++) {
      inputs[i] = i;
    }
    for (int j = 0; j < units; j++) {
      for (int t = 0; t < k; t++) {
        int other = t + (int) (random.nextDouble() * (m - t));
        int chosen = inputs[other];
        inputs[other] = inputs[t];
        inputs[t] = chosen;
        w[chosen * units + j] = deviation * StandardNormal.next(random);
      }
    }
    return w;
  }

  /**
   * Returns this initialisation with another start of the biases of hidden units, such as 0.1, with
   * which most ReLU units begin on their sloping side [DL8 8.4]. A unit is hidden if on each way
   * from it to the outputs there is a layer with parameters.
   *
   * @param bias the start, finite
   * @return the initialisation
   * @throws IllegalArgumentException if the bias is not finite
   */
  public Initialization withHiddenBias(double bias) {
    if (!Double.isFinite(bias)) {
      throw new IllegalArgumentException("bias is " + bias + ", must be finite");
    }
    return new Initialization(name, weights, bias);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(name + " is " + value + ", must be positive and finite");
    }
  }

  /** Writes initial values into θ. */
  <A> void fill(Wiring wiring, Precision<A> precision, A theta, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Set<Integer> outputs = wiring.outputs();
    for (int i = 0; i < wiring.nodes().size(); i++) {
      Wiring.Node node = wiring.nodes().get(i);
      for (Block block : node.layer().blocks()) {
        fill(block, node.offset() + block.offset(), !outputs.contains(i), precision, theta, random);
      }
    }
  }

  private <A> void fill(
      Block block,
      int offset,
      boolean isHidden,
      Precision<A> precision,
      A theta,
      RandomGenerator random) {
    if (block.start().isPresent()) {
      boolean isHiddenBias = isHidden && block.isBias() && hiddenBias != 0;
      double start = isHiddenBias ? hiddenBias : block.start().getAsDouble();
      precision.fill(theta, offset, offset + block.length(), start);
      return;
    }
    double[] drawn = weights.draw(random, block);
    for (int i = 0; i < drawn.length; i++) {
      precision.set(theta, offset + i, drawn[i]);
    }
  }

  /** Returns how weights begin, and the biases of hidden units if not at 0. */
  @Override
  public String toString() {
    return hiddenBias == 0 ? name : name + ", hidden biases " + hiddenBias;
  }
}
