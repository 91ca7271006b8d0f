package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Network;
import java.util.List;

/** Looks at what single layers of a network put out. */
final class LayerProbe<A> {
  private static final int MOST_EXAMPLES = 1000;
  private static final double ALMOST_ALL = 0.99;

  /** Nearer to the ends of an activation's range than this part of it, a unit hardly learns. */
  private static final double FLAT = 0.02;

  private final Network<A> network;
  private final Precision<A> precision;
  private final A theta;
  private final A gradient;
  private final Prepared<A> data;

  LayerProbe(Network<A> network, A theta, A gradient, Prepared<A> data) {
    this.network = network;
    this.precision = network.precision();
    this.theta = theta;
    this.gradient = gradient;
    this.data = data;
  }

  LayerStatistics probe(int index) {
    Layer layer = network.layers().get(index);
    int examples = Math.min(data.examples(), MOST_EXAMPLES);
    A outputs = outputs(index, examples);
    int units = layer.outputs();
    double[] range = range(layer.activation().toString());
    double sum = 0;
    double squares = 0;
    int[] flat = new int[units];
    for (int i = 0; i < examples * units; i++) {
      double value = precision.get(outputs, i);
      sum += value;
      squares += value * value;
      flat[i % units] += range != null && isFlat(value, range) ? 1 : 0;
    }
    int all = 0;
    int saturated = 0;
    for (int count : flat) {
      all += count;
      saturated += count >= ALMOST_ALL * examples ? 1 : 0;
    }
    double n = (double) examples * units;
    List<Block> weights = layer.blocks().stream().filter(block -> !block.isBias()).toList();
    int offset = network.offset(index);
    return new LayerStatistics(
        (index + 1) + ": " + layer.inputs() + " to " + units,
        layer.activation().toString(),
        sum / n,
        Math.sqrt(squares / n),
        range == null ? Double.NaN : 100 * all / n,
        saturated,
        rms(theta, offset, weights),
        rms(gradient, offset, weights));
  }

  /** The first layers are a network of their own, with the first parameters. */
  private A outputs(int layer, int examples) {
    Network<A> first = Network.of(precision, network.layers().subList(0, layer + 1));
    A parameters = precision.newArray(first.parameters());
    precision.copy(theta, 0, parameters, 0, first.parameters());
    A outputs = precision.newArray(examples * first.outputs());
    first.newWorkspace(examples).predict(parameters, data.inputs(), 0, examples, outputs);
    return outputs;
  }

  /** Returns the limits of an activation that has two; for ReLU the one where it is flat. */
  private static double[] range(String activation) {
    return switch (activation) {
      case "lecun-tanh" -> new double[] {-1.7159, 1.7159};
      case "tanh" -> new double[] {-1, 1};
      case "logistic" -> new double[] {0, 1};
      case "relu" -> new double[] {0, Double.POSITIVE_INFINITY};
      default -> null;
    };
  }

  private static boolean isFlat(double value, double[] range) {
    if (range[1] == Double.POSITIVE_INFINITY) {
      return value <= range[0];
    }
    double margin = FLAT * (range[1] - range[0]);
    return value < range[0] + margin || value > range[1] - margin;
  }

  private double rms(A values, int offset, List<Block> blocks) {
    double sum = 0;
    int count = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.length(); i++) {
        double value = precision.get(values, offset + block.offset() + i);
        sum = Math.fma(value, value, sum);
      }
      count += block.length();
    }
    return Math.sqrt(sum / count);
  }
}
