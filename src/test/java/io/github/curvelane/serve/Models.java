package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models and rows to try them on. */
final class Models {
  private Models() {}

  static <A> Model<A> model(
      Precision<A> precision, Loss loss, Map<String, String> notes, int... sizes) {
    Network<A> network =
        Network.perceptron(precision, Activation.tanh(), Activation.identity(), sizes);
    A theta = network.initialize(Initializer.FAN_IN, 7);
    Random random = new Random(5);
    double[] means = random.doubles(sizes[0], -1, 1).toArray();
    double[] scales = random.doubles(sizes[0], 0.5, 2).toArray();
    return new Model<>(network, theta, Normalization.of(means, scales), loss, notes);
  }

  /** A classifier of 9 columns and 3 classes. */
  static <A> Model<A> classifier(Precision<A> precision) {
    Meaning meaning = Meaning.ofClasses(columns(9), List.of("ash", "beech", "oak"));
    return model(precision, Loss.softmaxCrossEntropy(), meaning.notes(), 9, 17, 3);
  }

  /** A model of 9 columns and 2 targets of very different size. */
  static <A> Model<A> regressor(Precision<A> precision) {
    Meaning meaning =
        Meaning.ofTargets(
            columns(9),
            List.of("price", "share"),
            new double[] {250_000, 0.25},
            new double[] {70_000, 0.03});
    return model(precision, Loss.halfSquaredError(), meaning.notes(), 9, 17, 2);
  }

  private static List<String> columns(int count) {
    String[] names = new String[count];
    Arrays.setAll(names, j -> "c" + (char) ('a' + j));
    return List.of(names);
  }

  static float[] rows(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
