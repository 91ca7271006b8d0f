package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A network with data whose bits are recorded.
 *
 * @param name what the record calls it
 * @param layers its layers
 * @param loss what it is trained for
 * @param goal the kind of its targets
 * @param batch the number of examples
 * @param spread the bound of its parameters
 */
record DigestCase(
    String name, List<? extends Layer> layers, Loss loss, Goal goal, int batch, double spread) {
  /** What the outputs should be. */
  enum Goal {
    LABELS,
    WEIGHTED_LABELS,
    DISTRIBUTIONS,
    WEIGHTED_DISTRIBUTIONS,
    PROBABILITIES,
    WEIGHTED_PROBABILITIES,
    SIGNS,
    WEIGHTED_SIGNS;

    private boolean isWeighted() {
      return name().startsWith("WEIGHTED");
    }
  }

  private static final Activation TANH = Activation.tanh();
  private static final Activation LECUN = Activation.lecunTanh();
  private static final Activation LINEAR = Activation.identity();
  private static final Loss ENTROPY = Loss.softmaxCrossEntropy();

  /** Every activation and loss on small networks; larger ones; batches up to several chunks. */
  static List<DigestCase> all() {
    List<DigestCase> cases = new ArrayList<>();
    for (NetworkCase small : NetworkCase.all()) {
      cases.add(of(small));
    }
    cases.addAll(losses());
    cases.addAll(wide());
    cases.addAll(large());
    cases.addAll(mixed());
    cases.add(pooled());
    cases.add(convolutions());
    return cases;
  }

  private static DigestCase of(NetworkCase small) {
    return new DigestCase(
        small.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
        dense(small.hidden().activation, small.last().activation, small.sizes()),
        small.cost().loss,
        small.cost() == NetworkCase.Cost.SOFTMAX ? Goal.DISTRIBUTIONS : Goal.PROBABILITIES,
        small.batch(),
        1);
  }

  /** Losses and targets that the small networks do not have, and numbers at their limits. */
  private static List<DigestCase> losses() {
    Loss logistic = Loss.binaryCrossEntropy();
    return List.of(
        new DigestCase(
            "softplus-perceptron",
            dense(Activation.softplus(), LINEAR, 6, 8, 3),
            Loss.perceptron(),
            Goal.SIGNS,
            65,
            1),
        new DigestCase(
            "gaussian-hinge",
            dense(Activation.gaussian(), LINEAR, 7, 9, 4),
            Loss.hinge(),
            Goal.WEIGHTED_SIGNS,
            31,
            1),
        new DigestCase(
            "elu-binary-smoothed",
            dense(Activation.elu(0.7), LINEAR, 12, 17, 5),
            logistic.withLabelSmoothing(0.1),
            Goal.WEIGHTED_PROBABILITIES,
            129,
            0.5),
        new DigestCase(
            "relu-softmax-weighted",
            dense(Activation.relu(), LINEAR, 11, 19, 6),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            17,
            0.7),
        new DigestCase(
            "silu-softmax-smoothed",
            dense(Activation.silu(), LINEAR, 9, 16, 8),
            ENTROPY.withLabelSmoothing(0.2),
            Goal.WEIGHTED_DISTRIBUTIONS,
            64,
            0.7),
        new DigestCase(
            "twisted-mean-squares",
            dense(Activation.twistedTanh(1.7, 0.6, 0.05), TANH, 31, 17, 5),
            Loss.meanSquaredError(),
            Goal.WEIGHTED_PROBABILITIES,
            127,
            0.4),
        new DigestCase(
            "saturated", dense(TANH, LINEAR, 6, 7, 5), ENTROPY, Goal.DISTRIBUTIONS, 33, 12),
        new DigestCase(
            "overflowing",
            dense(Activation.relu(), LINEAR, 5, 6, 7, 3),
            Loss.halfSquaredError(),
            Goal.PROBABILITIES,
            15,
            1e15));
  }

  /** Sizes of which none is a multiple of a vector's, many layers, and products that are shared. */
  private static List<DigestCase> wide() {
    return List.of(
        new DigestCase(
            "wide", dense(LECUN, LINEAR, 40, 70, 33, 10), ENTROPY, Goal.DISTRIBUTIONS, 91, 0.3),
        new DigestCase(
            "shared", dense(TANH, LINEAR, 160, 160, 10), ENTROPY, Goal.DISTRIBUTIONS, 97, 0.15),
        new DigestCase(
            "blocks", dense(TANH, LINEAR, 101, 300, 30, 10), ENTROPY, Goal.LABELS, 16, 0.2),
        new DigestCase(
            "deep",
            List.of(
                new Dense(20, 17, Activation.gelu()),
                new Dense(17, 15, Activation.silu()),
                new Dense(15, 13, LECUN),
                new Dense(13, 11, Activation.leakyRelu(0.1)),
                new Dense(11, 9, Activation.logistic()),
                new Dense(9, 3, LINEAR)),
            Loss.binaryCrossEntropy(),
            Goal.PROBABILITIES,
            33,
            0.5),
        new DigestCase(
            "digits-single", dense(LECUN, LINEAR, 784, 30, 10), ENTROPY, Goal.LABELS, 1, 0.06),
        new DigestCase(
            "digits-pair", dense(TANH, LINEAR, 784, 30, 10), ENTROPY, Goal.LABELS, 2, 0.06),
        new DigestCase(
            "digits-squares",
            dense(LECUN, LECUN, 784, 30, 10),
            Loss.halfSquaredError(),
            Goal.SIGNS,
            128,
            0.06),
        new DigestCase(
            "digits-300", dense(LECUN, LINEAR, 784, 300, 10), ENTROPY, Goal.LABELS, 16, 0.06));
  }

  /** Batches of several blocks of terms, of whole chunks, and of chunks with few examples. */
  private static List<DigestCase> large() {
    int chunk = Arithmetic.EXAMPLE_CHUNK;
    return List.of(
        new DigestCase(
            "terms-600", dense(TANH, LINEAR, 13, 33, 10), ENTROPY, Goal.LABELS, 600, 0.5),
        new DigestCase(
            "terms-1100", dense(TANH, LINEAR, 13, 33, 10), ENTROPY, Goal.DISTRIBUTIONS, 1100, 0.5),
        new DigestCase(
            "one-chunk",
            dense(Activation.logistic(), LINEAR, 7, 9, 4),
            Loss.hinge(),
            Goal.SIGNS,
            chunk,
            1),
        new DigestCase(
            "two-chunks",
            dense(TANH, LINEAR, 5, 6, 3),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            chunk + 1,
            1),
        new DigestCase(
            "three-chunks",
            dense(Activation.softplus(), LINEAR, 5, 7, 3),
            Loss.huber(0.7),
            Goal.WEIGHTED_SIGNS,
            2 * chunk + 809,
            1),
        new DigestCase(
            "five-chunks",
            dense(LECUN, LINEAR, 4, 5, 2),
            ENTROPY,
            Goal.LABELS,
            4 * chunk + 116,
            1));
  }

  /** Chains of 4,096 / 56 examples, and of 4,096 / 12. */
  private static DigestCase convolutions() {
    return new DigestCase(
        "convolutions",
        Layers.images(8, 7, 3)
            .convolution(6, Window.of(3).padding(1), TANH)
            .convolution(
                4, new Window(2, 3, 2, 2, 0, 1, 2, 1), 2, Biases.UNIT, Activation.softplus())
            .local(3, Window.of(2).padding(1).stride(2), Activation.silu())
            .dense(4, LINEAR)
            .list(),
        ENTROPY,
        Goal.WEIGHTED_LABELS,
        83,
        0.3);
  }

  /** Chains of 4,096 / 36 examples. */
  private static DigestCase pooled() {
    return new DigestCase(
        "pooling",
        Layers.images(8, 7, 3)
            .subsampling(Window.of(3, 2), TANH)
            .maxPooling(Window.of(2))
            .averagePooling(Window.of(2).stride(2))
            .dense(4, LINEAR)
            .list(),
        ENTROPY,
        Goal.DISTRIBUTIONS,
        131,
        0.4);
  }

  /**
   * Layers that are not dense: each kind between others and last, and all of them in two chunks.
   */
  private static List<DigestCase> mixed() {
    Layer residual =
        new Residual(
            List.of(
                new Dense(33, 18, TANH),
                Residual.of(new Dense(18, 18, Activation.logistic())),
                new Dense(18, 33, LINEAR)),
            Activation.silu());
    return List.of(
        new DigestCase(
            "activation",
            List.of(new Dense(21, 34, LINEAR), new Activate(34, LECUN), new Dense(34, 5, LINEAR)),
            ENTROPY,
            Goal.DISTRIBUTIONS,
            37,
            0.4),
        new DigestCase(
            "fixed-linear",
            List.of(
                new FixedLinear(21, 17, drawn(21 * 17, 1), drawn(17, 2)),
                new Dense(17, 19, TANH),
                new FixedLinear(19, 6, drawn(19 * 6, 3), drawn(6, 4))),
            Loss.halfSquaredError(),
            Goal.WEIGHTED_PROBABILITIES,
            35,
            0.4),
        new DigestCase(
            "residual",
            List.of(new Dense(22, 33, TANH), residual, residual, new Dense(33, 7, LINEAR)),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            49,
            0.3),
        new DigestCase(
            "softmax",
            List.of(
                new Dense(9, 19, LINEAR),
                new Softmax(19),
                new Dense(19, 5, LINEAR),
                Residual.of(new Softmax(5))),
            Loss.binaryCrossEntropy(),
            Goal.PROBABILITIES,
            33,
            1),
        new DigestCase(
            "maxout",
            List.of(new Dense(13, 54, LINEAR), new Maxout(18, 3), new Dense(18, 4, TANH)),
            Loss.meanSquaredError(),
            Goal.PROBABILITIES,
            65,
            0.5),
        new DigestCase(
            "gain",
            List.of(
                new Gain(14, TANH),
                new Dense(14, 14, TANH),
                Residual.of(new Gain(14, LINEAR)),
                new Dense(14, 4, LINEAR)),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            37,
            0.8),
        new DigestCase(
            "branches",
            List.of(
                new Dense(14, 18, TANH),
                Branches.ofImages(
                    new ImageShape(2, 3, 3),
                    List.of(
                        List.of(),
                        List.of(new Gain(18, TANH)),
                        List.of(new Activate(18, Activation.silu()))),
                    Join.CONCAT,
                    LINEAR),
                new Branches(
                    List.of(
                        List.of(new Dense(54, 9, TANH), new Dense(9, 5, LINEAR)),
                        List.of(new Dense(54, 5, LINEAR))),
                    Join.SUM,
                    TANH),
                new Dense(5, 4, LINEAR)),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            37,
            0.4),
        new DigestCase(
            "layer-normalization",
            List.of(
                new Dense(13, 67, LINEAR),
                new LayerNormalization(67, 1e-5, TANH),
                new Dense(67, 24, LINEAR),
                new Gain(new ImageShape(2, 4, 3), TANH),
                Residual.of(new LayerNormalization(24, 1e-3, LINEAR), new Dense(24, 24, LECUN)),
                new Dense(24, 4, LINEAR)),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            37,
            0.5),
        new DigestCase(
            "batch-normalization",
            List.of(
                new Dense(13, 35, LINEAR),
                new BatchNormalization(35, 1e-5, TANH),
                new Dense(35, 36, LINEAR),
                new BatchNormalization(new ImageShape(3, 4, 3), 1e-3, LECUN),
                new Dense(36, 4, LINEAR)),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            700,
            0.5),
        new DigestCase(
            "radial",
            List.of(
                new Radial(14, 19),
                new Activate(19, Activation.gaussian()),
                new Dense(19, 7, TANH),
                new Radial(7, 6).withFixedKappas(new double[] {1, 2, 0.5, 1, 0.25, 1}),
                new Activate(6, Activation.gaussian()),
                new Radial(6, 4)
                    .withFixedCenters(drawn(24, 8))
                    .withFixedKappas(new double[] {1, 2, 0.5, 1})),
            ENTROPY,
            Goal.WEIGHTED_LABELS,
            37,
            0.6),
        new DigestCase(
            "mixed-two-chunks",
            List.of(
                new FixedLinear(4, 3, drawn(12, 5)),
                Residual.of(new Dense(3, 3, TANH), new Softmax(3)),
                new Dense(3, 4, LINEAR),
                new Maxout(2, 2),
                new Dense(2, 3, LINEAR)),
            ENTROPY,
            Goal.LABELS,
            Arithmetic.EXAMPLE_CHUNK + 5,
            1));
  }

  private static double[] drawn(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static List<Dense> dense(Activation hidden, Activation last, int... sizes) {
    List<Dense> layers = new ArrayList<>();
    for (int l = 1; l < sizes.length; l++) {
      layers.add(new Dense(sizes[l - 1], sizes[l], l == sizes.length - 1 ? last : hidden));
    }
    return layers;
  }

  private SplittableRandom random(String what) {
    return new SplittableRandom(31L * what.hashCode() + name.hashCode());
  }

  <A> Network<A> network(Precision<A> precision) {
    return Network.of(precision, layers);
  }

  double[] theta() {
    SplittableRandom random = random("theta");
    double[] theta = new double[network(Precision.DOUBLE).parameters()];
    Arrays.setAll(theta, i -> spread * (2 * random.nextDouble() - 1));
    return LayerCase.positiveKappas(network(Precision.DOUBLE), theta);
  }

  /** Inputs with zeros of both signs among them. */
  double[] inputs() {
    SplittableRandom random = random("inputs");
    double[] x = new double[batch * layers.getFirst().inputs()];
    Arrays.setAll(
        x,
        i -> {
          double value = 3 * random.nextDouble() - 1.5;
          return i % 11 == 3 ? 0.0 : i % 13 == 5 ? -0.0 : value;
        });
    return x;
  }

  private <A> Targets<A> targets(Precision<A> precision) {
    int n = layers.getLast().outputs();
    SplittableRandom random = random("targets");
    double[] values = new double[batch * n];
    Targets<A> targets =
        switch (goal) {
          case LABELS, WEIGHTED_LABELS ->
              Targets.labels(precision, random.ints(batch, 0, n).toArray(), n);
          case DISTRIBUTIONS, WEIGHTED_DISTRIBUTIONS -> {
            for (int p = 0; p < batch; p++) {
              double sum = 0;
              for (int c = 0; c < n; c++) {
                values[p * n + c] = random.nextDouble();
                sum += values[p * n + c];
              }
              for (int c = 0; c < n; c++) {
                values[p * n + c] /= sum;
              }
            }
            yield Targets.matrix(precision, precision.of(values), n);
          }
          case PROBABILITIES, WEIGHTED_PROBABILITIES -> {
            Arrays.setAll(values, i -> random.nextDouble());
            yield Targets.matrix(precision, precision.of(values), n);
          }
          case SIGNS, WEIGHTED_SIGNS -> {
            Arrays.setAll(values, i -> random.nextBoolean() ? 1 : -1);
            yield Targets.matrix(precision, precision.of(values), n);
          }
        };
    if (!goal.isWeighted()) {
      return targets;
    }
    double[] weights = new double[batch];
    Arrays.setAll(weights, p -> p % 5 == 2 ? 0 : 2 * random.nextDouble());
    return targets.withWeights(precision.of(weights));
  }

  <A> NetworkObjective<A> objective(Precision<A> precision, Parallelism parallelism) {
    return new NetworkObjective<>(
        network(precision).newWorkspace(batch, parallelism),
        loss,
        precision.of(inputs()),
        targets(precision));
  }

  @Override
  public String toString() {
    return name;
  }
}
