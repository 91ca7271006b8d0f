package io.github.curvelane.bench.cluster;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * What jobs cost that compute nothing, on executors that share this machine with the driver: by the
 * number of tasks, with a broadcast, with results. Processors' times tell the driver's part from
 * the executors'.
 */
final class JobCosts {
  private static final int SHORT = 238_510;
  private static final int LONG = 2_400_000;
  private static final int TASKS = 200;

  /** After so many jobs Spark's own code is compiled, on the driver and on new executors. */
  private static final int WARM_UP = 100;

  /** Seconds until the driver has given up a killed executor: assumed. */
  private static final double DETECTION = 5;

  private final JavaSparkContext context;
  private final List<ProcessHandle> executors;
  private final int rounds;
  private final SampleFile samples;
  private final PrintWriter out;

  JobCosts(
      JavaSparkContext context,
      List<ProcessHandle> executors,
      int rounds,
      SampleFile samples,
      PrintWriter out) {
    this.context = context;
    this.executors = executors;
    this.rounds = rounds;
    this.samples = samples;
    this.out = out;
    JavaRDD<Integer> rdd = tasks(executors.size());
    for (int job = 0; job < WARM_UP; job++) {
      rdd.map(task -> task).collect();
    }
  }

  /** A job of as many tasks as there are executors. */
  Timed empty() {
    return empty(executors.size(), rounds);
  }

  private Timed empty(int tasks, int times) {
    JavaRDD<Integer> rdd = tasks(tasks);
    return timed("job of " + tasks + " tasks", times, () -> rdd.map(task -> task).collect());
  }

  private JavaRDD<Integer> tasks(int count) {
    return context.parallelize(IntStream.range(0, count).boxed().toList(), count);
  }

  private Timed timed(String name, int times, Runnable work) {
    Timed time = Timed.of(name, times, executors, samples, work);
    out.printf(
        Locale.ROOT,
        "  %-44s %6.1f ms; processors %6.1f ms of the driver, %6.1f ms of the executors%n",
        name,
        1e3 * time.seconds(),
        1e3 * time.processors().driver(),
        1e3 * time.processors().executors());
    out.flush();
    return time;
  }

  /** Measures on one executor, where nothing happens at the same time; computing is left open. */
  ClusterCosts measure() {
    double broadcast = perByte(broadcast(SHORT), broadcast(LONG));
    double result = perByte(result(SHORT), result(LONG));
    Timed many = empty(TASKS, Math.max(5, rounds / 4));
    Timed stages = twoStages();
    Timed few = empty();
    ProcessorTime tasks = many.beyond(few);
    double onDriver = tasks.driver() / (TASKS - 1);
    double onExecutor = tasks.executors() / (TASKS - 1);
    return new ClusterCosts(
        Math.max(0, few.seconds() - onDriver - onExecutor),
        Math.max(0, stages.seconds() - few.seconds() - onDriver - onExecutor),
        onDriver,
        onExecutor,
        broadcast,
        broadcast,
        result,
        result,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        DETECTION);
  }

  /** What a byte more takes, half on each side: the clock of processors' times is too coarse. */
  private static double perByte(Timed little, Timed much) {
    return Math.max(0, much.seconds() - little.seconds()) / (2 * 4.0 * (LONG - SHORT));
  }

  private Timed twoStages() {
    int tasks = executors.size();
    JavaRDD<Integer> rdd = tasks(tasks);
    return timed(
        "job of two stages",
        rounds,
        () -> rdd.mapToPair(task -> new Tuple2<>(task, task)).reduceByKey((a, b) -> a).collect());
  }

  private Timed broadcast(int length) {
    JavaRDD<Integer> rdd = tasks(executors.size());
    float[] theta = new float[length];
    return timed(
        String.format(Locale.ROOT, "… with a broadcast of %,d numbers", length),
        rounds,
        () -> {
          Broadcast<float[]> sent = context.broadcast(theta);
          rdd.map(task -> sent.value().length).collect();
          sent.destroy();
        });
  }

  private Timed result(int length) {
    int tasks = executors.size();
    JavaRDD<Integer> rdd = tasks(tasks);
    ChunkTree<float[]> all = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    float[] total = new float[length];
    return timed(
        String.format(Locale.ROOT, "… with results of %,d numbers", length),
        rounds,
        () -> {
          all.begin(tasks, 1, length);
          rdd.mapPartitions(ids -> nodes(ids, tasks, length)).collect().forEach(all::mergeBytes);
          all.total(1, List.of(total));
        });
  }

  private static Iterator<byte[]> nodes(Iterator<Integer> chunks, int count, int length) {
    ChunkTree<float[]> tree = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    tree.begin(count, 1, length);
    chunks.forEachRemaining(chunk -> tree.add(chunk, 0, List.of(new float[length])));
    return List.of(tree.toBytes()).iterator();
  }
}
