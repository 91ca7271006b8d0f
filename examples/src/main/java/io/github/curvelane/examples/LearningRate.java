package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import java.util.Arrays;

/**
 * Chooses a learning rate by the curvature that the steps will meet: κ = gᵀGg/gᵀg, with the
 * gradient g of a batch and the Gauss-Newton matrix G of the same batch at the initial weights, is
 * the second derivative along the step that the batch asks for; a step of 1/κ would end at the
 * bottom of that parabola. The median over batches of the size that is trained with makes the rate
 * 1/κ. The greatest eigenvalue of G, which is met by no step, would give one many times smaller.
 */
final class LearningRate {
  private static final int BATCHES = 20;

  private LearningRate() {}

  /**
   * Returns κ.
   *
   * @return NaN if no batch has a gradient
   */
  static <A> double curvature(
      NetworkObjective<A> objective, A theta, int batch, SamplingOrder order) {
    Precision<A> precision = objective.precision();
    int n = objective.examples();
    int[] examples = new int[n];
    order.arrange(1, examples);
    A gradient = precision.newArray(objective.dimension());
    A product = precision.newArray(objective.dimension());
    double[] found = new double[BATCHES];
    int count = 0;
    for (int b = 0; b < BATCHES; b++) {
      int from = (int) ((long) b * batch % (n - batch + 1));
      objective.select(examples, from, from + batch);
      objective.linearize(theta, gradient);
      objective.gaussNewtonVector(gradient, product);
      double kappa = dot(precision, gradient, product) / dot(precision, gradient, gradient);
      if (kappa > 0 && kappa < Double.POSITIVE_INFINITY) {
        found[count++] = kappa;
      }
    }
    Arrays.sort(found, 0, count);
    return count == 0 ? Double.NaN : (found[(count - 1) / 2] + found[count / 2]) / 2;
  }

  static <A> double dot(Precision<A> precision, A a, A b) {
    double sum = 0;
    for (int i = 0; i < precision.length(a); i++) {
      sum = Math.fma(precision.get(a, i), precision.get(b, i), sum);
    }
    return sum;
  }
}
