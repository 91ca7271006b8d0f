package io.github.curvelane.spark;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ExampleBlock;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * MNIST's 10,000 test digits, repeated: example i is digit i mod 10,000, times 1 − (⌊i/10,000⌋ mod
 * 28)/64; and a perceptron for them.
 */
record Digits(String folder, int examples, List<Integer> layers) implements Serializable {
  private static final int COUNT = 10_000;
  private static final int PIXELS = 784;

  /** The digits of this process, normalised, once for each precision. */
  private static @Nullable Dataset<float[]> floats;

  private static @Nullable Dataset<double[]> doubles;

  static String place() {
    return Path.of(System.getProperty("curvelane.test.mnist", "none")).toAbsolutePath().toString();
  }

  static boolean areThere() {
    return Files.exists(Path.of(place(), "t10k-images-idx3-ubyte.gz"));
  }

  private static <A> Dataset<A> read(Precision<A> precision, String folder) {
    try {
      Dataset<A> raw =
          IdxFile.dataset(
              precision,
              IdxFile.read(Path.of(folder, "t10k-images-idx3-ubyte.gz")),
              IdxFile.read(Path.of(folder, "t10k-labels-idx1-ubyte.gz")),
              10);
      return Normalization.global(raw).apply(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static synchronized <A> Dataset<A> base(Precision<A> precision, String folder) {
    if (precision == Precision.FLOAT) {
      floats = floats == null ? read(Precision.FLOAT, folder) : floats;
      return (Dataset<A>) floats;
    }
    doubles = doubles == null ? read(Precision.DOUBLE, folder) : doubles;
    return (Dataset<A>) doubles;
  }

  int chunks() {
    return (examples + Arithmetic.EXAMPLE_CHUNK - 1) / Arithmetic.EXAMPLE_CHUNK;
  }

  <A> StoredBlock block(Precision<A> precision, int chunk) {
    Dataset<A> base = base(precision, folder);
    int first = chunk * Arithmetic.EXAMPLE_CHUNK;
    int rows = Math.min(Arithmetic.EXAMPLE_CHUNK, examples - first);
    A inputs = precision.newArray(rows * PIXELS);
    int[] labels = new int[rows];
    for (int r = 0; r < rows; r++) {
      int digit = (first + r) % COUNT;
      double factor = 1 - ((first + r) / COUNT % 28) / 64.0;
      labels[r] = base.labels()[digit];
      for (int j = 0; j < PIXELS; j++) {
        double pixel = precision.get(base.inputs(), digit * PIXELS + j);
        precision.set(inputs, r * PIXELS + j, precision.round(pixel * factor));
      }
    }
    return StoredBlock.labels(precision, chunk, inputs, PIXELS, labels, 10);
  }

  <A> Network<A> network(Precision<A> precision) {
    return Network.perceptron(
        precision,
        Activation.lecunTanh(),
        Activation.identity(),
        layers.stream().mapToInt(Integer::intValue).toArray());
  }

  <A> A theta(Precision<A> precision) {
    return network(precision).initialize(Initializer.FAN_IN, 1);
  }

  static float[] direction(int n) {
    SplittableRandom random = new SplittableRandom(7);
    float[] v = new float[n];
    for (int i = 0; i < n; i++) {
      v[i] = (float) (random.nextDouble() - 0.5);
    }
    return v;
  }

  <A> NetworkChunks<A> objective(Precision<A> precision) {
    return new NetworkChunks<>(network(precision), Loss.softmaxCrossEntropy());
  }

  <A> ThreadWorkers<A> here(Precision<A> precision, Parallelism parallelism) {
    List<ExampleBlock<A>> blocks = new ArrayList<>();
    for (int c = 0; c < chunks(); c++) {
      blocks.add(block(precision, c).open(precision));
    }
    return ThreadWorkers.of(objective(precision), blocks, parallelism);
  }

  JavaRDD<StoredBlock> rdd(JavaSparkContext context, Precision<?> precision, int partitions) {
    return context
        .parallelize(IntStream.range(0, chunks()).boxed().toList(), partitions)
        .map(new Make(this, precision == Precision.DOUBLE));
  }

  private record Make(Digits digits, boolean isDouble) implements Function<Integer, StoredBlock> {
    @Override
    public StoredBlock call(Integer chunk) {
      return isDouble
          ? digits.block(Precision.DOUBLE, chunk)
          : digits.block(Precision.FLOAT, chunk);
    }
  }
}
