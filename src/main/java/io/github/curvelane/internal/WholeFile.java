package io.github.curvelane.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that are read from beginning to end. Size and content are of one open file, whatever takes
 * its name meanwhile.
 */
public final class WholeFile {
  /**
   * Takes what is read.
   *
   * @param <T> what becomes of it
   */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads a file.
     *
     * @param in its content
     * @param size its length when it was opened
     * @return what was read
     * @throws IOException if it cannot be read, or is not what it should be
     */
    T from(InputStream in, long size) throws IOException;
  }

  private static final int BLOCK = 1 << 16;

  private WholeFile() {}

  /**
   * Reads a file. In a thread that is interrupted too, whose interrupt stays set: an interrupt
   * closes the file, which is then read once more.
   *
   * @param file a regular file, or a link to one
   * @param reading what is done with it
   * @param <T> what becomes of it
   * @return what the reading returned
   * @throws IOException if it is a folder, a pipe or a device, which might never end, or cannot be
   *     read
   */
  public static <T> T read(Path file, Reading<T> reading) throws IOException {
    requireRegular(file);
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
          return reading.from(inBlocks(Channels.newInputStream(channel)), channel.size());
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The JDK has a buffer of the size of what is asked for at once, and keeps it. */
  private static InputStream inBlocks(InputStream whole) {
    return new FilterInputStream(whole) {
      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return in.read(to, offset, Math.min(length, BLOCK));
      }
    };
  }

  /**
   * Refuses what is no file, without opening it, which might wait for ever.
   *
   * @param file the file, or a link to one
   * @throws IOException if it is there and no regular file
   */
  public static void requireRegular(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
  }
}
