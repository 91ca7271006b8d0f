package io.github.curvelane.bench.curvature;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.step.Networks;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** What computes each {@link Quantity} of one network and batch, at the same parameters. */
public final class CurvatureCalls {
  private static final int DIRECTIONS = 4;

  private final float[] theta;
  private final float[] gradient;
  private final List<float[]> directions;
  private final List<float[]> results;
  private final float[] u;
  private final float[] outputs;
  private final NetworkObjective<float[]> plain;
  private final NetworkObjective<float[]> whole;

  /** Linearized once, for all that starts from its state. */
  private final NetworkObjective<float[]> kept;

  /**
   * Builds the network three times: for the gradient, for what is computed all in, and for what
   * starts from a kept state.
   *
   * @param task the network and the batch
   * @param parallelism where it may run
   */
  public CurvatureCalls(StepTask task, Parallelism parallelism) {
    Network<float[]> network = Networks.of(task.network());
    theta = network.initialize(Initializer.FAN_IN, 1);
    gradient = new float[theta.length];
    directions = arrays(theta.length);
    results = arrays(theta.length);
    plain = Networks.objective(task, network.newWorkspace(task.batch(), parallelism));
    whole = Networks.objective(task, network.newWorkspace(task.batch(), parallelism));
    kept = Networks.objective(task, network.newWorkspace(task.batch(), parallelism));
    kept.linearize(theta, gradient);
    outputs = new float[kept.outputs()];
    u = direction(kept.outputs(), DIRECTIONS + 1);
  }

  /**
   * Returns what computes a quantity.
   *
   * @param quantity the quantity
   * @return the entrant, called by its label; they are compared by time, so each counts for one
   */
  public Entrant entrant(Quantity quantity) {
    float[] v = directions.getFirst();
    float[] result = results.getFirst();
    Runnable work =
        switch (quantity) {
          case GRADIENT -> () -> plain.valueAndGradient(theta, gradient);
          case HESSIAN_VECTOR -> () -> kept.hessianVector(v, result);
          case HESSIAN_VECTOR_ALL_IN -> () -> allIn(v, result);
          case FOUR_SINGLE_HESSIAN_VECTORS -> () -> singly(kept::hessianVector);
          case FOUR_SINGLE_HESSIAN_VECTORS_ALL_IN -> () -> singly(this::allIn);
          case FOUR_HESSIAN_VECTORS_ALL_IN ->
              () -> {
                whole.linearize(theta, gradient);
                whole.hessianVectors(directions, results);
              };
          case FOUR_SINGLE_GAUSS_NEWTON_VECTORS -> () -> singly(kept::gaussNewtonVector);
          case FOUR_HESSIAN_VECTORS -> () -> kept.hessianVectors(directions, results);
          case GAUSS_NEWTON_VECTOR -> () -> kept.gaussNewtonVector(v, result);
          case FOUR_GAUSS_NEWTON_VECTORS -> () -> kept.gaussNewtonVectors(directions, results);
          case JACOBIAN_VECTOR -> () -> kept.jacobianVector(v, outputs);
          case VECTOR_JACOBIAN -> () -> kept.jacobianTransposeVector(u, result);
          case BECKER_LECUN -> () -> kept.diagonal(Diagonal.BECKER_LECUN, result);
          case BECKER_LECUN_SECOND_ORDER ->
              () -> kept.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, result);
          case EMPIRICAL_FISHER -> () -> kept.diagonal(Diagonal.EMPIRICAL_FISHER, result);
        };
    return new Entrant(quantity.label(), 1, work);
  }

  private void allIn(float[] direction, float[] product) {
    whole.hessianVector(theta, gradient, direction, product);
  }

  /** One product after another: each direction and each result is read and written anew. */
  private void singly(BiConsumer<float[], float[]> product) {
    for (int i = 0; i < directions.size(); i++) {
      product.accept(directions.get(i), results.get(i));
    }
  }

  /** Returns four directions. */
  static List<float[]> arrays(int length) {
    List<float[]> arrays = new ArrayList<>();
    for (int i = 0; i < DIRECTIONS; i++) {
      arrays.add(direction(length, i));
    }
    return arrays;
  }

  private static float[] direction(int n, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] direction = new float[n];
    for (int i = 0; i < n; i++) {
      direction[i] = (float) random.nextDouble(-1, 1);
    }
    return direction;
  }
}
