package io.github.curvelane.examples;

import io.github.curvelane.Precision;

/** How far examples are from the mean of their class: a measure of how difficult they are. */
final class ClassDistances {
  private ClassDistances() {}

  /** Returns the squared distance of the inputs of each example from the mean of its class. */
  static <A> double[] of(Precision<A> precision, Prepared<A> part, int classes) {
    int[] labels = part.part().labels().orElseThrow();
    A inputs = part.inputs();
    int features = precision.length(inputs) / labels.length;
    double[] means = new double[classes * features];
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]]++;
      for (int j = 0; j < features; j++) {
        means[labels[i] * features + j] += precision.get(inputs, i * features + j);
      }
    }
    for (int k = 0; k < means.length; k++) {
      means[k] /= Math.max(1, counts[k / features]);
    }
    double[] distances = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < features; j++) {
        double d = precision.get(inputs, i * features + j) - means[labels[i] * features + j];
        distances[i] = Math.fma(d, d, distances[i]);
      }
    }
    return distances;
  }
}
