package io.github.curvelane.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's standalone manager on this machine: a master and workers, each a process that listens on
 * the loopback address only. For trials and for tests; what it runs is what a cluster of machines
 * runs. Applications need no password: whoever can run programs on this machine can run them as its
 * executors, under the name of who started it.
 *
 * <pre>{@code
 * try (StandaloneCluster cluster = StandaloneCluster.start(
 *     home, directory, 7077, Collections.nCopies(2, new StandaloneCluster.Worker(1, 2048, List.of())))) {
 *   SparkConf conf = new SparkConf().setMaster(cluster.master()).setAppName("trial");
 * }
 * }</pre>
 *
 * <p>All its processes, and the executors that they start, end with {@link #close()}, and at the
 * latest when this process does, however it ends: they watch a pipe from it.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ALIVE = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");
  private static final int LINES_OF_LOG = 12;

  private final Path home;
  private final Path directory;
  private final List<Process> workers = new ArrayList<>();
  private final Thread atExit = new Thread(this::end, "end of a cluster");
  private Process masterProcess;
  private String master = "";
  private URI page = URI.create("");
  private volatile boolean closed;

  /**
   * What a worker offers to executors.
   *
   * @param cores how many tasks its executors run at once, at least 1
   * @param megabytes the memory that its executors may take in all, at least 1
   * @param jvmOptions options for the JVMs of its executors, before those of the application
   */
  public record Worker(int cores, int megabytes, List<String> jvmOptions) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if cores or memory are below 1
     */
    public Worker {
      if (cores < 1) {
        throw new IllegalArgumentException("cores is " + cores + ", must be at least 1");
      }
      if (megabytes < 1) {
        throw new IllegalArgumentException("megabytes is " + megabytes + ", must be at least 1");
      }
      jvmOptions = List.copyOf(jvmOptions);
    }
  }

  private StandaloneCluster(Path home, Path directory) {
    this.home = home.toAbsolutePath();
    this.directory = directory.toAbsolutePath();
  }

  /**
   * Starts a master and workers, and returns when all workers are registered: 3 to 6 seconds.
   *
   * @param home the folder that has Spark's jars in {@code jars}, and perhaps its settings in
   *     {@code conf}
   * @param directory where logs, copies of jars and temporary files of executors go; made if absent
   * @param port on which the master listens, or 0 for one that is free
   * @param workers what the workers offer, at least one
   * @return the cluster, to be closed
   * @throws IllegalArgumentException if the home has no jars, the port is none, or there are no
   *     workers
   * @throws BindException if the port is taken
   * @throws IOException if a process ends or does not answer within a minute: with the end of its
   *     log
   */
  public static StandaloneCluster start(Path home, Path directory, int port, List<Worker> workers)
      throws IOException {
    if (!Files.isDirectory(home.resolve("jars"))) {
      throw new IllegalArgumentException("home is " + home + ", which has no folder jars");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port is " + port + ", must be from 0 to 65535");
    }
    if (workers.isEmpty()) {
      throw new IllegalArgumentException("workers is empty, must be at least one");
    }
    if (port != 0) {
      requireFree(port);
    }
    StandaloneCluster cluster = new StandaloneCluster(home, directory);
    Files.createDirectories(cluster.directory.resolve("local"));
    Runtime.getRuntime().addShutdownHook(cluster.atExit);
    try {
      cluster.startMaster(port);
      for (Worker worker : workers) {
        cluster.startWorker(HOST, worker);
      }
      cluster.awaitWorkers();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Returns the master's address, for {@code spark.master}.
   *
   * @return {@code spark://127.0.0.1:PORT}
   */
  public String master() {
    return master;
  }

  /**
   * Returns the address of the master's page, which tells of workers and applications.
   *
   * @return an address on this machine
   */
  public URI page() {
    return page;
  }

  /**
   * Returns the processes of the workers, whose children are their executors.
   *
   * @return in the order in which they were given
   */
  public List<ProcessHandle> workers() {
    return workers.stream().map(Process::toHandle).toList();
  }

  /**
   * Returns the folder with {@code master.log}, {@code worker-1.log} and so on, and with the
   * workers' own, in which each executor's output is.
   *
   * @return an absolute path
   */
  public Path directory() {
    return directory;
  }

  /**
   * Waits until the cluster is closed or one of its processes has ended, which none does of itself.
   *
   * @return a sentence that names the process, and the end of its log; empty if it was closed
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<String> awaitEnd() throws InterruptedException {
    while (true) {
      String ended = ended();
      if (closed) {
        return Optional.empty();
      }
      if (!ended.isEmpty()) {
        return Optional.of(ended);
      }
      masterProcess.waitFor(500, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends all processes, those of executors too, and returns when they have ended. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and runs it or has run it.
    }
  }

  @Override
  public String toString() {
    return "standalone cluster at " + master + " with " + workers.size() + " workers";
  }

  private static void requireFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
    } catch (IOException e) {
      BindException taken = new BindException("port %d of %s is taken".formatted(port, HOST));
      taken.initCause(e);
      throw taken;
    }
  }

  private void startMaster(int port) throws IOException {
    ProcessBuilder builder = process(List.of("master", HOST, Integer.toString(port)));
    builder.redirectError(log(0));
    masterProcess = builder.start();
    BufferedReader output = masterProcess.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (line == null) {
      await(masterProcess);
      throw new IOException("the master does not start" + endOf(log(0)));
    }
    String[] parts = line.split(" ");
    master = parts[0];
    page = URI.create("http://" + HOST + ":" + parts[1] + "/");
  }

  /** Starts a worker under one of the names of this machine. */
  void startWorker(String host, Worker worker) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("worker", "--host", host, "--webui-port", "0"));
    arguments.addAll(List.of("--cores", Integer.toString(worker.cores())));
    arguments.addAll(List.of("--memory", worker.megabytes() + "M"));
    arguments.addAll(List.of("--work-dir", directory.resolve("work").toString(), master));
    ProcessBuilder builder = process(arguments);
    Map<String, String> environment = builder.environment();
    // Its executors inherit it. Every java reads this variable, and what it is told otherwise wins.
    for (String option : worker.jvmOptions()) {
      environment.merge("JDK_JAVA_OPTIONS", '"' + option + '"', (all, one) -> all + " " + one);
    }
    File log = log(workers.size() + 1);
    workers.add(builder.redirectErrorStream(true).redirectOutput(log).start());
  }

  private ProcessBuilder process(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // They move no data, and live for minutes.
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    // Else a port that is taken would be exchanged for the next one in silence.
    command.add("-Dspark.port.maxRetries=0");
    // A second door for applications, at a port that two masters cannot share.
    command.add("-Dspark.master.rest.enabled=false");
    // What the libraries of Spark would be warned about.
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            home.resolve("conf").toString(),
            home.resolve("jars") + File.separator + "*",
            codeOf(ClusterProcess.class).toString()));
    command.add(ClusterProcess.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment(home, directory.resolve("local")));
    return builder;
  }

  /**
   * What Spark's programs must find in the environment to start executors from a home of jars.
   *
   * @param home the folder with Spark's jars
   * @param local where temporary files go
   */
  static Map<String, String> environment(Path home, Path local) {
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_CONF_DIR", home.resolve("conf").toString(),
        "SPARK_SCALA_VERSION", "2.13",
        "SPARK_LOCAL_IP", HOST,
        "SPARK_LOCAL_DIRS", local.toString(),
        "JAVA_HOME", System.getProperty("java.home"));
  }

  /** Returns the jar or the folder that a class was loaded from. */
  static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type + " has no path", e);
    }
  }

  private void awaitWorkers() throws IOException {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (registered() < workers.size()) {
      String ended = ended();
      if (!ended.isEmpty()) {
        throw new IOException(ended);
      }
      if (System.nanoTime() > limit) {
        throw new IOException(
            "after "
                + PATIENCE.toSeconds()
                + " s not all workers are registered, see "
                + directory);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while workers start", e);
      }
    }
  }

  private int registered() {
    try (InputStream json = page.resolve("json/").toURL().openStream()) {
      Matcher alive = ALIVE.matcher(new String(json.readAllBytes(), StandardCharsets.UTF_8));
      return alive.find() ? Integer.parseInt(alive.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Tells which process has ended; empty if none has. */
  private String ended() {
    if (!masterProcess.isAlive()) {
      return "the master has ended" + endOf(log(0));
    }
    for (int i = 0; i < workers.size(); i++) {
      if (!workers.get(i).isAlive()) {
        return "worker " + (i + 1) + " has ended" + endOf(log(i + 1));
      }
    }
    return "";
  }

  private File log(int process) {
    return directory.resolve(process == 0 ? "master.log" : "worker-" + process + ".log").toFile();
  }

  private static String endOf(File log) {
    try {
      List<String> lines = Files.readAllLines(log.toPath());
      int from = Math.max(0, lines.size() - LINES_OF_LOG);
      return ", see " + log + ":\n" + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return ", see " + log;
    }
  }

  private void end() {
    closed = true;
    List<ProcessHandle> ending = new ArrayList<>();
    // Workers first, so that none starts another executor for one that is ended here.
    for (Process worker : workers) {
      List<ProcessHandle> executors = worker.descendants().toList();
      worker.destroyForcibly();
      ending.add(worker.toHandle());
      Stream.concat(executors.stream(), worker.descendants()).distinct().forEach(ending::add);
    }
    if (masterProcess != null) {
      ending.add(masterProcess.toHandle());
    }
    ending.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : ending) {
      process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(e -> process).join();
    }
  }

  private static void await(Process process) {
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
