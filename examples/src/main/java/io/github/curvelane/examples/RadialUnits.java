package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.nn.KMeans;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Radial;
import java.util.ArrayList;
import java.util.List;

/** Places radial units where training examples are, as wide as they are apart; they stay there. */
final class RadialUnits {
  private static final int ROUNDS = 100;

  /** A unit is as wide as its distance to so many others. */
  private static final int NEIGHBORS = 5;

  private RadialUnits() {}

  /**
   * Returns the layers with the first one's units placed, if they are radial.
   *
   * @throws IllegalArgumentException if other layers have some, or there are more than examples
   */
  static <A> List<Layer> placed(
      List<Layer> layers,
      Precision<A> precision,
      Prepared<A> training,
      long seed,
      Parallelism parallelism) {
    List<Layer> placed = new ArrayList<>(layers);
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l) instanceof Radial radial) {
        if (l > 0) {
          throw new IllegalArgumentException(
              "layer %d has radial units, which are placed among the data: must be the first"
                  .formatted(l));
        }
        A inputs = training.inputs();
        int units = radial.outputs();
        KMeans found =
            KMeans.fit(precision, inputs, radial.inputs(), units, ROUNDS, seed, parallelism);
        double[] kappas =
            units == 1
                ? new double[] {1 / found.meanSquaredDistance()}
                : found.kappas(Math.min(NEIGHBORS, units - 1));
        placed.set(0, radial.withFixedCenters(found.centers()).withFixedKappas(kappas));
      }
    }
    return placed;
  }
}
