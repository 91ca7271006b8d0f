package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that saves without pause: the file is always there, complete. */
class KilledWhileSavingTest {
  private static final int KILLS = 100;
  private static final int SIZE = 300_000;

  /** The process to be killed: replaces a file by one of equal bytes, each time other ones. */
  static final class Saver {
    private Saver() {}

    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      byte[] content = new byte[SIZE];
      for (byte value = 0; ; value++) {
        Arrays.fill(content, value);
        AtomicFile.replace(file, ByteBuffer.wrap(content));
      }
    }
  }

  @Test
  void leavesTheOldFileOrTheNewOne(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("model");
    Files.write(file, new byte[SIZE]);
    Random random = new Random(9);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes =
        Path.of(AtomicFile.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            + File.pathSeparator
            + Path.of(Saver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    boolean changed = false;
    for (int i = 0; i < KILLS; i++) {
      long before = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
      Process saver =
          new ProcessBuilder(
                  java.toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classes,
                  Saver.class.getName(),
                  file.toString())
              .inheritIO()
              .start();
      awaitFirstSave(saver, file, before);
      TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
      saver.destroyForcibly().waitFor();
      byte[] content = Files.readAllBytes(file);
      assertThat(content).hasSize(SIZE);
      byte[] whole = new byte[SIZE];
      Arrays.fill(whole, content[0]);
      assertThat(content).isEqualTo(whole);
      changed |= content[0] != 0;
    }
    assertThat(changed).isTrue();
  }

  private static void awaitFirstSave(Process saver, Path file, long before) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS) == before) {
      assertThat(saver.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
