package io.github.curvelane.nn;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.nn.NetworkCase.Cost;
import io.github.curvelane.nn.NetworkCase.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small network of layers of any kind with data, once as the library computes it and once as
 * {@link ScalarNetwork} does.
 *
 * @param name what tests call it
 * @param layers its layers
 * @param cost what it is trained for
 */
record LayerCase(String name, List<Twin> layers, Cost cost) {
  private static final int BATCH = 3;

  /** A layer, twice. */
  record Twin(Layer layer, ScalarLayer plain) {
    int outputs() {
      return layer.outputs();
    }
  }

  static Twin dense(int in, int out, Unit unit) {
    return new Twin(new Dense(in, out, unit.activation), ScalarLayer.dense(in, out, unit.curve));
  }

  static Twin unbiased(int in, int out, Unit unit) {
    return new Twin(
        Dense.withoutBiases(in, out, unit.activation), ScalarLayer.unbiased(in, out, unit.curve));
  }

  static Twin activate(int n, Unit unit) {
    return new Twin(new Activate(n, unit.activation), ScalarLayer.activate(unit.curve));
  }

  static Twin gain(int n, Unit unit) {
    return new Twin(new Gain(n, unit.activation), ScalarLayer.gain(n, unit.curve));
  }

  static Twin fixed(int in, int out, long seed) {
    double[] matrix = random(in * out, seed);
    double[] offset = random(out, seed + 1);
    return new Twin(
        new FixedLinear(in, out, matrix, offset), ScalarLayer.linear(in, out, matrix, offset));
  }

  static Twin residual(Unit unit, Twin... inner) {
    return new Twin(
        new Residual(Arrays.stream(inner).map(Twin::layer).toList(), unit.activation),
        new ScalarResidual(chain(List.of(inner)), unit.curve));
  }

  /** Branches that are added, or with places laid side by side at each. */
  static Twin branches(Unit unit, int places, List<List<Twin>> inner) {
    List<List<Layer>> layers =
        inner.stream().map(b -> b.stream().map(Twin::layer).toList()).toList();
    Join join = places == 0 ? Join.SUM : Join.CONCAT;
    int inputs =
        layers.stream().filter(b -> !b.isEmpty()).findFirst().orElseThrow().getFirst().inputs();
    return new Twin(
        places < 2
            ? new Branches(layers, join, unit.activation)
            : Branches.ofImages(
                new ImageShape(1, places, inputs / places), layers, join, unit.activation),
        new ScalarBranches(inner.stream().map(LayerCase::chain).toList(), places, unit.curve));
  }

  /** Distances from centres of which these are trained. */
  static Twin radial(int in, int units, boolean trainsCenters, boolean trainsKappas) {
    Radial layer = new Radial(in, units);
    double[] centers = trainsCenters ? null : random(in * units, 31);
    double[] kappas = null;
    if (!trainsKappas) {
      kappas = Arrays.stream(random(units, 32)).map(k -> 1.2 + k).toArray();
      layer = layer.withFixedKappas(kappas);
    }
    layer = trainsCenters ? layer : layer.withFixedCenters(centers);
    return new Twin(layer, ScalarLayer.radial(in, units, centers, kappas));
  }

  static Twin softmax(int n) {
    return new Twin(new Softmax(n), ScalarLayer.softmax());
  }

  static Twin maxout(int units, int pieces) {
    return new Twin(new Maxout(units, pieces), ScalarLayer.maxout(units, pieces));
  }

  static Twin layerNormalization(int n, Unit unit) {
    return new Twin(
        new LayerNormalization(n, 0.02, unit.activation),
        ScalarLayer.layerNormalization(n, 0.02, unit.curve));
  }

  /** Batch normalisation with statistics of its own, of maps. */
  static Twin normalization(ImageShape shape, Unit unit) {
    double[] means = random(shape.channels(), 3);
    double[] variances = random(shape.channels(), 4);
    Arrays.setAll(variances, c -> variances[c] + 1.5);
    List<Integer> maps = List.of(shape.channels());
    LayerDescription description =
        new BatchNormalization(shape, 0.02, unit.activation)
            .describe()
            .with("mean", new LayerDescription.Numbers(maps, means))
            .with("variance", new LayerDescription.Numbers(maps, variances));
    return new Twin(
        Layer.of(description),
        ScalarLayer.normalization(shape.units(), means, variances, 0.02, unit.curve));
  }

  static Twin squaredDistances(int n) {
    return new Twin(new SquaredDistances(n), ScalarLayer.squaredDistances(n));
  }

  static Twin convolution(
      ImageShape image, Window window, int maps, int groups, Biases biases, Unit unit) {
    return new Twin(
        new Convolution(image, window, maps, groups, biases, unit.activation),
        ScalarConvolution.shared(image, window, maps, groups, biases, unit.curve));
  }

  static Twin local(ImageShape image, Window window, int maps, Unit unit) {
    return new Twin(
        new LocallyConnected(image, window, maps, unit.activation),
        ScalarConvolution.local(image, window, maps, unit.curve));
  }

  static Twin average(ImageShape image, Window window) {
    return new Twin(new AveragePooling(image, window), ScalarPooling.average(image, window));
  }

  static Twin max(ImageShape image, Window window) {
    return new Twin(new MaxPooling(image, window), ScalarPooling.max(image, window));
  }

  static Twin subsampling(ImageShape image, Window window, Unit unit) {
    return new Twin(
        new Subsampling(image, window, unit.activation),
        ScalarPooling.subsampling(image, window, unit.curve));
  }

  private static ScalarChain chain(List<Twin> layers) {
    return new ScalarChain(layers.stream().map(Twin::plain).toArray(ScalarLayer[]::new));
  }

  /** Each kind of layer first, last, between others and within others; then mixtures. */
  static List<LayerCase> all() {
    List<LayerCase> cases = new ArrayList<>();
    Twin last = dense(3, 3, Unit.IDENTITY);
    cases.add(of("activation", dense(3, 3, Unit.IDENTITY), activate(3, Unit.SILU), last));
    cases.add(
        of("activations at the ends", activate(3, Unit.TANH), last, activate(3, Unit.SOFTPLUS)));
    cases.add(of("fixed linear", fixed(3, 2, 1), dense(2, 4, Unit.TANH), fixed(4, 3, 3), last));
    cases.add(of("fixed linear last", dense(3, 2, Unit.GELU), fixed(2, 3, 5)));
    cases.add(
        of(
            "residual",
            residual(Unit.TANH, dense(3, 2, Unit.LOGISTIC), dense(2, 3, Unit.IDENTITY)),
            last));
    cases.add(
        of(
            "residual last, nested",
            dense(3, 2, Unit.TANH),
            residual(
                Unit.SILU,
                residual(Unit.IDENTITY, dense(2, 2, Unit.TANH)),
                activate(2, Unit.ELU),
                residual(Unit.IDENTITY, residual(Unit.TANH, dense(2, 2, Unit.SILU))))));
    cases.add(
        of(
            "residual without parameters",
            residual(Unit.IDENTITY, activate(3, Unit.TANH)),
            last,
            residual(Unit.IDENTITY, activate(3, Unit.SILU))));
    cases.add(of("softmax", dense(3, 4, Unit.TANH), softmax(4), dense(4, 3, Unit.IDENTITY)));
    cases.add(
        of(
            "softmax at the ends and in a residual",
            softmax(3),
            residual(Unit.TANH, softmax(3), dense(3, 3, Unit.TANH)),
            softmax(3)));
    cases.add(of("maxout", dense(3, 6, Unit.IDENTITY), maxout(3, 2), dense(3, 2, Unit.TANH)));
    cases.add(of("gain", dense(3, 4, Unit.TANH), gain(4, Unit.SILU), dense(4, 3, Unit.IDENTITY)));
    cases.add(
        of(
            "gains at the ends and in a residual",
            gain(3, Unit.TANH),
            residual(Unit.SILU, gain(3, Unit.IDENTITY), gain(3, Unit.TANH)),
            last,
            gain(3, Unit.SOFTPLUS)));
    cases.add(
        of(
            "dense without biases",
            unbiased(3, 4, Unit.TANH),
            residual(Unit.SILU, unbiased(4, 4, Unit.IDENTITY)),
            unbiased(4, 3, Unit.IDENTITY)));
    cases.add(
        of(
            "layer normalisation",
            dense(3, 4, Unit.IDENTITY),
            layerNormalization(4, Unit.TANH),
            dense(4, 3, Unit.IDENTITY)));
    cases.add(
        of(
            "layer normalisation at the ends and in a residual",
            layerNormalization(3, Unit.SILU),
            residual(Unit.TANH, layerNormalization(3, Unit.IDENTITY), dense(3, 3, Unit.TANH)),
            last,
            layerNormalization(3, Unit.SOFTPLUS)));
    cases.add(
        of(
            "normalisation by statistics of its own",
            normalization(new ImageShape(1, 1, 3), Unit.IDENTITY),
            dense(3, 6, Unit.IDENTITY),
            residual(Unit.IDENTITY, normalization(new ImageShape(1, 3, 2), Unit.TANH)),
            dense(6, 3, Unit.IDENTITY)));
    cases.add(
        of(
            "transforms with parameters",
            squaredDistances(3),
            dense(3, 4, Unit.TANH),
            squaredDistances(4),
            dense(4, 3, Unit.IDENTITY)));
    cases.add(
        of(
            "transforms with parameters in a residual and last",
            dense(3, 3, Unit.SILU),
            residual(Unit.TANH, squaredDistances(3), dense(3, 3, Unit.LOGISTIC)),
            squaredDistances(3)));
    ImageShape image = new ImageShape(3, 4, 2);
    cases.add(
        of(
            "convolutions",
            convolution(image, Window.of(2), 3, 1, Biases.MAP, Unit.TANH),
            convolution(
                new ImageShape(2, 3, 3),
                new Window(2, 2, 2, 1, 1, 0, 2, 2),
                2,
                1,
                Biases.UNIT,
                Unit.SILU),
            dense(2, 2, Unit.IDENTITY)));
    cases.add(
        of(
            "convolutions in groups and in a residual, last",
            residual(
                Unit.TANH,
                convolution(image, Window.of(3).padding(1), 4, 2, Biases.NONE, Unit.LOGISTIC),
                convolution(
                    new ImageShape(3, 4, 4), Window.of(1), 2, 2, Biases.MAP, Unit.IDENTITY)),
            convolution(image, Window.of(3, 4), 3, 1, Biases.MAP, Unit.IDENTITY)));
    cases.add(
        of(
            "locally connected",
            local(image, Window.of(2, 3).padding(1).stride(2), 2, Unit.TANH),
            local(new ImageShape(2, 2, 2), new Window(1, 2, 1, 1, 0, 1, 1, 2), 1, Unit.SILU),
            dense(4, 2, Unit.IDENTITY)));
    cases.add(
        of(
            "average pooling",
            gain(24, Unit.TANH),
            average(image, Window.of(2)),
            average(new ImageShape(2, 3, 2), Window.of(2, 3)),
            dense(2, 2, Unit.IDENTITY)));
    cases.add(
        of(
            "max pooling",
            gain(24, Unit.TANH),
            max(image, Window.of(2)),
            dense(12, 2, Unit.IDENTITY)));
    cases.add(
        of(
            "subsampling",
            subsampling(image, Window.of(2, 1), Unit.TANH),
            subsampling(new ImageShape(2, 4, 2), Window.of(2).stride(2), Unit.SILU),
            dense(4, 2, Unit.IDENTITY),
            subsampling(new ImageShape(1, 1, 2), Window.of(1), Unit.IDENTITY)));
    cases.add(
        of(
            "sum of branches and a skip",
            branches(
                Unit.TANH,
                0,
                List.of(
                    List.of(dense(3, 2, Unit.LOGISTIC), dense(2, 3, Unit.IDENTITY)),
                    List.of(),
                    List.of(dense(3, 3, Unit.SILU)))),
            last));
    cases.add(
        of(
            "branches side by side, one of them fixed",
            dense(3, 2, Unit.TANH),
            branches(
                Unit.SILU,
                1,
                List.of(
                    List.of(dense(2, 1, Unit.TANH)),
                    List.of(),
                    List.of(
                        branches(
                            Unit.TANH, 1, List.of(List.of(activate(2, Unit.ELU)), List.of()))))),
            dense(7, 2, Unit.IDENTITY)));
    cases.add(
        of(
            "channels of images side by side, and last",
            branches(
                Unit.TANH,
                2,
                List.of(
                    List.of(gain(4, Unit.IDENTITY)), List.of(), List.of(activate(4, Unit.TANH)))),
            branches(
                Unit.IDENTITY,
                1,
                List.of(
                    List.of(dense(12, 2, Unit.IDENTITY)),
                    List.of(dense(12, 1, Unit.TANH), dense(1, 1, Unit.SILU))))));
    cases.add(
        of(
            "radial units first and last",
            radial(3, 5, true, true),
            activate(5, Unit.TANH),
            dense(5, 2, Unit.TANH),
            radial(2, 3, true, true)));
    cases.add(
        of(
            "radial units of fixed centres between",
            dense(3, 2, Unit.TANH),
            radial(2, 6, false, true),
            activate(6, Unit.SOFTPLUS),
            dense(6, 3, Unit.IDENTITY)));
    cases.add(
        of(
            "radial units of fixed widths, and in a residual",
            radial(3, 4, true, false),
            residual(Unit.TANH, radial(4, 4, false, false), dense(4, 4, Unit.SILU)),
            dense(4, 3, Unit.IDENTITY)));
    for (int seed = 1; seed <= 12; seed++) {
      cases.add(mixture(seed));
    }
    return cases;
  }

  private static LayerCase of(String name, Twin... layers) {
    return new LayerCase(name, List.of(layers), Cost.SOFTMAX);
  }

  private static LayerCase mixture(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Twin> layers = new ArrayList<>();
    int n = 2 + random.nextInt(2);
    for (int l = 2 + random.nextInt(3); l > 0; l--) {
      layers.add(draw(random, n, 2));
      n = layers.getLast().outputs();
    }
    layers.add(dense(n, 2, Unit.IDENTITY));
    Cost[] costs = Cost.values();
    return new LayerCase("mixture " + seed, layers, costs[random.nextInt(costs.length)]);
  }

  /** A layer of n inputs; residual ones only so deep. */
  private static Twin draw(SplittableRandom random, int n, int depth) {
    Unit[] units = Unit.values();
    Unit unit = units[random.nextInt(units.length)];
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> dense(n, 2 + random.nextInt(2), unit);
      case 1 -> activate(n, unit);
      case 2 -> fixed(n, 2 + random.nextInt(3), random.nextInt(1000));
      case 3 -> softmax(n);
      case 4 -> n % 2 == 0 ? maxout(n / 2, 2) : activate(n, unit);
      default -> {
        Twin first = draw(random, n, depth - 1);
        yield first.outputs() == n
            ? residual(unit, first)
            : residual(unit, first, dense(first.outputs(), n, Unit.TANH));
      }
    };
  }

  static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static double[][] rows(double[] values, int columns) {
    double[][] rows = new double[values.length / columns][];
    for (int p = 0; p < rows.length; p++) {
      rows[p] = Arrays.copyOfRange(values, p * columns, (p + 1) * columns);
    }
    return rows;
  }

  private int inputs() {
    return layers.getFirst().layer().inputs();
  }

  private int outputs() {
    return layers.getLast().outputs();
  }

  private double[] inputRows() {
    return random(BATCH * inputs(), 7);
  }

  /** Targets that are neither 0 nor 1, which sum to 1 for softmax. */
  private double[] targetRows() {
    double[] t = random(BATCH * outputs(), 9);
    for (int p = 0; p < BATCH; p++) {
      double sum = 0;
      for (int c = 0; c < outputs(); c++) {
        t[p * outputs() + c] = Math.abs(t[p * outputs() + c]);
        sum += t[p * outputs() + c];
      }
      if (cost == Cost.SOFTMAX) {
        for (int c = 0; c < outputs(); c++) {
          t[p * outputs() + c] /= sum;
        }
      }
    }
    return t;
  }

  double[] theta() {
    Network<double[]> network =
        Network.of(Precision.DOUBLE, layers.stream().map(Twin::layer).toList());
    return positiveKappas(network, random(network.parameters(), 8));
  }

  /** With κ of radial units, which must be positive. */
  static double[] positiveKappas(Network<?> network, double[] theta) {
    for (Block block : network.blocks()) {
      int from = block.offset();
      for (int i = from; i < from + block.length() && block.name().endsWith("kappa"); i++) {
        theta[i] = 0.3 + Math.abs(theta[i]);
      }
    }
    return theta;
  }

  int batch() {
    return BATCH;
  }

  <A> NetworkObjective<A> objective(Precision<A> precision) {
    Network<A> network = Network.of(precision, layers.stream().map(Twin::layer).toList());
    return new NetworkObjective<>(
        network.newWorkspace(BATCH, Parallelism.none()),
        cost.loss,
        precision.of(inputRows()),
        Targets.matrix(precision, precision.of(targetRows()), outputs()));
  }

  ScalarNetwork oracle() {
    return new ScalarNetwork(
        chain(layers), cost.cost, rows(inputRows(), inputs()), rows(targetRows(), outputs()));
  }

  @Override
  public String toString() {
    return name;
  }
}
