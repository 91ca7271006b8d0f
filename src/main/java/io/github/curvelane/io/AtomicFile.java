package io.github.curvelane.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replaces files as a whole: the new content goes to a temporary file beside the target, reaches
 * the disk, and takes the target's name in one step. Whenever the process or the machine stops, the
 * previous file or the new one is there, complete. What an interrupted writer may leave behind is a
 * file {@code .NAME.*.tmp}, which can be deleted.
 */
public final class AtomicFile {
  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFile() {}

  /**
   * Replaces a file.
   *
   * @param target the file, which need not exist yet; its directory must
   * @param parts the new content, in order, each from its position to its limit; unchanged
   * @throws IOException if it cannot be written, or what is there is no regular file; it is then as
   *     it was
   */
  public static void replace(Path target, ByteBuffer... parts) throws IOException {
    Path absolute = target.toAbsolutePath();
    requireFile(absolute);
    Path directory = absolute.getParent();
    Path temporary = directory.resolve(temporaryName(absolute.getFileName().toString()));
    try {
      write(temporary, parts);
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      discard(temporary, e);
      throw e;
    }
    persistName(directory);
  }

  /** Not formatted: digits of the default locale are names that a file system may not take. */
  static String temporaryName(String name) {
    return "."
        + name
        + "."
        + ProcessHandle.current().pid()
        + "-"
        + COUNTER.incrementAndGet()
        + ".tmp";
  }

  /** A pipe or a device would be gone, and whoever reads from it would wait for ever. */
  private static void requireFile(Path target) throws IOException {
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(target.toString(), null, "not a regular file");
    }
    if (!Files.isDirectory(target.getParent())) {
      throw new NoSuchFileException(target.getParent().toString(), null, "no such directory");
    }
  }

  private static void write(Path temporary, ByteBuffer[] parts) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (ByteBuffer part : parts) {
        ByteBuffer rest = part.duplicate();
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      channel.force(true);
    }
  }

  private static void discard(Path temporary, Exception reason) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** Makes the new name durable where directories can be opened; elsewhere the move has to do. */
  private static void persistName(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      System.getLogger(AtomicFile.class.getName())
          .log(System.Logger.Level.DEBUG, "directory not synchronised: {0}", e.getMessage());
    }
  }
}
