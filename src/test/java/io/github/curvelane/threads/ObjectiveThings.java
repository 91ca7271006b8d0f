package io.github.curvelane.threads;

import io.github.curvelane.LeastSquares;
import io.github.curvelane.Objective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.FiniteDifferenceProducts;
import io.github.curvelane.curvature.LeastSquaresObjective;
import io.github.curvelane.curvature.TaylorProducts;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkExampleErrors;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.NetworkValidation;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Networks and objectives, whose calls belong together: a selection or a point, and what follows.
 */
final class ObjectiveThings {
  static final Network<double[]> NETWORK =
      Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 5, 7, 3);
  private static final int EXAMPLES = 24;
  private static final double[] INPUTS = new Random(3).doubles(EXAMPLES * 5, -1, 1).toArray();
  private static final int[] LABELS = new Random(4).ints(EXAMPLES, 0, 3).toArray();
  private static final int[] ORDER = new Random(5).ints(EXAMPLES, 0, EXAMPLES).toArray();

  private ObjectiveThings() {}

  static List<SharedThing> all() {
    return List.of(
        new SharedThing("predictions", ObjectiveThings::predictions),
        new SharedThing("selected batch and gradient", ObjectiveThings::gradient),
        new SharedThing("selected batch and value", ObjectiveThings::value),
        new SharedThing("kept point and products", ObjectiveThings::products),
        new SharedThing("validation", ObjectiveThings::validation),
        new SharedThing("errors of examples", ObjectiveThings::errors),
        new SharedThing("differences", ObjectiveThings::differences),
        new SharedThing("Taylor products", ObjectiveThings::taylor),
        new SharedThing("least squares", ObjectiveThings::leastSquares));
  }

  static Targets<double[]> targets() {
    return Targets.labels(Precision.DOUBLE, LABELS, 3);
  }

  static NetworkObjective<double[]> objective() {
    return new NetworkObjective<>(
        NETWORK.newWorkspace(EXAMPLES), Loss.softmaxCrossEntropy(), INPUTS, targets());
  }

  static double[] theta(int variant) {
    return NETWORK.initialize(Initializer.FAN_IN, 11 + variant);
  }

  private static IntFunction<Object> predictions() {
    Workspace<double[]> workspace = NETWORK.newWorkspace(8);
    return v -> {
      double[] outputs = new double[EXAMPLES * 3];
      workspace.predict(theta(v), INPUTS, 0, EXAMPLES, outputs);
      return Arrays.toString(outputs);
    };
  }

  private static IntFunction<Object> gradient() {
    NetworkObjective<double[]> objective = objective();
    return v -> {
      double[] gradient = new double[objective.dimension()];
      objective.select(ORDER, 3 * v, 3 * v + 5);
      double value = objective.valueAndGradient(theta(0), gradient);
      return value + Arrays.toString(gradient);
    };
  }

  private static IntFunction<Object> value() {
    NetworkObjective<double[]> objective = objective();
    return v -> {
      objective.select(ORDER, 3 * v, 3 * v + 5);
      return objective.value(theta(0)) + " " + objective.value(theta(1));
    };
  }

  private static IntFunction<Object> products() {
    NetworkObjective<double[]> objective = objective();
    double[] direction = theta(9);
    return v -> {
      double[] product = new double[objective.dimension()];
      objective.linearize(theta(v), new double[objective.dimension()]);
      objective.hessianVector(direction, product);
      return Arrays.toString(product);
    };
  }

  private static IntFunction<Object> validation() {
    NetworkValidation<double[]> validation =
        NetworkValidation.of(NETWORK, Loss.softmaxCrossEntropy(), INPUTS, targets())
            .loss()
            .error()
            .allowMissingClasses()
            .build();
    return v -> {
      double[] values = new double[2];
      validation.measure(theta(v), values);
      return Arrays.toString(values);
    };
  }

  private static IntFunction<Object> errors() {
    NetworkExampleErrors<double[]> measure =
        NetworkExampleErrors.of(NETWORK, INPUTS, targets(), Parallelism.none());
    return v -> {
      double[] errors = new double[EXAMPLES];
      measure.errors(theta(v), errors);
      return Arrays.toString(errors);
    };
  }

  private static Objective<double[]> quartic() {
    return Objective.of(
        Precision.DOUBLE,
        3,
        t -> t[0] * t[0] * t[0] * t[0] + t[1] * t[1] * t[2],
        (t, g) -> {
          g[0] = 4 * t[0] * t[0] * t[0];
          g[1] = 2 * t[1] * t[2];
          g[2] = t[1] * t[1];
        });
  }

  private static IntFunction<Object> differences() {
    var products = new FiniteDifferenceProducts<>(quartic(), FiniteDifferenceProducts.Form.CENTRAL);
    return v -> {
      double[] product = new double[3];
      double value = products.linearize(new double[] {1 + v, 2, 3}, new double[3]);
      products.hessianVector(new double[] {1, 1, 1}, product);
      return value + Arrays.toString(product);
    };
  }

  private static IntFunction<Object> taylor() {
    TaylorProducts<double[]> products = new TaylorProducts<>(quartic());
    return v -> {
      double[] product = new double[3];
      double value = products.keep(new double[] {1 + v, 2, 3}, new double[3]);
      products.hessianVector(new double[] {1, 1, 1}, product);
      return value + Arrays.toString(product);
    };
  }

  private static IntFunction<Object> leastSquares() {
    LeastSquaresObjective<double[]> objective = new LeastSquaresObjective<>(new Line());
    return v -> {
      double[] theta = {1 + v, 2 - v};
      double[] gradient = new double[2];
      double[] product = new double[2];
      double value = objective.linearize(theta, gradient);
      objective.gaussNewtonVector(new double[] {1, -1}, product);
      return value + Arrays.toString(gradient) + Arrays.toString(product);
    };
  }

  /** Residuals that are products of the parameters with a variable. */
  private static final class Line implements LeastSquares<double[]> {
    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int residuals() {
      return 60;
    }

    @Override
    public void residuals(double[] theta, double[] residuals) {
      for (int i = 0; i < 60; i++) {
        residuals[i] = theta[0] + theta[1] * i * theta[1] - i * 0.3;
      }
    }

    @Override
    public void jacobianRows(double[] theta, int from, int to, double[] rows) {
      for (int i = from; i < to; i++) {
        rows[2 * (i - from)] = 1;
        rows[2 * (i - from) + 1] = 2 * theta[1] * i;
      }
    }
  }
}
