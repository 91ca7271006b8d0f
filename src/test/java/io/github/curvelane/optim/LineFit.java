package io.github.curvelane.optim;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.FusedObjective;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Least squares, E(θ) = mean of ½(θ₀ + θ₁a_p + θ₂b_p − y_p)², over data of its own; remembers what
 * was selected.
 */
class LineFit implements StochasticObjective<double[]> {
  final List<Integer> batches = new ArrayList<>();
  final List<Integer> visited = new ArrayList<>();
  private final double[][] inputs;
  private final double[] targets;
  private int[] order;
  private int from;
  private int to;

  LineFit(int examples) {
    Random random = new Random(3);
    inputs = new double[examples][];
    targets = new double[examples];
    for (int p = 0; p < examples; p++) {
      inputs[p] = new double[] {1, random.nextDouble(-2, 2), random.nextDouble(-2, 2)};
      targets[p] = 0.5 - inputs[p][1] + 2 * inputs[p][2] + random.nextDouble(-0.1, 0.1);
    }
  }

  /** Solves the normal equations by Cramer's rule. */
  double[] solution() {
    double[][] m = new double[3][3];
    double[] right = new double[3];
    for (int p = 0; p < targets.length; p++) {
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          m[i][j] += inputs[p][i] * inputs[p][j];
        }
        right[i] += inputs[p][i] * targets[p];
      }
    }
    double[] solution = new double[3];
    for (int k = 0; k < 3; k++) {
      double[][] replaced = {m[0].clone(), m[1].clone(), m[2].clone()};
      for (int i = 0; i < 3; i++) {
        replaced[i][k] = right[i];
      }
      solution[k] = determinant(replaced) / determinant(m);
    }
    return solution;
  }

  private static double determinant(double[][] m) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return 3;
  }

  @Override
  public int examples() {
    return targets.length;
  }

  @Override
  public int maxBatch() {
    return 64;
  }

  @Override
  public void select(int[] order, int from, int to) {
    this.order = order;
    this.from = from;
    this.to = to;
    batches.add(to - from);
    for (int i = from; i < to; i++) {
      visited.add(order[i]);
    }
  }

  @Override
  public double value(double[] theta) {
    return valueAndGradient(theta, new double[3]);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    double loss = 0;
    Arrays.fill(gradient, 0);
    for (int k = from; k < to; k++) {
      double[] x = inputs[order[k]];
      double residual = theta[0] * x[0] + theta[1] * x[1] + theta[2] * x[2] - targets[order[k]];
      loss += residual * residual / 2;
      for (int i = 0; i < 3; i++) {
        gradient[i] += residual * x[i];
      }
    }
    for (int i = 0; i < 3; i++) {
      gradient[i] /= to - from;
    }
    return loss / (to - from);
  }

  /** The same, applying updates coordinate by coordinate, from the last to the first. */
  static final class Fused extends LineFit implements FusedObjective<double[]> {
    int fusedSteps;

    Fused(int examples) {
      super(examples);
    }

    @Override
    public double valueAndUpdate(
        double[] theta, double[] gradient, CoordinateUpdate<double[]> update) {
      double value = valueAndGradient(theta, gradient);
      for (int i = 2; i >= 0; i--) {
        update.update(theta, gradient, i, i + 1);
      }
      fusedSteps++;
      return value;
    }
  }
}
