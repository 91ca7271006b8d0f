package io.github.curvelane.onnx;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import java.util.Arrays;
import java.util.List;

/**
 * The affine maps before and behind a network as nodes, in the precision of the graph.
 *
 * <p>A mean is two constants in single precision, m rounded and the rest of it, both subtracted:
 * the result is within two roundings of x − m, however large m is beside the deviations.
 */
final class Scaling {
  private Scaling() {}

  /**
   * Adds (x − mean)·scale and returns the name of its values.
   *
   * @throws IllegalArgumentException if a number is not one of the graph's precision
   */
  static <A> String normalize(
      Graph<A> graph, Normalization normalization, List<Column> columns, String x) {
    List<String> names = columns.stream().flatMap(column -> column.inputs().stream()).toList();
    double[] means = normalization.means();
    double[] scales = normalization.scales();
    double[] rests = new double[means.length];
    for (int j = 0; j < means.length; j++) {
      require(graph, "mean", names.get(j), means[j]);
      require(graph, "scale", names.get(j), scales[j]);
      rests[j] = graph.precision().round(means[j] - graph.precision().round(means[j]));
    }
    String y = vectorNode(graph, "Sub", x, "normalization.mean", means, 0);
    y = vectorNode(graph, "Sub", y, "normalization.mean.rest", rests, 0);
    return vectorNode(graph, "Mul", y, "normalization.scale", scales, 1);
  }

  /**
   * Adds y·deviation + mean and returns the name of its values.
   *
   * @throws IllegalArgumentException if a number is not one of the graph's precision
   */
  static <A> String denormalize(Graph<A> graph, List<Target> targets, String y) {
    for (Target target : targets) {
      require(graph, "mean", target.name(), target.mean());
      require(graph, "deviation", target.name(), target.deviation());
    }
    double[] means = targets.stream().mapToDouble(Target::mean).toArray();
    double[] deviations = targets.stream().mapToDouble(Target::deviation).toArray();
    String scaled = vectorNode(graph, "Mul", y, "target.deviation", deviations, 1);
    return vectorNode(graph, "Add", scaled, "target.mean", means, 0);
  }

  /** Adds a node with a number for each column, unless all are what changes nothing. */
  private static <A> String vectorNode(
      Graph<A> graph, String operator, String x, String name, double[] values, double neutral) {
    if (Arrays.stream(values).allMatch(value -> value == neutral)) {
      return x;
    }
    A rounded = graph.precision().of(values);
    return graph.node(operator, x, graph.constant(name, rounded, 0, values.length));
  }

  /**
   * Refuses what is finite in double precision and would be infinite or lose its bits in single.
   */
  private static void require(Graph<?> graph, String what, String name, double value) {
    Precision<?> precision = graph.precision();
    boolean tiny = value != 0 && Math.abs(value) < Float.MIN_NORMAL && !what.equals("mean");
    if (!graph.isDouble() && (tiny || !Double.isFinite(precision.round(value)))) {
      throw new IllegalArgumentException(
          "the %s of '%s' is %s, must be between %s and %s in size for a model in float precision"
              .formatted(what, name, value, Float.MIN_NORMAL, Float.MAX_VALUE));
    }
  }
}
