package io.github.curvelane.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A distribution on finitely many numbers.
 *
 * @param nodes the numbers, ascending
 * @param weights what each weighs, at least 0, with the sum 1 up to rounding
 */
record Measure(double[] nodes, double[] weights) {
  /** Every number weighs as much. */
  static Measure uniform(double[] ascending) {
    double[] weights = new double[ascending.length];
    Arrays.fill(weights, 1.0 / ascending.length);
    return new Measure(ascending, weights);
  }

  /** The mean of measures. */
  static Measure mean(List<Measure> measures) {
    record Point(double node, double weight) {}
    List<Point> points = new ArrayList<>();
    for (Measure measure : measures) {
      for (int i = 0; i < measure.nodes.length; i++) {
        points.add(new Point(measure.nodes[i], measure.weights[i] / measures.size()));
      }
    }
    points.sort(Comparator.comparingDouble(Point::node));
    return new Measure(
        points.stream().mapToDouble(Point::node).toArray(),
        points.stream().mapToDouble(Point::weight).toArray());
  }

  /** Σ weight·f(node), a chain of fused multiply-adds from the least node. */
  double mean(DoubleUnaryOperator f) {
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      sum = Math.fma(weights[i], f.applyAsDouble(nodes[i]), sum);
    }
    return sum;
  }

  /** ∫|F − G| of the two cumulative distributions. */
  double transport(Measure other) {
    double distance = 0;
    double ahead = 0;
    double at = Math.min(nodes[0], other.nodes[0]);
    int i = 0;
    int j = 0;
    while (i < nodes.length || j < other.nodes.length) {
      boolean mine = j == other.nodes.length || i < nodes.length && nodes[i] <= other.nodes[j];
      double next = mine ? nodes[i] : other.nodes[j];
      distance = Math.fma(Math.abs(ahead), next - at, distance);
      at = next;
      if (mine) {
        ahead += weights[i];
        i++;
      } else {
        ahead -= other.weights[j];
        j++;
      }
    }
    return distance;
  }
}
