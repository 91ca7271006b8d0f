package io.github.curvelane.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.PrincipalComponents;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Gain;
import io.github.curvelane.nn.ImageShape;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Softmax;
import io.github.curvelane.serve.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes from a file what the library computes from the model. */
final class OnnxFileTest {
  private static final int ROWS = 40;

  @TempDir Path directory;

  private static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  // ---------------------------------------------------------------- activations and layers

  private static Stream<Arguments> activations() {
    return Activation.names().stream()
        .map(
            name ->
                name.replace("(scale", "(1.5")
                    .replace("slope", "-0.7")
                    .replace("twist)", "0.1)")
                    .replace("alpha", "1.3"))
        .flatMap(
            name ->
                precisions().stream()
                    .map(precision -> Arguments.of(Activation.parse(name), precision)));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void everyActivation(Activation activation, Precision<?> precision) throws OrtException {
    Layer dense = new Dense(4, 6, activation);
    Model<?> model =
        model(precision, Loss.halfSquaredError(), dense, new Dense(6, 2, Activation.identity()));
    if (activation.equals(Activation.gelu()) && precision == Precision.DOUBLE) {
      assertThatThrownBy(() -> new Runtime(model))
          .as("if it runs, OnnxFile's documentation is to say so")
          .hasMessageContaining("Could not find an implementation for Erf");
      return;
    }
    requireSame(model);
  }

  /** Of correlated columns in several units, one of which is constant. */
  @ParameterizedTest
  @ValueSource(strings = {"decorrelation", "whitening", "whitening:2", "zca:floor=0.01"})
  void principalComponentsAreExported(String text) throws OrtException {
    Random random = new Random(23);
    double[] inputs = new double[4 * 200];
    for (int i = 0; i < inputs.length; i += 4) {
      double a = random.nextGaussian();
      inputs[i] = 300 + 20 * a;
      inputs[i + 1] = 0.01 * (a + random.nextGaussian());
      inputs[i + 2] = 5;
      inputs[i + 3] = random.nextGaussian() - a;
    }
    Dataset<double[]> data = Dataset.classification(Precision.DOUBLE, inputs, 4, new int[200], 1);
    PrincipalComponents fitted =
        PrincipalComponents.fit(data, Normalization.perFeature(data, 0), Parallelism.none());
    FixedLinear layer = fitted.layer(Decorrelation.parse(text));
    Dense dense = new Dense(layer.outputs(), 3, Activation.identity());
    requireSame(whitened(Precision.FLOAT, fitted, layer, dense));
    requireSame(whitened(Precision.DOUBLE, fitted, layer, dense));
  }

  private static <A> Model<A> whitened(
      Precision<A> precision, PrincipalComponents fitted, Layer... layers) {
    Network<A> network = Network.of(precision, layers);
    A theta = network.initialize(Initializer.FAN_IN, 3);
    return new Model<>(network, theta, fitted.normalization(), Loss.softmaxCrossEntropy());
  }

  private static Stream<Arguments> layers() {
    Activation tanh = Activation.tanh();
    Layer dense = new Dense(4, 6, tanh);
    double[] matrix = new Random(3).doubles(24, -1, 1).toArray();
    List<List<Layer>> networks =
        List.of(
            List.of(new Activate(4, Activation.identity())),
            List.of(dense, new Gain(6, Activation.softsign())),
            List.of(Dense.withoutBiases(4, 3, tanh), Dense.withoutBiases(3, 2, tanh)),
            List.of(new FixedLinear(4, 6, matrix), new Dense(6, 3, tanh)),
            List.of(new FixedLinear(4, 6, matrix, new double[] {1, -2, 3, 0, 0, 0.1})),
            List.of(
                dense, new Residual(List.of(new Dense(6, 5, tanh), new Dense(5, 6, tanh)), tanh)),
            List.of(
                dense,
                Residual.of(Residual.of(new Gain(6, tanh)), new Dense(6, 6, Activation.relu()))),
            List.of(dense, new Maxout(2, 3), new Dense(2, 3, tanh)),
            List.of(dense, new Softmax(6), new Dense(6, 2, tanh)));
    return networks.stream()
        .flatMap(list -> precisions().stream().map(precision -> Arguments.of(list, precision)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayer(List<Layer> layers, Precision<?> precision) throws OrtException {
    requireSame(model(precision, Loss.halfSquaredError(), layers.toArray(Layer[]::new)));
  }

  @Test
  void aGainOfMapsIsRefused() {
    Layer gain = new Gain(new ImageShape(2, 1, 2), Activation.tanh());
    Model<?> model = model(Precision.FLOAT, Loss.halfSquaredError(), gain);
    assertThatThrownBy(() -> OnnxFile.write(directory.resolve("maps.onnx"), model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layers.0. is a gain of maps, which is not exported to ONNX");
  }

  // ---------------------------------------------------------------- what stands around a network

  @ParameterizedTest
  @MethodSource("precisions")
  void inputsFarFromZeroKeepTheirDifferences(Precision<?> precision) throws OrtException {
    Layer last = new Dense(4, 2, Activation.identity());
    Model<?> model = model(precision, Loss.halfSquaredError(), last);
    double[] means = {20_231.37, -1_000_000.013, 1e-3, 4e6 + 1 / 3.0};
    requireSame(normalized(model, Normalization.of(means, new double[] {1, 0.5, 1000, 0.25})));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  void columnsWithoutVarianceAreZero(Precision<?> precision) throws OrtException {
    Model<?> model =
        model(precision, Loss.halfSquaredError(), new Dense(4, 2, Activation.identity()));
    requireSame(
        normalized(model, Normalization.of(new double[] {3, 1, 0, 0}, new double[] {0, 1, 1, 0})));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  void probabilitiesOfClasses(Precision<?> precision) throws OrtException {
    Layer last = new Dense(4, 3, Activation.identity());
    requireOutput(model(precision, Loss.softmaxCrossEntropy(), last), "probabilities", 3);
    requireOutput(model(precision, Loss.binaryCrossEntropy(), last), "probabilities", 3);
    Layer single = new Dense(4, 1, Activation.identity());
    requireOutput(model(precision, Loss.binaryCrossEntropy(), single), "probabilities", 2);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  void scoresOfClasses(Precision<?> precision) throws OrtException {
    requireOutput(model(precision, Loss.hinge(), new Dense(4, 1, Activation.tanh())), "scores", 2);
    requireOutput(
        model(precision, Loss.perceptron(), new Dense(4, 3, Activation.identity())), "scores", 3);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  void valuesInTheirUnits(Precision<?> precision) throws OrtException {
    Model<?> model =
        model(precision, Loss.halfSquaredError(), new Dense(4, 3, Activation.tanh()))
            .withTask(
                Task.Regression.of(
                    new Target("price", "EUR", 250_000, 70_000),
                    new Target("share", "", 0.25, 0.03),
                    new Target("constant", "m", 7, 0)));
    requireOutput(model, "values", 3);
    try (Runtime runtime = new Runtime(model)) {
      assertThat(runtime.metadata())
          .containsEntry("targets", "[\"price\",\"share\",\"constant\"]")
          .containsEntry("units", "[\"EUR\",\"\",\"m\"]")
          .doesNotContainKey("classes");
    }
  }

  @Test
  void namesStandInTheMetadata() throws OrtException {
    Model<?> model =
        model(Precision.FLOAT, Loss.softmaxCrossEntropy(), new Dense(4, 2, Activation.identity()))
            .withColumns(
                new Column.Id("plant"),
                new Column.Numeric("width \"w\""),
                new Column.Categorical("colour", List.of("rot", "grün", "<b>")))
            .withTask(Task.Classification.of("setosa", "other"));
    try (Runtime runtime = new Runtime(model)) {
      assertThat(runtime.metadata())
          .containsOnlyKeys("columns", "classes")
          .containsEntry(
              "columns", "[\"width \\\"w\\\"\",\"colour=rot\",\"colour=grün\",\"colour=<b>\"]")
          .containsEntry("classes", "[\"setosa\",\"other\"]");
      assertThat(runtime.description()).isEqualTo(model.toString());
    }
  }

  // ---------------------------------------------------------------- files

  @Test
  void aFileHasTheBytesOfAStream() throws IOException {
    Model<?> model =
        model(Precision.FLOAT, Loss.halfSquaredError(), new Dense(4, 2, Activation.relu()));
    Path file = directory.resolve("model.onnx");
    OnnxFile.write(file, model);
    assertThat(Files.readAllBytes(file)).isEqualTo(Runtime.bytes(model));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatSinglePrecisionCannotHoldIsRefused() {
    Model<float[]> model =
        model(Precision.FLOAT, Loss.halfSquaredError(), new Dense(4, 1, Activation.identity()))
            .withColumns(
                Stream.of("a", "b", "c", "d").map(Column.Numeric::new).toArray(Column[]::new));
    double[] ones = {1, 1, 1, 1};
    String range = ", must be between 1.1754944E-38 and 3.4028235E38 in size for a model in float";
    refused(
        normalized(model, Normalization.of(new double[] {0, 0, 1e39, 0}, ones)),
        "the mean of 'c' is 1.0E39" + range);
    refused(
        normalized(model, Normalization.of(new double[4], new double[] {1, 1e-39, 1, 1})),
        "the scale of 'b' is 1.0E-39" + range);
    refused(
        model.withTask(Task.Regression.of(new Target("price", "", 0, 1e300))),
        "the deviation of 'price' is 1.0E300" + range);
    refused(
        model.withTask(Task.Regression.of(new Target("price", "", -1e300, 1))),
        "the mean of 'price' is -1.0E300" + range);
  }

  private void refused(Model<?> model, String message) {
    Path file = directory.resolve("refused.onnx");
    assertThatThrownBy(() -> OnnxFile.write(file, model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThat(file).doesNotExist();
  }

  @Test
  void moreBytesThanTheFormatAllowsAreRefused() {
    Message message = new Message().bits(9, Precision.FLOAT, new float[0], 0, 1 << 29);
    assertThatThrownBy(message::toBytes)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model is 2147483654 bytes as ONNX, must be at most 2147483639");
  }

  // ---------------------------------------------------------------- models and comparisons

  private static <A> Model<A> model(Precision<A> precision, Loss loss, Layer... layers) {
    Network<A> network = Network.of(precision, layers);
    Random random = new Random(11);
    A theta = precision.of(random.doubles(network.parameters(), -1, 1).toArray());
    int features = network.inputs();
    double[] means = random.doubles(features, -1, 1).toArray();
    double[] scales = random.doubles(features, 0.5, 2).toArray();
    return new Model<>(network, theta, Normalization.of(means, scales), loss);
  }

  private static <A> Model<A> normalized(Model<A> model, Normalization normalization) {
    return new Model<>(model.network(), model.parameters(), normalization, model.loss())
        .withColumns(model.columns())
        .withTask(model.task());
  }

  private static void requireOutput(Model<?> model, String name, int results) throws OrtException {
    requireSame(model);
    try (Runtime runtime = new Runtime(model)) {
      assertThat(runtime.output()).isEqualTo(name);
      assertThat(runtime.outputShape()).containsExactly(-1, results);
    }
  }

  /**
   * Compares what runtime and library give for rows around the means: both are within their bound,
   * and so within two of each other. Rows are numbers of the model's precision.
   */
  private static void requireSame(Model<?> model) throws OrtException {
    int columns = model.network().inputs();
    double[] rows = rows(model);
    Predictor predictor = Predictor.of(model);
    try (Runtime runtime = new Runtime(model)) {
      double[] actual = runtime.apply(model.precision(), rows, columns);
      int results = predictor.outputs();
      assertThat(actual).hasSize(ROWS * results);
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        double[] row = Arrays.copyOfRange(rows, i * columns, (i + 1) * columns);
        double[] expected = predictor.predict(row);
        Enclosure enclosure = Enclosure.of(model, row);
        for (int j = 0; j < results; j++) {
          double difference = Math.abs(actual[i * results + j] - expected[j]);
          if (!(difference <= 2 * enclosure.errors()[j])) {
            wrong.add(
                "row %d, result %d: %s, expected %s within 2·%s"
                    .formatted(i, j, actual[i * results + j], expected[j], enclosure.errors()[j]));
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static double[] rows(Model<?> model) {
    double[] means = model.normalization().means();
    double[] scales = model.normalization().scales();
    Random random = new Random(13);
    double[] rows = new double[ROWS * means.length];
    for (int i = 0; i < rows.length; i++) {
      double scale = scales[i % means.length];
      double x = means[i % means.length] + 2 * random.nextGaussian() / (scale == 0 ? 1 : scale);
      rows[i] = model.precision().round(x);
    }
    return rows;
  }
}
