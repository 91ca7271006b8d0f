package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.spark.StandaloneCluster;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs on Apache Spark. Public, and with this constructor, for the service loader. */
public final class SparkPrograms implements ClusterPrograms {
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[([1-9]\\d{0,3}|\\*)])?|local-cluster\\[\\d+,\\d+,\\d+]");

  /** Creates the programs. */
  public SparkPrograms() {}

  @Override
  public void check(String master) {
    Optional<MasterAddress> standalone = MasterAddress.of(master);
    if (standalone.isPresent()) {
      standalone.get().requireMaster();
    } else if (master.startsWith("local") && !LOCAL.matcher(master).matches()) {
      throw new UserException(
          "--master is '"
              + master
              + "', must be local[N], local-cluster[EXECUTORS,CORES,MB], spark://HOST:PORT or"
              + " another address that Spark knows");
    }
  }

  @Override
  public ClusterSession connect(String master, int threads) {
    return SparkConnection.to(master, threads);
  }

  @Override
  public int serve(ClusterOptions options, Console console) {
    Path directory = temporaryFolder();
    StandaloneCluster cluster;
    try {
      cluster =
          StandaloneCluster.start(
              home(),
              directory,
              options.port,
              Collections.nCopies(
                  options.workers,
                  new StandaloneCluster.Worker(options.cores, options.memory, List.of())));
    } catch (BindException e) {
      remove(directory);
      throw new UserException("--port: " + e.getMessage() + "; --port 0 takes one that is free", e);
    } catch (IOException e) {
      throw new UserException("cluster: " + e.getMessage(), e);
    }
    Thread end =
        new Thread(
            () -> {
              cluster.close();
              remove(directory);
            },
            "end of the cluster");
    Runtime.getRuntime().addShutdownHook(end);
    announce(cluster, options, console);
    try {
      cluster
          .awaitEnd()
          .ifPresent(why -> System.err.println("curvelane: " + why + "\nEverything is ended."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static void announce(StandaloneCluster cluster, ClusterOptions options, Console console) {
    console.result("master: " + cluster.master() + " (its page: " + cluster.page() + ")");
    console.result(
        "workers: %d, cores of each: %d, MB of each: %d; logs in %s"
            .formatted(options.workers, options.cores, options.memory, cluster.directory()));
    console.result("use it from another terminal:");
    console.result(
        "  ./curvelane train --master "
            + cluster.master()
            + " --data DIR --layers 784-300-10 --minimizer lbfgs");
    console.result("Ctrl-C ends all of it.");
    console.flush();
  }

  private static Path home() {
    String home = System.getenv("SPARK_HOME");
    if (home == null || !Files.isDirectory(Path.of(home, "jars"))) {
      throw new UserException(
          "cluster: SPARK_HOME is "
              + (home == null ? "not set" : home + ", which has no folder jars")
              + "; ./curvelane sets it");
    }
    return Path.of(home);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("curvelane-cluster-");
    } catch (IOException e) {
      throw new UserException("cluster: no folder for logs can be made: " + e.getMessage(), e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("curvelane: " + directory + " cannot be removed: " + e.getMessage());
    }
  }
}
