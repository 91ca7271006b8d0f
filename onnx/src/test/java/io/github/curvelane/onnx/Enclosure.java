package io.github.curvelane.onnx;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Gain;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Softmax;
import java.util.Arrays;
import java.util.List;

/**
 * Values with a bound of the error that a computation of them may have, in any order of its sums:
 * first-order analysis with unit roundoff u, carried from layer to layer.
 *
 * <ul>
 *   <li>a sum of k products: the errors of its terms, and (k + 2)·u·Σ|terms|
 *   <li>an activation: its Lipschitz constant times the error of x, and {@link #FUNCTION}·u of the
 *       largest of 1, |x| and |f(x)|, times the factor that it has
 *   <li>softmax: of p, twice the largest error of x and (n + FUNCTION)·u, relative
 * </ul>
 *
 * @param values what is computed, in double precision
 * @param errors a bound for each
 */
record Enclosure(double[] values, double[] errors) {
  /** How many units of roundoff an elementary function is taken to be wrong by. */
  private static final double FUNCTION = 8;

  /** Encloses the results of a model for one row. */
  static <A> Enclosure of(Model<A> model, double[] row) {
    Network<A> network = model.network();
    double u = network.precision().unitRoundoff();
    double[] theta = network.precision().toDoubles(model.parameters());
    Enclosure x = normalized(model.normalization(), row, u);
    for (int l = 0; l < network.layers().size(); l++) {
      x = x.through(network.layers().get(l), theta, network.offset(l), u);
    }
    return x.finish(model, u);
  }

  /** Two subtractions and a product, of constants that are rounded: 4 roundings. */
  private static Enclosure normalized(Normalization normalization, double[] row, double u) {
    double[] means = normalization.means();
    double[] scales = normalization.scales();
    double[] values = new double[row.length];
    Arrays.setAll(values, j -> (row[j] - means[j]) * scales[j]);
    double[] errors = new double[row.length];
    Arrays.setAll(
        errors, j -> 4 * u * Math.abs(values[j]) + u * u * Math.abs(means[j] * scales[j]));
    return new Enclosure(values, errors);
  }

  private Enclosure through(Layer layer, double[] theta, int offset, double u) {
    int m = layer.inputs();
    int n = layer.outputs();
    return switch (layer) {
      case Dense dense -> {
        double[] biases = dense.hasBiases() ? theta : new double[n];
        int first = dense.hasBiases() ? offset + m * n : 0;
        yield linear(theta, offset, biases, first, n, u).activated(dense.activation(), u);
      }
      case FixedLinear fixed -> linear(fixed.matrix(), 0, fixed.offset(), 0, n, 2 * u);
      case Gain gain -> {
        double[] diagonal = new double[n * n];
        for (int j = 0; j < n; j++) {
          diagonal[j * n + j] = theta[offset + j];
        }
        yield linear(diagonal, 0, theta, offset + n, n, u).activated(gain.activation(), u);
      }
      case Activate activate -> activated(activate.activation(), u);
      case Residual residual -> {
        Enclosure inner = this;
        int at = offset;
        for (Layer part : residual.layers()) {
          inner = inner.through(part, theta, at, u);
          at += part.parameters();
        }
        yield plus(inner, u).activated(residual.activation(), u);
      }
      case Maxout maxout -> largest(maxout.pieces(), n);
      case Softmax _ -> softmax(u);
      default -> throw new AssertionError(layer);
    };
  }

  private Enclosure linear(double[] w, int offset, double[] b, int biases, int n, double u) {
    double[] sums = new double[n];
    double[] bounds = new double[n];
    for (int j = 0; j < n; j++) {
      double size = Math.abs(b[biases + j]);
      sums[j] = b[biases + j];
      for (int i = 0; i < values.length; i++) {
        double weight = w[offset + i * n + j];
        sums[j] += weight * values[i];
        size += Math.abs(weight * values[i]);
        bounds[j] += Math.abs(weight) * errors[i];
      }
      bounds[j] += (values.length + 2) * u * size;
    }
    return new Enclosure(sums, bounds);
  }

  private Enclosure activated(Activation activation, double u) {
    if (activation.isIdentity()) {
      return this;
    }
    int n = values.length;
    double[] y = new double[n];
    Kernels.of(Precision.DOUBLE)
        .activations()
        .apply(activation, n, values, 0, y, 0, null, 0, null, 0);
    double[] bounds = new double[n];
    for (int i = 0; i < n; i++) {
      double size = Math.max(1, Math.max(Math.abs(values[i]), Math.abs(y[i])));
      double steepness = steepness(activation, values[i] - errors[i]);
      bounds[i] = steepness * errors[i] + FUNCTION * u * size * Math.max(1, steepness);
    }
    return new Enclosure(y, bounds);
  }

  /** A Lipschitz constant from {@code least} on. */
  private static double steepness(Activation activation, double least) {
    String name = activation.toString();
    double[] p =
        name.indexOf('(') < 0
            ? new double[] {0, 0, 0}
            : Arrays.stream(name.substring(name.indexOf('(') + 1, name.length() - 1).split(","))
                .mapToDouble(text -> Math.abs(Double.parseDouble(text)))
                .toArray();
    return switch (name.split("\\(")[0]) {
      case "logistic" -> 0.25;
      case "tanh", "relu", "softplus", "softsign" -> 1;
      case "leaky-relu", "elu" -> Math.max(1, p[0]);
      case "lecun-tanh" -> 1.7159 * 2 / 3 + p[0];
      case "scaled-tanh" -> p[0] * p[1];
      case "twisted-tanh" -> p[0] * p[1] + p[2];
      case "gelu", "silu" -> 1.13;
      case "gaussian" -> Math.exp(-least);
      default -> throw new AssertionError(name);
    };
  }

  private Enclosure plus(Enclosure that, double u) {
    double[] sums = new double[values.length];
    Arrays.setAll(sums, i -> values[i] + that.values[i]);
    double[] bounds = new double[values.length];
    Arrays.setAll(bounds, i -> errors[i] + that.errors[i] + u * Math.abs(sums[i]));
    return new Enclosure(sums, bounds);
  }

  private Enclosure largest(int pieces, int n) {
    double[] most = new double[n];
    double[] bounds = new double[n];
    for (int j = 0; j < n; j++) {
      most[j] = Arrays.stream(values, j * pieces, (j + 1) * pieces).max().orElseThrow();
      bounds[j] = Arrays.stream(errors, j * pieces, (j + 1) * pieces).max().orElseThrow();
    }
    return new Enclosure(most, bounds);
  }

  private Enclosure softmax(double u) {
    double most = Arrays.stream(values).max().orElseThrow();
    double sum = Arrays.stream(values).map(x -> Math.exp(x - most)).sum();
    double[] p = Arrays.stream(values).map(x -> Math.exp(x - most) / sum).toArray();
    double relative = 2 * Arrays.stream(errors).max().orElseThrow() + (p.length + FUNCTION) * u;
    return new Enclosure(p, Arrays.stream(p).map(x -> x * relative).toArray());
  }

  private Enclosure finish(Model<?> model, double u) {
    return switch (model.task()) {
      case Task.Regression(List<Target> targets) -> inUnits(targets, u);
      case Task.Classification(String _, List<String> classes) -> {
        Enclosure scores = classes.size() > values.length ? signed() : this;
        yield switch (model.loss().toString()) {
          case "softmax-cross-entropy" -> scores.softmax(u);
          case "binary-cross-entropy" -> scores.activated(Activation.logistic(), u);
          default -> scores;
        };
      }
    };
  }

  private Enclosure inUnits(List<Target> targets, double u) {
    double[] y = new double[values.length];
    Arrays.setAll(y, i -> targets.get(i).value(values[i]));
    double[] bounds = new double[values.length];
    for (int i = 0; i < bounds.length; i++) {
      double deviation = targets.get(i).deviation();
      double size = Math.abs(values[i] * deviation) + Math.abs(targets.get(i).mean());
      bounds[i] = deviation * errors[i] + 3 * u * size;
    }
    return new Enclosure(y, bounds);
  }

  private Enclosure signed() {
    return new Enclosure(new double[] {-values[0], values[0]}, new double[] {errors[0], errors[0]});
  }
}
