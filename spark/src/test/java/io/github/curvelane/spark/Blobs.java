package io.github.curvelane.spark;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ExampleBlock;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Examples that any process makes of a seed, block by block, and a network for them. */
record Blobs(int examples, int columns, int hidden, int classes) implements Serializable {
  int chunks() {
    return (examples + Arithmetic.EXAMPLE_CHUNK - 1) / Arithmetic.EXAMPLE_CHUNK;
  }

  <A> StoredBlock block(Precision<A> precision, int chunk) {
    int rows = Math.min(Arithmetic.EXAMPLE_CHUNK, examples - chunk * Arithmetic.EXAMPLE_CHUNK);
    SplittableRandom random = new SplittableRandom(chunk);
    int[] labels = new int[rows];
    A inputs = precision.newArray(rows * columns);
    for (int r = 0; r < rows; r++) {
      labels[r] = random.nextInt(classes);
      for (int c = 0; c < columns; c++) {
        double mean = (labels[r] + c) % classes;
        precision.set(inputs, r * columns + c, mean + random.nextDouble(-1, 1));
      }
    }
    return StoredBlock.labels(precision, chunk, inputs, columns, labels, classes)
        .from("blobs of seed " + chunk);
  }

  <A> Network<A> network(Precision<A> precision) {
    return Network.perceptron(
        precision, Activation.tanh(), Activation.identity(), columns, hidden, classes);
  }

  <A> A theta(Precision<A> precision) {
    return network(precision).initialize(Initializer.FAN_IN, 3);
  }

  <A> NetworkChunks<A> objective(Precision<A> precision) {
    return new NetworkChunks<>(network(precision), Loss.softmaxCrossEntropy());
  }

  /** All in this process. */
  <A> ThreadWorkers<A> here(Precision<A> precision) {
    List<ExampleBlock<A>> blocks = new ArrayList<>();
    for (int c = 0; c < chunks(); c++) {
      blocks.add(block(precision, c).open(precision));
    }
    return ThreadWorkers.of(objective(precision), blocks, Parallelism.none());
  }

  JavaRDD<StoredBlock> rdd(JavaSparkContext context, Precision<?> precision, int partitions) {
    return context
        .parallelize(IntStream.range(0, chunks()).boxed().toList(), partitions)
        .map(new Make(this, precision == Precision.DOUBLE));
  }

  SparkWorkers<float[]> workers(Cluster cluster, int partitions) {
    return SparkWorkers.of(
        objective(Precision.FLOAT), rdd(cluster.context(), Precision.FLOAT, partitions));
  }

  /** Precisions are no part of what is sent. */
  private record Make(Blobs blobs, boolean isDouble) implements Function<Integer, StoredBlock> {
    @Override
    public StoredBlock call(Integer chunk) {
      return isDouble ? blobs.block(Precision.DOUBLE, chunk) : blobs.block(Precision.FLOAT, chunk);
    }
  }
}
