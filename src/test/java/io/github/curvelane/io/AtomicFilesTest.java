package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.io.FaultyFileSystem.Fault;
import io.github.curvelane.io.FaultyFileSystem.Killed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicFilesTest {
  private static final List<String> NAMES = List.of("model", "report", "metrics", "options");

  /** The old run has a file that the new one has not, and the other way round. */
  private static final Map<String, String> OLD =
      Map.of("model", "old", "metrics", "old", "options", "old");

  private static final Map<String, String> NEW =
      Map.of("model", "new", "report", "new", "metrics", "new");

  @TempDir private Path directory;

  private static Map<String, AtomicFile.Content> contents(Map<String, String> texts) {
    Map<String, AtomicFile.Content> contents = new LinkedHashMap<>();
    texts.forEach(
        (name, text) ->
            contents.put(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8))));
    return contents;
  }

  private static Map<String, String> seen(Path folder) throws IOException {
    Map<String, String> seen = new TreeMap<>();
    for (String name : NAMES) {
      if (Files.exists(folder.resolve(name))) {
        seen.put(name, Files.readString(folder.resolve(name)));
      }
    }
    return seen;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Nothing but files, and no more than there should be. */
  private static void assertSettled(Path folder, Map<String, String> texts) throws IOException {
    assertThat(seen(folder)).isEqualTo(texts);
    List<String> expected = new ArrayList<>(texts.keySet());
    expected.add("user's");
    assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(expected);
    for (String name : texts.keySet()) {
      assertThat(Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
    assertThat(folder.resolve("user's")).hasContent("kept");
  }

  private Path folder(String name, Map<String, String> texts) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    Files.writeString(folder.resolve("user's"), "kept");
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(folder.resolve(text.getKey()), text.getValue());
    }
    return folder;
  }

  @Test
  void theNewFilesAreThereAndTheOthersGone() throws IOException {
    Path folder = folder("out", OLD);
    AtomicFiles.replace(folder, contents(NEW), NAMES);
    assertSettled(folder, NEW);
    AtomicFiles.replace(folder, contents(OLD), NAMES);
    assertSettled(folder, OLD);
    AtomicFiles.settle(folder);
    assertSettled(folder, OLD);
  }

  @Test
  void soTheyAreWhereThereAreNoLinks() throws IOException {
    Path folder = folder("out", OLD);
    AtomicFiles.replace(FaultyFileSystem.folderWithoutLinks(folder), contents(NEW), NAMES);
    assertSettled(folder, NEW);
  }

  /** The kill comes before every single operation, and in the middle of every write. */
  @ParameterizedTest
  @EnumSource
  void wheneverItFailsThereIsTheWholeOldRunOrTheWholeNewOne(Fault fault) throws IOException {
    int operations = 0;
    int old = 0;
    for (boolean failed = true; failed; operations++) {
      Path folder = folder("out" + operations, OLD);
      Path faulty = FaultyFileSystem.folder(folder, fault, 1 + operations);
      try {
        AtomicFiles.replace(faulty, contents(NEW), NAMES);
        assertThat(fault == Fault.FULL || !FaultyFileSystem.hasFailed(faulty)).isTrue();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("No space left");
        assertThat(seen(folder)).isEqualTo(OLD);
      } catch (Killed e) {
        assertThat(fault).isEqualTo(Fault.KILLED);
      }
      failed = FaultyFileSystem.hasFailed(faulty);
      Map<String, String> seen = seen(folder);
      assertThat(seen).as("operation " + operations).isIn(OLD, NEW);
      old += seen.equals(OLD) ? 1 : 0;
      assertKilledWhileSettling(folder, seen, 1 + operations % 24);
      if (operations % 2 == 0) {
        AtomicFiles.settle(folder);
        Files.deleteIfExists(folder.resolve(".curvelane-lock"));
        assertSettled(folder, seen);
      }
      if (operations % 6 == 1) {
        AtomicFiles.replace(folder, contents(NEW), NAMES);
        assertSettled(folder, NEW);
      }
    }
    System.out.println(
        fault + ": " + operations + " of " + operations + " whole, " + old + " of them old");
    assertThat(old).isBetween(20, operations - 5);
  }

  /** What the first has left are links in part, one of which leads all of them. */
  @Test
  void soItIsWhenTheNextOneIsKilledToo() throws IOException {
    int first = 29;
    boolean killed = true;
    for (int second = 1; killed; second++) {
      Path folder = folder("out" + second, OLD);
      assertThatExceptionOfType(Killed.class).isThrownBy(() -> replaceAndKill(folder, first, NEW));
      Map<String, String> seen = seen(folder);
      try {
        replaceAndKill(folder, second, Map.of("report", "third"));
        killed = false;
      } catch (Killed e) {
        assertThat(seen(folder)).as("operation " + second).isIn(seen, Map.of("report", "third"));
      }
    }
  }

  private static void replaceAndKill(Path folder, int operation, Map<String, String> texts)
      throws IOException {
    Path faulty = FaultyFileSystem.folder(folder, Fault.KILLED, operation);
    AtomicFiles.replace(faulty, contents(texts), NAMES);
  }

  private static void assertKilledWhileSettling(
      Path folder, Map<String, String> expected, int operation) throws IOException {
    try {
      AtomicFiles.settle(FaultyFileSystem.folder(folder, Fault.KILLED, operation));
    } catch (Killed e) {
      assertThat(seen(folder)).isEqualTo(expected);
    }
    assertThat(seen(folder)).isEqualTo(expected);
  }

  @Test
  void whateverTheContentThrowsNothingIsReplaced() throws IOException {
    Path folder = folder("out", OLD);
    Map<String, AtomicFile.Content> files = contents(NEW);
    files.put(
        "late",
        out -> {
          throw new IllegalStateException("no content");
        });
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> AtomicFiles.replace(folder, files, NAMES));
    assertSettled(folder, OLD);
  }

  @Test
  void permissionsAreKeptAndWhatCannotBeReplacedIsRefused() throws IOException {
    Path folder = folder("out", OLD);
    Files.setPosixFilePermissions(
        folder.resolve("model"), PosixFilePermissions.fromString("rw-r-----"));
    AtomicFiles.replace(folder, contents(NEW), NAMES);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("model"))))
        .isEqualTo("rw-r-----");
    assertSettled(folder, NEW);
    Files.setPosixFilePermissions(
        folder.resolve("metrics"), PosixFilePermissions.fromString("r--r--r--"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> AtomicFiles.replace(folder, contents(OLD), NAMES))
        .withMessage(folder.resolve("metrics") + ": the file is read-only");
    assertSettled(folder, NEW);
    Files.delete(folder.resolve("metrics"));
    Files.createDirectory(folder.resolve("metrics"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> AtomicFiles.replace(folder, contents(OLD), NAMES))
        .withMessage(folder.resolve("metrics") + ": not a regular file");
  }

  @Test
  void aLinkOfTheUsersStays() throws IOException {
    Path folder = folder("out", OLD);
    Path elsewhere = Files.move(folder.resolve("model"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("model"), elsewhere);
    AtomicFiles.replace(folder, contents(NEW), NAMES);
    assertThat(seen(folder)).isEqualTo(NEW);
    assertThat(folder.resolve("model")).isSymbolicLink();
    assertThat(elsewhere).hasContent("new");
    assertThat(names(folder)).containsExactlyInAnyOrder("model", "report", "metrics", "user's");
  }

  @Test
  void namesAreThoseOfFilesInTheFolder() throws IOException {
    Path folder = folder("out", OLD);
    for (String name : List.of("", ".", "..", "a/b", "../a", "/a", ".curvelane-current")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AtomicFiles.replace(folder, contents(Map.of(name, "x")), List.of()))
          .withMessage("name '" + name + "' must be that of a file in the folder itself");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AtomicFiles.replace(folder, Map.of(), List.of("a\0")))
        .withMessage("name 'a\\u0000' must be that of a file in the folder itself");
  }

  /** Each replaces all files by its own number, and each looks at the files whenever it likes. */
  @Test
  void ofSeveralAtOnceOneIsTheLast() throws Exception {
    Path folder = folder("out", OLD);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String text = "run" + t;
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failure.set(e))
              .start(
                  () -> {
                    try {
                      begin.await();
                      for (int i = 0; i < 4; i++) {
                        Map<String, String> all = Map.of("model", text, "report", text);
                        AtomicFiles.replace(folder, contents(all), NAMES);
                      }
                    } catch (IOException | InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  }));
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure).hasNullValue();
    Map<String, String> seen = seen(folder);
    assertThat(seen.keySet()).containsExactlyInAnyOrder("model", "report");
    assertThat(seen.get("model")).isEqualTo(seen.get("report"));
    assertSettled(folder, seen);
  }
}
