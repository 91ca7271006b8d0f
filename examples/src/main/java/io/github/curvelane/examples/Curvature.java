package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;

/**
 * The gradient and the curvature along it, on the same few hundred training examples after every
 * epoch: gᵀHg/gᵀg with the exact Hessian. Where it is above 2/η, gradient descent with the rate η
 * climbs along g.
 */
final class Curvature<A> {
  static final int MOST_EXAMPLES = 256;

  private final NetworkObjective<A> objective;
  private final Reductions<A> reductions;
  private final A gradient;
  private final A product;
  private double gradientNorm;
  private double alongGradient;

  Curvature(Network<A> network, Loss loss, Prepared<A> training, Parallelism parallelism) {
    this.objective = training.objective(network, loss, MOST_EXAMPLES, parallelism);
    this.reductions = Kernels.of(network.precision()).newReductions();
    this.gradient = network.precision().newArray(network.parameters());
    this.product = network.precision().newArray(network.parameters());
  }

  void measure(A theta) {
    objective.linearize(theta, gradient);
    objective.hessianVector(gradient, product);
    int n = objective.dimension();
    double squares = reductions.sumOfSquares(n, gradient, 0);
    gradientNorm = Math.sqrt(squares);
    alongGradient = reductions.dot(n, gradient, 0, product, 0) / squares;
  }

  double gradientNorm() {
    return gradientNorm;
  }

  double alongGradient() {
    return alongGradient;
  }
}
