package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.ChunkSums;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.FusedObjective;
import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.GradientMoments;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Jacobian;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.PartialGradient;
import io.github.curvelane.PerExampleGradients;
import io.github.curvelane.Precision;
import io.github.curvelane.Residuals;
import io.github.curvelane.SampledDiagonal;
import io.github.curvelane.SquareRootJacobian;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.ChunkArguments;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.nn.Passes.Keep;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The mean loss of a network over a batch of examples, E(θ) = (1/B) Σ_p L_p(θ), with its gradient,
 * exact Hessian- and Gauss-Newton-vector products, diagonals and per-example quantities. At first
 * the batch is all examples, if the workspace holds that many.
 *
 * <p>Sums over more than {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK} examples are formed
 * chunk by chunk, and products then run the forward and backward pass of each chunk again; up to
 * that size the signals of a linearized point are kept. Results are the same bits for any
 * parallelism.
 *
 * <p>Used by one thread at a time: a second one is refused. It may be handed from thread to thread;
 * but a thread that has selected a batch, or linearized, evaluates what it has itself selected, and
 * is refused when another thread has selected since. After warm-up no method allocates, but for the
 * selection of more work than before.
 *
 * <pre>{@code
 * var objective =
 *     new NetworkObjective<>(
 *         network.newWorkspace(64),
 *         Loss.softmaxCrossEntropy(),
 *         inputs,
 *         Targets.labels(network.precision(), labels, network.outputs()));
 * objective.select(order, 0, 64);
 * double loss = objective.valueAndGradient(theta, gradient);
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class NetworkObjective<A>
    implements StochasticObjective<A>,
        FusedObjective<A>,
        PartialGradient<A>,
        HessianProducts<A>,
        GaussNewtonProducts<A>,
        Jacobian<A>,
        CurvatureDiagonals<A>,
        SampledDiagonal<A>,
        GradientMoments<A>,
        PerExampleGradients<A>,
        SquareRootJacobian<A>,
        Residuals<A>,
        ChunkSums<A> {
  private static final Set<Diagonal> ALL_DIAGONALS =
      Collections.unmodifiableSet(EnumSet.allOf(Diagonal.class));

  /** Those that are sums over examples of what comes back from the outputs. */
  private static final Set<Diagonal> RECURSIONS =
      Collections.unmodifiableSet(
          EnumSet.of(Diagonal.BECKER_LECUN, Diagonal.BECKER_LECUN_SECOND_ORDER));

  private final Workspace<A> workspace;
  private final Network<A> network;
  private final Precision<A> precision;
  private final Reductions<A> reductions;
  private final Batch<A> batch;
  private final CurvatureProducts<A> products;
  private final DiagonalPasses<A> diagonals;
  private final ExamplePasses<A> singles;
  private final BatchStatistics<A> statistics;
  private final Loss loss;
  private final LastSetter selected =
      new LastSetter("the batch that this thread selected", "an objective");
  private final LastSetter kept =
      new LastSetter("the point that this thread linearized at", "an objective");

  /**
   * Creates an objective.
   *
   * @param workspace the scratch memory, which also says which network and how large a batch;
   *     whatever else uses it in between makes a {@linkplain #linearize kept} point be lost
   * @param loss the loss
   * @param inputs the examples, row-major [examples × inputs]; read in place, not copied
   * @param targets their targets
   * @throws IllegalArgumentException if the numbers of examples or outputs do not agree, an input
   *     is NaN or infinite, naming example and column, or what the loss keeps does not fit one
   *     array
   */
  public NetworkObjective(Workspace<A> workspace, Loss loss, A inputs, Targets<A> targets) {
    this(workspace, loss, checkedBatch(workspace, loss, inputs, targets));
  }

  private NetworkObjective(Workspace<A> workspace, Loss loss, Batch<A> batch) {
    this.workspace = workspace;
    this.network = workspace.network();
    this.precision = network.precision();
    this.reductions = workspace.kernels().newReductions();
    this.batch = batch;
    this.products = new CurvatureProducts<>(workspace, batch);
    this.diagonals = new DiagonalPasses<>(workspace, batch);
    this.singles = new ExamplePasses<>(workspace, batch);
    this.statistics = new BatchStatistics<>(workspace);
    this.loss = loss;
  }

  /** An objective without examples, to be {@linkplain #aim aimed} at some. */
  static <A> NetworkObjective<A> ofNothing(Workspace<A> workspace, Loss loss) {
    Precision<A> precision = workspace.network().precision();
    A nothing = precision.newArray(0);
    Targets<A> none = Targets.matrix(precision, nothing, workspace.network().outputs());
    return new NetworkObjective<>(workspace, loss, new Batch<>(workspace, loss, nothing, none));
  }

  private static <A> Batch<A> checkedBatch(
      Workspace<A> workspace, Loss loss, A inputs, Targets<A> targets) {
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(targets, "targets");
    checkExamples(workspace.network(), inputs, targets);
    loss.check(targets);
    return new Batch<>(workspace, loss, inputs, targets);
  }

  /** Turns to all of other examples, which are known to fit. */
  void aim(A inputs, Targets<A> targets) {
    workspace.acquire();
    try {
      batch.aim(inputs, targets);
    } finally {
      workspace.release();
    }
  }

  /** Refuses inputs that are not the examples of the targets, or not finite. */
  static <A> void checkExamples(Network<A> network, A inputs, Targets<A> targets) {
    checkShapes(network, inputs, targets);
    Precision<A> precision = network.precision();
    int columns = network.inputs();
    int bad = precision.indexOfNonFinite(inputs, 0, precision.length(inputs));
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "inputs: example %d, column %d is %s, must be finite"
              .formatted(bad / columns, bad % columns, precision.get(inputs, bad)));
    }
  }

  /** Refuses inputs that are not the examples of the targets. */
  static <A> void checkShapes(Network<A> network, A inputs, Targets<A> targets) {
    int examples = targets.examples();
    int length = network.precision().length(Objects.requireNonNull(inputs, "inputs"));
    int columns = network.inputs();
    if (length != (long) examples * columns) {
      throw new IllegalArgumentException(
          "inputs has %d elements, must have %d: the targets' %d examples of the network's %d inputs"
              .formatted(length, (long) examples * columns, examples, columns));
    }
    if (targets.outputs() != network.outputs()) {
      throw new IllegalArgumentException(
          "targets are for %d outputs, the network has %d"
              .formatted(targets.outputs(), network.outputs()));
    }
  }

  // ---------------------------------------------------------------- value and gradient

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return network.parameters();
  }

  /**
   * Returns the network.
   *
   * @return the network of the workspace
   */
  public Network<A> network() {
    return network;
  }

  @Override
  public int examples() {
    return batch.examples();
  }

  /**
   * {@inheritDoc}
   *
   * @return the {@link DataFingerprint} of inputs and targets, computed anew each time
   */
  @Override
  public String fingerprint() {
    return DataFingerprint.of(precision, batch.inputs(), batch.loss().targets());
  }

  @Override
  public int maxBatch() {
    int most = workspace.maxBatch();
    return hasExamples() ? most : Math.min(most, Arithmetic.EXAMPLE_CHUNK);
  }

  @Override
  public int minBatch() {
    return network.leastBatch();
  }

  @Override
  public int batch() {
    return batch.size();
  }

  @Override
  public void select(int[] order, int from, int to) {
    workspace.acquire();
    try {
      batch.select(order, from, to);
      selected.set();
    } finally {
      workspace.release();
    }
  }

  @Override
  public double value(A theta) {
    workspace.checkParameters("theta", theta);
    acquire();
    try {
      return batch.value(theta);
    } finally {
      workspace.release();
    }
  }

  @Override
  public double valueAndGradient(A theta, A gradient) {
    return evaluate(theta, gradient, Keep.SLOPES);
  }

  @Override
  public double linearize(A theta, A gradient) {
    checkPoint(theta);
    return evaluate(theta, gradient, Keep.CURVATURE);
  }

  @Override
  public double keep(A theta, A scratch) {
    checkPoint(theta);
    workspace.checkParameters("scratch", scratch);
    Arguments.apart("theta", theta, "scratch", scratch);
    acquire();
    try {
      kept.set();
      return batch.keep(theta);
    } finally {
      workspace.release();
    }
  }

  private void checkPoint(A theta) {
    workspace.checkParameters("theta", theta);
    // The search would take four times as long: as much as the passes of one example.
    if (Double.isFinite(reductions.maxAbs(network.parameters(), theta, 0))) {
      return;
    }
    int bad = precision.indexOfNonFinite(theta, 0, network.parameters());
    throw new IllegalArgumentException(
        "theta[%d] is %s, must be finite".formatted(bad, precision.get(theta, bad)));
  }

  private double evaluate(A theta, A gradient, Keep keep) {
    workspace.checkParameters("theta", theta);
    workspace.checkParameters("gradient", gradient);
    Arguments.apart("theta", theta, "gradient", gradient);
    acquire();
    try {
      if (keep == Keep.CURVATURE) {
        kept.set();
      }
      return batch.evaluate(theta, gradient, keep);
    } finally {
      workspace.release();
    }
  }

  @Override
  public double valueAndUpdate(A theta, A gradient, CoordinateUpdate<A> update) {
    workspace.checkParameters("theta", theta);
    workspace.checkParameters("gradient", gradient);
    Arguments.apart("theta", theta, "gradient", gradient);
    Objects.requireNonNull(update, "update");
    acquire();
    try {
      return batch.evaluateAndUpdate(theta, gradient, update);
    } finally {
      workspace.release();
    }
  }

  // ---------------------------------------------------------------- some parameters only

  /**
   * {@inheritDoc}
   *
   * <p>Any ranges will do. Work is left out layer by layer: of a layer without a trained parameter
   * no sums over examples are formed, and no signal goes below the lowest layers that are trained.
   * Where a range has only a part of a layer, the gradient of the layer is formed aside, and a step
   * is taken after the pass and not within it; likewise in batches of more than one chunk.
   *
   * <p>{@link #linearize} gives the same gradient, and keeps the point for products and diagonals,
   * which are those of all parameters as before.
   *
   * @throws IllegalArgumentException if there is no range, one is past the end of θ, or two overlap
   */
  @Override
  public void train(List<ParameterRange> ranges) {
    List<ParameterRange> given = Arguments.list("ranges", ranges);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("ranges is empty, must have at least one");
    }
    List<ParameterRange> sorted =
        given.stream().sorted(Comparator.comparingInt(ParameterRange::from)).toList();
    for (int k = 0; k < sorted.size(); k++) {
      ParameterRange range = sorted.get(k);
      if (range.to() > network.parameters()) {
        throw new IllegalArgumentException(
            "range %s ends at %d, must end within the network's %d parameters"
                .formatted(range.name(), range.to(), network.parameters()));
      }
      if (k > 0 && range.from() < sorted.get(k - 1).to()) {
        throw new IllegalArgumentException(
            "ranges %s and %s overlap: %d to %d and %d to %d"
                .formatted(
                    sorted.get(k - 1).name(),
                    range.name(),
                    sorted.get(k - 1).from(),
                    sorted.get(k - 1).to(),
                    range.from(),
                    range.to()));
      }
    }
    train(new TrainedRanges<>(network, sorted));
  }

  @Override
  public void trainAll() {
    train((TrainedRanges<A>) null);
  }

  private void train(TrainedRanges<A> ranges) {
    workspace.acquire();
    try {
      batch.train(ranges);
    } finally {
      workspace.release();
    }
  }

  // ---------------------------------------------------------------- statistics of batches

  /**
   * Computes the statistics of all examples that the network's {@link BatchNormalization} layers
   * see at θ, for {@link Network#withStatistics}: in one pass forward over batches of consecutive
   * examples, as few and as equal in number as can be, each normalised by its own statistics as in
   * training. They are the mean and the variance over all batches together: v + (μ_b − μ)² in the
   * mean. No point is kept afterwards.
   *
   * @param theta the parameters, N of them
   * @return a new array, layer by layer the means of the units or maps and then their variances; of
   *     length 0 if no layer has any
   * @throws IllegalArgumentException if θ has another length, or a batch has a single row
   */
  public A collectStatistics(A theta) {
    workspace.checkParameters("theta", theta);
    A collected = network.newStatistics();
    if (hasExamples()) {
      return collected;
    }
    workspace.acquire();
    try {
      batch.forget();
      workspace.setOwner(null);
      statistics.collect(theta, batch.inputs(), batch.examples(), collected);
    } finally {
      workspace.release();
    }
    return collected;
  }

  /**
   * Moves running averages towards the statistics of the batch that was evaluated last: fma(m,
   * batch − average, average). Called after each step of a training run, with a small m, they
   * follow the parameters; the variance is that of the rows themselves, where PyTorch takes n/(n −
   * 1) of it.
   *
   * @param momentum m, in (0, 1]
   * @param averages the averages, as {@link Network#newStatistics} begins them; changed
   * @throws IllegalArgumentException if m is outside its bounds or there are not as many averages
   * @throws IllegalStateException if no batch was evaluated, or the workspace was used for
   *     something else afterwards
   */
  public void updateStatistics(double momentum, A averages) {
    Objects.requireNonNull(averages, "averages");
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "momentum is " + momentum + ", must be greater than 0 and at most 1");
    }
    network.requireStatistics(averages);
    workspace.acquire();
    try {
      if (!batch.isEvaluated()) {
        throw new IllegalStateException(
            "no batch was evaluated, or the workspace was used for something else afterwards");
      }
      statistics.update(momentum, averages);
    } finally {
      workspace.release();
    }
  }

  // ---------------------------------------------------------------- products

  @Override
  public void hessianVector(A v, A product) {
    acquireKept("v", v, "product", product);
    try {
      products.hessianVector(v, product);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void hessianVectorAndUpdate(A v, A product, CoordinateUpdate<A> update) {
    Objects.requireNonNull(update, "update");
    Arguments.apart("theta", batch.theta(), "v", v);
    acquireKept("v", v, "product", product);
    try {
      products.hessianVectorAndUpdate(v, product, update);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void gaussNewtonVector(A v, A product) {
    acquireKept("v", v, "product", product);
    try {
      products.gaussNewtonVector(v, product);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void hessianVectors(List<A> vectors, List<A> results) {
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(vectors, "vectors");
    checkDirections(vectors, results);
    acquireKept();
    try {
      products.hessianVectors(vectors, results);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void gaussNewtonVectors(List<A> vectors, List<A> results) {
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(vectors, "vectors");
    checkDirections(vectors, results);
    acquireKept();
    try {
      products.gaussNewtonVectors(vectors, results);
    } finally {
      workspace.release();
    }
  }

  private void checkDirections(List<A> vectors, List<A> results) {
    ParameterVectors.requirePairs(precision, network.parameters(), vectors, "results", results);
    for (int k = 0; k < vectors.size(); k++) {
      A result = results.get(k);
      Arguments.apart("theta", batch.theta(), "a result", result);
      for (int other = 0; other < vectors.size(); other++) {
        Arguments.apart("a vector", vectors.get(other), "a result", result);
        if (other != k) {
          Arguments.apart("a result", results.get(other), "another", result);
        }
      }
    }
  }

  @Override
  public int outputs() {
    return Math.multiplyExact(batch.size(), network.outputs());
  }

  @Override
  public void jacobianVector(A v, A result) {
    workspace.checkParameters("v", v);
    checkLength("result", result, outputs());
    Arguments.apart("v", v, "result", result);
    Arguments.apart("theta", batch.theta(), "result", result);
    acquireKept();
    try {
      products.jacobianVector(v, result);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void jacobianTransposeVector(A u, A result) {
    checkLength("u", u, outputs());
    workspace.checkParameters("result", result);
    Arguments.apart("u", u, "result", result);
    Arguments.apart("theta", batch.theta(), "result", result);
    acquireKept();
    try {
      products.jacobianTransposeVector(u, result);
    } finally {
      workspace.release();
    }
  }

  // ---------------------------------------------------------------- diagonals

  @Override
  public Set<Diagonal> diagonals() {
    return network.statistics() == 0 ? ALL_DIAGONALS : RECURSIONS;
  }

  @Override
  public void diagonal(Diagonal kind, A diagonal) {
    Objects.requireNonNull(kind, "kind");
    if (!diagonals().contains(kind)) {
      network.requireExamples("exact diagonal " + kind);
    }
    acquireKept("diagonal", diagonal);
    try {
      diagonals.diagonal(kind, diagonal);
    } finally {
      workspace.release();
    }
  }

  @Override
  public boolean hasDistribution() {
    return batch.loss().hasDistribution() && hasExamples();
  }

  @Override
  public void monteCarloGaussNewtonDiagonal(int samples, long seed, A diagonal) {
    network.requireExamples("sampled diagonal");
    if (samples < 1) {
      throw new IllegalArgumentException("samples is " + samples + ", must be at least 1");
    }
    acquireKept("diagonal", diagonal);
    try {
      diagonals.monteCarlo(samples, seed, diagonal);
    } finally {
      workspace.release();
    }
  }

  // ---------------------------------------------------------------- a single chunk, not scaled

  /**
   * {@inheritDoc}
   *
   * <p>All of them, the sampled diagonal if the loss {@linkplain #hasDistribution has a
   * distribution}; none if the network normalises by the statistics of a batch, as sums over parts
   * of a batch are then not those over the whole.
   */
  @Override
  public Set<ChunkQuantity> chunkQuantities() {
    if (!hasExamples()) {
      return Set.of();
    }
    return hasDistribution() ? ChunkQuantities.ALL : ChunkQuantities.WITHOUT_DRAWS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Gradients are those of all parameters, whatever is {@linkplain #train trained}. A gradient,
   * product or diagonal at a point of a number leaves the signals for requests of the same number;
   * a point that was {@linkplain #linearize linearized} is lost.
   */
  @Override
  public double chunkSums(ChunkRequest<A> request, int place, List<A> sums) {
    Objects.requireNonNull(request, "request");
    network.requireExamples("sums of chunks");
    checkRequest(request, place, sums);
    acquire();
    try {
      batch.requireSingleChunk();
      return chunkSumsOf(request, place, sums);
    } finally {
      workspace.release();
    }
  }

  private double chunkSumsOf(ChunkRequest<A> request, int place, List<A> sums) {
    ChunkQuantity quantity = request.quantity();
    if (quantity == ChunkQuantity.VALUE) {
      return batch.chunkValue(request.theta(), request.point());
    }
    if (quantity == ChunkQuantity.GRADIENT) {
      return batch.chunkGradient(request.theta(), request.point(), sums);
    }
    batch.beginChunk(request.theta(), request.point());
    boolean done = false;
    try {
      if (quantity.isProduct()) {
        products.chunkSums(quantity, request.directions(), sums);
      } else if (quantity == ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL) {
        diagonals.monteCarloChunkSum(request.samples(), request.seed(), place, sums);
      } else {
        diagonals.chunkSum(quantity, sums);
      }
      done = true;
      return 0;
    } finally {
      batch.endChunk(done);
    }
  }

  private void checkRequest(ChunkRequest<A> request, int place, List<A> sums) {
    Objects.requireNonNull(sums, "sums");
    if (place < 0) {
      throw new IllegalArgumentException("place is " + place + ", must be at least 0");
    }
    if (request.quantity() == ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL && !hasDistribution()) {
      throw new UnsupportedOperationException(loss + " has no distribution to draw targets from");
    }
    ChunkArguments.checkArrays(precision, network.parameters(), request, sums);
  }

  // ---------------------------------------------------------------- single examples

  @Override
  public boolean hasExamples() {
    return network.statistics() == 0;
  }

  @Override
  public void empiricalFisherVector(A v, A product) {
    network.requireExamples("empirical Fisher matrix");
    acquireKept("v", v, "product", product);
    try {
      products.empiricalFisherVector(v, product);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void squaredGradientNorms(A norms) {
    network.requireExamples("gradient norms");
    checkLength("norms", norms, batch.size());
    acquireKept();
    try {
      diagonals.squaredGradientNorms(norms);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void gradientVariance(A variance) {
    network.requireExamples("gradient variance");
    acquireKept("variance", variance);
    try {
      diagonals.gradientVariance(variance);
    } finally {
      workspace.release();
    }
  }

  @Override
  public void gradients(int from, int to, A gradients) {
    network.requireExamples("gradients of examples");
    Arguments.range(from, to, batch.size());
    checkRows("gradients", to - from, gradients);
    acquireKept();
    try {
      singles.gradients(from, to, gradients);
    } finally {
      workspace.release();
    }
  }

  // ---------------------------------------------------------------- least squares

  @Override
  public int rowsPerExample() {
    return batch.loss().rootColumns();
  }

  @Override
  public int rows() {
    return Math.multiplyExact(batch.size(), rowsPerExample());
  }

  @Override
  public double rowScale() {
    return 1.0 / batch.size();
  }

  @Override
  public boolean hasJacobianRows() {
    return hasExamples();
  }

  @Override
  public void jacobianRows(int from, int to, A rows) {
    network.requireExamples("rows of the Jacobian");
    Arguments.range(from, to, rows());
    checkRows("rows", to - from, rows);
    acquireKept();
    try {
      singles.jacobianRows(from, to, rows);
    } finally {
      workspace.release();
    }
  }

  @Override
  public boolean hasResiduals() {
    return loss.isSumOfSquares();
  }

  @Override
  public int residuals() {
    if (!hasResiduals()) {
      throw new UnsupportedOperationException(loss + " is not a sum of squares");
    }
    return outputs();
  }

  @Override
  public double residuals(A theta, A residuals) {
    checkLength("residuals", residuals, residuals());
    checkPoint(theta);
    Arguments.apart("theta", theta, "residuals", residuals);
    acquire();
    try {
      kept.set();
      double value = batch.keep(theta);
      singles.residuals(residuals);
      return value;
    } finally {
      workspace.release();
    }
  }

  /**
   * Computes one example's block of second derivatives ∂²L_p/∂A² at the outputs A of a layer, by
   * propagating the Hessian of the loss down through the layers above [EB 52]. Without the f″ term
   * it is that of the Gauss-Newton approximation. Unlike the other methods it allocates. Of the
   * order of n²m operations for each layer of m inputs and n outputs above.
   *
   * @param layer which layer, from 0; for the last the block is the Hessian of the loss
   * @param example which example of the batch
   * @param secondDerivative whether to include the terms with f″
   * @param block receives the n×n matrix, row-major, n the outputs of the layer; symmetric up to
   *     rounding
   * @throws IllegalStateException if no point is kept
   * @throws IndexOutOfBoundsException if there is no such layer or example
   * @throws IllegalArgumentException if the block does not have n² elements
   */
  public void outputCurvature(int layer, int example, boolean secondDerivative, A block) {
    Arguments.index("layer", layer, network.layers().size());
    Arguments.index("example", example, batch.size());
    int n = network.layers().get(layer).outputs();
    checkLength("block", block, Math.multiplyExact(n, n));
    acquireKept();
    try {
      singles.outputCurvature(layer, example, secondDerivative, block);
    } finally {
      workspace.release();
    }
  }

  private void checkRows(String name, int rows, A array) {
    int length = precision.length(Objects.requireNonNull(array, name));
    long needed = (long) rows * network.parameters();
    if (length < needed) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have at least %d: %d rows of the network's %d parameters"
              .formatted(name, length, needed, rows, network.parameters()));
    }
    Arguments.apart("theta", batch.theta(), name, array);
  }

  private void checkLength(String name, A array, int length) {
    int actual = precision.length(Objects.requireNonNull(array, name));
    if (actual != length) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have %d".formatted(name, actual, length));
    }
  }

  private void acquireKept(String inName, A in, String outName, A out) {
    workspace.checkParameters(inName, in);
    Arguments.apart(inName, in, outName, out);
    acquireKept(outName, out);
  }

  private void acquireKept(String outName, A out) {
    workspace.checkParameters(outName, out);
    Arguments.apart("theta", batch.theta(), outName, out);
    acquireKept();
  }

  /** Takes the workspace, unless the batch that this thread selected was replaced. */
  private void acquire() {
    workspace.acquire();
    require(selected);
  }

  /** Refuses what another thread has replaced, and gives the workspace back then. */
  private void require(LastSetter own) {
    try {
      own.require();
    } catch (IllegalStateException replaced) {
      workspace.release();
      throw replaced;
    }
  }

  private void acquireKept() {
    acquire();
    require(kept);
    if (batch.theta() == null || !workspace.isOwnedBy(batch)) {
      boolean lost = batch.theta() != null;
      workspace.release();
      throw new IllegalStateException(
          lost
              ? "no point is kept: the workspace was used for something else after linearize"
              : "no point is kept: call linearize first");
    }
  }

  @Override
  public String toString() {
    return loss + " of " + network + " on " + examples() + " examples";
  }
}
