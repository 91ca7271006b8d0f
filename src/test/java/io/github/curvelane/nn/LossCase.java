package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A loss with random outputs and targets in double precision, n outputs an example. */
final class LossCase {
  static final int EXAMPLES = 5;

  final Loss loss;
  final int n;
  final Targets<double[]> targets;
  final double[] outputs;
  final LossFunction<double[]> function;
  final double[] state;

  private final String name;

  private LossCase(
      int examples, String name, Loss loss, int n, Targets<double[]> targets, double spread) {
    this.name = name + ", n = " + n;
    this.loss = loss;
    this.n = n;
    this.targets = targets;
    this.outputs = random(examples * n, spread, 7L * n);
    this.function = loss.on(Kernels.of(Precision.DOUBLE));
    this.state = new double[examples * function.stateWidth(n)];
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

  /** Every loss, with every kind of target it takes. */
  static List<LossCase> all(int n, int examples) {
    List<LossCase> cases = new ArrayList<>();
    Targets<double[]> labels = Targets.labels(Precision.DOUBLE, classes(n, examples), n);
    Targets<double[]> soft = Targets.matrix(Precision.DOUBLE, distributions(n, examples), n);
    double[] weights = random(examples, 1, 3);
    for (int i = 0; i < examples; i++) {
      weights[i] = Math.abs(weights[i]);
    }
    Loss entropy = Loss.softmaxCrossEntropy();
    cases.add(new LossCase(examples, "classes", entropy, n, labels, 3));
    cases.add(
        new LossCase(examples, "smoothed classes", entropy.withLabelSmoothing(0.1), n, labels, 3));
    cases.add(new LossCase(examples, "distributions", entropy, n, soft, 3));
    cases.add(
        new LossCase(
            examples, "smoothed distributions", entropy.withLabelSmoothing(0.2), n, soft, 3));
    cases.add(new LossCase(examples, "weighted", entropy, n, labels.withWeights(weights), 3));
    cases.add(new LossCase(examples, "weighted", entropy, n, soft.withWeights(weights), 3));
    Targets<double[]> values = Targets.matrix(Precision.DOUBLE, random(examples * n, 2, n), n);
    cases.add(new LossCase(examples, "values", Loss.halfSquaredError(), n, values, 2));
    cases.add(new LossCase(examples, "values", Loss.meanSquaredError(), n, values, 2));
    cases.add(new LossCase(examples, "values", Loss.huber(0.7), n, values, 2));
    cases.add(
        new LossCase(
            examples, "weighted", Loss.meanSquaredError(), n, values.withWeights(weights), 2));
    cases.add(
        new LossCase(examples, "weighted", Loss.huber(0.7), n, values.withWeights(weights), 2));
    Targets<double[]> binary = Targets.matrix(Precision.DOUBLE, probabilities(n, examples), n);
    Loss logistic = Loss.binaryCrossEntropy();
    cases.add(new LossCase(examples, "probabilities", logistic, n, binary, 3));
    cases.add(new LossCase(examples, "smoothed", logistic.withLabelSmoothing(0.1), n, binary, 3));
    cases.add(new LossCase(examples, "weighted", logistic, n, binary.withWeights(weights), 3));
    Targets<double[]> signs = Targets.matrix(Precision.DOUBLE, signs(n, examples), n);
    cases.add(new LossCase(examples, "signs", Loss.perceptron(), n, signs, 2));
    cases.add(new LossCase(examples, "signs", Loss.hinge(), n, signs, 2));
    cases.add(new LossCase(examples, "weighted", Loss.hinge(), n, signs.withWeights(weights), 2));
    return cases;
  }

  double value(double[] at) {
    return function.value(EXAMPLES, at, 0, n, targets, null, 0, state, 0, null);
  }

  double[] gradient(double[] at) {
    double[] gradient = new double[at.length];
    function.valueAndGradient(EXAMPLES, at, 0, n, targets, null, 0, gradient, 0, n, state, 0, null);
    return gradient;
  }

  double[] hessianVector(double[] r) {
    double[] product = new double[r.length];
    function.hessianVector(EXAMPLES, n, state, 0, r, 0, n, product, 0, n);
    return product;
  }

  double[] hessianDiagonal() {
    double[] diagonal = new double[outputs.length];
    function.hessianDiagonal(EXAMPLES, n, state, 0, diagonal, 0, n);
    return diagonal;
  }

  double[] squareRootColumn(int c) {
    double[] column = new double[outputs.length];
    function.squareRootColumn(c, EXAMPLES, n, state, 0, column, 0, n);
    return column;
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
