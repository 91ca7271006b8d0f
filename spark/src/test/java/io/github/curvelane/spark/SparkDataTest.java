package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.FeatureMoments;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Split;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks have the content of one process, whatever they are read from and however it is cut. */
class SparkDataTest {
  private static final int EXAMPLES = 2 * Arithmetic.EXAMPLE_CHUNK + 777;

  /** Frames take longer. */
  private static final int ROWS = Arithmetic.EXAMPLE_CHUNK + 300;

  private static final int FEATURES = 6;
  private static final int CLASSES = 5;

  private static Cluster cluster;

  @TempDir private static Path folder;

  private static byte[] pixels;
  private static int[] labels;

  @BeforeAll
  static void start() throws IOException {
    cluster = Clusters.local(2, Frames.QUICK);
    pixels = new byte[EXAMPLES * FEATURES];
    Random random = new Random(1);
    random.nextBytes(pixels);
    for (int i = 0; i < EXAMPLES; i++) {
      pixels[i * FEATURES + 4] = 7;
    }
    labels = random.ints(EXAMPLES, 0, CLASSES).toArray();
    byte[] classes = new byte[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      classes[i] = (byte) labels[i];
    }
    for (String suffix : List.of("", ".gz")) {
      IdxFile.write(path("train-images-idx3-ubyte" + suffix), images(EXAMPLES));
      IdxFile.write(path("train-labels-idx1-ubyte" + suffix), IdxArray.ofBytes(classes, EXAMPLES));
    }
  }

  private static IdxArray images(int rows) {
    return IdxArray.ofBytes(Arrays.copyOf(pixels, rows * FEATURES), rows, 2, 3);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Path path(String name) {
    return folder.resolve(name);
  }

  private static JavaSparkContext context() {
    return cluster.context();
  }

  private static IdxSource source(String suffix) {
    return IdxSource.of(
        path("train-images-idx3-ubyte" + suffix).toString(),
        path("train-labels-idx1-ubyte" + suffix).toString(),
        CLASSES);
  }

  private static <A> Dataset<A> firstRows(Precision<A> precision) {
    return inOneProcess(precision).select(IntStream.range(0, ROWS).toArray());
  }

  private static <A> Dataset<A> inOneProcess(Precision<A> precision) {
    A inputs = precision.newArray(pixels.length);
    for (int i = 0; i < pixels.length; i++) {
      precision.set(inputs, i, pixels[i] & 0xFF);
    }
    return Dataset.classification(precision, inputs, FEATURES, labels, CLASSES);
  }

  // ---------------------------------------------------------------- digests

  /** The checksum of each chunk, in order. */
  static <A> List<Integer> digest(Dataset<A> data) {
    List<Integer> digest = new ArrayList<>();
    Precision<A> precision = data.precision();
    for (int from = 0; from < data.examples(); from += Arithmetic.EXAMPLE_CHUNK) {
      int to = Math.min(data.examples(), from + Arithmetic.EXAMPLE_CHUNK);
      Dataset<A> part = data.select(IntStream.range(from, to).toArray());
      int index = from / Arithmetic.EXAMPLE_CHUNK;
      StoredBlock block =
          part.isClassification()
              ? StoredBlock.labels(
                  precision, index, part.inputs(), part.features(), part.labels(), part.outputs())
              : StoredBlock.matrix(
                  precision, index, part.inputs(), part.features(), part.targets(), part.outputs());
      digest.add(block.checksum());
    }
    return digest;
  }

  /** The checksum of each chunk, in order of partitions. */
  static List<Integer> digest(SparkData<?> data) {
    List<int[]> blocks =
        data.blocks().map(block -> new int[] {block.index(), block.checksum()}).collect();
    for (int i = 0; i < blocks.size(); i++) {
      assertThat(blocks.get(i)[0]).isEqualTo(i);
    }
    assertThat(blocks).hasSize(data.chunks());
    return blocks.stream().map(block -> block[1]).toList();
  }

  // ---------------------------------------------------------------- files

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void idxInAnyPartitions(String suffix) throws IOException {
    Dataset<float[]> raw = inOneProcess(Precision.FLOAT);
    for (int partitions : new int[] {1, 2, 7}) {
      SparkData<float[]> data =
          SparkData.idx(context(), source(suffix), Precision.FLOAT, partitions);
      assertThat(data.blocks().getNumPartitions()).isEqualTo(partitions);
      assertThat(digest(data)).isEqualTo(digest(raw));
    }
    SparkData<double[]> data = SparkData.idx(context(), source(suffix), Precision.DOUBLE, 2);
    assertThat(digest(data)).isEqualTo(digest(inOneProcess(Precision.DOUBLE)));
    assertThat(data)
        .hasToString("8969 examples, 6 features, 5 classes, double, 3 chunks in 2 partitions");
    assertThat(data.areLabels()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void idxWithoutEveryKthRow(String suffix) throws IOException {
    for (int k : new int[] {2, 5, EXAMPLES}) {
      Dataset<float[]> raw = inOneProcess(Precision.FLOAT);
      SparkData<float[]> data =
          SparkData.idx(context(), source(suffix).withoutEvery(k), Precision.FLOAT, 2);
      int[] training = Split.everyKth(EXAMPLES, k).training();
      assertThat(data.examples()).isEqualTo(training.length);
      assertThat(digest(data)).isEqualTo(digest(raw.select(training)));
    }
  }

  @Test
  void folderOfIdxFiles() throws IOException {
    IdxSource both = SparkData.idxFolder(context(), folder.toString());
    assertThat(both.classes()).isEqualTo(CLASSES);
    assertThat(both.images()).endsWith("train-images-idx3-ubyte");
    Path other = Path.of(folder.toString(), "test only");
    Files.createDirectory(other);
    IdxFile.write(other.resolve("t10k-images-idx3-ubyte.gz"), images(4));
    IdxFile.write(
        other.resolve("t10k-labels-idx1-ubyte"), IdxArray.ofBytes(new byte[] {3, 4, 3, 6}, 4));
    IdxSource only = SparkData.idxFolder(context(), other.toString());
    assertThat(only.firstClass()).isEqualTo(3);
    assertThat(only.classes()).isEqualTo(4);
    assertThat(only.toString()).endsWith("without every row of 5");
    int[] found =
        SparkData.idx(context(), only, Precision.FLOAT, 1)
            .blocks()
            .map(block -> new int[] {block.rows(), block.outputs(), block.columns()})
            .first();
    assertThat(found).containsExactly(4, 4, FEATURES);
  }

  @Test
  void tensorsInAnyPartitions() throws IOException {
    Random random = new Random(3);
    float[] x = new float[EXAMPLES * FEATURES];
    double[] y = new double[EXAMPLES * 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextGaussian();
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("other", Tensor.of(Precision.FLOAT, new float[3], 0, 3));
    tensors.put("inputs", Tensor.of(Precision.FLOAT, x, 0, EXAMPLES, 2, 3));
    tensors.put("targets", Tensor.of(Precision.DOUBLE, y, 0, EXAMPLES, 2));
    Path file = path("data.safetensors");
    new TensorFile(tensors, Map.of()).write(file);
    float[] rounded = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      rounded[i] = (float) y[i];
    }
    List<Integer> expected = digest(Dataset.regression(Precision.FLOAT, x, FEATURES, rounded, 2));
    for (int partitions : new int[] {1, 2, 5}) {
      SparkData<float[]> data =
          SparkData.safetensors(
              context(), TensorSource.of(file.toString()), Precision.FLOAT, partitions);
      assertThat(digest(data)).isEqualTo(expected);
      assertThat(data.outputs()).isEqualTo(2);
      assertThat(data.areLabels()).isFalse();
    }
    // What is in double precision is normalised before it is rounded.
    Dataset<double[]> doubles = Dataset.regression(Precision.DOUBLE, y, 2, y, 2);
    Normalization fitted = Normalization.perFeature(doubles, 0);
    SparkData<float[]> data =
        SparkData.safetensors(
            context(),
            TensorSource.of(file.toString()).named("targets", "targets"),
            Precision.FLOAT,
            2);
    assertThat(Normalization.perFeature(data.moments(), 0)).isEqualTo(fitted);
    float[] normalized = fitted.apply(doubles, Precision.FLOAT);
    assertThat(digest(data.normalized(fitted)))
        .isEqualTo(digest(Dataset.regression(Precision.FLOAT, normalized, 2, rounded, 2)));
  }

  // ---------------------------------------------------------------- frames

  @Test
  void parquetInTheOrderOfFilesAndRows() throws IOException {
    SparkSession session = cluster.session();
    Path files = path("examples parquet");
    Frames.write(session, Frames.rows(firstRows(Precision.DOUBLE)), files, 369, 1569, ROWS);
    List<Integer> expected = digest(firstRows(Precision.FLOAT));
    List<Integer> orders = new ArrayList<>();
    for (String bytes : List.of("128m", "12k")) {
      session.conf().set("spark.sql.files.maxPartitionBytes", bytes);
      org.apache.spark.sql.Dataset<Row> frame = session.read().parquet(files.toString());
      SparkData<float[]> data =
          SparkData.frame(frame, FrameColumns.ofClasses(CLASSES), Precision.FLOAT, 2);
      assertThat(digest(data)).as(bytes).isEqualTo(expected);
      List<Row> delivered = frame.select("index").collectAsList();
      orders.add(delivered.hashCode());
      boolean inOrder = IntStream.range(0, ROWS).allMatch(i -> delivered.get(i).getLong(0) == i);
      assertThat(inOrder).as("as if zipWithIndex would do, " + bytes).isFalse();
    }
    assertThat(orders.stream().distinct().count()).isGreaterThan(1);
    session.conf().unset("spark.sql.files.maxPartitionBytes");
  }

  @Test
  void frameInTheOrderOfAnIndex() {
    Dataset<double[]> raw = firstRows(Precision.DOUBLE);
    List<Row> rows = new ArrayList<>(Frames.rows(raw));
    Collections.shuffle(rows, new Random(5));
    org.apache.spark.sql.Dataset<Row> frame = Frames.of(cluster.session(), rows);
    SparkData<double[]> data =
        SparkData.frame(frame, FrameColumns.ofClasses(CLASSES).index("index"), Precision.DOUBLE, 5);
    assertThat(digest(data)).isEqualTo(digest(raw));
    Normalization fitted = Normalization.perFeature(data.moments(), 0x1p-46);
    assertThat(digest(data.normalized(fitted))).isEqualTo(digest(fitted.apply(raw)));
  }

  @Test
  void frameOfValuesWithWeights() {
    org.apache.spark.sql.Dataset<Row> frame =
        Frames.weighted(cluster.session(), 4105).withColumnRenamed("features", "some `x`");
    FrameColumns columns =
        FrameColumns.ofValues().features("some `x`").label("values").weight("w").index("index");
    List<StoredBlock> blocks =
        SparkData.frame(frame, columns, Precision.FLOAT, 1).blocks().collect();
    assertThat(blocks).hasSize(2);
    Targets<float[]> targets = blocks.get(1).open(Precision.FLOAT).targets();
    assertThat(targets.outputs()).isEqualTo(2);
    assertThat(targets.value(0, 0)).isEqualTo(4096);
    assertThat(targets.value(3, 1)).isEqualTo(-4099);
    assertThat(targets.weight(5)).isEqualTo((4096 + 5) % 3);
  }

  // ---------------------------------------------------------------- normalisation and objectives

  @Test
  void normalisationHasTheBitsOfOneProcess() throws IOException {
    Dataset<float[]> raw = inOneProcess(Precision.FLOAT);
    FeatureMoments here = FeatureMoments.of(raw);
    for (int partitions : new int[] {1, 2, 5}) {
      SparkData<float[]> data = SparkData.idx(context(), source(""), Precision.FLOAT, partitions);
      FeatureMoments there = data.moments();
      assertThat(Normalization.centring(there)).isEqualTo(Normalization.centring(raw));
      assertThat(Normalization.perFeature(there, 0.01))
          .isEqualTo(Normalization.perFeature(raw, 0.01));
      assertThat(there.magnitudes()).isEqualTo(here.magnitudes());
      Normalization global = Normalization.global(there);
      assertThat(global).isEqualTo(Normalization.global(raw));
      assertThat(digest(data.normalized(global))).isEqualTo(digest(global.apply(raw)));
    }
  }

  @Test
  void gradientHasTheBitsOfOneProcess() throws IOException {
    Dataset<float[]> raw = inOneProcess(Precision.FLOAT);
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), FEATURES, 4, CLASSES);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    Normalization global = Normalization.global(raw);
    float[] expected = new float[theta.length];
    double value =
        new NetworkObjective<>(
                network.newWorkspace(EXAMPLES),
                Loss.softmaxCrossEntropy(),
                global.apply(raw).inputs(),
                Targets.labels(Precision.FLOAT, labels, CLASSES))
            .valueAndGradient(theta, expected);
    for (int partitions : new int[] {2, 7}) {
      SparkData<float[]> data =
          SparkData.idx(context(), source(".gz"), Precision.FLOAT, partitions);
      SparkData<float[]> inputs = data.normalized(Normalization.global(data.moments()));
      try (SparkWorkers<float[]> workers =
          SparkWorkers.of(
              new NetworkChunks<>(network, Loss.softmaxCrossEntropy()), inputs.blocks())) {
        float[] gradient = new float[theta.length];
        assertThat(new ClusterObjective<>(workers).valueAndGradient(theta, gradient))
            .isEqualTo(value);
        assertThat(gradient).isEqualTo(expected);
      }
    }
  }
}
