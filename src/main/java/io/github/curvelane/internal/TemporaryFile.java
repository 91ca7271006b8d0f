package io.github.curvelane.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is written beside another, whose place it will take. Its name cannot be foreseen and
 * it is created anew, so that nothing which is there already, such as a planted link, is written
 * to. It is locked as long as its writer lives: what can be locked by others is a leftover. An
 * interrupt of the writing thread waits until the file is done.
 */
final class TemporaryFile extends OutputStream {
  private static final int TRIES = 16;
  private static final int RANDOM_BYTES = 8;

  /** The JDK copies what is written at once, and keeps the memory for it. */
  private static final int BLOCK = 1 << 16;

  /** Longer names are cut, so that those of temporary files are not too long for a file system. */
  private static final int LONGEST_NAME = 60;

  /** Process and number in place of random digits: as they were named before. */
  private static final Pattern NAME =
      Pattern.compile("\\.(.+)\\.(?:[0-9a-f]{16}|\\d+-\\d+)\\.tmp", Pattern.DOTALL);

  /** Those of this process: to open one once more and to close it would give up its lock. */
  private static final Set<String> LIVE = ConcurrentHashMap.newKeySet();

  /** Made when it is first needed, as it loads much. */
  private static final class Randomness {
    static final SecureRandom SOURCE = new SecureRandom();
  }

  private interface Work {
    void run() throws IOException;
  }

  private final Path path;
  private final String name;
  private FileChannel channel;
  private long position;

  private TemporaryFile(Path path, FileAttribute<?>[] attributes) throws IOException {
    this.path = path;
    this.name = path.getFileName().toString();
    LIVE.add(name);
    try {
      channel =
          FileChannel.open(
              path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    } catch (IOException | RuntimeException e) {
      LIVE.remove(name);
      throw e;
    }
  }

  /**
   * Creates a file.
   *
   * @param target the file whose place it will take
   * @param attributes what it has from the beginning
   */
  static TemporaryFile beside(Path target, FileAttribute<?>... attributes) throws IOException {
    String wanted = target.getFileName().toString();
    for (int tries = 1; ; tries++) {
      try {
        TemporaryFile file = new TemporaryFile(target.resolveSibling(name(wanted)), attributes);
        if (file.lock()) {
          return file;
        }
        file.close();
      } catch (FileAlreadyExistsException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Not formatted: digits of the default locale are names that a file system may not take. */
  static String name(String target) {
    byte[] random = new byte[RANDOM_BYTES];
    Randomness.SOURCE.nextBytes(random);
    return "." + shortened(target) + "." + HexFormat.of().formatHex(random) + ".tmp";
  }

  static String shortened(String name) {
    int end = name.length();
    if (end > LONGEST_NAME) {
      end = LONGEST_NAME - (Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1)) ? 1 : 0);
    }
    return name.substring(0, end);
  }

  /** Tells whether the name is one of a temporary file, and of which target. */
  static Matcher matcher(String name) {
    return NAME.matcher(name);
  }

  Path path() {
    return path;
  }

  /** Returns false if it was taken for a leftover before it was locked, and is gone or will be. */
  private boolean lock() throws IOException {
    try {
      return channel.tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | UnsupportedOperationException e) {
      return true; // where there are no locks, nobody takes it for a leftover
    }
  }

  /** An interrupt closes a channel; what was being done is done once more. */
  private void uninterrupted(Work work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          work.run();
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
          lock();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  /** Writes from the position of a buffer to its limit; the buffer is as it was. */
  void write(ByteBuffer bytes) throws IOException {
    for (int at = bytes.position(); at < bytes.limit(); at += BLOCK) {
      ByteBuffer block = bytes.slice(at, Math.min(BLOCK, bytes.limit() - at));
      long start = position;
      uninterrupted(
          () -> {
            ByteBuffer rest = block.duplicate();
            while (rest.hasRemaining()) {
              channel.write(rest, start + rest.position());
            }
          });
      position += block.limit();
    }
  }

  /** Waits until all that was written has reached the disk. */
  void force() throws IOException {
    uninterrupted(() -> channel.force(true));
  }

  /** Gives up the lock; the file stays where it is. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      LIVE.remove(name);
    }
  }

  /** Deletes a file of such a name, unless its writer lives or it cannot be known. */
  static void deleteLeftover(Path file) {
    if (LIVE.contains(file.getFileName().toString())
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException | UnsupportedOperationException e) {
      System.getLogger(TemporaryFile.class.getName())
          .log(System.Logger.Level.DEBUG, "leftover stays: {0}", e.getMessage());
    }
  }
}
