package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.spark.FaultyObjective.Harm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * Executors that are killed, frozen, slow, or lose what they keep: the digests stay. Each test says
 * how long it took.
 */
@Tag("cluster")
final class FaultTest {
  private static final Blobs BLOBS = new Blobs(6 * 4096 + 5, 16, 8, 4);

  @TempDir static Path folder;
  private static Cluster cluster;
  private static FaultyObjective objective;
  private static SparkWorkers<float[]> workers;
  private static float[] theta;
  private static float[] v;
  private static float[] expectedGradient;
  private static float[] expectedProduct;

  @BeforeAll
  static void start() {
    Map<String, String> options = new HashMap<>();
    for (Tuple2<String, String> setting : SparkWorkers.settings(new SparkConf(false)).getAll()) {
      options.put(setting._1(), setting._2());
    }
    cluster = Clusters.onTwoHosts(options);
    theta = BLOBS.theta(Precision.FLOAT);
    v = new float[theta.length];
    java.util.Arrays.fill(v, 0.25f);
    try (ThreadWorkers<float[]> here = BLOBS.here(Precision.FLOAT)) {
      ClusterObjective<float[]> mean = new ClusterObjective<>(here);
      expectedGradient = gradient(mean);
      expectedProduct = product(mean);
    }
    objective = new FaultyObjective(BLOBS.objective(Precision.FLOAT), folder.toString());
    // The first executor that reads has to be replaced: this is the fault of loading.
    objective.arm(Harm.KILL, "LOADING");
    long began = System.nanoTime();
    workers = load();
    loadingSeconds = (System.nanoTime() - began) / 1e9;
  }

  private static double loadingSeconds;

  private static SparkWorkers<float[]> load() {
    return SparkWorkers.create(objective, BLOBS.rdd(cluster.context(), Precision.FLOAT, 2));
  }

  @AfterAll
  static void stop() {
    if (workers != null) {
      workers.close();
    }
    cluster.close();
  }

  private static float[] gradient(ClusterObjective<float[]> mean) {
    float[] gradient = new float[theta.length];
    mean.linearize(theta, gradient);
    return gradient;
  }

  private static float[] product(ClusterObjective<float[]> mean) {
    float[] product = new float[theta.length];
    mean.hessianVector(v, product);
    return product;
  }

  private static double seconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  private static void say(TestReporter reporter, double seconds) {
    reporter.publishEntry("seconds", "%.1f".formatted(seconds));
  }

  private static void assertRightDigests(Workers<float[]> workers) {
    ClusterObjective<float[]> mean = new ClusterObjective<>(workers);
    assertThat(gradient(mean)).isEqualTo(expectedGradient);
    assertThat(product(mean)).isEqualTo(expectedProduct);
  }

  @Test
  void anExecutorIsKilledDuringLoading(TestReporter reporter) {
    say(reporter, loadingSeconds);
    assertThat(objective.isArmed(Harm.KILL, "LOADING")).isFalse();
    assertRightDigests(workers);
  }

  @Test
  void anExecutorIsKilledDuringAGradient(TestReporter reporter) {
    objective.arm(Harm.KILL, "GRADIENT");
    say(reporter, seconds(() -> assertRightDigests(workers)));
    assertThat(objective.isArmed(Harm.KILL, "GRADIENT")).isFalse();
  }

  @Test
  void anExecutorIsKilledDuringAProduct(TestReporter reporter) {
    objective.arm(Harm.KILL, "HESSIAN_VECTORS");
    say(reporter, seconds(() -> assertRightDigests(workers)));
    assertThat(objective.isArmed(Harm.KILL, "HESSIAN_VECTORS")).isFalse();
  }

  @Test
  void anExecutorIsKilledBetweenAPointAndAProduct(TestReporter reporter)
      throws InterruptedException {
    ClusterObjective<float[]> mean = new ClusterObjective<>(workers);
    gradient(mean);
    long victim = cluster.executors().values().iterator().next();
    ProcessHandle.of(victim).orElseThrow().destroyForcibly();
    say(reporter, seconds(() -> assertThat(product(mean)).isEqualTo(expectedProduct)));
  }

  @Test
  void keptBlocksAreDropped(TestReporter reporter) {
    ClusterObjective<float[]> mean = new ClusterObjective<>(workers);
    gradient(mean);
    assertThat(KeptChunks.drop(cluster.context(), workers.keptRdd(), 2)).isPositive();
    say(reporter, seconds(() -> assertThat(product(mean)).isEqualTo(expectedProduct)));
    assertRightDigests(workers);
  }

  @Test
  void aTaskIsRunTwice(TestReporter reporter) {
    AtomicInteger speculative = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart start) {
            if (start.taskInfo().speculative()) {
              speculative.incrementAndGet();
            }
          }
        };
    cluster.context().sc().addSparkListener(listener);
    try {
      objective.arm(Harm.SLEEP, "GRADIENT");
      say(reporter, seconds(() -> assertRightDigests(workers)));
      assertThat(speculative).hasPositiveValue();
    } finally {
      cluster.context().sc().removeSparkListener(listener);
    }
  }

  @Test
  void anExecutorIsFrozenAndContinued(TestReporter reporter)
      throws IOException, InterruptedException {
    objective.arm(Harm.STOP, "GRADIENT");
    try {
      say(reporter, seconds(() -> assertRightDigests(workers)));
    } finally {
      String victim = Files.readString(folder.resolve("victim"));
      new ProcessBuilder("kill", "-CONT", victim).start().waitFor();
    }
    for (int i = 0; i < 5; i++) {
      assertRightDigests(workers);
      Thread.sleep(200);
    }
  }
}
