package io.github.curvelane.driver;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.LeastSquares;
import io.github.curvelane.Linearizable;
import io.github.curvelane.Objective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.ExampleBlock;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.continuation.Continuation;
import io.github.curvelane.continuation.GaussianBlur;
import io.github.curvelane.curvature.GradientCurvature;
import io.github.curvelane.curvature.LeastSquaresObjective;
import io.github.curvelane.curvature.Operators;
import io.github.curvelane.curvature.TaylorProducts;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.IdxReader;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.PrincipalComponents;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.io.StateDict;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Convolution;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.ExampleChunks;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.metrics.ProbabilityScores;
import io.github.curvelane.nn.AveragePooling;
import io.github.curvelane.nn.Branches;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.ImageShape;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Join;
import io.github.curvelane.nn.KMeans;
import io.github.curvelane.nn.LayerDescription;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.MaxPooling;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkExampleErrors;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.NetworkValidation;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Subsampling;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Window;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StateNumber;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.Updater;
import io.github.curvelane.optim.batch.LeastSquaresFit;
import io.github.curvelane.optim.batch.SteepestDescent;
import io.github.curvelane.prune.Mask;
import io.github.curvelane.prune.Masked;
import io.github.curvelane.prune.Pruner;
import io.github.curvelane.prune.Pruning;
import io.github.curvelane.prune.Retraining;
import io.github.curvelane.prune.Saliency;
import io.github.curvelane.prune.Units;
import io.github.curvelane.serve.Fit;
import io.github.curvelane.transfer.GreedyPretraining;
import io.github.curvelane.transfer.Hints;
import io.github.curvelane.transfer.PlanStage;
import io.github.curvelane.transfer.SoftTargets;
import io.github.curvelane.transfer.TrainingPlan;
import io.github.curvelane.transfer.Transfer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Objects that a search by chance would hardly find, as they need several others that fit. */
final class Makers<A> {
  private final Precision<A> precision;
  private final Path folder;
  private final List<Recipe> all = new ArrayList<>();

  private Makers(Precision<A> precision, Path folder) {
    this.precision = precision;
    this.folder = folder;
  }

  /** Those for one precision; files are written to a folder. */
  static <A> List<Recipe> of(Precision<A> precision, Path folder) throws IOException {
    Makers<A> makers = new Makers<>(precision, folder);
    makers.files();
    makers.objectives();
    makers.products();
    makers.workers();
    makers.layers();
    makers.runs();
    makers.plans();
    makers.pruning();
    makers.continuation();
    return makers.all;
  }

  private void add(String name, Recipe.Maker.Source source) {
    all.add(new Recipe.Maker(name, source));
  }

  private Network<A> network() {
    return Network.perceptron(precision, Activation.tanh(), Activation.identity(), 2, 3, 2);
  }

  private void files() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path other = folder.resolve("state.safetensors");
    Path idx = folder.resolve("labels.idx");
    Network<A> network = network();
    A theta = network.initialize(Initializer.FAN_IN, 1);
    ModelFile.write(
        model, new Model<>(network, theta, Normalization.none(2), Loss.halfSquaredError()));
    StateDict.of(network, theta).write(other);
    IdxFile.write(idx, IdxArray.ofBytes(new byte[] {0, 1, 1}, 3));
    for (Path file : List.of(model, other, idx)) {
      byte[] content = Files.readAllBytes(file);
      add(file.getFileName().toString(), () -> Files.write(file, content));
      add("stream of " + file.getFileName(), () -> new ByteArrayInputStream(content));
    }
    byte[] labels = Files.readAllBytes(idx);
    add(
        "reader of labels",
        () -> IdxReader.open(new ByteArrayInputStream(labels), "labels", labels.length));
    byte[] tensors = Files.readAllBytes(other);
    add(
        "place of a tensor",
        () ->
            TensorFile.places(new ByteArrayInputStream(tensors), "tensors", tensors.length)
                .values()
                .iterator()
                .next());
    add("digits", () -> Digits.ofSide(16, 1));
    add("folder of its own", () -> Files.createTempDirectory(folder, "run"));
    add("new file", () -> Files.createTempDirectory(folder, "new").resolve("file"));
    add("stream to memory", ByteArrayOutputStream::new);
    add("buffer", () -> ByteBuffer.wrap(new byte[16]));
    add("segment", () -> MemorySegment.ofArray(new byte[256]));
    add("a second", () -> Duration.ofSeconds(1));
  }

  private void objectives() {
    add("network of 2, 3 and 2", this::network);
    add("network of images", this::images);
    add("two threads", () -> Parallelism.threads(2));
    add("objective of classes", this::classes);
    add("objective of values", this::values);
    add("formula", this::formula);
    add("formula of squares", this::squares);
    add("objective of classes at a point", () -> linearized(classes()));
    add("objective of values at a point", () -> linearized(values()));
    add("formula at a point", () -> linearized(formula()));
    add("squares at a point", () -> linearized(squares()));
    add("differences at a point", () -> linearized(new TaylorProducts<>(formula())));
    add("Hessian", () -> linearized(values()).hessian());
    add("Gauss-Newton matrix", () -> linearized(squares()).gaussNewton());
    add("Fisher matrix", () -> linearized(classes()).empiricalFisher());
    add("matrix of 2 by 2", () -> Operators.matrix(precision, 2, precision.of(2, 1, 1, 3)));
    add(
        "validation",
        () -> NetworkValidation.of(network(), Loss.halfSquaredError(), inputs(), targets()));
    add(
        "errors of examples",
        () -> NetworkExampleErrors.of(network(), inputs(), targets(), Parallelism.none()));
  }

  private void workers() {
    add("network of chunks", this::networkOfChunks);
    add("block of examples", () -> new ExampleBlock<>(inputs(), targets()));
    add("workers", this::threadWorkers);
    add("objective over workers", () -> new ClusterObjective<>(threadWorkers()));
    add(
        "objective over workers at a point",
        () -> linearized(new ClusterObjective<>(threadWorkers())));
    add(
        "sums of a chunk",
        () -> networkOfChunks().newLoader().load(new ExampleBlock<>(inputs(), targets())));
  }

  private NetworkChunks<A> networkOfChunks() {
    return new NetworkChunks<>(network(), Loss.halfSquaredError());
  }

  private ThreadWorkers<A> threadWorkers() {
    return ThreadWorkers.of(
        networkOfChunks(), ExampleBlock.cut(inputs(), targets()), Parallelism.none());
  }

  private A inputs() {
    return precision.of(0.1, 0.7, 0.3, 0.2, 0.9, 0.4);
  }

  private Targets<A> targets() {
    return Targets.matrix(precision, precision.of(1, 0.2, 0.4, 0.7, 0.3, 0.1), 2);
  }

  private NetworkObjective<A> classes() {
    return new NetworkObjective<>(
        network().newWorkspace(3),
        Loss.softmaxCrossEntropy(),
        inputs(),
        Targets.labels(precision, new int[] {0, 1, 1}, 2));
  }

  private NetworkObjective<A> values() {
    return new NetworkObjective<>(
        network().newWorkspace(3), Loss.halfSquaredError(), inputs(), targets());
  }

  private static <A, O extends Linearizable<A>> O linearized(O objective) {
    A theta = objective.precision().newArray(objective.dimension());
    objective.precision().fill(theta, 0, objective.dimension(), 0.25);
    objective.linearize(theta, objective.precision().newArray(objective.dimension()));
    return objective;
  }

  private Network<A> images() {
    return Network.of(
        precision,
        Layers.images(new ImageShape(4, 4, 1))
            .convolution(2, Window.of(3), Activation.tanh())
            .dense(2, Activation.identity())
            .list());
  }

  /** E = Σθ², of two parameters. */
  private HessianProducts<A> formula() {
    return Objective.of(
        precision,
        2,
        t -> precision.get(t, 0) * precision.get(t, 0) + precision.get(t, 1) * precision.get(t, 1),
        (t, g) -> {
          precision.set(g, 0, 2 * precision.get(t, 0));
          precision.set(g, 1, 2 * precision.get(t, 1));
        },
        (t, v, p) -> {
          precision.set(p, 0, 2 * precision.get(v, 0));
          precision.set(p, 1, 2 * precision.get(v, 1));
        });
  }

  /** r = (θ₀ − 1, θ₁ − 2, θ₀ + θ₁). */
  private GaussNewtonProducts<A> squares() {
    return new LeastSquaresObjective<>(
        new LeastSquares<A>() {
          @Override
          public Precision<A> precision() {
            return precision;
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public int residuals() {
            return 3;
          }

          @Override
          public void residuals(A theta, A residuals) {
            double x = precision.get(theta, 0);
            double y = precision.get(theta, 1);
            precision.set(residuals, 0, x - 1);
            precision.set(residuals, 1, y - 2);
            precision.set(residuals, 2, x + y);
          }

          @Override
          public void jacobianRows(A theta, int from, int to, A rows) {
            double[] all = {1, 0, 0, 1, 1, 1};
            for (int i = 2 * from; i < 2 * to; i++) {
              precision.set(rows, i - 2 * from, all[i]);
            }
          }
        });
  }

  private void layers() {
    add("data", this::data);
    add("principal components", () -> PrincipalComponents.fit(data()));
    ImageShape image = new ImageShape(4, 4, 1);
    add("maximum of windows", () -> new MaxPooling(image, Window.of(2)));
    add("average of windows", () -> new AveragePooling(image, Window.of(2)));
    add("subsampling", () -> new Subsampling(image, Window.of(2), Activation.tanh()));
    add(
        "branches",
        () ->
            new Branches(
                List.of(List.of(new Dense(2, 1, Activation.tanh())), List.of()),
                Join.CONCAT,
                Activation.identity()));
    add("residual", () -> Residual.of(new Dense(2, 2, Activation.tanh())));
    add(
        "curvature along gradients",
        () ->
            GradientCurvature.measure(
                values(), network().initialize(Initializer.FAN_IN, 1), new int[] {0, 1, 2}, 2));
    add("numbers", () -> new LayerDescription.Numbers(List.of(2), new double[] {1, 2}));
    add("fixed map", () -> new FixedLinear(2, 1, new double[] {1, 2}));
  }

  private Dataset<A> data() {
    return Dataset.classification(precision, inputs(), 2, new int[] {0, 1, 1}, 2);
  }

  private void runs() {
    StochasticTrainer trainer =
        StochasticTrainer.of(new Momentum(0.5), Schedule.constant(0.1)).batch(1).build();
    add("run", () -> trainer.start(values(), network().initialize(Initializer.FAN_IN, 1)));
    add(
        "probabilities",
        () -> ProbabilityScores.of(new int[] {0, 1}, new double[] {0.5, 0.5, 0.25, 0.75}, 2));
    add("fit", () -> LeastSquaresFit.of(squares(), precision.of(1, 2)));
    add("minimum", () -> new SteepestDescent().minimize(formula(), precision.of(1, 2)));
    add("centers", () -> KMeans.fit(precision, inputs(), 2, 2, 3, 1, Parallelism.none()));
    add("chunks", Chunks::new);
    double[][] rows = {{0.1, 0.7}, {0.3, 0.2}, {0.9, 0.4}};
    add("fitted", () -> Fit.values(rows, new double[] {1, 0, 1}).epochs(2).fit(precision));
    add("number", () -> new Unmoved<>(precision).count);
  }

  private void plans() {
    GreedyPretraining<A> pretraining = GreedyPretraining.of(network());
    add("transfer of a layer", () -> Transfer.first(1, network(), network()));
    add("pretraining", () -> pretraining);
    add("hints", () -> Hints.of(network(), 1, network(), 1));
    add("soft targets", () -> SoftTargets.of(network(), 0.5, 2));
    add("stage of a plan", () -> stage());
    add("plan", () -> TrainingPlan.of(precision, theta(), stage(), stage()));
  }

  private A theta() {
    return network().initialize(Initializer.FAN_IN, 1);
  }

  private PlanStage<A> stage() {
    return PlanStage.of(
        "stage",
        this::values,
        StochasticTrainer.of(new Momentum(0.5), Schedule.constant(0.1)).batch(1).build());
  }

  private void continuation() {
    add("widths", () -> Continuation.of(List.of(2.0, 1.0)));
    add("formula that knows its blur", () -> new Bowl<>(formula(), 0));
  }

  /** Σθ² + N·σ², the blur of Σθ². */
  private record Bowl<A>(Objective<A> formula, double width) implements GaussianBlur<A> {
    @Override
    public Objective<A> blurred(double more) {
      if (!(more > 0 && more < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("width is " + more + ", must be positive and finite");
      }
      return new Bowl<>(formula, Math.hypot(width, more));
    }

    @Override
    public Precision<A> precision() {
      return formula.precision();
    }

    @Override
    public int dimension() {
      return formula.dimension();
    }

    @Override
    public double value(A theta) {
      return formula.value(theta) + dimension() * width * width;
    }

    @Override
    public double valueAndGradient(A theta, A gradient) {
      return formula.valueAndGradient(theta, gradient) + dimension() * width * width;
    }
  }

  private void pruning() {
    Network<A> network = network();
    Mask mask = Mask.of(new boolean[network.parameters()]);
    Retraining retraining =
        (round, pruned) ->
            StochasticTrainer.of(new Masked(new Momentum(0.5), pruned), Schedule.constant(0.1))
                .batch(1)
                .build();
    add("mask", () -> mask);
    add("units", () -> Units.of(network).getFirst());
    add("pruner", () -> Pruner.weights(network.ranges()));
    add("trainers", () -> retraining);
    add(
        "pruned",
        () ->
            Pruning.of(Saliency.magnitude(), Pruner.weights(network.ranges()), List.of(0.25, 0.5))
                .run(values(), values(), network.initialize(Initializer.FAN_IN, 1), retraining));
  }

  /** A rule of a user's, which moves nothing and remembers a number. */
  private static final class Unmoved<A> extends Updater<A> {
    final StateNumber count = number("count", 0);

    Unmoved(Precision<A> precision) {
      super(precision, 2);
    }

    @Override
    protected void prepare(double rate, A theta, A gradient) {}

    @Override
    public void update(A theta, A gradient, int from, int to) {}
  }

  /** Two chunks of a sum of ones. */
  private final class Chunks implements ExampleChunks<A> {
    @Override
    public long examples() {
      return 2;
    }

    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      return 1;
    }
  }

  private void products() {
    Kernels<A> kernels = Kernels.of(precision);
    add("product of 4 by 4", () -> square(kernels));
    add("convolution of 4 by 4", () -> convolution(kernels));
  }

  private Product<A> square(Kernels<A> kernels) {
    return kernels
        .newProduct(Parallelism.none())
        .a(precision.newArray(16), 0, 4)
        .b(precision.newArray(16), 0, 4)
        .c(precision.newArray(16), 0, 4);
  }

  private Convolution<A> convolution(Kernels<A> kernels) {
    return kernels
        .newConvolution(ConvolutionShape.of(4, 4, 1, 2, 3, 3), Parallelism.none())
        .x(precision.newArray(64), 0)
        .weights(precision.newArray(64), 0)
        .y(precision.newArray(64), 0);
  }
}
