package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A loss with random outputs and targets in double precision, n outputs an example. */
final class LossCase {
  static final int EXAMPLES = 5;

  final Loss loss;
  final int n;
  final Targets<double[]> targets;
  final double[] outputs;
  final LossFunction<double[]> function;

  private final String name;

  private LossCase(int examples, String name, Loss loss, int n, Targets<double[]> targets) {
    this.name = name + ", n = " + n;
    this.loss = loss;
    this.n = n;
    this.targets = targets;
    this.outputs = random(examples * n, loss.isForNumbers() ? 2 : 3, 7L * n);
    this.function = loss.on(Kernels.of(Precision.DOUBLE), n, examples);
    loss.check(targets);
  }

  /** Every loss, over sizes below and beyond the lanes of a sum. */
  static List<LossCase> all() {
    List<LossCase> cases = new ArrayList<>();
    for (int n : new int[] {1, 2, 3, 10, 33, 70}) {
      cases.addAll(all(n, EXAMPLES));
    }
    return cases;
  }

  /** Every loss, with labels if it takes them and the widest kind of matrix that it takes. */
  static List<LossCase> all(int n, int examples) {
    Map<String, Targets<double[]>> kinds = new LinkedHashMap<>();
    kinds.put("values", matrix(random(examples * n, 2, n), n));
    kinds.put("probabilities", matrix(probabilities(n, examples), n));
    kinds.put("distributions", matrix(distributions(n, examples), n));
    kinds.put("signs", matrix(signs(n, examples), n));
    double[] weights = random(examples, 1, 3);
    for (int i = 0; i < examples; i++) {
      weights[i] = Math.abs(weights[i]);
    }
    List<LossCase> cases = new ArrayList<>();
    for (Loss loss : losses()) {
      Map<String, Targets<double[]>> taken = new LinkedHashMap<>();
      Targets<double[]> labels = Targets.labels(Precision.DOUBLE, classes(n, examples), n);
      if (takes(loss, labels)) {
        taken.put("classes", labels);
      }
      kinds.entrySet().stream()
          .filter(kind -> takes(loss, kind.getValue()))
          .findFirst()
          .ifPresent(kind -> taken.put(kind.getKey(), kind.getValue()));
      taken.forEach(
          (kind, targets) -> {
            cases.add(new LossCase(examples, kind, loss, n, targets));
            cases.add(
                new LossCase(examples, "weighted " + kind, loss, n, targets.withWeights(weights)));
          });
    }
    return cases;
  }

  /** Losses of parts, whose targets are of all kinds and weighted apart. */
  static List<LossCase> parts() {
    double[] weights = {0.5, 0, 2, 1, 0.25};
    Targets<double[]> labels = Targets.labels(Precision.DOUBLE, classes(3, EXAMPLES), 3);
    Targets<double[]> one = matrix(probabilities(1, EXAMPLES), 1);
    Targets<double[]> two = matrix(random(EXAMPLES * 2, 2, 2), 2);
    Loss three =
        Loss.ofParts(
            new Loss.Part(0, 3, Loss.softmaxCrossEntropy(), 1),
            new Loss.Part(3, 4, Loss.binaryCrossEntropy(), 0.3),
            new Loss.Part(4, 6, Loss.meanSquaredError(), 2));
    Loss twice =
        Loss.ofParts(
            new Loss.Part(0, 2, Loss.logCosh(), 0.7),
            new Loss.Part(2, 5, Loss.softmaxCrossEntropy().withLabelSmoothing(0.1), 0));
    return List.of(
        new LossCase(
            EXAMPLES, "joined", three, 6, Targets.joined(labels.withWeights(weights), one, two)),
        new LossCase(
            EXAMPLES,
            "joined, then weighted",
            twice,
            5,
            Targets.joined(two, labels).withWeights(weights)));
  }

  /** Every loss there is, with a parameter where it has one, and without where it may. */
  static List<Loss> losses() {
    List<Loss> losses = new ArrayList<>();
    for (Loss.Kind kind : Loss.Kind.values()) {
      if (!kind.parameter().isRequired()) {
        losses.add(Loss.parse(kind.name().toLowerCase(Locale.ROOT).replace('_', '-')));
      }
      if (kind.parameter() != LossParameter.NONE) {
        losses.add(Loss.of(kind, 0.7));
      }
    }
    return losses;
  }

  private static boolean takes(Loss loss, Targets<double[]> targets) {
    try {
      loss.check(targets);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Targets<double[]> matrix(double[] values, int n) {
    return Targets.matrix(Precision.DOUBLE, values, n);
  }

  private Rows<double[]> rows(double[] array) {
    return new Rows<>(array, 0, n, array.length / n);
  }

  double value(double[] at) {
    return function.value(rows(at), targets, null, 0);
  }

  double[] gradient(double[] at) {
    double[] gradient = new double[at.length];
    function.valueAndGradient(rows(at), targets, null, 0, rows(gradient));
    return gradient;
  }

  double[] hessianVector(double[] r) {
    double[] product = new double[r.length];
    function.hessianVector(0, rows(r), rows(product));
    return product;
  }

  double[] hessianDiagonal() {
    double[] diagonal = new double[outputs.length];
    function.hessianDiagonal(rows(diagonal));
    return diagonal;
  }

  double[] squareRootColumn(int c) {
    double[] column = new double[outputs.length];
    function.squareRootColumn(c, rows(column));
    return column;
  }

  void sample(RandomGenerator random, double[] gradient) {
    function.sampleGradient(random, rows(gradient));
  }

  /** One direction for all examples: the unit vector of one output. */
  double[] unit(int output) {
    double[] unit = new double[outputs.length];
    for (int i = 0; i < EXAMPLES; i++) {
      unit[i * n + output] = 1;
    }
    return unit;
  }

  static double[] random(int length, double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = spread * (2 * random.nextDouble() - 1);
    }
    return values;
  }

  private static int[] classes(int n, int examples) {
    SplittableRandom random = new SplittableRandom(n);
    int[] classes = new int[examples];
    for (int i = 0; i < examples; i++) {
      classes[i] = random.nextInt(n);
    }
    return classes;
  }

  private static double[] distributions(int n, int examples) {
    double[] t = probabilities(n, examples);
    for (int i = 0; i < examples; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += t[i * n + j];
      }
      for (int j = 0; j < n; j++) {
        t[i * n + j] /= sum;
      }
    }
    return t;
  }

  private static double[] probabilities(int n, int examples) {
    double[] t = random(examples * n, 1, 5L * n);
    for (int i = 0; i < t.length; i++) {
      t[i] = Math.abs(t[i]);
    }
    return t;
  }

  private static double[] signs(int n, int examples) {
    double[] t = random(examples * n, 1, 11L * n);
    for (int i = 0; i < t.length; i++) {
      t[i] = Math.signum(t[i]);
    }
    return t;
  }

  @Override
  public String toString() {
    return loss + ", " + name;
  }
}
