package io.github.curvelane.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one thread of all processes of a machine holds at a time, for a folder: a locked file in it,
 * which is deleted by whoever holds it. If a process dies, the next one takes its file.
 */
public final class FolderLock implements AutoCloseable {
  private static final long PAUSE_NANOS = 5_000_000;

  /** Locks of files are those of a process, not of a thread. */
  private static final ReentrantLock OF_PROCESS = new ReentrantLock();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits until nobody else holds it.
   *
   * @param file the file, which nobody else writes
   * @return the lock, to be closed by the same thread
   * @throws IOException if the file cannot be created
   */
  public static FolderLock acquire(Path file) throws IOException {
    OF_PROCESS.lock();
    try {
      while (true) {
        FileChannel channel = attempt(file);
        if (channel != null) {
          return new FolderLock(file, channel);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException | RuntimeException | Error e) {
      OF_PROCESS.unlock();
      throw e;
    }
  }

  /** The name must stand for the locked file before and after: else others have deleted it. */
  private static FileChannel attempt(Path file) throws IOException {
    FileChannel channel = null;
    boolean held = false;
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      held = false; // by another, or left by one that has died
    }
    try {
      Object before = key(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      held = isLocked(channel) && Objects.equals(before, key(file));
      return held ? channel : null;
    } catch (NoSuchFileException e) {
      return null;
    } finally {
      if (channel != null && !held) {
        channel.close();
      }
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException | UnsupportedOperationException e) {
      return true; // a file system without locks: the threads of this process take turns
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    } finally {
      OF_PROCESS.unlock();
    }
  }
}
