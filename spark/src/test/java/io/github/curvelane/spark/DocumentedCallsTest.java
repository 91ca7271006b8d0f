package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks on data in the document on clusters are, line by line, in this file, and run. */
class DocumentedCallsTest {
  private static final Path DOCUMENT = Path.of("../docs/cluster.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/curvelane/spark/DocumentedCallsTest.java");

  @TempDir private Path images;

  @Test
  void work() throws IOException {
    byte[] pixels = new byte[48];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * i);
    }
    IdxFile.write(images.resolve("train-images-idx3-ubyte"), IdxArray.ofBytes(pixels, 12, 2, 2));
    IdxFile.write(images.resolve("train-labels-idx1-ubyte.gz"), IdxArray.ofBytes(new byte[12], 12));
    Network<float[]> layers =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 4, 2);
    float[] theta = layers.initialize(Initializer.FAN_IN, 1);
    NetworkChunks<float[]> description = new NetworkChunks<>(layers, Loss.softmaxCrossEntropy());
    String folder = images.toString();
    JavaSparkContext context;
    try (Cluster cluster = Clusters.local(2, Frames.QUICK)) {
      context = cluster.context();
      IdxSource digits = SparkData.idxFolder(context, folder);
      SparkData<float[]> raw = SparkData.idx(context, digits, Precision.FLOAT, 8);
      SparkData<float[]> data = raw.normalized(Normalization.global(raw.moments()));
      SparkWorkers<float[]> workers = SparkWorkers.of(description, data.blocks());
      assertThat(data.examples()).isEqualTo(10);
      assertThat(new ClusterObjective<>(workers).value(theta)).isPositive();
      workers.close();

      Model<float[]> model =
          new Model<>(layers, theta, Normalization.none(4), Loss.softmaxCrossEntropy());
      Dataset<Row> frame =
          Frames.of(cluster.session(), List.of(Frames.row(Vectors.dense(1, 2, 3, 4), 0.0, 0L)));
      NetworkTransformer network = new NetworkTransformer(model);
      Dataset<Row> predicted = network.transform(frame);
      assertThat(predicted.columns()).endsWith("probability", "prediction");
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> SparkData.idxFolder(context, folder))
        .withMessage("the Spark context 'test' has been stopped, and its workers with it");
  }

  @Test
  void areThoseOfTheDocument() throws IOException {
    String text = Files.readString(DOCUMENT);
    String[] parts = text.substring(text.indexOf("### Data")).split("```\n");
    List<String> here = Files.readString(SOURCE).lines().map(String::strip).toList();
    List<String> there =
        Arrays.stream(new String[] {parts[1], parts[3]}).flatMap(String::lines).toList();
    assertThat(there).hasSize(6);
    assertThat(here).containsAll(there);
  }
}
