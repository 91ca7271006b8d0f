package io.github.curvelane.nn;

import io.github.curvelane.Metric;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.Validation;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a network on examples that it is not trained with. What is measured is told metric by
 * metric; the first is the one that is watched.
 *
 * <pre>{@code
 * Targets<float[]> targets = Targets.labels(network.precision(), labels, network.outputs());
 * NetworkValidation<float[]> validation =
 *     NetworkValidation.of(network, Loss.softmaxCrossEntropy(), inputs, targets)
 *         .loss()
 *         .error()
 *         .build();
 * double[] values = new double[2];
 * validation.measure(theta, values);
 * }</pre>
 *
 * <p>The examples pass in blocks of at most 1,024, each row by itself, so no value depends on the
 * blocks or on the threads. Sums over examples are chains in double precision, {@linkplain
 * io.github.curvelane.kernel.ChunkTree chunk by chunk}. All metrics but the loss count each example
 * once, whatever its weight; of {@linkplain Targets#joined joined} targets those of classes are
 * about the first part. A value is NaN where outputs are, but for classes: an example with an
 * output of NaN is an error.
 *
 * <p>For one thread at a time: a second one is refused. After the first measurement nothing is
 * allocated, unless the network normalises by {@linkplain Builder#statistics statistics} of a
 * batch, or a metric of one's own allocates.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class NetworkValidation<A> implements Validation<A> {
  private final Network<A> network;
  private final String description;
  private final A inputs;
  private final Targets<A> targets;
  private final List<Metric> metrics;
  private final List<Integer> missing;
  private final PredictedBlocks<A> blocks;
  private final List<MetricSum<A>> sums = new ArrayList<>();
  private final PredictedBlocks.Reader<A> reader = this::add;
  private final double[] measured;
  private final SoleUse use = new SoleUse("this validation");

  private NetworkValidation(Builder<A> builder, List<Integer> missing) {
    this.network = builder.network;
    this.inputs = builder.inputs;
    this.targets = builder.targets;
    this.description = builder.loss + " of " + network + " on " + builder.targets;
    this.metrics = builder.asked.stream().map(Asked::metric).toList();
    this.missing = missing;
    this.blocks =
        new PredictedBlocks<>(
            network,
            builder.inputs,
            builder.targets.examples(),
            builder.parallelism,
            builder.statistics);
    for (Asked<A> asked : builder.asked) {
      sums.add(asked.sum().apply(builder));
    }
    this.measured = new double[metrics.size()];
  }

  /**
   * Begins the description of a validation.
   *
   * @param network the network that is trained
   * @param loss the loss it is trained for
   * @param inputs the examples, row-major [examples × inputs]; read in place, not copied
   * @param targets their targets
   * @param <A> {@code float[]} or {@code double[]}
   * @return a description without metrics; built like that, the loss is the only one
   * @throws IllegalArgumentException if there is no example, the numbers of examples or outputs do
   *     not agree, an input is NaN or infinite, or the loss is not {@linkplain Loss#check defined}
   *     for such targets
   */
  public static <A> Builder<A> of(Network<A> network, Loss loss, A inputs, Targets<A> targets) {
    return new Builder<>(network, loss, inputs, targets);
  }

  @Override
  public Precision<A> precision() {
    return network.precision();
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }

  /**
   * {@inheritDoc}
   *
   * @return the {@link DataFingerprint} of inputs and targets, computed anew each time
   */
  @Override
  public String fingerprint() {
    return DataFingerprint.of(precision(), inputs, targets);
  }

  /**
   * Returns the classes of which there is no example, where {@linkplain Builder#allowMissingClasses
   * that is allowed}.
   *
   * @return the classes, ascending; none if the targets are numbers
   */
  public List<Integer> missingClasses() {
    return missing;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if θ has another length than the network's parameters, or
   *     there are not as many values as metrics; nothing is written then
   */
  @Override
  public void measure(A theta, double[] values) {
    Objects.requireNonNull(values, "values");
    if (values.length != measured.length) {
      throw new IllegalArgumentException(
          "values has %d elements, must have one for each of the %d metrics"
              .formatted(values.length, measured.length));
    }
    network.requireParameters("theta", theta);
    use.begin();
    try {
      for (int m = 0; m < measured.length; m++) {
        sums.get(m).begin();
      }
      blocks.forEach(theta, reader);
      for (int m = 0; m < measured.length; m++) {
        measured[m] = sums.get(m).value();
      }
      System.arraycopy(measured, 0, values, 0, measured.length);
    } finally {
      use.end();
    }
  }

  private void add(Rows<A> outputs, int from) {
    for (int m = 0; m < measured.length; m++) {
      sums.get(m).add(outputs, from);
    }
  }

  @Override
  public String toString() {
    return description + ": " + String.join(", ", metrics.stream().map(Metric::name).toList());
  }

  /** A metric that was asked for, and how it is measured. */
  private record Asked<A>(Metric metric, Function<Builder<A>, MetricSum<A>> sum) {}

  /**
   * Describes a validation.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  public static final class Builder<A> {
    private final Network<A> network;
    private final Loss loss;
    private final A inputs;
    private final Targets<A> targets;
    private final Kernels<A> kernels;
    private final LossFunction<A> function;
    private final List<Asked<A>> asked = new ArrayList<>();
    private boolean asksForClasses;
    private Parallelism parallelism = Parallelism.none();
    private @Nullable UnaryOperator<A> statistics;
    private boolean allowsMissingClasses;

    private Builder(Network<A> network, Loss loss, A inputs, Targets<A> targets) {
      this.network = Objects.requireNonNull(network, "network");
      this.loss = Objects.requireNonNull(loss, "loss");
      this.inputs = Objects.requireNonNull(inputs, "inputs");
      this.targets = Objects.requireNonNull(targets, "targets");
      if (targets.examples() == 0) {
        throw new IllegalArgumentException("targets has no example, a validation needs one");
      }
      NetworkObjective.checkExamples(network, inputs, targets);
      loss.check(targets);
      this.kernels = Kernels.of(network.precision());
      int rows = Math.min(PredictedBlocks.ROWS, targets.examples());
      this.function = loss.on(kernels, targets.outputs(), rows);
    }

    private Builder<A> ask(
        String name, boolean lowerIsBetter, Function<Builder<A>, MetricSum<A>> sum) {
      if (asked.stream().anyMatch(other -> other.metric().name().equals(name))) {
        throw new IllegalArgumentException("the metric '" + name + "' is asked for twice");
      }
      asked.add(new Asked<>(new Metric(name, lowerIsBetter), sum));
      return this;
    }

    /**
     * Adds {@code loss}, the mean of L_p: the bits of {@link Loss#mean}.
     *
     * @return this
     * @throws IllegalArgumentException if it is there already
     */
    public Builder<A> loss() {
      return ask("loss", true, b -> new MeanLoss<>(b.kernels, b.function, b.targets));
    }

    /**
     * Adds {@code error}, the share of examples whose class is not predicted, as {@link Loss#count}
     * counts.
     *
     * @return this
     * @throws IllegalArgumentException if it is there already
     */
    public Builder<A> error() {
      asksForClasses = true;
      return ask("error", true, b -> new WrongClasses<>(b.function, b.targets, 1));
    }

    /**
     * Adds such as {@code top-5-error}, the share of examples whose class is not among the k
     * largest outputs; of equal outputs the first are the larger ones.
     *
     * @param k how many outputs, at least 2 and less than there are classes
     * @return this
     * @throws IllegalArgumentException if k is out of range, or it is there already
     */
    public Builder<A> topError(int k) {
      if (k < 2 || k >= function.classes()) {
        throw new IllegalArgumentException(
            "k is %d, must be at least 2 and less than the %d classes"
                .formatted(k, function.classes()));
      }
      asksForClasses = true;
      return ask("top-" + k + "-error", true, b -> new WrongClasses<>(b.function, b.targets, k));
    }

    /**
     * Adds {@code mae}, the mean of |a − t| over all examples and outputs.
     *
     * @return this
     * @throws IllegalArgumentException if the targets are not a matrix, or it is there already
     */
    public Builder<A> meanAbsoluteError() {
      return distances("mae", true, Distances.Kind.MEAN_ABSOLUTE_ERROR);
    }

    /**
     * Adds {@code rmse}, the root of the mean of (a − t)² over all examples and outputs.
     *
     * @return this
     * @throws IllegalArgumentException if the targets are not a matrix, or it is there already
     */
    public Builder<A> rootMeanSquaredError() {
      return distances("rmse", true, Distances.Kind.ROOT_MEAN_SQUARED_ERROR);
    }

    /**
     * Adds {@code r2}, 1 − Σ(a − t)² / Σ(t − t̄)² over all examples and outputs, t̄ the mean of an
     * output's targets: the share of their variation that is explained. Of several outputs that is
     * the mean of each one's, weighted by the variation.
     *
     * @return this
     * @throws IllegalArgumentException if the targets are not a matrix, or it is there already
     */
    public Builder<A> r2() {
      return distances("r2", false, Distances.Kind.R2);
    }

    private Builder<A> distances(String name, boolean lowerIsBetter, Distances.Kind kind) {
      if (targets.values() == null) {
        throw new IllegalArgumentException(
            name
                + " needs a matrix of targets, not "
                + (targets.areLabels() ? "labels" : "joined"));
      }
      return ask(name, lowerIsBetter, b -> new Distances<>(kind, b.kernels, b.targets));
    }

    /**
     * Adds a metric of one's own, which is shown the predictions of all examples.
     *
     * <pre>{@code
     * NetworkValidation.of(
     *         network,
     *         Loss.softmaxCrossEntropy(),
     *         inputs,
     *         Targets.labels(network.precision(), labels, network.outputs()))
     *     .metric(
     *         "errors",
     *         true,
     *         p ->
     *             IntStream.range(0, p.examples())
     *                 .filter(i -> p.predictedClass(i) != p.actualClass(i))
     *                 .count());
     * }</pre>
     *
     * @param name its name
     * @param lowerIsBetter whether less of it is better
     * @param function computes it; what it is given changes afterwards
     * @return this
     * @throws IllegalArgumentException if there is one of the name already
     */
    public Builder<A> metric(
        String name, boolean lowerIsBetter, ToDoubleFunction<Predictions> function) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(function, "function");
      return ask(
          name,
          lowerIsBetter,
          b -> new OwnMetric<>(new CollectedPredictions<>(b.function, b.targets), function));
    }

    /**
     * Sets where the network's products run, which changes no value.
     *
     * @param parallelism the workers, open as long as the validation is used
     * @return this
     */
    public Builder<A> parallelism(Parallelism parallelism) {
      this.parallelism = Objects.requireNonNull(parallelism, "parallelism");
      return this;
    }

    /**
     * Sets where the statistics come from that a network with {@link BatchNormalization} is
     * evaluated by, as {@link Network#withStatistics} takes them: {@code
     * objective::collectStatistics} for those of all training examples at θ, or {@code theta ->
     * averages} for what {@link NetworkObjective#updateStatistics} follows. Others need none.
     *
     * @param statistics gives the statistics at θ
     * @return this
     */
    public Builder<A> statistics(UnaryOperator<A> statistics) {
      this.statistics = Objects.requireNonNull(statistics, "statistics");
      return this;
    }

    /**
     * Lets there be classes without an example; {@link NetworkValidation#missingClasses} are these.
     *
     * @return this
     */
    public Builder<A> allowMissingClasses() {
      this.allowsMissingClasses = true;
      return this;
    }

    /**
     * Ends the description.
     *
     * @return the validation; of the loss, if no metric was added
     * @throws IllegalArgumentException if the targets are labels, or a metric is about classes, and
     *     there is no example of some class; if {@link #r2} is wanted and no target varies, or what
     *     a metric of one's own reads does not fit one array
     * @throws UnsupportedOperationException if the network normalises by statistics of a batch and
     *     {@link #statistics} are not given
     */
    public NetworkValidation<A> build() {
      List<Integer> missing =
          asksForClasses || targets.areLabels() ? absentClasses() : List.<Integer>of();
      if (!missing.isEmpty() && !allowsMissingClasses) {
        throw new IllegalArgumentException(
            "targets has no example of class %d, must have one of each of the %d classes, or allowMissingClasses()"
                .formatted(missing.getFirst(), function.classes()));
      }
      if (asked.isEmpty()) {
        loss();
      }
      return new NetworkValidation<>(this, missing);
    }

    private List<Integer> absentClasses() {
      boolean[] present = new boolean[function.classes()];
      for (int i = 0; i < targets.examples(); i++) {
        present[function.actualClass(targets, i)] = true;
      }
      return IntStream.range(0, present.length).filter(c -> !present[c]).boxed().toList();
    }

    @Override
    public String toString() {
      return "validation of " + network + " on " + targets;
    }
  }
}
