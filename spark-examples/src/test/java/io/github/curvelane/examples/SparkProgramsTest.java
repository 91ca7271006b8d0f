package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code cluster}, and {@code train --master}. */
class SparkProgramsTest {
  /** Of which a fifth is for testing: two chunks are left. */
  private static final int DIGITS = 6000;

  private static final List<String> NETWORK =
      List.of("--layers", "256-6-10", "--minimizer", "lbfgs", "--epochs", "4");

  @TempDir private static Path directory;
  private static Said alone;

  @BeforeAll
  static void inOneProcess() throws IOException {
    Digits digits = Digits.ofSide(16, 3);
    IdxFile.write(directory.resolve("t10k-images-idx3-ubyte"), digits.images(0, DIGITS));
    IdxFile.write(directory.resolve("t10k-labels-idx1-ubyte"), digits.labels(0, DIGITS));
    alone = train("alone");
    assertThat(alone.status()).as(alone.err()).isZero();
  }

  private static Said train(String out, String... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", directory));
    arguments.addAll(NETWORK);
    arguments.addAll(Arrays.asList(more));
    arguments.addAll(List.of("--out", directory.resolve(out)));
    return Said.by(arguments.toArray());
  }

  /** The model is the same file, the metrics are the same numbers but for those of a clock. */
  private static void assertAsAlone(Said run, String out) throws IOException {
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.line("parameter digest")).isEqualTo(alone.line("parameter digest"));
    assertThat(directory.resolve(out).resolve("model.safetensors"))
        .hasSameBinaryContentAs(directory.resolve("alone/model.safetensors"));
    assertThat(metrics(out)).isEqualTo(metrics("alone")).hasSize(5);
  }

  private static List<String> metrics(String out) throws IOException {
    return Files.readAllLines(directory.resolve(out).resolve("metrics.csv")).stream()
        .map(row -> row.split(",", -1))
        .map(c -> String.join(",", c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[10], c[11], c[12]))
        .toList();
  }

  @Test
  void tasksOfThisProcessGiveTheSameModel() throws IOException {
    Said run = train("local", "--master", "local[2]");
    assertAsAlone(run, "local");
    assertThat(run.line("cluster: local[2], ")).contains("Spark 4");
  }

  @Test
  void aRunGoesOnWithoutTheCluster() throws IOException {
    assertThat(train("half", "--epochs", "2", "--master", "local[2]", "--threads", "2").status())
        .isZero();
    Said rest =
        Said.by(
            "train",
            "@" + directory.resolve("half/options.txt"),
            "--resume",
            directory.resolve("half"),
            "--epochs",
            4,
            "--out",
            directory.resolve("rest"));
    assertAsAlone(rest, "rest");
  }

  @Test
  void workersInProcessesGiveTheSameModelAndEndWithWhoStartedThem() throws Exception {
    Process cluster = cluster("--port", "0", "--workers", "2");
    List<ProcessHandle> processes = List.of();
    try {
      List<String> said = saidUntil("Ctrl-C", cluster);
      assertThat(said)
          .anyMatch(line -> line.startsWith("workers: 2, cores of each: 1, MB of each: 1024;"));
      String master = master(said);
      Said run = train("remote", "--master", master);
      assertAsAlone(run, "remote");
      assertThat(run.line("cluster: " + master)).contains("2 executors");
      processes = cluster.descendants().toList();
      assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
    } finally {
      cluster.destroyForcibly().waitFor();
    }
    for (ProcessHandle process : processes) {
      process.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /** A quarter of a minute, most of which the program waits for the cluster. */
  @Tag("exhaustive")
  @Test
  @Timeout(120)
  void aRunThatLosesItsClusterIsSavedAndGoesOn() throws Exception {
    Process cluster = cluster("--port", "0", "--workers", "1");
    Process training = null;
    try {
      String master = master(saidUntil("Ctrl-C", cluster));
      List<String> arguments = new ArrayList<>(List.of("--data", directory.toString()));
      arguments.addAll(List.of("--layers", "256-6-10", "--minimizer", "lbfgs"));
      arguments.addAll(List.of("--epochs", "5000", "--master", master));
      arguments.addAll(List.of("--out", directory.resolve("lost").toString()));
      training = program("train", arguments);
      saidUntil("  ", training); // The first row; of many quick ones not all are shown.
      cluster.destroyForcibly().waitFor();
      List<String> said = saidUntil("no such line", training);
      assertThat(training.waitFor()).as("%s", said).isEqualTo(1);
      assertThat(said).anyMatch(line -> line.startsWith("lbfgs ended: the cluster has had no"));
    } finally {
      cluster.destroyForcibly().waitFor();
      if (training != null) {
        training.destroyForcibly().waitFor();
      }
    }
    List<String> lost = metrics("lost");
    String enough = Integer.toString(lost.size() + 3);
    assertThat(train("whole", "--epochs", enough).status()).isZero();
    Said rest =
        Said.by(
            "train",
            "@" + directory.resolve("lost/options.txt"),
            "--resume",
            directory.resolve("lost"),
            "--epochs",
            enough,
            "--out",
            directory.resolve("rest of lost"));
    assertThat(rest.status()).as(rest.err()).isZero();
    assertThat(directory.resolve("rest of lost/model.safetensors"))
        .hasSameBinaryContentAs(directory.resolve("whole/model.safetensors"));
    assertThat(metrics("rest of lost"))
        .isEqualTo(metrics("whole"))
        .startsWith(lost.toArray(String[]::new));
  }

  private static Process cluster(String... options) throws IOException {
    return program("cluster", Arrays.asList(options));
  }

  private static Process program(String name, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.github.curvelane.examples.Main", name));
    command.addAll(options);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Reads what a program says up to a line that begins with a text, or to the end. */
  private static List<String> saidUntil(String start, Process program) throws IOException {
    BufferedReader output = program.inputReader(StandardCharsets.UTF_8);
    List<String> said = new ArrayList<>();
    for (String line = ""; line != null && !line.startsWith(start); line = output.readLine()) {
      said.add(line);
    }
    return said;
  }

  private static String master(List<String> said) {
    return said.get(1).replaceAll("^master: (\\S+) .*", "$1");
  }

  @Test
  void whatCannotWorkIsRefusedBeforeItBegins() throws IOException {
    assertRefused(
        Said.by("train", "--data", directory, "--master", "local[2]"),
        "--master is for --minimizer: the batches of --optimizer sgd are too small");
    assertRefused(train("x", "--master", "local[2]", "--batch", "64"), "--batch is for optimizers");
    assertRefused(
        train("x", "--minimizer", "lm", "--master", "local[2]"), "--master: --minimizer lm wants");
    assertRefused(train("x", "--master", "local[0]"), "--master is 'local[0]', must be local[N]");
    assertRefused(train("x", "--master", "spark://x"), "must be spark://HOST:PORT");
    assertRefused(train("x", "--master", "mesos://x:1"), "--master mesos://x:1: ");
    assertRefused(
        train("x", "--layers", "256-6-bn-10", "--master", "local[2]"), "--master: network is");
    assertRefused(Said.by("cluster", "--workers", "0"), "--workers is 0, must be from 1 to 64");
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = taken.getLocalPort();
      assertRefused(
          Said.by("cluster", "--port", port),
          "--port: port " + port + " of 127.0.0.1 is taken; --port 0 takes");
    }
    assertRefused(train("x", "--master", "spark://127.0.0.1:" + port), "nobody answers there");
    assertRefused(
        train("x", "--master", "spark://no-host.invalid:1"),
        "no host has the name no-host.invalid");
  }

  /** A page, whose server answers with what is no answer, and one who accepts and is silent. */
  @Test
  @Timeout(50) // Spark would ask for a minute.
  void whatIsNoMasterIsRefusedSoon() throws IOException {
    HttpServer page = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    page.start();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      String both =
          "spark://127.0.0.1:"
              + page.getAddress().getPort()
              + ",127.0.0.1:"
              + silent.getLocalPort();
      assertRefused(train("x", "--master", both), "what answers there is no master of Spark");
    } finally {
      page.stop(0);
    }
  }

  /** Numbers to predict, where digits have labels. */
  @Test
  void ofATableTheSameModel() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 6000; i++) {
      rows.append(i % 71)
          .append(',')
          .append(i % 97)
          .append(',')
          .append(i % 71 * (i % 97))
          .append('\n');
    }
    Path table = Files.writeString(directory.resolve("product.csv"), rows);
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", table, "--targets", "y"));
    arguments.addAll(List.of("--minimizer", "lbfgs", "--epochs", "3", "--out"));
    for (String out : List.of("here", "spread")) {
      List<Object> all = new ArrayList<>(arguments);
      all.add(directory.resolve(out));
      if (out.equals("spread")) {
        all.addAll(List.of("--master", "local[2]"));
      }
      Said run = Said.by(all.toArray());
      assertThat(run.status()).as(run.err()).isZero();
    }
    assertThat(directory.resolve("spread/model.safetensors"))
        .hasSameBinaryContentAs(directory.resolve("here/model.safetensors"));
  }

  private static void assertRefused(Said run, String message) {
    assertThat(run.status()).as(run.err() + run.out()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ").contains(message);
    assertThat(run.err().lines()).hasSize(1);
  }
}
