package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Hessians of linear models on data, beside matrices that are formed here in doubles. */
final class ModelSpectra {
  private ModelSpectra() {}

  /** H = (1/B) X̃ᵀX̃ ⊗ I with x̃ = (x; 1): every eigenvalue as often as there are outputs. */
  static <A> KnownSpectrum<A> leastSquares(
      Precision<A> precision, int batch, int inputs, int outputs) {
    double[] x = numbers(precision, batch * inputs, 7);
    double[] once = JacobiEigenvalues.of(inputs + 1, second(x, batch, inputs, row -> 1));
    double[] values = new double[once.length * outputs];
    Arrays.setAll(values, k -> once[k / outputs]);
    return new KnownSpectrum<>(
        "least squares of %d examples, %d-%d".formatted(batch, inputs, outputs),
        objective(precision, Loss.halfSquaredError(), x, batch, inputs, outputs).hessian(),
        values);
  }

  /** H = mean of x̃x̃ᵀ ⊗ (diag p − ppᵀ), rank at most (n + 1)(c − 1). */
  static <A> KnownSpectrum<A> softmaxRegression(
      Precision<A> precision, int batch, int inputs, int outputs) {
    double[] x = numbers(precision, batch * inputs, 8);
    NetworkObjective<A> objective =
        objective(precision, Loss.softmaxCrossEntropy(), x, batch, inputs, outputs);
    double[] theta = numbers(precision, objective.dimension(), 9);
    objective.linearize(precision.of(theta), precision.newArray(theta.length));
    int n = objective.dimension();
    double[] h = new double[n * n];
    for (int c = 0; c < outputs; c++) {
      for (int d = 0; d < outputs; d++) {
        int left = c;
        int right = d;
        double[] block =
            second(
                x,
                batch,
                inputs,
                row -> {
                  double[] p = probabilities(row, theta, outputs);
                  return (left == right ? p[left] : 0) - p[left] * p[right];
                });
        for (int i = 0; i <= inputs; i++) {
          for (int j = 0; j <= inputs; j++) {
            h[(i * outputs + c) * n + j * outputs + d] = block[i * (inputs + 1) + j];
          }
        }
      }
    }
    return new KnownSpectrum<>(
        "softmax regression of %d examples, %d-%d".formatted(batch, inputs, outputs),
        objective.hessian(),
        JacobiEigenvalues.of(n, h));
  }

  private interface Weight {
    /** Of an example x̃. */
    double of(double[] row);
  }

  /** (1/B) Σ w x̃x̃ᵀ. */
  private static double[] second(double[] x, int batch, int inputs, Weight weight) {
    int n = inputs + 1;
    double[] sum = new double[n * n];
    for (int p = 0; p < batch; p++) {
      double[] row = Arrays.copyOfRange(x, p * inputs, p * inputs + n);
      row[inputs] = 1;
      double w = weight.of(row) / batch;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          sum[i * n + j] += w * row[i] * row[j];
        }
      }
    }
    return sum;
  }

  private static double[] probabilities(double[] row, double[] theta, int outputs) {
    double[] p = new double[outputs];
    double sum = 0;
    for (int c = 0; c < outputs; c++) {
      for (int i = 0; i < row.length; i++) {
        p[c] += row[i] * theta[i * outputs + c];
      }
      p[c] = StrictMath.exp(p[c]);
      sum += p[c];
    }
    for (int c = 0; c < outputs; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** Half the squared error of a linear network, kept at zero. */
  static <A> NetworkObjective<A> objective(
      Precision<A> precision, int batch, int inputs, int outputs) {
    double[] x = numbers(precision, batch * inputs, 7);
    return objective(precision, Loss.halfSquaredError(), x, batch, inputs, outputs);
  }

  /** A linear network, kept at zero. */
  private static <A> NetworkObjective<A> objective(
      Precision<A> precision, Loss loss, double[] x, int batch, int inputs, int outputs) {
    Network<A> network =
        Network.perceptron(
            precision, Activation.identity(), Activation.identity(), inputs, outputs);
    double[] targets = new double[batch * outputs];
    for (int p = 0; p < batch; p++) {
      targets[p * outputs + p % outputs] = 1;
    }
    NetworkObjective<A> objective =
        new NetworkObjective<>(
            network.newWorkspace(batch),
            loss,
            precision.of(x),
            Targets.matrix(precision, precision.of(targets), outputs));
    int n = objective.dimension();
    objective.linearize(precision.newArray(n), precision.newArray(n));
    return objective;
  }

  /** Uniform on ±1, as the precision has them. */
  private static double[] numbers(Precision<?> precision, int count, long seed) {
    return new SplittableRandom(seed).doubles(count, -1, 1).map(precision::round).toArray();
  }
}
