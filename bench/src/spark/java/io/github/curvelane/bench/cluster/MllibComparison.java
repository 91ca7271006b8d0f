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
 * 784-300-10 over 10,000 digits on two threads of this process, {@code local[2]}: an evaluation of
 * Spark's {@link MultilayerPerceptronClassifier} (double precision, sigmoids, L-BFGS; a task a
 * thread) beside one of ours (single precision; one task whose threads take chunks), by turns; and
 * the weights of both after L-BFGS on two partitions and on three.
 */
final class MllibComparison {
  private static final int EXAMPLES = 10_000;
  private static final int THREADS = 2;
  private static final int ITERATIONS = 8;
  private static final int EVALUATIONS = 20;
  private static final int WARM_UP = 50;

  private final int turns;
  private final SampleFile samples;
  private final PrintWriter out;
  private final Network<float[]> network =
      Network.perceptron(
          Precision.FLOAT, Activation.logistic(), Activation.identity(), 784, 300, 10);
  private final float[] start = network.initialize(Initializer.FAN_IN, 1);
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> evaluations = new ArrayList<>();
  private final List<Double> fits = new ArrayList<>();

  MllibComparison(int turns, SampleFile samples, PrintWriter out) {
    this.turns = turns;
    this.samples = samples;
    this.out = out;
  }

  void run() {
    String[] weights = new String[2];
    evaluate(WARM_UP);
    for (int k = 0; k < weights.length; k++) {
      weights[k] =
          "  weights after %d iterations on %d partitions: MLlib %s, Curvelane %s"
              .formatted(
                  ITERATIONS,
                  k + 2,
                  digest(Precision.DOUBLE, fit(k + 2)),
                  digest(Precision.FLOAT, minimize(k + 2)));
    }
    ours.clear();
    evaluations.clear();
    fits.clear();
    for (int turn = 0; turn < turns; turn++) {
      fit(THREADS);
      evaluate(EVALUATIONS);
    }
    write("MLlib", evaluations);
    write("MLlib, whole fit", fits);
    write("Curvelane", ours);
    double mine = median(ours);
    out.printf(
        Locale.ROOT,
        "%nan evaluation of 784-300-10 over %,d digits, local[%d]: Curvelane %.0f ms; MLlib %.0f"
            + " ms, %.1f times as long; a whole fit of MLlib by its jobs %.0f ms, %.1f times as"
            + " long%n",
        EXAMPLES,
        THREADS,
        1e3 * mine,
        1e3 * median(evaluations),
        median(evaluations) / mine,
        1e3 * median(fits),
        median(fits) / mine);
    for (String line : weights) {
      out.println(line);
    }
    out.flush();
  }

  private void evaluate(int times) {
    float[] gradient = new float[network.parameters()];
    try (JavaSparkContext context = Contexts.local(THREADS, THREADS);
        SparkWorkers<float[]> workers = workers(context, 1)) {
      ClusterObjective<float[]> objective = new ClusterObjective<>(workers);
      objective.valueAndGradient(start, gradient);
      for (int k = 0; k < times; k++) {
        long began = System.nanoTime();
        objective.valueAndGradient(start, gradient);
        ours.add((System.nanoTime() - began) * 1e-9);
      }
    }
  }

  private float[] minimize(int partitions) {
    float[] theta = start.clone();
    try (JavaSparkContext context = Contexts.local(THREADS, 1);
        SparkWorkers<float[]> workers = workers(context, partitions)) {
      Stopping stopping = Stopping.DEFAULT.iterations(ITERATIONS);
      new Lbfgs().stopping(stopping).minimize(new ClusterObjective<>(workers), theta);
    }
    return theta;
  }

  private double[] fit(int partitions) {
    try (JavaSparkContext context = Contexts.local(THREADS, 1)) {
      Dataset<Row> frame = frame(context, partitions);
      JobLengths jobs = new JobLengths();
      context.sc().addSparkListener(jobs);
      long began = System.nanoTime();
      double[] weights =
          new MultilayerPerceptronClassifier()
              .setLayers(new int[] {784, 300, 10})
              .setMaxIter(ITERATIONS)
              .setTol(0)
              .setSeed(1)
              .fit(frame)
              .weights()
              .toArray();
      double seconds = (System.nanoTime() - began) * 1e-9;
      List<Double> each = jobs.seconds();
      fits.add(seconds / each.size());
      evaluations.addAll(each);
      return weights;
    }
  }

  private void write(String entrant, List<Double> seconds) {
    for (int round = 0; round < seconds.size(); round++) {
      samples.write("784-300-10, 10,000 examples", entrant, round, 1e9 * seconds.get(round));
    }
  }

  private static double median(List<Double> seconds) {
    return Statistics.median(seconds.stream().mapToDouble(Double::doubleValue).toArray());
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
