package io.github.curvelane.examples;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.spark.SparkWorkers;
import io.github.curvelane.spark.StoredBlock;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SignalUtils;

/** An application of Spark, with its executors. */
final class SparkConnection implements ClusterSession {
  private static final long PATIENCE_SECONDS = 60;

  /** Executors that are started together come one after the other. */
  private static final long MORE_MILLIS = 1500;

  /** A master that went away may come back, and executors with it. */
  private static final long PATIENCE_WITHOUT_MASTER_SECONDS = 5;

  private static final long LOOK_MILLIS = 500;

  private static final String MEMORY = "spark.executor.memory";

  private final JavaSparkContext context;
  private final String master;
  private final int threads;
  private int executors = 1;
  private volatile boolean interrupted;
  private volatile boolean closed;
  private volatile Optional<String> lost = Optional.empty();

  private SparkConnection(JavaSparkContext context, String master, int threads) {
    this.context = context;
    this.master = master;
    this.threads = threads;
  }

  /**
   * Connects.
   *
   * @param master the address
   * @param threads of each executor
   * @throws UserException if Spark refuses, or there is no executor within a minute
   */
  static SparkConnection to(String master, int threads) {
    SparkConf conf = settings(master, threads);
    SparkConnection connection;
    try {
      connection = new SparkConnection(new JavaSparkContext(conf), master, threads);
    } catch (Exception e) { // Scala's are not declared.
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new UserException("--master " + master + ": " + why, e);
    }
    try {
      if (!isThisProcess(master)) {
        connection.awaitExecutors();
        Thread.ofPlatform().daemon().name("executor watch").start(connection::watch);
      }
      // Left alone, the first sign of Ctrl-C would end Spark before the current step.
      SignalUtils.register("INT", connection::interrupt);
      return connection;
    } catch (UserException e) {
      connection.close();
      throw e;
    }
  }

  private static SparkConf settings(String master, int threads) {
    SparkConf conf = new SparkConf().setMaster(master);
    conf.setIfMissing("spark.app.name", "curvelane train");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.task.cpus", Integer.toString(threads));
    if (!isThisProcess(master)) {
      conf.setIfMissing("spark.executor.cores", Integer.toString(threads));
      conf.setIfMissing("spark.jars", jars());
    }
    if (master.startsWith("local-cluster")) {
      String megabytes = master.substring(master.lastIndexOf(',') + 1, master.length() - 1);
      conf.setIfMissing(MEMORY, megabytes + "m");
    }
    if (master.startsWith("local") || master.contains("//127.0.0.1:")) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    return SparkWorkers.settings(conf);
  }

  private static boolean isThisProcess(String master) {
    return master.startsWith("local") && !master.startsWith("local-cluster");
  }

  /** What executors need: the library, its module for Spark, and how they get their blocks. */
  private static String jars() {
    return Stream.of(Objective.class, SparkWorkers.class, SentBlocks.class)
        .map(SparkConnection::jar)
        .collect(Collectors.joining(","));
  }

  private static String jar(Class<?> type) {
    try {
      URI code = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      return code.toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type + " has no place", e);
    }
  }

  private void awaitExecutors() {
    long start = System.nanoTime();
    long changed = start;
    executors = 0;
    while (executors == 0 || millisSince(changed) < MORE_MILLIS) {
      if (context.sc().isStopped()) {
        throw new UserException(
            "--master " + master + ": the master ended this program before it had executors");
      }
      int now = countExecutors();
      if (now != executors) {
        executors = now;
        changed = System.nanoTime();
      }
      if (executors == 0 && millisSince(start) > TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)) {
        throw new UserException(
            "--master %s: no executor within %d s; a worker must have %d cores (--threads) and %s of memory (spark.executor.memory) free"
                .formatted(master, PATIENCE_SECONDS, threads, context.getConf().get(MEMORY, "1g")));
      }
      pause();
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException(
          "--master " + master + ": interrupted before there were executors", e);
    }
  }

  /** The driver is listed among them. */
  private int countExecutors() {
    return context.sc().statusTracker().getExecutorInfos().length - 1;
  }

  /**
   * Ends the application when its executors are gone for good: Spark would wait for others without
   * end, and so would whoever waits for a sum.
   */
  private void watch() {
    Optional<MasterAddress> standalone = MasterAddress.of(master);
    long seen = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
      if (context.sc().isStopped() || countExecutors() > 0) {
        seen = System.nanoTime();
        continue;
      }
      boolean answers = standalone.map(MasterAddress::answers).orElse(true);
      long patience = answers ? PATIENCE_SECONDS : PATIENCE_WITHOUT_MASTER_SECONDS;
      if (!closed && millisSince(seen) > TimeUnit.SECONDS.toMillis(patience)) {
        lost =
            Optional.of(
                "the cluster has had no executor for this program for %d s%s"
                    .formatted(patience, answers ? "" : ", and its master has ended"));
        context.stop();
        return;
      }
    }
  }

  @Override
  public Optional<String> lost() {
    return lost;
  }

  private Object interrupt() {
    boolean again = interrupted || closed;
    interrupted = true;
    return !again;
  }

  @Override
  public boolean interrupted() {
    return interrupted;
  }

  @Override
  public String describe() {
    return "cluster: %s, %s with %d of Spark %s"
        .formatted(
            master, count(executors, "executor"), context.defaultParallelism(), context.version());
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  @Override
  public <A> Workers<A> workers(Network<A> network, Loss loss, A inputs, Targets<A> targets) {
    NetworkChunks<A> objective = new NetworkChunks<>(network, loss);
    List<Broadcast<StoredBlock>> blocks = new ArrayList<>();
    int examples = targets.examples();
    for (int from = 0; from < examples; from += Arithmetic.EXAMPLE_CHUNK) {
      int to = Math.min(examples, from + Arithmetic.EXAMPLE_CHUNK);
      blocks.add(context.broadcast(block(network, blocks.size(), inputs, targets, from, to)));
    }
    List<Integer> indices = IntStream.range(0, blocks.size()).boxed().toList();
    int tasks = Math.max(1, context.defaultParallelism() / threads);
    int partitions = Math.min(blocks.size(), tasks);
    Workers<A> workers =
        SparkWorkers.of(
            objective, context.parallelize(indices, partitions).map(new SentBlocks(blocks)));
    // Executors keep what they have made of them; a block that is lost is sent once more.
    blocks.forEach(block -> block.unpersist(false));
    return workers;
  }

  private static <A> StoredBlock block(
      Network<A> network, int index, A inputs, Targets<A> targets, int from, int to) {
    Precision<A> precision = network.precision();
    int columns = network.inputs();
    A rows = precision.newArray((to - from) * columns);
    precision.copy(inputs, from * columns, rows, 0, (to - from) * columns);
    int outputs = targets.outputs();
    if (targets.areLabels()) {
      int[] labels = IntStream.range(from, to).map(targets::label).toArray();
      return StoredBlock.labels(precision, index, rows, columns, labels, outputs);
    }
    A values = precision.newArray((to - from) * outputs);
    for (int i = from; i < to; i++) {
      for (int j = 0; j < outputs; j++) {
        precision.set(values, (i - from) * outputs + j, targets.value(i, j));
      }
    }
    return StoredBlock.matrix(precision, index, rows, columns, values, outputs);
  }

  @Override
  public void close() {
    closed = true;
    context.stop();
  }
}
