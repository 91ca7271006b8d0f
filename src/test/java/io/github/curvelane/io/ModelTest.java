package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Column.Numeric;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task.Classification;
import io.github.curvelane.data.Task.Regression;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {
  private static Network<double[]> network(int outputs) {
    return Network.of(Precision.DOUBLE, new Dense(2, outputs, Activation.tanh()));
  }

  private static Model<double[]> model(Loss loss, int outputs) {
    return new Model<>(network(outputs), new double[3 * outputs], Normalization.none(2), loss);
  }

  @Test
  void itsPartsMustFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Model<>(network(1), new double[2], Normalization.none(2), Loss.perceptron()))
        .withMessage("parameters has 2 elements, the network has 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Model<>(network(1), new double[3], Normalization.none(4), Loss.perceptron()))
        .withMessage("the normalization is for 4 features, the network has 2 inputs");
    Model<double[]> model = model(Loss.softmaxCrossEntropy(), 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.withColumns(new Numeric("x"), new Column.Id("n")))
        .withMessage("columns become 1 inputs, the network has 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.withColumns(new Numeric("x"), new Numeric("x")))
        .withMessage("columns[1] is 'x', as columns[0] is: names must differ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.withTask(Classification.of("a", "b")))
        .withMessage("the task has 2 classes, the network has 3 outputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.withTask(Regression.of(new Target("y"))))
        .withMessage("the task has 1 targets, the network has 3 outputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model(Loss.hinge(), 1).withTask(Regression.numbered(2)))
        .withMessage("the task has 2 targets, the network has 1 outputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.as(Precision.FLOAT))
        .withMessage("the model is in double precision, float was asked for");
    assertThat(model.as(Precision.DOUBLE)).isSameAs(model);
  }

  /** What a model is taken for that says nothing. */
  @ParameterizedTest
  @CsvSource({
    "half-squared-error, 1, targets",
    "mean-squared-error, 3, targets",
    "huber(1.0), 2, targets",
    "softmax-cross-entropy(0.1), 1, 1",
    "softmax-cross-entropy, 3, 3",
    "binary-cross-entropy, 1, 2",
    "binary-cross-entropy, 2, 2",
    "hinge, 1, 2",
    "perceptron, 5, 5",
  })
  void theLossTellsThePlainTask(String loss, int outputs, String expected) {
    assertThat(model(Loss.parse(loss), outputs).task())
        .isEqualTo(
            expected.equals("targets")
                ? Regression.numbered(outputs)
                : Classification.numbered(Integer.parseInt(expected)));
    assertThat(model(Loss.parse(loss), outputs).columns())
        .containsExactly(new Numeric("0"), new Numeric("1"));
  }

  @Test
  void twoClassesMayShareAnOutput() {
    Model<double[]> model = model(Loss.hinge(), 1).withTask(Classification.of("no", "yes"));
    assertThat(model.task().names()).containsExactly("no", "yes");
  }

  @Test
  void modelsAreEqualByValueAndBits() {
    Network<float[]> network =
        Network.of(Precision.FLOAT, new Dense(2, 1, Activation.leakyRelu(0.1)));
    float nan = Float.intBitsToFloat(0x7FC00001);
    Model<float[]> model = plain(network, Float.NaN, 0, 1);
    assertThat(model)
        .isEqualTo(plain(network, nan, 0, 1))
        .hasSameHashCodeAs(plain(network, nan, 0, 1));
    assertThat(plain(Network.of(Precision.FLOAT, network.layers()), nan, 0, 1)).isEqualTo(model);
    Network<float[]> other =
        Network.of(Precision.FLOAT, new Dense(2, 1, Activation.leakyRelu(0.2)));
    Network<double[]> twice = Network.of(Precision.DOUBLE, network.layers());
    Normalization none = Normalization.none(2);
    double[] theta = {Double.NaN, 0, 1};
    List<Model<?>> others =
        List.of(
            plain(network, nan, -0f, 1),
            plain(network, nan, 0, 2),
            plain(other, nan, 0, 1),
            new Model<>(twice, theta, none, Loss.huber(1)),
            new Model<>(network, new float[] {nan, 0, 1}, none, Loss.huber(2)),
            new Model<>(
                network,
                new float[] {nan, 0, 1},
                Normalization.of(new double[2], new double[] {1, -1}),
                Loss.huber(1)),
            model.withNotes(Map.of("a", "b")),
            model.withTask(Regression.of(new Target("0", "m", 0, 1))),
            model.withColumns(new Numeric("0"), new Numeric("b")));
    for (Model<?> different : others) {
      assertThat(different).isNotEqualTo(model);
      assertThat(model).isNotEqualTo(different);
      assertThat(different.hashCode()).isNotEqualTo(model.hashCode());
    }
  }

  private static Model<float[]> plain(Network<float[]> network, float... theta) {
    return new Model<>(network, theta, Normalization.none(2), Loss.huber(1));
  }

  @Test
  void saysWhatItIs() {
    assertThat(model(Loss.softmaxCrossEntropy(), 7))
        .hasToString(
            "double 2-7 tanh, softmax-cross-entropy, 7 classes of 'class' (0, 1, 2, 3, 4, …)");
    assertThat(
            model(Loss.halfSquaredError(), 2)
                .withTask(Regression.of(new Target("x", "m", 1, 2), new Target("y"))))
        .hasToString("double 2-2 tanh, half-squared-error, 2 targets (x in m, y)");
  }
}
