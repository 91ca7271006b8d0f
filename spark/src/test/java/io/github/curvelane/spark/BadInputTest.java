package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * Everything that is refused, with its sentence; what tasks find too, and not as Spark tells it.
 */
class BadInputTest {
  private static final FrameColumns CLASSES = FrameColumns.ofClasses(3);
  private static final FrameColumns INDEXED = CLASSES.index("index");

  private static Cluster cluster;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    cluster = Clusters.local(2, Frames.QUICK);
    cluster.context().setLogLevel("OFF");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Dataset<Row> frame(Row... rows) {
    return Frames.of(cluster.session(), List.of(rows));
  }

  private static Row row(long index, Object label, double... features) {
    return Frames.row(Vectors.dense(features), label, index);
  }

  private static final Row GOOD = row(0, 2.0, 1, 2);

  private static void refused(Dataset<Row> frame, FrameColumns columns, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkData.frame(frame, columns, Precision.FLOAT, 2).moments())
        .withMessage(sentence);
  }

  // ---------------------------------------------------------------- rows of frames

  private static void rowRefused(FrameRow.Encoding encoding, Row row, String sentence) {
    assertThatIllegalArgumentException().isThrownBy(() -> encoding.call(row)).withMessage(sentence);
  }

  @Test
  void rowsAreNamed() {
    FrameRow.Encoding encoding = new FrameRow.Encoding("features", "label", "w", 2, 3, 3, Map.of());
    Vector good = Vectors.dense(1, 2);
    assertThat(encoding.call(Frames.row(good, 2.0, 1.0, 7L))._1()).isEqualTo(7);
    String place = "the row of index 7: ";
    rowRefused(
        encoding,
        Frames.row(null, 1.0, 1.0, 7L),
        place + "features is null, must be a vector of 2 numbers");
    rowRefused(
        encoding,
        Frames.row(Vectors.dense(1, Double.NaN), 1.0, 1.0, 7L),
        place + "element 1 of features is NaN, must be finite");
    rowRefused(
        encoding,
        Frames.row(Vectors.dense(1, 2, 3), 1.0, 1.0, 7L),
        place + "features has 3 elements, must have 2 as other rows");
    for (double label : new double[] {3, 0.5, -1}) {
      rowRefused(
          encoding,
          Frames.row(good, label, 1.0, 7L),
          place + "label is " + label + ", must be an integer from 0 to 2");
    }
    rowRefused(
        encoding, Frames.row(good, null, 1.0, 7L), place + "label is null, must be a number");
    rowRefused(encoding, Frames.row(good, 1.0, -1.0, 7L), place + "w is -1.0, must be at least 0");
    rowRefused(encoding, Frames.row(good, 1.0, Double.NaN, 7L), place + "w is NaN, must be finite");
    FrameRow.Encoding ofValues =
        new FrameRow.Encoding("x", "y", "", 2, 0, 2, Map.of("file:/data/a%20b.parquet", 40L));
    Row value = Frames.row(good, good, 1.0, "file:/data/a%20b.parquet", 5L);
    assertThat(ofValues.call(value)._1()).isEqualTo(45);
    rowRefused(
        ofValues,
        Frames.row(good, Vectors.dense(1), 1.0, "file:/data/a%20b.parquet", 5L),
        "a b.parquet, row 5 (from 0): y has 1 elements, must have 2 as other rows");
  }

  @Test
  void rowsOfFilesAreNamed() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      rows.add(i == 4 ? Frames.row(null, 1.0, 4L) : row(i, 1.0, 1, 2));
    }
    Path files = folder.resolve("rows");
    Frames.write(cluster.session(), rows, files, 6);
    Dataset<Row> frame = cluster.session().read().parquet(files.toString());
    String sentence =
        "part 0.parquet, row 4 (from 0): features is null, must be a vector of 2 numbers";
    refused(frame, CLASSES, sentence);
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 3);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    NetworkTransformer transformer =
        new NetworkTransformer(
            new Model<>(network, theta, Normalization.none(2), Loss.softmaxCrossEntropy()));
    assertThatException()
        .isThrownBy(() -> transformer.transform(frame).collectAsList())
        .satisfies(
            e ->
                assertThat(Failures.ofJob(cluster.context().sc(), "predictions", e))
                    .hasMessage(sentence));
    assertThat(transformer.transform(frame.where("index < 4")).count()).isEqualTo(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkData.frame(frame.where("index <> 3"), CLASSES, Precision.FLOAT, 2))
        .withMessageMatching(
            "the frame has 5 rows of file:.*part 0.parquet, whose rows go to 5 \\(from 0\\): the"
                + " order of a frame that leaves rows out or has them twice is not known:"
                + " FrameColumns.index names a column of indices 0, 1, …, by which rows are"
                + " ordered");
  }

  @Test
  void numbersThatThePrecisionDoesNotHold() {
    SparkData<float[]> data =
        SparkData.frame(frame(GOOD, row(1, 1.0, 1e300, 2)), INDEXED, Precision.FLOAT, 1);
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 3);
    NetworkChunks<float[]> chunks = new NetworkChunks<>(network, Loss.softmaxCrossEntropy());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkWorkers.of(chunks, data.blocks()))
        .withMessage(
            "the frame: input 0 of example 1 is 1.0E300, which becomes Infinity in float, must be"
                + " finite");
  }

  // ---------------------------------------------------------------- order of frames

  @Test
  void orders() {
    refused(
        frame(GOOD),
        CLASSES,
        "the order of the frame's rows is not known: only rows of Parquet files, not joined or"
            + " sorted, have a place: FrameColumns.index names a column of indices 0, 1, …, by"
            + " which rows are ordered");
    refused(
        frame(GOOD, row(1, 0.0, 1, 2), row(1, 0.0, 3, 4), row(3, 0.0, 1, 2)),
        INDEXED,
        "index 1 is there twice, each of 0 to 3 must be there once");
    refused(
        frame(GOOD, row(2, 0.0, 1, 2)),
        INDEXED,
        "index column 'index' goes from 0 to 2 in 2 rows, must have each of 0 to 1 once");
    refused(
        frame(GOOD, Frames.row(Vectors.dense(1, 2), 1.0, null)),
        INDEXED,
        "index column 'index' is null in 1 of 2 rows");
    refused(frame(), INDEXED, "the frame has no rows, must have at least one");
  }

  private static void cutRefused(String sentence, long... indices) {
    ChunkRanges ranges = new ChunkRanges(Arithmetic.EXAMPLE_CHUNK + 3, 2);
    FrameChunks.Cutting cutting = new FrameChunks.Cutting(ranges, 1, 1, false, false);
    byte[] row = new byte[3 * Double.BYTES];
    Iterator<RawChunk> chunks =
        cutting.call(1, Arrays.stream(indices).mapToObj(i -> new Tuple2<>(i, row)).iterator());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chunks.forEachRemaining(chunk -> {}))
        .withMessage(sentence);
  }

  @Test
  void indicesOfAChunk() {
    cutRefused("index 4097 is missing, each of 0 to 4098 must be there once", 4096, 4098);
    cutRefused("index 4096 is missing, each of 0 to 4098 must be there once");
    cutRefused("index 4098 is missing, each of 0 to 4098 must be there once", 4096, 4097);
    cutRefused("index 4097 is there twice, each of 0 to 4098 must be there once", 4096, 4097, 4097);
    cutRefused(
        "index 4098 is there twice, each of 0 to 4098 must be there once", 4096, 4097, 4098, 4098);
  }

  @Test
  void columns() {
    refused(
        frame(GOOD),
        INDEXED.features("x"),
        "the frame has no column 'x', it has features, label, index");
    refused(
        frame(GOOD),
        INDEXED.features("label"),
        "column 'label' is of type double, must be a vector (VectorAssembler makes them)");
    refused(
        frame(GOOD),
        INDEXED.label("features"),
        "column 'features' is of type vector, must be a number");
    refused(
        frame(GOOD).withColumn("label", functions.lit("one")),
        FrameColumns.ofValues().index("index"),
        "column 'label' is of type string, must be a number or a vector");
    refused(
        frame(GOOD),
        INDEXED.index("label"),
        "column 'label' is of type double, must be a column of integers");
    refused(frame(Frames.row(null, 1.0, 0L)), INDEXED, "column 'features' is null in all rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkData.frame(frame(GOOD), INDEXED, Precision.FLOAT, 0))
        .withMessage("partitions is 0, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameColumns.ofClasses(0))
        .withMessage("classes is 0, must be at least 1");
  }

  // ---------------------------------------------------------------- files

  private static String idx(String name, byte[] content, int... shape) throws IOException {
    Path file = folder.resolve(name);
    IdxFile.write(file, IdxArray.ofBytes(content, shape));
    return file.toString();
  }

  private static SparkData<float[]> data(IdxSource source) throws IOException {
    return SparkData.idx(cluster.context(), source, Precision.FLOAT, 2);
  }

  @Test
  void idxFiles() throws IOException {
    String images = idx("images", new byte[12], 3, 2, 2);
    String labels = idx("labels", new byte[] {0, 4, 1}, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(images, labels, 4)).moments())
        .withMessage("labels, row 1 (from 0): the label is 4.0, must be an integer from 0 to 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(images, labels, 4).labelsFrom(1)).moments())
        .withMessage("labels, row 0 (from 0): the label is 0.0, must be an integer from 1 to 4");
    String few = idx("few", new byte[2], 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(images, few, 5)))
        .withMessage("images has 3 images and few 2 labels, must be as many");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(labels, images, 5)))
        .withMessage("labels has the shape [3] and images [3, 2, 2], must be [n, ...] and [n]");
    String none = idx("none", new byte[0], 0, 2, 2);
    String ofNone = idx("of none", new byte[0], 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(none, ofNone, 5)))
        .withMessage("none has 0 examples of 4 numbers, must have at least one");
    Path cut = folder.resolve("cut");
    Files.write(cut, new byte[] {0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 5});
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> data(IdxSource.of(cut.toString(), labels, 5)))
        .withMessage(
            "cut, byte 4: the header promises [9, 1, 1] elements, 9 bytes, the file has 1");
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> data(IdxSource.of(folder.resolve("no").toString(), labels, 5)))
        .withMessageContaining("no does not exist");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(folder.toString(), labels, 5)))
        .withMessage(folder + " is a folder, must be a file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkData.idxFolder(cluster.context(), folder.toString()))
        .withMessageContaining("has no images: no file has a name like train-images-idx3-ubyte");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(images, labels, 5)).normalized(Normalization.none(3)))
        .withMessage("normalization has 3 features, must have 4");
  }

  @Test
  void packedFilesAreReadToTheirEnd() throws IOException {
    String images = idx("packed.gz", new byte[12], 3, 2, 2);
    String labels = idx("packed labels.gz", new byte[3], 3);
    IdxSource source = IdxSource.of(images, labels, 5);
    assertThat(data(source).blocks().count()).isEqualTo(1);
    Files.write(Path.of(images), new byte[] {1}, StandardOpenOption.APPEND);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> data(source).moments())
        .withCauseInstanceOf(MalformedDataException.class)
        .withMessageStartingWith("packed.gz, byte ")
        .withMessageEndingWith("expected the end of the file after the gzip stream");
  }

  @Test
  void numbersOfIdxFilesAreFinite() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(12 + 2 * 4);
    file.putInt(0xD02).putInt(2).putInt(1).putFloat(3).putFloat(Float.NaN);
    Path images = folder.resolve("floats");
    Files.write(images, file.array());
    String labels = idx("labels of floats", new byte[2], 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(IdxSource.of(images.toString(), labels, 5)).moments())
        .withMessage("floats, row 1 (from 0): element 0 is NaN, must be finite");
  }

  @Test
  void aFileThatWasChangedIsRefusedByName() throws IOException {
    String images = idx("changed", new byte[12], 3, 2, 2);
    String labels = idx("changed labels", new byte[3], 3);
    SparkData<float[]> data = data(IdxSource.of(images, labels, 5));
    assertThat(data.blocks().count()).isEqualTo(1);
    idx("changed", new byte[15], 3, 5, 1);
    assertThatIllegalStateException()
        .isThrownBy(data::moments)
        .withMessageMatching(
            "file:.*changed was changed after it was first read: it has 31 bytes of .*, it had 28"
                + " of .*");
  }

  @Test
  void aPassOverExamplesIsCancelledByInterruptingItsThread() {
    SparkData<float[]> data = SparkData.frame(frame(GOOD), INDEXED, Precision.FLOAT, 2);
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(data::moments)
          .withMessage("the thread was interrupted: a sum over the inputs was cancelled");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(data.moments().means()).containsExactly(1, 2);
  }

  @Test
  void tensors() throws IOException {
    Path file = folder.resolve("data.safetensors");
    Tensor x = Tensor.of(Precision.FLOAT, new float[] {1, 2, 3, Float.NaN}, 0, 2, 2);
    Tensor y = Tensor.of(Precision.FLOAT, new float[2], 0, 2);
    new TensorFile(Map.of("inputs", x, "targets", y), Map.of()).write(file);
    TensorSource source = TensorSource.of(file.toString());
    tensorsRefused(
        source, "data.safetensors, row 1 of inputs \\(from 0\\): element 1 is NaN, must be finite");
    tensorsRefused(
        source.ofClasses(3),
        "data.safetensors: targets is F32\\[2\\] at byte [0-9]+, must be \\[examples\\] of an"
            + " integer type, for classes");
    tensorsRefused(
        source.named("images", "targets"),
        "data.safetensors has no tensor 'images', it has \\[.*\\]");
    tensorsRefused(
        source.named("targets", "inputs"),
        "data.safetensors: targets is .* and inputs is .*, must be \\[examples, ...\\] of as many");
  }

  private static void tensorsRefused(TensorSource source, String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SparkData.safetensors(cluster.context(), source, Precision.FLOAT, 1).moments())
        .withMessageMatching(pattern);
  }
}
