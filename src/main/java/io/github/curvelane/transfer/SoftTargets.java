package io.github.curvelane.transfer;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Branches;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Join;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A teacher's probabilities as targets, softened by a temperature (Hinton, Vinyals, Dean,
 * <i>Distilling the knowledge in a neural network</i>, 2015): of logits z of the student and u of
 * the teacher
 *
 * <p>L = (1 − α)·CE(t, softmax(z)) + α·T²·CE(softmax(u/T), softmax(z/T)), CE(q, p) = −Σ q log p,
 *
 * <p>whose gradient is (1 − α)(softmax(z) − t) + α·T·(softmax(z/T) − softmax(u/T)). T² keeps the
 * size of the second part as T grows.
 *
 * <p>It is a {@linkplain Loss#ofParts loss of parts} for a network that gives the student's logits
 * twice: as they are, and divided by T by a {@link FixedLinear} layer of n² products for n classes.
 * The parameters are the student's, one for one; so all derivatives, files and bits are as of any
 * network. {@linkplain Loss#count Classes} are those of the first part.
 *
 * <pre>{@code
 * Network<float[]> student =
 *     Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 3, 3, 3);
 * SoftTargets<float[]> soft = SoftTargets.of(student, 0.5, 4);
 * float[] logits = LayerOutputs.of(network, theta, 2, inputs);
 * var distillation =
 *     new NetworkObjective<>(
 *         soft.network().newWorkspace(32),
 *         soft.loss(),
 *         inputs,
 *         soft.targets(Targets.labels(Precision.FLOAT, labels, 3), logits));
 * float[] trained = student.initialize(Initializer.FAN_IN, 2);
 * StochasticTrainer.of(new Sgd(), Schedule.constant(0.1)).build().train(distillation, trained);
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class SoftTargets<A> {
  private static final double LEAST_TEMPERATURE = 1e-3;
  private static final double GREATEST_TEMPERATURE = 1e3;

  private static final int MOST_CLASSES = 4096;

  private final Network<A> network;
  private final int classes;
  private final double alpha;
  private final double temperature;

  private SoftTargets(Network<A> network, int classes, double alpha, double temperature) {
    this.network = network;
    this.classes = classes;
    this.alpha = alpha;
    this.temperature = temperature;
  }

  /**
   * Describes how a student is trained.
   *
   * @param student the student, whose outputs are logits
   * @param alpha α, the share of the teacher's part, from 0 to 1
   * @param temperature T, from 0.001 to 1000; 1 for the teacher's own probabilities
   * @param <A> {@code float[]} or {@code double[]}
   * @return the description
   * @throws IllegalArgumentException if a number is out of range, the student's last layer ends
   *     with an activation, or it has more than 4096 outputs, for which the layer has n² numbers
   */
  public static <A> SoftTargets<A> of(Network<A> student, double alpha, double temperature) {
    Objects.requireNonNull(student, "student");
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", must be from 0 to 1");
    }
    if (!(temperature >= LEAST_TEMPERATURE && temperature <= GREATEST_TEMPERATURE)) {
      throw new IllegalArgumentException(
          "temperature is %s, must be positive, from %s to %s"
              .formatted(temperature, LEAST_TEMPERATURE, GREATEST_TEMPERATURE));
    }
    if (!student.layers().getLast().activation().isIdentity()) {
      throw new IllegalArgumentException(
          "the last layer of student ends with %s, must end with identity: its outputs are logits"
              .formatted(student.layers().getLast().activation()));
    }
    int n = student.outputs();
    if (n > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "student has %d outputs, must have at most %d".formatted(n, MOST_CLASSES));
    }
    List<Layer> layers = new ArrayList<>(student.layers());
    layers.add(
        new Branches(
            List.of(List.of(), List.of(divided(n, temperature))),
            Join.CONCAT,
            Activation.identity()));
    return new SoftTargets<>(Network.of(student.precision(), layers), n, alpha, temperature);
  }

  /** z/T, of which each output is one product. */
  private static Layer divided(int n, double temperature) {
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      matrix[i * n + i] = 1 / temperature;
    }
    return new FixedLinear(n, n, matrix);
  }

  /**
   * Returns the network that is trained in place of the student.
   *
   * @return the student with its logits twice, whose θ is that of the student; {@link
   *     Network#head(int)} 0 is the student
   */
  public Network<A> network() {
    return network;
  }

  /**
   * Returns what {@link #network()} is trained for.
   *
   * @return the weighted sum of both parts
   */
  public Loss loss() {
    Loss crossEntropy = Loss.softmaxCrossEntropy();
    return Loss.ofParts(
        new Loss.Part(0, classes, crossEntropy, 1 - alpha),
        new Loss.Part(classes, 2 * classes, crossEntropy, alpha * temperature * temperature));
  }

  /**
   * Makes the targets of both parts. The teacher's are softmax(u/T), row by row in double precision
   * with the largest logit subtracted, and rounded once.
   *
   * @param targets the student's own: classes, or rows that sum to one
   * @param logits u, the teacher's outputs for the same examples, row-major [examples × classes]:
   *     all of the array; see {@link LayerOutputs}
   * @return the targets, joined
   * @throws IllegalArgumentException if the targets are not for the student's outputs or in another
   *     precision, there are not as many logits, or one is NaN or infinite
   */
  public Targets<A> targets(Targets<A> targets, A logits) {
    Objects.requireNonNull(targets, "targets");
    Objects.requireNonNull(logits, "logits");
    Precision<A> precision = network.precision();
    if (targets.precision() != precision || targets.outputs() != classes) {
      throw new IllegalArgumentException(
          "targets are for %d outputs in %s, must be for the %d of the student in %s"
              .formatted(targets.outputs(), targets.precision(), classes, precision));
    }
    int length = precision.length(logits);
    long wanted = (long) targets.examples() * classes;
    if (length != wanted) {
      throw new IllegalArgumentException(
          "logits has %d elements, must have %d: the targets' %d examples of %d classes"
              .formatted(length, wanted, targets.examples(), classes));
    }
    int bad = precision.indexOfNonFinite(logits, 0, length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "logits: example %d, class %d is %s, must be finite"
              .formatted(bad / classes, bad % classes, precision.get(logits, bad)));
    }
    A soft = precision.newArray(length);
    double[] row = new double[classes];
    for (int from = 0; from < length; from += classes) {
      for (int j = 0; j < classes; j++) {
        row[j] = precision.get(logits, from + j);
      }
      soften(row);
      for (int j = 0; j < classes; j++) {
        precision.set(soft, from + j, row[j]);
      }
    }
    return Targets.joined(targets, Targets.matrix(precision, soft, classes));
  }

  private void soften(double[] row) {
    double greatest = row[0];
    for (double logit : row) {
      greatest = Math.max(greatest, logit);
    }
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      row[j] = StrictMath.exp((row[j] - greatest) / temperature);
      sum += row[j];
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= sum;
    }
  }

  @Override
  public String toString() {
    return "soft targets, share %s, temperature %s, for %s"
        .formatted(alpha, temperature, network.head(0));
  }
}
