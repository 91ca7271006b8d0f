package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column.Categorical;
import io.github.curvelane.data.Column.Id;
import io.github.curvelane.data.Column.Ignored;
import io.github.curvelane.data.Column.Numeric;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task.Classification;
import io.github.curvelane.data.Task.Regression;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Activate;
import io.github.curvelane.nn.AveragePooling;
import io.github.curvelane.nn.Branches;
import io.github.curvelane.nn.Convolution;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Gain;
import io.github.curvelane.nn.ImageShape;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Join;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.LocallyConnected;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.MaxPooling;
import io.github.curvelane.nn.Maxout;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Radial;
import io.github.curvelane.nn.Residual;
import io.github.curvelane.nn.Softmax;
import io.github.curvelane.nn.Subsampling;
import io.github.curvelane.nn.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
  @TempDir private Path directory;

  private static <A> Model<A> model(Precision<A> precision) {
    Network<A> network =
        Network.perceptron(precision, Activation.lecunTanh(0.1), Activation.identity(), 5, 4, 3);
    A theta = network.initialize(Initializer.FAN_IN, 7);
    precision.set(theta, 0, Double.NaN);
    precision.set(theta, 1, -0.0);
    precision.set(theta, 2, Double.MIN_VALUE);
    precision.set(theta, 3, Double.NEGATIVE_INFINITY);
    Normalization normalization =
        Normalization.of(new double[] {1, 2, 3, 4, 5}, new double[] {1, 0.1, 0, 1e-300, 7});
    return new Model<>(network, theta, normalization, Loss.softmaxCrossEntropy())
        .withTask(new Classification("kind", List.of("a", "naïve \"quoted\" \n 字", "<c>")))
        .withNotes(Map.of("output.0", "naïve \"quoted\" \n 字", "empty", ""));
  }

  /** Columns of every kind, and targets with units and scales. */
  private static Model<float[]> modelOfATable() {
    Network<float[]> network = Network.of(Precision.FLOAT, new Dense(7, 2, Activation.identity()));
    return new Model<>(
            network,
            network.initialize(Initializer.HE, 5),
            Normalization.none(7),
            Loss.halfSquaredError())
        .withColumns(
            new Id("row"),
            new Numeric("age", "years", OptionalDouble.empty()),
            new Categorical("sex", List.of("f", "m")),
            new Numeric("income", "", OptionalDouble.of(0.1)),
            new Ignored("comment \"x\""),
            new Categorical("town", List.of("字"), Optional.of("字")))
        .withTask(
            Regression.of(
                new Target("price", "€", 250_000.25, 1e-300), new Target("share", "", -0.0, 3)));
  }

  private byte[] bytes(Model<?> model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, model);
    return out.toByteArray();
  }

  private static Model<?> read(byte[] bytes) throws IOException {
    return ModelFile.read(
        new ByteArrayInputStream(bytes), "m", ReadOptions.usual().withNonFinite());
  }

  /** Every output that they touch is wrong. */
  @Test
  void parametersThatAreNotFiniteAreRefusedUnlessAskedFor() throws IOException {
    Path file = directory.resolve("m");
    ModelFile.write(file, model(Precision.FLOAT));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessage(
            "m, byte 8: element 0 of its tensor 'layers.0.weight' is NaN, must be finite"
                + " (ReadOptions may let it pass)");
    assertThat(ModelFile.read(file, ReadOptions.usual().withNonFinite()))
        .isEqualTo(model(Precision.FLOAT));
    Model<double[]> infinite = model(Precision.DOUBLE);
    infinite.parameters()[0] = 1;
    infinite.parameters()[3] = 1;
    infinite.parameters()[27] = Double.NEGATIVE_INFINITY;
    ModelFile.write(file, infinite);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> ModelFile.read(file, Precision.DOUBLE))
        .withMessageContaining("element 3 of its tensor 'layers.1.weight' is -Infinity");
    infinite.parameters()[27] = 1;
    ModelFile.write(file, infinite);
    assertThat(ModelFile.read(file)).isEqualTo(infinite);
  }

  @Test
  void roundTripsBitForBit() throws IOException {
    assertThat(read(bytes(model(Precision.FLOAT)))).isEqualTo(model(Precision.FLOAT));
    assertThat(read(bytes(model(Precision.DOUBLE)))).isEqualTo(model(Precision.DOUBLE));
    assertThat(read(bytes(modelOfATable()))).isEqualTo(modelOfATable());
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, modelOfATable());
    assertThat(file).hasBinaryContent(bytes(modelOfATable()));
    assertThat(ModelFile.read(file)).isEqualTo(modelOfATable());
  }

  /** The parts of a file that version 2 has brought, to the letter. */
  @Test
  void columnsAndTaskStandInTheFileAsDocumented() throws IOException {
    byte[] file = bytes(modelOfATable());
    TensorFile tensors = TensorFile.read(new ByteArrayInputStream(file), "m");
    assertThat(tensors.metadata())
        .containsEntry("curvelane.version", "2")
        .containsEntry(
            "curvelane.columns",
            "[{'kind':'id','name':'row'},{'kind':'numeric','name':'age','unit':'years'},"
                .concat("{'kind':'categorical','name':'sex','categories':['f','m']},")
                .concat("{'kind':'numeric','name':'income','fill':0.1},")
                .concat("{'kind':'ignored','name':'comment \\'x\\''},")
                .concat("{'kind':'categorical','name':'town','categories':['字'],'fill':'字'}]")
                .replace('\'', '"'))
        .containsEntry(
            "curvelane.task",
            "{'kind':'regression','targets':[{'name':'price','unit':'€'},{'name':'share'}]}"
                .replace('\'', '"'));
    assertThat(tensors.tensors().get("target.mean").values(Precision.DOUBLE))
        .containsExactly(250_000.25, -0.0);
    assertThat(tensors.tensors().get("target.deviation").values(Precision.DOUBLE))
        .containsExactly(1e-300, 3);
    TensorFile plain =
        TensorFile.read(new ByteArrayInputStream(bytes(model(Precision.FLOAT))), "m");
    assertThat(plain.metadata())
        .doesNotContainKey("curvelane.columns")
        .containsEntry(
            "curvelane.task",
            "{'kind':'classification','name':'kind','classes':['a','naïve \\'quoted\\' \\n 字','<c>']}"
                .replace('\'', '"'));
  }

  /** Files that the first version of the writer has left. */
  @Test
  void readsVersionOne() throws IOException {
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.lecunTanh(0.1), Activation.identity(), 2, 3, 2);
    float[] theta = new float[network.parameters()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = i * 0.25f - 1;
    }
    theta[3] = -0f;
    Normalization normalization = Normalization.of(new double[] {1, 2}, new double[] {0.5, 0});
    assertThat(resource("version-1-classes.safetensors"))
        .isEqualTo(
            new Model<>(network, theta, normalization, Loss.softmaxCrossEntropy())
                .withTask(Classification.of("ja", "nein \"字\""))
                .withNotes(Map.of("option--lr", "0.1")));
    assertThat(resource("version-1-targets.safetensors"))
        .isEqualTo(
            new Model<>(
                    Network.of(Precision.DOUBLE, new Dense(2, 2, Activation.identity())),
                    new double[] {1, 2, 3, 4, 5, 1 / 3.0},
                    Normalization.none(2),
                    Loss.huber(2))
                .withTask(Regression.of(new Target("y"), new Target("z"))));
  }

  private static Model<?> resource(String name) throws IOException {
    try (InputStream in = ModelFileTest.class.getResourceAsStream(name)) {
      return ModelFile.read(in, name);
    }
  }

  /** Notes that name no task, or names that nothing can have, stay notes. */
  @Test
  void notesThatAreNoTaskStayNotes() throws IOException {
    Map<String, String> notes = new HashMap<>();
    notes.put("task", "classification");
    notes.put("output.00000", "a");
    assertThat(versionOne(notes).notes()).isEqualTo(notes);
    notes.put("output.00001", "a");
    assertThat(versionOne(notes).notes()).isEqualTo(notes);
    assertThat(versionOne(notes).task()).isEqualTo(Classification.numbered(2));
    notes.put("output.00001", "b");
    assertThat(versionOne(notes).notes()).isEmpty();
    assertThat(versionOne(notes).task()).isEqualTo(Classification.of("a", "b"));
    notes.put("task", "ranking");
    assertThat(versionOne(notes).notes()).isEqualTo(notes);
  }

  private static Model<?> versionOne(Map<String, String> notes) {
    Network<float[]> network = Network.of(Precision.FLOAT, new Dense(1, 2, Activation.identity()));
    return TaskDescriptions.fromNotes(
        new Model<>(network, new float[4], Normalization.none(1), Loss.softmaxCrossEntropy())
            .withNotes(notes));
  }

  /** A stream gives what the header tells and keeps the rest. */
  @Test
  void severalModelsStandInOneStream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, model(Precision.FLOAT));
    ModelFile.write(out, modelOfATable());
    InputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(ModelFile.read(in, "m", ReadOptions.usual().withNonFinite()))
        .isEqualTo(model(Precision.FLOAT));
    assertThat(ModelFile.read(in, "m")).isEqualTo(modelOfATable());
    assertThat(in.read()).isNegative();
  }

  @Test
  void aClosedStreamIsNamed() throws IOException {
    Path file = directory.resolve("closed");
    ModelFile.write(file, model(Precision.FLOAT));
    InputStream in = Files.newInputStream(file);
    in.close();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ModelFile.read(in, "m"))
        .withMessageStartingWith("m cannot be read: ");
  }

  /** The same bytes from every width, provider and machine: the digest is of the whole file. */
  @Test
  void theFileOfAModelIsFixed() throws IOException {
    byte[] file = bytes(model(Precision.FLOAT));
    float[] asBits = new float[file.length];
    for (int i = 0; i < file.length; i++) {
      asBits[i] = file[i];
    }
    assertThat(ParameterDigest.of(Precision.FLOAT, asBits))
        .isEqualTo("ee278c48bfcc9ccfe4e8ce82bc21307f50f734ff4bd971fb8f0e071e9786f827");
  }

  @Test
  void theDigestIsThatOfTheBytes() {
    assertThat(ParameterDigest.of(Precision.FLOAT, new float[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    float[] large = new float[100_000];
    float[] other = large.clone();
    other[99_999] = -0f;
    assertThat(ParameterDigest.of(Precision.FLOAT, large))
        .isNotEqualTo(ParameterDigest.of(Precision.FLOAT, other));
    float[] nan = {Float.intBitsToFloat(0x7FC00001)};
    assertThat(ParameterDigest.of(Precision.FLOAT, nan))
        .isEqualTo(ParameterDigest.of(Precision.FLOAT, new float[] {Float.NaN}));
  }

  static List<Model<?>> models() {
    return List.of(model(Precision.FLOAT), modelOfATable(), modelOfAllKinds());
  }

  /** Whatever is accepted must be the model that was written. */
  @ParameterizedTest
  @MethodSource("models")
  void tenThousandMutationsAreRefusedOrHarmless(Model<?> model) throws IOException {
    byte[] file = bytes(model);
    Random random = new Random(30);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Damage.to(file, random);
      try {
        assertThat(read(mutated)).as("mutation %d", i).isEqualTo(model);
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("m, byte ");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(9000);
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    Path file = directory.resolve("other.safetensors");
    new TensorFile(Map.of(), Map.of()).write(file);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessage(
            "other.safetensors, byte 8: it is not a model of this library: it has no"
                + " curvelane.version");
    new TensorFile(Map.of(), Map.of("curvelane.version", "3")).write(file);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining("its version is '3', this library reads versions 1 and 2");
  }

  @Test
  void refusesAChangedParameterByItsChecksum() throws IOException {
    byte[] file = bytes(model(Precision.FLOAT));
    file[file.length - 100] ^= 1;
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(file))
        .withMessageContaining("does not have its checksum: the file is damaged");
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = directory.resolve("kept");
    Files.write(file, "old".getBytes(StandardCharsets.UTF_8));
    Path blocked = directory.resolve("folder");
    Files.createDirectories(blocked.resolve("inside"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ModelFile.write(blocked, model(Precision.FLOAT)));
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(file, blocked);
    }
  }

  // ---------------------------------------------------------------- layers of all kinds

  private static Model<double[]> modelOfAllKinds() {
    Activation tanh = Activation.tanh();
    double[] matrix = {0.1, -0.0, Double.MIN_VALUE, 1e300, 1 / 3.0, -7};
    Network<double[]> network =
        Network.of(
            Precision.DOUBLE,
            new FixedLinear(3, 2, matrix, new double[] {-1.5, 0}),
            new Activate(2, Activation.leakyRelu(0.25)),
            new Residual(
                List.of(
                    new Dense(2, 4, tanh),
                    new Maxout(2, 2),
                    Residual.of(new FixedLinear(2, 2, new double[] {1, 2, 3, 4}))),
                tanh),
            new Gain(2, tanh),
            new Softmax(2),
            new Branches(
                List.of(
                    List.of(),
                    List.of(new Dense(2, 3, tanh), new FixedLinear(3, 1, new double[3]))),
                Join.CONCAT,
                Activation.relu()),
            new Convolution(new ImageShape(1, 3, 1), Window.of(1, 2), 2, tanh),
            new LocallyConnected(new ImageShape(1, 2, 2), Window.of(1, 2), 2, tanh),
            new Subsampling(new ImageShape(1, 1, 2), Window.of(1), tanh),
            new MaxPooling(new ImageShape(1, 1, 2), Window.of(1).stride(2)),
            AveragePooling.global(new ImageShape(1, 1, 2)),
            new Radial(2, 3).withFixedCenters(new double[] {1, -0.0, 1 / 3.0, 2, 3, 1e300}),
            new Radial(3, 2).withFixedKappas(new double[] {Double.MIN_VALUE, 7}));
    return new Model<>(
        network,
        network.initialize(Initializer.HE, 3),
        Normalization.none(3),
        Loss.halfSquaredError());
  }

  @Test
  void layersOfAllKindsRoundTripBitForBit() throws IOException {
    Model<double[]> model = modelOfAllKinds();
    byte[] file = bytes(model);
    assertThat(read(file)).isEqualTo(model);
    TensorFile tensors = TensorFile.read(new ByteArrayInputStream(file), "m", file.length);
    assertThat(tensors.tensors().keySet())
        .containsExactlyInAnyOrder(
            "layers.0.matrix",
            "layers.0.offset",
            "layers.2.layers.0.weight",
            "layers.2.layers.0.bias",
            "layers.2.layers.2.layers.0.matrix",
            "layers.2.layers.2.layers.0.offset",
            "layers.3.gain",
            "layers.3.bias",
            "layers.5.branch1.0.weight",
            "layers.5.branch1.0.bias",
            "layers.5.branch1.1.matrix",
            "layers.5.branch1.1.offset",
            "layers.8.gain",
            "layers.8.bias",
            "layers.11.kappa",
            "layers.11.centers",
            "layers.12.center",
            "layers.12.kappas",
            "layers.6.weight",
            "layers.6.bias",
            "layers.7.weight",
            "layers.7.bias",
            "normalization.mean",
            "normalization.scale",
            "target.mean",
            "target.deviation");
    assertThat(tensors.metadata().get("curvelane.layers"))
        .isEqualTo(
            "[{'layer':'fixed-linear','matrix':[3,2],'offset':[2]},"
                .concat("{'layer':'activation','units':2,'activation':'leaky-relu(0.25)'},")
                .concat("{'layer':'residual','layers':[{'layer':'dense','inputs':2,'outputs':4,")
                .concat("'activation':'tanh'},{'layer':'maxout','units':2,'pieces':2},")
                .concat("{'layer':'residual','layers':[{'layer':'fixed-linear','matrix':[2,2],")
                .concat("'offset':[2]}],'activation':'identity'}],'activation':'tanh'},")
                .concat("{'layer':'gain','units':2,'activation':'tanh'},")
                .concat("{'layer':'softmax','units':2},")
                .concat("{'layer':'branches','join':'concat','activation':'relu','branch0':[],")
                .concat("'branch1':[{'layer':'dense','inputs':2,'outputs':3,'activation':'tanh'},")
                .concat("{'layer':'fixed-linear','matrix':[3,1],'offset':[1]}]},")
                .concat("{'layer':'convolution','height':1,'width':3,'channels':1,")
                .concat("'windowHeight':1,'windowWidth':2,'strideY':1,'strideX':1,'paddingY':0,")
                .concat("'paddingX':0,'dilationY':1,'dilationX':1,'maps':2,'groups':1,")
                .concat("'biases':'map','activation':'tanh'},")
                .concat("{'layer':'locally-connected','height':1,'width':2,'channels':2,")
                .concat("'windowHeight':1,'windowWidth':2,'strideY':1,'strideX':1,'paddingY':0,")
                .concat("'paddingX':0,'dilationY':1,'dilationX':1,'maps':2,'biases':'unit',")
                .concat("'activation':'tanh'},")
                .concat("{'layer':'subsampling','height':1,'width':1,'channels':2,")
                .concat("'windowHeight':1,'windowWidth':1,'strideY':1,'strideX':1,'paddingY':0,")
                .concat("'paddingX':0,'dilationY':1,'dilationX':1,'activation':'tanh'},")
                .concat("{'layer':'max-pooling','height':1,'width':1,'channels':2,")
                .concat("'windowHeight':1,'windowWidth':1,'strideY':2,'strideX':2,'paddingY':0,")
                .concat("'paddingX':0,'dilationY':1,'dilationX':1},")
                .concat("{'layer':'average-pooling','height':1,'width':1,'channels':2,")
                .concat("'windowHeight':1,'windowWidth':1,'strideY':1,'strideX':1,'paddingY':0,")
                .concat("'paddingX':0,'dilationY':1,'dilationX':1},")
                .concat("{'layer':'radial','inputs':2,'units':3,'centers':[3,2]},")
                .concat("{'layer':'radial','inputs':3,'units':2,'kappas':[2]}]")
                .replace('\'', '"'));
  }

  /** What a layer's description may not be; the reader is told of no checksum here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}|its layers cannot be read",
        "[{'layer':'dense'|its layers cannot be read",
        "[{'layer':'dense','inputs':1e999}]|its layers cannot be read",
        "[{'layer':'dense'}] 1|its layers cannot be read",
        "[{'inputs':3}]|a layer has 'inputs' in place of 'layer'",
        "[{'layer':'dance'}]|a layer is of the unknown kind 'dance'",
        "[{'layer':'dense','inputs':3,'outputs':2}]|a dense layer has no 'activation'",
        "[{'layer':'dense','inputs':3,'inputs':2}]|a dense layer has 'inputs' twice",
        "[{'layer':'dense','inputs':true}]|the 'inputs' of a dense layer is neither",
        "[{'layer':'softmax','units':0}]|units is 0, must be at least 1",
        "[{'layer':'softmax','units':1.5}]|the 'units' of a softmax layer is 1.5, must be an"
            + " integer",
        "[{'layer':'softmax','units':2,'bias':1}]|a softmax layer has the unknown field 'bias'",
        "[{'layer':'activation','units':2,'activation':'tanx'}]|tanx",
        "[{'layer':'residual','layers':[],'activation':'tanh'}]|layers is empty",
        "[{'layer':'residual','layers':3,'activation':'tanh'}]|must be a list of layers",
        "[{'layer':'maxout','units':2,'pieces':99999999999}]|must be an integer",
        "[{'layer':'branches','join':'sum','activation':'tanh'}]|branches has 0 branches without",
        "[{'layer':'branches','join':'sum','activation':'tanh','branch1':[]}]|branches has 0",
        "[{'layer':'branches','join':'sum','branch0':[{'layer':'softmax','units':2}]}]|no"
            + " 'activation'",
        "[{'layer':'branches','join':3,'activation':'tanh'}]|must be a text",
        "[{'layer':'radial','inputs':3}]|a radial layer has no 'units'",
        "[{'layer':'radial','inputs':1,'units':1,'kappas':[1]}]|kappas[0] is 0.0, must be positive",
        "[{'layer':'radial','inputs':1,'units':2,'centers':[3]}]|centers has 3 elements, must have",
        "[{'layer':'fixed-linear','matrix':[2],'offset':[2]}]|must have two sizes",
        "[{'layer':'fixed-linear','matrix':[2,1],'offset':[1,1,1]}]|the shape [1, 1, 1]",
      })
  void refusesDamagedDescriptionsByName(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LayerDescriptions.read(
                        json.replace('\'', '"'), (name, shape) -> new double[elements(shape)])
                    .forEach(Layer::of))
        .withMessageContaining(message);
  }

  /** A file with a right checksum over wrong content, such as another program might write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "columns|{}|its columns are no array",
        "columns|[1]|a column is no object",
        "columns|[{'kind':'numeric','name':'x'}]|columns become 1 inputs, the network has 7",
        "columns|[|its column cannot be read",
        "columns|[] 1|its column cannot be read",
        "columns|[]|columns is empty, must have at least one element",
        "columns|[{'kind':'numeric'}]|a column has no 'name'",
        "columns|[{'kind':'numeric','name':''}]|name is empty, must be a name",
        "columns|[{'kind':'numeric','name':1}]|the 'name' of a column must be a text",
        "columns|[{'kind':'numeric','name':'x','name':'y'}]|a column has 'name' twice",
        "columns|[{'kind':'numeric','name':'x','fill':'y'}]|the 'fill' of a column must be a"
            + " number",
        "columns|[{'kind':'numeric','name':'x','fill':1e999}]|its column cannot be read",
        "columns|[{'kind':'numeric','name':'x','size':1}]|a column has the unknown field 'size'",
        "columns|[{'kind':'numeric','name':true}]|a value that is neither a text, a number, an"
            + " array",
        "columns|[{'kind':'date','name':'x'}]|a column is of the unknown kind 'date'",
        "columns|[{'kind':'categorical','name':'x'}]|a column has no 'categories'",
        "columns|[{'kind':'categorical','name':'x','categories':[]}]|categories is empty",
        "columns|[{'kind':'categorical','name':'x','categories':['a',1]}]|must be an array of"
            + " texts",
        "columns|[{'kind':'categorical','name':'x','categories':['a','a']}]|categories[1] is 'a',"
            + " as categories[0] is: names must differ",
        "columns|[{'kind':'categorical','name':'x','categories':['a'],'fill':'b'}]|fill of 'x' is"
            + " 'b', must be one of its categories: a",
        "columns|[{'kind':'id','name':'x'},{'kind':'id','name':'x'}]|columns[1] is 'x', as"
            + " columns[0]",
        "task|[]|a task is no object",
        "task|{|its task cannot be read",
        "task|{'kind':'ranking'}|a task is of the unknown kind 'ranking'",
        "task|{'kind':'regression'}|a task has no 'targets'",
        "task|{'kind':'regression','targets':[]}|targets is empty",
        "task|{'kind':'regression','targets':['y','z']}|must be an array of objects",
        "task|{'kind':'regression','targets':[{'name':'y'}]}|'target.mean' is F64[2], must be"
            + " F64[1]",
        "task|{'kind':'regression','targets':[{'name':'y'},{'name':'z','n':1}]}|a task has the"
            + " unknown field 'n'",
        "task|{'kind':'regression','targets':[{'name':'y'},{'name':'y'}]}|targets[1] is 'y'",
        "task|{'kind':'classification','name':'c','classes':['y','z']}|it has 6 tensors, must have"
            + " 4",
      })
  void refusesWrongDescriptionsByName(String key, String json, String message) throws IOException {
    Map<String, String> metadata = new HashMap<>(contentOfATable().metadata());
    metadata.put("curvelane." + key, json.replace('\'', '"'));
    assertRefused(contentOfATable().tensors(), metadata, message);
  }

  @Test
  void refusesWrongScalesByName() throws IOException {
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(contentOfATable().tensors());
      tensors.put("target.deviation", Tensor.of(Precision.DOUBLE, new double[] {1, wrong}, 0, 2));
      assertRefused(
          tensors,
          contentOfATable().metadata(),
          "deviation of 'share' is " + wrong + ", must be finite and at least 0");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(contentOfATable().tensors());
    tensors.put("target.mean", Tensor.of(Precision.DOUBLE, new double[] {Double.NaN, 1}, 0, 2));
    assertRefused(tensors, contentOfATable().metadata(), "mean of 'price' is NaN, must be finite");
  }

  private static TensorFile contentOfATable() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, modelOfATable());
    return TensorFile.read(new ByteArrayInputStream(out.toByteArray()), "m");
  }

  private static void assertRefused(
      Map<String, Tensor> tensors, Map<String, String> metadata, String message)
      throws IOException {
    Map<String, String> signed = new HashMap<>(metadata);
    signed.put("curvelane.sha256", Checksum.of(tensors, metadata));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TensorFile(tensors, signed).write(out);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(out.toByteArray()))
        .withMessageStartingWith("m, byte 8: ")
        .withMessageContaining(message);
  }

  private static int elements(List<Integer> shape) {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }

  @Test
  void refusesLayersWithinTooManyOthers() {
    String json = "[{'layer':'residual','layers':".repeat(34) + "[" + "]}".repeat(34) + "]";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDescriptions.read(json.replace('\'', '"'), (name, shape) -> null))
        .withMessage("its layers stand within more than 32 others");
    String many = "[" + "{\"layer\":\"softmax\"},".repeat(10_000) + "{\"layer\":\"softmax\"}]";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDescriptions.read(many, (name, shape) -> null))
        .withMessage("there are more than 10000 layers");
  }
}
