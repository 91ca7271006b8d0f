package io.github.curvelane.bench.cluster;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.io.ParameterDigest;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Stopping;
import io.github.curvelane.spark.SparkWorkers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * 784-300-10 over 10,000 digits in two threads of this process: an evaluation of Spark's {@link
 * MultilayerPerceptronClassifier} (double precision, sigmoids, L-BFGS) beside one of ours (single
 * precision), by turns; and the weights of both after L-BFGS on two partitions and on three.
 */
final class MllibComparison {
  private static final int EXAMPLES = 10_000;
  private static final int ITERATIONS = 8;
  private static final int EVALUATIONS = 16;
  private static final int WARM_UP = 50;

  /** Of three chunks, each thread has one, and who is first has the third. */
  private static final int OUR_PARTITIONS = 3;

  private final int turns;
  private final SampleFile samples;
  private final PrintWriter out;
  private final Network<float[]> network =
      Network.perceptron(
          Precision.FLOAT, Activation.logistic(), Activation.identity(), 784, 300, 10);
  private final float[] start = network.initialize(Initializer.FAN_IN, 1);

  MllibComparison(int turns, SampleFile samples, PrintWriter out) {
    this.turns = turns;
    this.samples = samples;
    this.out = out;
  }

  void run() {
    try (JavaSparkContext context = Contexts.local(2)) {
      JobLengths jobs = new JobLengths();
      context.sc().addSparkListener(jobs);
      double[] onTwo;
      double[] onThree;
      try (SparkWorkers<float[]> workers = workers(context, OUR_PARTITIONS)) {
        ClusterObjective<float[]> objective = new ClusterObjective<>(workers);
        evaluate(objective, new float[network.parameters()], WARM_UP);
        onThree = fit(frame(context, 3)); // Also warms up.
        onTwo = compare(objective, frame(context, 2), jobs);
      }
      weights(context, 2, onTwo);
      weights(context, 3, onThree);
      out.flush();
    }
  }

  private void weights(JavaSparkContext context, int partitions, double[] theirs) {
    out.printf(
        "  weights after %d iterations on %d partitions: MLlib %s, Curvelane %s%n",
        ITERATIONS,
        partitions,
        digest(Precision.DOUBLE, theirs),
        digest(Precision.FLOAT, ours(context, partitions)));
  }

  private double[] compare(
      ClusterObjective<float[]> objective, Dataset<Row> frame, JobLengths jobs) {
    float[] gradient = new float[network.parameters()];
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    double[] weights = {};
    for (int turn = 0; turn < turns; turn++) {
      jobs.begin();
      weights = fit(frame);
      theirs.addAll(jobs.seconds());
      ours.addAll(evaluate(objective, gradient, EVALUATIONS));
    }
    write("MLlib", theirs);
    write("Curvelane", ours);
    double mine = median(ours);
    double other = median(theirs);
    out.printf(
        Locale.ROOT,
        "%nan evaluation of 784-300-10 over %,d digits, local[2]:"
            + " MLlib %.0f ms, Curvelane %.0f ms: %.1f times as fast%n",
        EXAMPLES,
        1e3 * other,
        1e3 * mine,
        other / mine);
    out.flush();
    return weights;
  }

  private List<Double> evaluate(ClusterObjective<float[]> objective, float[] gradient, int times) {
    List<Double> seconds = new ArrayList<>();
    for (int k = 0; k < times; k++) {
      long began = System.nanoTime();
      objective.valueAndGradient(start, gradient);
      seconds.add((System.nanoTime() - began) * 1e-9);
    }
    return seconds;
  }

  private void write(String entrant, List<Double> seconds) {
    for (int round = 0; round < seconds.size(); round++) {
      samples.write("784-300-10, 10,000 examples", entrant, round, 1e9 * seconds.get(round));
    }
  }

  private static double median(List<Double> seconds) {
    return Statistics.median(seconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double[] fit(Dataset<Row> frame) {
    return new MultilayerPerceptronClassifier()
        .setLayers(new int[] {784, 300, 10})
        .setMaxIter(ITERATIONS)
        .setTol(0)
        .setSeed(1)
        .fit(frame)
        .weights()
        .toArray();
  }

  private float[] ours(JavaSparkContext context, int partitions) {
    float[] theta = start.clone();
    try (SparkWorkers<float[]> workers = workers(context, partitions)) {
      Stopping stopping = Stopping.DEFAULT.iterations(ITERATIONS);
      new Lbfgs().stopping(stopping).minimize(new ClusterObjective<>(workers), theta);
    }
    return theta;
  }

  private SparkWorkers<float[]> workers(JavaSparkContext context, int partitions) {
    return SparkWorkers.of(
        new NetworkChunks<>(network, Loss.softmaxCrossEntropy()),
        new DigitBlocks(EXAMPLES).on(context, partitions));
  }

  private static Dataset<Row> frame(JavaSparkContext context, int partitions) {
    StructType columns =
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    List<Integer> rows = IntStream.range(0, EXAMPLES).boxed().toList();
    Dataset<Row> frame =
        SparkSession.builder()
            .sparkContext(context.sc())
            .getOrCreate()
            .createDataFrame(
                context.parallelize(rows, partitions).map(MllibComparison::row), columns)
            .cache();
    frame.count();
    return frame;
  }

  private static Row row(int example) {
    float[] pixels = DigitBlocks.inputs(example, 1);
    double[] features = new double[pixels.length];
    for (int j = 0; j < pixels.length; j++) {
      features[j] = pixels[j];
    }
    return RowFactory.create((double) DigitBlocks.label(example), Vectors.dense(features));
  }

  private static <A> String digest(Precision<A> precision, A weights) {
    return ParameterDigest.of(precision, weights).substring(0, 12);
  }
}
