package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.io.AtomicFiles;
import io.github.curvelane.optim.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that replaces another in its folder is killed, or its disk is full: whoever looks finds the
 * whole old run or the whole new one.
 */
class WholeRunTest {
  private static final int PAGE = 4096;
  private static final List<String> OLD_RUN = List.of("--epochs=1", "--lr=0.1", "--monitor=1");
  private static final List<String> NEW_RUN = List.of("--epochs=2", "--lr=0.2");

  private static final List<String> NEW_NAMES =
      List.of("metrics.csv", "model.safetensors", "options.txt", "report.html");

  @TempDir private Path directory;

  private Path digits() throws IOException {
    Path folder = directory.resolve("digits");
    if (Files.notExists(folder)) {
      Files.createDirectories(folder);
      Digits digits = Digits.ofSide(16, 3);
      IdxFile.write(folder.resolve("t10k-images-idx3-ubyte"), digits.images(0, 60));
      IdxFile.write(folder.resolve("t10k-labels-idx1-ubyte"), digits.labels(0, 60));
    }
    return folder;
  }

  private List<String> arguments(Path out, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train", "-q", "--data=" + digits()));
    arguments.addAll(List.of("--layers=256-3-10", "--batch=12"));
    arguments.addAll(options);
    arguments.add("--out=" + out);
    return arguments;
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : OutputFolder.OF_TRAINING) {
      if (Files.exists(folder.resolve(name)) && !name.equals(RunStore.OPTIONS)) {
        files.put(name, Files.readAllBytes(folder.resolve(name)));
      }
    }
    return files;
  }

  private Map<String, byte[]> oldRun(Path out) throws IOException {
    ProgramRun.of(arguments(out, OLD_RUN).toArray()).succeeded();
    Files.writeString(out.resolve("notes of the user"), "kept");
    return files(out);
  }

  private static void restore(Path out, Map<String, byte[]> old) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().startsWith("notes")) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, byte[]> file : old.entrySet()) {
      Files.write(out.resolve(file.getKey()), file.getValue());
    }
  }

  /** Tells whether the new run is there; that it or the old one is whole is checked. */
  private static boolean isNew(Path out, Map<String, byte[]> old) throws IOException {
    assertThat(out.resolve("notes of the user")).hasContent("kept");
    Map<String, byte[]> now = files(out);
    if (Arrays.equals(now.get("options.txt"), old.get("options.txt"))) {
      assertThat(now.keySet()).isEqualTo(old.keySet());
      now.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(old.get(name)));
      return false;
    }
    assertThat(now.keySet()).containsExactlyElementsOf(NEW_NAMES);
    now.forEach((name, bytes) -> assertThat(bytes).as(name).isNotEqualTo(old.get(name)));
    assertThat(new String(now.get("report.html"))).contains("--lr").endsWith("</html>\n");
    return true;
  }

  private static void assertSettled(Path out) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        assertThat(file.getFileName().toString()).doesNotStartWith(".curvelane");
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).as("" + file).isTrue();
      }
    }
  }

  private Process start(Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Dcurvelane.provider=scalar", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments(out, NEW_RUN));
    command.add("--checkpoint-every=1");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private static boolean isSwitching(Path out) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(".curvelane-"));
    }
  }

  private void assertWholeAfterKills(int kills, long seed) throws Exception {
    Path out = directory.resolve("out");
    Map<String, byte[]> old = oldRun(out);
    Random random = new Random(seed);
    long begun = System.nanoTime();
    assertThat(start(out).waitFor()).isZero();
    long life = System.nanoTime() - begun;
    int young = 0;
    int amidst = 0;
    for (int kill = 0; kill < kills; kill++) {
      restore(out, old);
      Process program = start(out);
      if (kill % 4 == 0) {
        TimeUnit.NANOSECONDS.sleep((long) (random.nextDouble() * life));
      } else {
        while (program.isAlive() && !isSwitching(out)) {
          TimeUnit.MICROSECONDS.sleep(50);
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(250_000));
      }
      program.destroyForcibly().waitFor();
      amidst += isSwitching(out) ? 1 : 0;
      boolean isNew = isNew(out, old);
      young += isNew ? 1 : 0;
      AtomicFiles.settle(out);
      assertThat(isNew(out, old)).isEqualTo(isNew);
      Files.deleteIfExists(out.resolve(".curvelane-lock"));
    }
    System.out.printf(
        "%d of %d killed runs whole: %d old, %d new, %d amidst the switch%n",
        kills, kills, kills - young, young, amidst);
  }

  @Test
  void itIsWholeAfterAKill() throws Exception {
    assertWholeAfterKills(3, 1);
  }

  @Tag("exhaustive")
  @Test
  void soItIsAfterTwoHundred() throws Exception {
    assertWholeAfterKills(200, 2);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** The disk has room for one more page in each run, until there is enough for all. */
  @Tag("exhaustive")
  @Test
  void soItIsOnADiskThatIsFull() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()));
    try {
      Path out = disk.resolve("out");
      Map<String, byte[]> old = oldRun(out);
      Path filler = disk.resolve("filler");
      int runs = 0;
      int young = 0;
      for (int room = 0; young < 5; room++, runs++) {
        restore(out, old);
        Files.write(filler, new byte[(int) (disk.toFile().getUsableSpace() - room * PAGE)]);
        List<String> arguments = arguments(out, NEW_RUN);
        arguments.add(room % 3 == 0 ? "--checkpoint-every=1" : "--checkpoint-every=never");
        ProgramRun run = ProgramRun.of(arguments.toArray());
        Files.delete(filler);
        boolean isNew = isNew(out, old);
        assertThat(run.status()).as(run.err()).isIn(isNew ? List.of(0, 3) : List.of(2));
        young += isNew ? 1 : 0;
        assertSettled(out);
      }
      System.out.printf("%d of %d runs whole on a full disk, %d new%n", runs, runs, young);
      assertThat(runs).isGreaterThan(10);
    } finally {
      run("umount", disk.toString());
    }
  }

  /**
   * Whoever resumes the new run needs its options; whoever looks at the old results needs theirs.
   */
  @Test
  void optionsAreThoseOfTheResultsBesideThem() throws IOException {
    Path out = directory.resolve("out");
    Map<String, byte[]> old = oldRun(out);
    RunStore store = new RunStore(out, "\"--epochs=9\"\n", Map::of, Map::of);
    var state = new TrainingState<>("", Map.of("theta", new float[1]), Map.of(), Map.of());
    store.keep(Precision.FLOAT, state);
    assertThat(isNew(out, old)).isFalse();
    assertThat(out.resolve(RunStore.OPTIONS)).hasContent("\"--epochs=9\"\n");
    List<String> resume = arguments(out, OLD_RUN);
    resume.add("--resume=" + out);
    ProgramRun.of(resume.toArray())
        .refused("; the options of what is resumed are in " + out.resolve(RunStore.OPTIONS));
    ProgramRun.of(arguments(out, NEW_RUN).toArray()).succeeded();
    assertThat(isNew(out, old)).isTrue();
    assertThat(out.resolve(RunStore.OPTIONS)).doesNotExist();
    RunStore first =
        new RunStore(Files.createDirectory(directory.resolve("new")), "x", Map::of, Map::of);
    first.keep(Precision.FLOAT, state);
    assertThat(directory.resolve("new").resolve("options.txt")).hasContent("x");
    assertThat(directory.resolve("new").resolve(RunStore.OPTIONS)).doesNotExist();
  }

  @Test
  void whatCannotBeReplacedIsRefusedBeforeTheWork() throws IOException {
    Path out = directory.resolve("out");
    oldRun(out);
    assumeTrue(out.resolve("report.html").toFile().setReadOnly());
    ProgramRun.of(arguments(out, NEW_RUN).toArray())
        .refused("--out " + out + " cannot be written: " + out + "/report.html: the file is read");
  }
}
