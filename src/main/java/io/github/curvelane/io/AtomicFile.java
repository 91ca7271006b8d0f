package io.github.curvelane.io;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.FileReplacement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Replaces files as a whole: the new content goes to a temporary file beside the target, reaches
 * the disk, and takes the target's name in one step, which reaches the disk too. Whenever the
 * process or the machine stops, the previous file or the new one is there, complete; of several
 * writers at once, in whatever processes, one is the last, and its file is there, complete.
 *
 * <ul>
 *   <li>The temporary file is created anew, under a name {@code .NAME.RANDOM.tmp} that cannot be
 *       foreseen: nothing that is there already, such as a planted link, is written to.
 *   <li>The permissions of the old file are kept (POSIX), its owner and group where that is
 *       permitted; of a group that is not, the permissions that all others have. A file that is new
 *       has those that every new file of the process has. Other names of the old file (hard links)
 *       keep its content.
 *   <li>If the target is a symbolic link, the file is replaced that it leads to, over any number of
 *       links up to 40, and the links stay; if there is no such file, it is created there.
 *   <li>Refused are a read-only file (one that nobody may write to, whoever asks), a folder, a pipe
 *       and a device.
 *   <li>A thread that is interrupted, before or meanwhile, writes to the end, and stays
 *       interrupted.
 *   <li>What a killed writer leaves behind is its temporary file, which {@link #deleteLeftovers} or
 *       anybody may delete.
 * </ul>
 */
public final class AtomicFile {
  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of the content.
     *
     * @param out where it goes, buffered; closing it does no harm and is not needed
     * @throws IOException if it cannot be written; the file is then as it was
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Replaces a file.
   *
   * @param target the file, which need not exist yet; its directory must
   * @param parts the new content, in order, each from its position to its limit; unchanged
   * @throws IOException if it cannot be written, or what is there cannot be replaced; it is then as
   *     it was
   */
  public static void replace(Path target, ByteBuffer... parts) throws IOException {
    Objects.requireNonNull(target, "target");
    Arguments.list("parts", parts);
    FileReplacement.replace(target, parts);
  }

  /**
   * Replaces a file by what is written to a stream.
   *
   * @param target the file, which need not exist yet; its directory must
   * @param content writes the new content; whatever it throws, the file is as it was
   * @throws IOException as {@link #replace(Path, ByteBuffer...)}, and what the content throws
   */
  public static void replace(Path target, Content content) throws IOException {
    Objects.requireNonNull(content, "content");
    FileReplacement.replace(Objects.requireNonNull(target, "target"), content::writeTo);
  }

  /**
   * Checks that a file can be replaced, as far as that can be known before the work that leads to
   * its content.
   *
   * @param target the file, which need not exist yet
   * @throws IOException if what is there cannot be replaced, or the directory is missing
   */
  public static void requireReplaceable(Path target) throws IOException {
    FileReplacement.requireReplaceable(Objects.requireNonNull(target, "target"));
  }

  /**
   * Deletes what killed processes have left of a file that they were replacing. What living ones
   * are writing stays: they hold a lock on it, which is seen by all processes of the machine. Takes
   * time O(files in the directory).
   *
   * @param target the file, which need not exist
   * @throws IOException if its directory cannot be read
   */
  public static void deleteLeftovers(Path target) throws IOException {
    FileReplacement.deleteLeftovers(Objects.requireNonNull(target, "target"));
  }
}
