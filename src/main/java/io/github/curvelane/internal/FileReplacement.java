package io.github.curvelane.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * Replaces files as a whole; what it promises is said by {@code io.AtomicFile}, which is public.
 */
public final class FileReplacement {
  private static final int MOST_LINKS = 40;
  private static final int BUFFER = 1 << 16;

  private static final Set<PosixFilePermission> WRITE =
      EnumSet.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param out where it goes; closing it does no harm
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private interface Writing {
    void to(TemporaryFile file) throws IOException;
  }

  private FileReplacement() {}

  /**
   * Replaces a file.
   *
   * @param target the file, or a link to it
   * @param parts the new content, each part from its position to its limit
   * @throws IOException if that cannot be; the file is then as it was
   */
  public static void replace(Path target, ByteBuffer... parts) throws IOException {
    replaceBy(
        target,
        file -> {
          for (ByteBuffer part : parts) {
            file.write(part);
          }
        });
  }

  /**
   * Replaces a file.
   *
   * @param target the file, or a link to it
   * @param content writes the new content
   * @throws IOException if that cannot be; the file is then as it was
   */
  public static void replace(Path target, Content content) throws IOException {
    replaceBy(
        target,
        file -> {
          OutputStream out =
              new BufferedOutputStream(file, BUFFER) {
                @Override
                public void close() throws IOException {
                  flush();
                }
              };
          content.writeTo(out);
          out.flush();
        });
  }

  private static void replaceBy(Path target, Writing writing) throws IOException {
    Path file = requireReplaceable(target);
    boolean exists = Files.exists(file);
    try (TemporaryFile temporary = TemporaryFile.beside(file, permissions(file, exists))) {
      boolean moved = false;
      try {
        writing.to(temporary);
        if (exists) {
          keepAttributes(file, temporary.path());
        }
        temporary.force();
        Files.move(
            temporary.path(),
            file,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        moved = true;
      } finally {
        if (!moved) {
          Files.deleteIfExists(temporary.path());
        }
      }
    }
    persistNames(file.getParent());
  }

  /**
   * Checks that a file can be replaced, as far as can be known before.
   *
   * @param target the file, or a link to it; need not exist
   * @return where it is, behind all links
   * @throws IOException if it is anything but a regular file, or read-only, or its folder is not
   *     there
   */
  public static Path requireReplaceable(Path target) throws IOException {
    Path file = behindLinks(target.toAbsolutePath());
    if (Files.exists(file)) {
      if (!Files.isRegularFile(file)) {
        throw new FileSystemException(target.toString(), null, "not a regular file");
      }
      if (isReadOnly(file)) {
        throw new FileSystemException(target.toString(), null, "the file is read-only");
      }
    }
    if (!Files.isDirectory(file.getParent())) {
      throw new NoSuchFileException(file.getParent().toString(), null, "no such directory");
    }
    return file;
  }

  /** A link whose file does not exist leads to where it will be, as for every program. */
  private static Path behindLinks(Path link) throws IOException {
    Path at = link;
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(
            link.toString(), null, "more than " + MOST_LINKS + " symbolic links");
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  /** The superuser may write to everything: the permissions are asked, not only the system. */
  private static boolean isReadOnly(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    return !Files.isWritable(file)
        || (view != null
            && view.readAttributes().permissions().stream().noneMatch(WRITE::contains));
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** What replaces a file that others must not read is never open to them. */
  private static FileAttribute<?>[] permissions(Path file, boolean exists) {
    return exists && view(file) != null
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Gives a file the owner and the group of another, as far as that is permitted, and its
   * permissions; those of a group that could not be kept only if all others have them.
   *
   * @param old the file that has them
   * @param file receives them
   * @throws IOException if they cannot be read or set
   */
  public static void keepAttributes(Path old, Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    if (view == null) {
      return;
    }
    PosixFileAttributes wanted = view(old).readAttributes();
    PosixFileAttributes own = view.readAttributes();
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    permissions.addAll(wanted.permissions());
    if (!own.group().equals(wanted.group())) {
      try {
        view.setGroup(wanted.group());
      } catch (IOException e) {
        limitGroup(permissions);
      }
    }
    if (!own.owner().equals(wanted.owner())) {
      try {
        view.setOwner(wanted.owner());
      } catch (IOException e) {
        System.getLogger(FileReplacement.class.getName())
            .log(System.Logger.Level.DEBUG, "owner not kept: {0}", e.getMessage());
      }
    }
    view.setPermissions(permissions);
  }

  private static void limitGroup(Set<PosixFilePermission> permissions) {
    if (!permissions.contains(PosixFilePermission.OTHERS_READ)) {
      permissions.remove(PosixFilePermission.GROUP_READ);
    }
    if (!permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      permissions.remove(PosixFilePermission.GROUP_WRITE);
    }
    if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
      permissions.remove(PosixFilePermission.GROUP_EXECUTE);
    }
  }

  /**
   * Makes the names in a folder durable where folders can be opened; elsewhere the moves have to
   * do.
   *
   * @param folder the folder
   */
  public static void persistNames(Path folder) {
    boolean interrupted = Thread.interrupted(); // which would close the channel
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      System.getLogger(FileReplacement.class.getName())
          .log(System.Logger.Level.DEBUG, "folder not synchronised: {0}", e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Deletes what killed processes have left when they replaced files of a folder; what living ones
   * are writing, on this machine, stays.
   *
   * @param folder the folder
   * @param targets tells of the names of files which are meant
   * @throws IOException if the folder cannot be read
   */
  public static void deleteLeftovers(Path folder, Predicate<String> targets) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher matcher = TemporaryFile.matcher(file.getFileName().toString());
        if (matcher.matches() && targets.test(matcher.group(1))) {
          TemporaryFile.deleteLeftover(file);
        }
      }
    }
  }

  /**
   * Deletes what killed processes have left when they replaced a file; what living ones are
   * writing, on this machine, stays.
   *
   * @param target the file, or a link to it
   * @throws IOException if its folder cannot be read
   */
  public static void deleteLeftovers(Path target) throws IOException {
    Path file = behindLinks(target.toAbsolutePath());
    String name = TemporaryFile.shortened(file.getFileName().toString());
    deleteLeftovers(file.getParent(), name::equals);
  }
}
