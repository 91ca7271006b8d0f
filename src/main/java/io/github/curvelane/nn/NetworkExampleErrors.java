package io.github.curvelane.nn;

import io.github.curvelane.ExampleErrors;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How wrong a network is on each of its training examples, for orders that emphasise the wrong ones
 * [EB 4.2]. Of classes 1 if another one is predicted and 0.1 if not, so that right ones are seen
 * too; of numbers half the squared distance of the outputs from the targets, ½‖a − t‖². An error
 * that is not finite counts as {@link Double#MAX_VALUE}.
 *
 * <p>Labels are classes, a matrix is numbers. A network that is trained for coded labels may be
 * asked about the labels.
 *
 * <p>For one thread at a time: a second one is refused. After the first measurement nothing is
 * allocated, unless the network normalises by statistics of a batch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class NetworkExampleErrors<A> implements ExampleErrors<A> {
  private static final double RIGHT = 0.1;

  private final Network<A> network;
  private final Targets<A> targets;
  private final LossFunction<A> classes;
  private final RowScores<A> scores;
  private final PredictedBlocks<A> blocks;
  private final PredictedBlocks.Reader<A> reader = this::read;
  private final SoleUse use = new SoleUse("this object of errors");
  private double[] errors = new double[0];

  private NetworkExampleErrors(
      Network<A> network,
      A inputs,
      Targets<A> targets,
      Parallelism parallelism,
      @Nullable UnaryOperator<A> statistics) {
    NetworkObjective.checkExamples(network, inputs, targets);
    if (targets.examples() == 0) {
      throw new IllegalArgumentException("targets has no example, must have at least one");
    }
    if (!targets.areLabels() && targets.values() == null) {
      throw new IllegalArgumentException("targets are joined, must be labels or a matrix");
    }
    this.network = network;
    this.targets = targets;
    this.classes =
        Loss.softmaxCrossEntropy().on(Kernels.of(network.precision()), network.outputs(), 0);
    this.scores = RowScores.of(network.precision());
    this.blocks =
        new PredictedBlocks<>(network, inputs, targets.examples(), parallelism, statistics);
  }

  /**
   * Makes what measures the errors of a network.
   *
   * @param network the network that is trained
   * @param inputs the training examples, row-major [examples × inputs]; read in place, not copied
   * @param targets their targets: labels, or a matrix of numbers
   * @param parallelism where the network's products run
   * @param <A> {@code float[]} or {@code double[]}
   * @return the measure
   * @throws IllegalArgumentException if there is no example, the numbers of examples or outputs do
   *     not agree, an input is NaN or infinite, or the targets are {@linkplain Targets#joined
   *     joined}
   * @throws UnsupportedOperationException if the network normalises by statistics of a batch
   */
  public static <A> NetworkExampleErrors<A> of(
      Network<A> network, A inputs, Targets<A> targets, Parallelism parallelism) {
    Objects.requireNonNull(parallelism, "parallelism");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(targets, "targets");
    return new NetworkExampleErrors<>(network, inputs, targets, parallelism, null);
  }

  /**
   * Makes what measures the errors of a network that may normalise by statistics of a batch.
   *
   * @param network the network that is trained
   * @param inputs the training examples, row-major [examples × inputs]; read in place, not copied
   * @param targets their targets: labels, or a matrix of numbers
   * @param parallelism where the network's products run
   * @param statistics gives the statistics at θ, as for {@link
   *     NetworkValidation.Builder#statistics}
   * @param <A> {@code float[]} or {@code double[]}
   * @return the measure
   * @throws IllegalArgumentException as the other method
   */
  public static <A> NetworkExampleErrors<A> of(
      Network<A> network,
      A inputs,
      Targets<A> targets,
      Parallelism parallelism,
      UnaryOperator<A> statistics) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(targets, "targets");
    Objects.requireNonNull(parallelism, "parallelism");
    Objects.requireNonNull(statistics, "statistics");
    return new NetworkExampleErrors<>(network, inputs, targets, parallelism, statistics);
  }

  @Override
  public Precision<A> precision() {
    return network.precision();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if θ has another length than the network's parameters, or
   *     there are not as many errors as examples; nothing is written then
   */
  @Override
  public void errors(A theta, double[] errors) {
    Objects.requireNonNull(errors, "errors");
    if (errors.length != targets.examples()) {
      throw new IllegalArgumentException(
          "errors has %d elements, must have one for each of the %d examples"
              .formatted(errors.length, targets.examples()));
    }
    network.requireParameters("theta", theta);
    use.begin();
    try {
      this.errors = errors;
      blocks.forEach(theta, reader);
    } finally {
      use.end();
    }
  }

  private void read(Rows<A> outputs, int from) {
    for (int i = 0; i < outputs.count(); i++) {
      double error = error(outputs.array(), outputs.at(i), from + i);
      errors[from + i] = Double.isFinite(error) ? error : Double.MAX_VALUE;
    }
  }

  private double error(A outputs, int at, int example) {
    if (targets.areLabels()) {
      return classes.predictedClass(outputs, at) == targets.label(example) ? RIGHT : 1;
    }
    int n = targets.outputs();
    return scores.squaredDistance(n, outputs, at, targets.values(), example * n) / 2;
  }

  @Override
  public String toString() {
    return "errors of " + network + " on " + targets;
  }
}
