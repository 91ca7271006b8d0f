package io.github.curvelane.transfer;

import io.github.curvelane.Precision;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.SplittableRandom;

/** Points of the plane in three classes, which a network has to bend for. */
final class Spirals {
  static final int EXAMPLES = 60;
  static final int CLASSES = 3;

  private Spirals() {}

  static float[] inputs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[2 * EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      double radius = 0.1 + random.nextDouble();
      double angle = 2 * Math.PI * (i % CLASSES) / CLASSES + 2 * radius;
      inputs[2 * i] = (float) (radius * StrictMath.cos(angle));
      inputs[2 * i + 1] = (float) (radius * StrictMath.sin(angle));
    }
    return inputs;
  }

  static Targets<float[]> targets() {
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = i % CLASSES;
    }
    return Targets.labels(Precision.FLOAT, labels, CLASSES);
  }

  static NetworkObjective<float[]> objective(Network<float[]> network) {
    return objective(network, 1);
  }

  static NetworkObjective<float[]> objective(Network<float[]> network, long seed) {
    return new NetworkObjective<>(
        network.newWorkspace(EXAMPLES), Loss.softmaxCrossEntropy(), inputs(seed), targets());
  }
}
