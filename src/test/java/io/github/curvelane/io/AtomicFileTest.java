package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  @TempDir private Path folder;

  @AfterEach
  void forgetInterrupts() {
    Thread.interrupted();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void requirePosix() {
    assumeTrue(Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void permit(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** The names were those of the process and a count: whoever knew them could lead them away. */
  @Test
  void aPlantedLinkIsNotWrittenTo() throws IOException {
    requirePosix();
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    for (int count = 0; count < 500; count++) {
      String name = ".model." + ProcessHandle.current().pid() + "-" + count + ".tmp";
      Files.createSymbolicLink(folder.resolve(name), victim);
    }
    Path model = folder.resolve("model");
    AtomicFile.replace(model, bytes("new"));
    assertThat(victim).hasContent("untouched");
    assertThat(Files.isRegularFile(model, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(model).hasContent("new");
  }

  @Test
  void permissionsAreKeptAndNewFilesHaveTheUsualOnes() throws IOException {
    requirePosix();
    Path file = folder.resolve("model");
    Path usual = Files.createFile(folder.resolve("usual"));
    AtomicFile.replace(file, bytes("1"));
    assertThat(permissions(file)).isEqualTo(permissions(usual));
    for (String kept : List.of("rw-------", "rw-rw----", "rwxr-x--x", "-w-------")) {
      permit(file, kept);
      AtomicFile.replace(file, bytes(kept));
      assertThat(permissions(file)).isEqualTo(kept);
      assertThat(names()).containsExactly("model", "usual");
    }
  }

  @Test
  void whatReplacesAPrivateFileIsNeverOpenToOthers() throws IOException {
    requirePosix();
    Path file = Files.createFile(folder.resolve("model"));
    permit(file, "rw-------");
    AtomicFile.replace(
        file,
        out -> {
          out.write(7);
          for (String name : names()) {
            assertThat(permissions(folder.resolve(name))).isEqualTo("rw-------");
          }
        });
    assertThat(Files.size(file)).isEqualTo(1);
  }

  @Test
  void theFileBehindLinksIsReplacedAndTheyStay() throws IOException {
    requirePosix();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path file = Files.writeString(elsewhere.resolve("file"), "old");
    Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("file"));
    Path first = folder.resolve("first");
    Files.createSymbolicLink(first, Path.of("elsewhere", "second"));
    AtomicFile.replace(first, bytes("new"));
    assertThat(file).hasContent("new");
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(first).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    Files.delete(file);
    AtomicFile.replace(first, bytes("again"));
    assertThat(file).hasContent("again");
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, Path.of("loop"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> AtomicFile.replace(loop, bytes("x")))
        .withMessage(loop + ": more than 40 symbolic links");
  }

  /** The superuser may write to everything, and is refused as others are. */
  @Test
  void aReadOnlyFileIsRefused() throws IOException {
    requirePosix();
    Path file = Files.writeString(folder.resolve("model"), "old");
    permit(file, "r--r--r--");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> AtomicFile.replace(file, bytes("new")))
        .withMessage(file + ": the file is read-only");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("model");
  }

  @Test
  void anInterruptedThreadWritesToTheEnd() throws IOException {
    Path file = folder.resolve("model");
    Thread.currentThread().interrupt();
    AtomicFile.replace(file, bytes("whole"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("whole");
    assertThat(names()).containsExactly("model");
  }

  @Test
  void soDoesOneThatIsInterruptedMeanwhile() throws IOException {
    Path file = folder.resolve("model");
    byte[] block = new byte[1 << 16];
    Arrays.fill(block, (byte) 7);
    Thread writer = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    Thread interrupter =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    writer.interrupt();
                    Thread.yield();
                  }
                });
    try {
      AtomicFile.replace(
          file,
          out -> {
            for (int i = 0; i < 500; i++) {
              out.write(block);
            }
          });
    } finally {
      done.set(true);
    }
    assertThat(Thread.interrupted()).isTrue();
    while (interrupter.isAlive()) {
      Thread.onSpinWait();
    }
    forgetInterrupts();
    byte[] written = Files.readAllBytes(file);
    assertThat(written).hasSize(500 << 16);
    for (byte b : written) {
      if (b != 7) {
        assertThat(b).isEqualTo((byte) 7);
      }
    }
    assertThat(names()).containsExactly("model");
  }

  @Test
  void whateverTheContentThrowsTheFileIsAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                AtomicFile.replace(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new AssertionError();
                    }));
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("model");
  }

  /** A file system whose names are ASCII refuses Arabic digits: nothing could be saved there. */
  @Test
  void temporaryNamesHaveTheSameDigitsInEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      AtomicFile.replace(
          folder.resolve("model"),
          out ->
              assertThat(names())
                  .singleElement()
                  .asString()
                  .matches("\\.model\\.[0-9a-f]{16}\\.tmp"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theLongestNamesCanBeReplaced() throws IOException {
    Path file = folder.resolve("é".repeat(120) + "😀");
    AtomicFile.replace(file, bytes("new"));
    assertThat(file).hasContent("new");
    Files.writeString(folder.resolve("." + "é".repeat(60) + ".0123456789abcdef.tmp"), "half");
    AtomicFile.deleteLeftovers(file);
    assertThat(names()).containsExactly(file.getFileName().toString());
  }

  /** A process that tidies up. */
  static final class Cleaner {
    private Cleaner() {}

    public static void main(String[] arguments) throws IOException {
      AtomicFile.deleteLeftovers(Path.of(arguments[0]));
    }
  }

  /** Of the process itself, which would give up its lock for all others if it looked. */
  @Test
  void whatIsBeingWrittenIsNoLeftover() throws IOException {
    Path file = folder.resolve("model");
    Path left = folder.resolve(".model.0123456789abcdef.tmp");
    Path old = folder.resolve(".model.4711-2.tmp");
    Path other = folder.resolve(".other.0123456789abcdef.tmp");
    for (Path path : List.of(left, old, other)) {
      Files.writeString(path, "half of it");
    }
    AtomicFile.replace(
        file,
        out -> {
          out.write(1);
          AtomicFile.deleteLeftovers(file);
          assertThat(ChildProcess.start(Cleaner.class, "-Xshare:auto", file.toString()).onExit())
              .succeedsWithin(Duration.ofSeconds(60));
        });
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(names()).containsExactly(".other.0123456789abcdef.tmp", "model");
  }

  /** A process that replaces a file and waits before it is done. */
  static final class Slow {
    private Slow() {}

    public static void main(String[] arguments) throws IOException {
      AtomicFile.replace(
          Path.of(arguments[0]),
          out -> {
            out.write(1);
            out.flush();
            System.out.println("writing");
            if (System.in.read() != 'x') {
              throw new IOException("not told to go on");
            }
          });
    }
  }

  private Process slow(Path file) throws IOException {
    Process process = ChildProcess.start(Slow.class, "-Xshare:auto", file.toString());
    assertThat(process.inputReader().readLine()).isEqualTo("writing");
    return process;
  }

  @Test
  void ofOtherProcessesWhatADeadOneHasLeftIsOneAndWhatALivingOneWritesIsNot() throws Exception {
    Path file = folder.resolve("model");
    slow(file).destroyForcibly().waitFor();
    Process alive = slow(file);
    assertThat(names()).hasSize(2);
    AtomicFile.deleteLeftovers(file);
    assertThat(names()).hasSize(1);
    alive.outputWriter().append('x').close();
    assertThat(alive.waitFor()).isZero();
    assertThat(names()).containsExactly("model");
  }

  /** Each fills the file with bytes of its own. */
  @Test
  void ofSeveralWritersAtOnceOneIsTheLast() throws Exception {
    Path file = folder.resolve("model");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 1; t <= 4; t++) {
      byte[] content = new byte[10_000 * t];
      Arrays.fill(content, (byte) t);
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failure.set(e))
              .start(
                  () -> {
                    for (int i = 0; i < 50; i++) {
                      try {
                        AtomicFile.replace(file, ByteBuffer.wrap(content));
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure).hasNullValue();
    byte[] last = Files.readAllBytes(file);
    byte[] whole = new byte[10_000 * last[0]];
    Arrays.fill(whole, last[0]);
    assertThat(last).isEqualTo(whole);
    assertThat(names()).containsExactly("model");
  }

  /** A disk that is full at every write, and a kill at every operation. */
  @Test
  void wheneverItFailsTheOldFileIsThereOrTheNewOne() throws IOException {
    byte[] content = new byte[300_000];
    int tried = 0;
    for (FaultyFileSystem.Fault fault : FaultyFileSystem.Fault.values()) {
      boolean failed = true;
      for (int operation = 1; failed; operation++) {
        Path file = Files.writeString(folder.resolve("model"), "old");
        Path faulty = FaultyFileSystem.folder(folder, fault, operation);
        try {
          AtomicFile.replace(faulty.resolve("model"), ByteBuffer.wrap(content));
        } catch (IOException e) {
          assertThat(file).hasContent("old");
          assertThat(names()).containsExactly("model");
        } catch (FaultyFileSystem.Killed e) {
          AtomicFile.deleteLeftovers(file);
        }
        failed = FaultyFileSystem.hasFailed(faulty);
        assertThat(Files.size(file)).isIn(3L, 300_000L);
        assertThat(names()).containsExactly("model");
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(15);
  }
}
