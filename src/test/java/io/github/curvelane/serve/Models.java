package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.util.Arrays;
import java.util.Random;

/** Models and rows to try them on. */
final class Models {
  private Models() {}

  static <A> Model<A> model(Precision<A> precision, Loss loss, int... sizes) {
    Network<A> network =
        Network.perceptron(precision, Activation.tanh(), Activation.identity(), sizes);
    A theta = network.initialize(Initializer.FAN_IN, 7);
    Random random = new Random(5);
    double[] means = random.doubles(sizes[0], -1, 1).toArray();
    double[] scales = random.doubles(sizes[0], 0.5, 2).toArray();
    return new Model<>(network, theta, Normalization.of(means, scales), loss);
  }

  /** A classifier of 9 columns and 3 classes. */
  static <A> Model<A> classifier(Precision<A> precision) {
    Task task = Task.Classification.of("ash", "beech", "oak");
    return model(precision, Loss.softmaxCrossEntropy(), 9, 17, 3)
        .withColumns(columns(9))
        .withTask(task);
  }

  /** A model of 9 columns and 2 targets of very different size. */
  static <A> Model<A> regressor(Precision<A> precision) {
    Task task =
        Task.Regression.of(
            new Target("price", "EUR", 250_000, 70_000), new Target("share", "", 0.25, 0.03));
    return model(precision, Loss.halfSquaredError(), 9, 17, 2)
        .withColumns(columns(9))
        .withTask(task);
  }

  private static Column[] columns(int count) {
    Column[] columns = new Column[count];
    Arrays.setAll(columns, j -> new Column.Numeric("c" + (char) ('a' + j)));
    return columns;
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
