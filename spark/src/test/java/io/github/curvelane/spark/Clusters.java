package io.github.curvelane.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * Clusters for tests, on this machine alone. Executors in processes of their own get the library,
 * this module and its tests as an application's jars. A test that starts any but {@link #local} has
 * the tag {@code cluster}.
 */
final class Clusters {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private Clusters() {}

  /**
   * Threads of this process; as many executors of one core where {@code curvelane.test.executors}
   * says so.
   */
  static Cluster local(int threads, Map<String, String> options) {
    if (Boolean.getBoolean("curvelane.test.executors")) {
      return localCluster(threads, 1, 1024, options);
    }
    return new Cluster(conf("local[" + threads + "]", options), 1, null);
  }

  /** Executors that are processes, started by this one. */
  static Cluster localCluster(
      int executors, int cores, int megabytes, Map<String, String> options) {
    home();
    String master = "local-cluster[" + executors + "," + cores + "," + megabytes + "]";
    SparkConf conf = conf(master, Map.of("spark.executor.memory", megabytes + "m"));
    conf.set("spark.jars", jars());
    options.forEach(conf::set);
    return new Cluster(conf, executors, null);
  }

  /**
   * A master and workers in processes, with an executor in each worker.
   *
   * @param jvmOptions for the executor of each worker
   * @param cores of each worker
   * @param options of the application
   */
  static Cluster standalone(List<List<String>> jvmOptions, int cores, Map<String, String> options) {
    int megabytes = 1024;
    SparkConf conf = conf("", Map.of("spark.executor.memory", megabytes + "m"));
    conf.set("spark.executor.cores", Integer.toString(cores)).set("spark.jars", jars());
    options.forEach(conf::set);
    try {
      Path directory = Files.createTempDirectory(Files.createDirectories(TARGET), "standalone");
      StandaloneCluster cluster =
          StandaloneCluster.start(
              home(),
              directory,
              0,
              jvmOptions.stream()
                  .map(each -> new StandaloneCluster.Worker(cores, megabytes, each))
                  .toList());
      return new Cluster(conf.setMaster(cluster.master()), jvmOptions.size(), cluster);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A master and two workers of one core on two names of this machine: what Spark runs a second
   * time it runs on another host.
   */
  static Cluster onTwoHosts(Map<String, String> options) {
    SparkConf conf = conf("", Map.of("spark.executor.memory", "1024m", "spark.jars", jars()));
    options.forEach(conf::set);
    try {
      Path directory = Files.createTempDirectory(Files.createDirectories(TARGET), "standalone");
      StandaloneCluster cluster =
          StandaloneCluster.start(
              home(), directory, 0, List.of(new StandaloneCluster.Worker(1, 1024, List.of())));
      cluster.startWorker("localhost", new StandaloneCluster.Worker(1, 1024, List.of()));
      return new Cluster(conf.setMaster(cluster.master()), 2, cluster);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SparkConf conf(String master, Map<String, String> options) {
    SparkConf conf = new SparkConf().setAppName("test").setMaster(master);
    conf.set("spark.ui.enabled", "false");
    conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
    options.forEach(conf::set);
    return conf;
  }

  /** The folder with Spark's jars, which the build has assembled and names in the environment. */
  static Path home() {
    String home = System.getenv("SPARK_HOME");
    if (home == null) {
      throw new IllegalStateException("SPARK_HOME is not set: run these tests by mvn -Pspark");
    }
    return Path.of(home);
  }

  private static String jars() {
    return Stream.of(io.github.curvelane.Objective.class, StandaloneCluster.class, Clusters.class)
        .map(StandaloneCluster::codeOf)
        .map(Clusters::jar)
        .map(Path::toString)
        .collect(java.util.stream.Collectors.joining(","));
  }

  /** Returns a jar of a folder with classes; of a jar itself. */
  private static Path jar(Path code) {
    if (!Files.isDirectory(code)) {
      return code;
    }
    String name = code.getParent().getParent().getFileName() + "-" + code.getFileName() + ".jar";
    try {
      // Never written to while another test's executors read it.
      Path jar = Files.createTempFile(TARGET, "", "-" + name);
      jar.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream entries = new JarOutputStream(out);
          Stream<Path> files = Files.walk(code)) {
        entries.setLevel(0);
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String entry = code.relativize(file).toString().replace('\\', '/');
          entries.putNextEntry(new JarEntry(entry));
          Files.copy(file, entries);
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
