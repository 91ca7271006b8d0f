package io.github.curvelane.bench.cluster;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.ExampleBlock;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.io.ParameterDigest;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.spark.SparkTiming;
import io.github.curvelane.spark.SparkWorkers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The gradient of 784-300-10 over digits: on the threads of this process, and on executors, by
 * turns.
 */
final class GradientRuns implements AutoCloseable {
  private static final int WARM_UP = 8;

  private final Network<float[]> network =
      Network.perceptron(
          Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 784, 300, 10);
  private final NetworkChunks<float[]> chunks =
      new NetworkChunks<>(network, Loss.softmaxCrossEntropy());
  private final float[] theta = network.initialize(Initializer.FAN_IN, 1);
  private final float[] gradient = new float[network.parameters()];
  private final Parallelism two = Parallelism.threads(2);
  private final DigitBlocks digits;
  private final int rounds;
  private final SampleFile samples;
  private final PrintWriter out;
  private final ClusterObjective<float[]> oneThread;
  private final ClusterObjective<float[]> twoThreads;
  private final String digest;

  /** Seconds on executors, on threads of this process in the same rounds, and to load a chunk. */
  record Measured(
      double one,
      double two,
      double executors,
      double slowestTask,
      double beyondSlowestTask,
      double load) {}

  GradientRuns(int examples, int rounds, SampleFile samples, PrintWriter out) {
    this.digits = new DigitBlocks(examples);
    this.rounds = rounds;
    this.samples = samples;
    this.out = out;
    List<ExampleBlock<float[]>> blocks =
        ExampleBlock.cut(DigitBlocks.inputs(0, examples), DigitBlocks.targets(0, examples));
    oneThread = new ClusterObjective<>(ThreadWorkers.of(chunks, blocks, Parallelism.none()));
    twoThreads = new ClusterObjective<>(ThreadWorkers.of(chunks, blocks, two));
    for (int round = 0; round < WARM_UP; round++) {
      evaluate(oneThread);
      evaluate(twoThreads);
    }
    digest = ParameterDigest.of(Precision.FLOAT, gradient);
  }

  int parameters() {
    return network.parameters();
  }

  private double evaluate(ClusterObjective<float[]> objective) {
    long start = System.nanoTime();
    objective.valueAndGradient(theta, gradient);
    return (System.nanoTime() - start) * 1e-9;
  }

  /**
   * Measures by turns.
   *
   * @throws IllegalStateException if the bits are others
   */
  Measured on(JavaSparkContext context, int executors) {
    long began = System.nanoTime();
    try (SparkWorkers<float[]> workers = SparkWorkers.of(chunks, digits.on(context, executors))) {
      double load = (System.nanoTime() - began) * 1e-9 / workers.chunks();
      ClusterObjective<float[]> objective = new ClusterObjective<>(workers);
      for (int round = 0; round < WARM_UP; round++) {
        evaluate(objective);
      }
      double[] one = new double[rounds];
      double[] both = new double[rounds];
      double[] spread = new double[rounds];
      double[] slowest = new double[rounds];
      double[] beyond = new double[rounds];
      String name = executors + " executors";
      for (int round = 0; round < rounds; round++) {
        one[round] = evaluate(oneThread);
        both[round] = evaluate(twoThreads);
        spread[round] = evaluate(objective);
        if (!ParameterDigest.of(Precision.FLOAT, gradient).equals(digest)) {
          throw new IllegalStateException(name + " gave other bits than one process");
        }
        SparkTiming timing = workers.lastTiming();
        slowest[round] = 1e-3 * timing.slowestTaskMillis();
        beyond[round] = 1e-3 * timing.beyondSlowestTaskMillis();
        samples.write("gradient beside " + name, "1 thread", round, 1e9 * one[round]);
        samples.write("gradient beside " + name, "2 threads", round, 1e9 * both[round]);
        samples.write("gradient", name, round, 1e9 * spread[round]);
        samples.write("gradient, slowest task", name, round, 1e9 * slowest[round]);
      }
      Measured measured =
          new Measured(
              Statistics.median(one),
              Statistics.median(both),
              Statistics.median(spread),
              Statistics.median(slowest),
              Statistics.median(beyond),
              load);
      out.printf(
          Locale.ROOT,
          "  %-12s %6.0f ms, slowest task %6.0f ms, beyond it %4.0f ms;"
              + " 1 thread %6.0f ms, 2 threads %6.0f ms%n",
          name,
          1e3 * measured.executors,
          1e3 * measured.slowestTask,
          1e3 * measured.beyondSlowestTask,
          1e3 * measured.one,
          1e3 * measured.two);
      out.flush();
      return measured;
    }
  }

  @Override
  public void close() {
    two.close();
  }
}
