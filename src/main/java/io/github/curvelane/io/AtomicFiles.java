package io.github.curvelane.io;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.FileReplacement;
import io.github.curvelane.internal.FolderLock;
import io.github.curvelane.internal.Shown;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Replaces several files of a folder as one: whoever looks at the names sees all old files or all
 * new ones, whenever the process or the machine stops or the disk is full. Other files of the
 * folder are left alone.
 *
 * <p>The new files are written to a hidden folder within, and reach the disk. Then each name
 * becomes a symbolic link by way of a single link, {@code .curvelane-current}, which leads to the
 * old files first: nothing is to be seen of it. To lead that one link to the new files is one step.
 * Thereafter the new files take the places of the links, and what is hidden is deleted, so that the
 * folder has files and nothing else in the end. If the process is killed meanwhile, hidden folders
 * and links stay, which may be used as the files that they stand for; {@link #settle} or the next
 * replacement turns them into files.
 *
 * <ul>
 *   <li>Permissions, owner and group of old files are kept as by {@link AtomicFile}, and the same
 *       is refused; if one name is, nothing is replaced.
 *   <li>A name that is a symbolic link of the user's stays one: the file is replaced that it leads
 *       to, after all others, in a step of its own.
 *   <li>Of several processes that replace files of one folder, each waits for the others.
 *   <li>In a file system without symbolic links the names are replaced one by one, each by a whole
 *       file.
 * </ul>
 */
public final class AtomicFiles {
  private static final String CURRENT = ".curvelane-current";
  private static final String LOCK = ".curvelane-lock";
  private static final Pattern STAGED = Pattern.compile("\\.curvelane-[0-9a-f]{16}");
  private static final int RANDOM_BYTES = 8;

  /** Of file systems; longer names would stand raw in the message of the operating system. */
  private static final int LONGEST_NAME = 255;

  private final Path folder;

  private AtomicFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Replaces files.
   *
   * @param folder the folder, which must exist
   * @param files the content of each new file, by name
   * @param others names of old files that are to be gone when the new ones are there; those that
   *     are among the new ones stay
   * @throws IllegalArgumentException if a name is not that of a file of the folder
   * @throws IOException if that cannot be: all files are as they were
   */
  public static void replace(
      Path folder, Map<String, AtomicFile.Content> files, Collection<String> others)
      throws IOException {
    Objects.requireNonNull(folder, "folder");
    Arguments.map("files", files);
    Objects.requireNonNull(others, "others");
    Set<String> names = new LinkedHashSet<>(files.keySet());
    names.addAll(others);
    for (String name : names) {
      requireName(folder, Objects.requireNonNull(name, "an element of others"));
    }
    try (FolderLock _ = FolderLock.acquire(folder.resolve(LOCK))) {
      new AtomicFiles(folder).replace(files, names);
    }
  }

  private static void requireName(Path folder, String name) {
    if (!isOfFile(folder, name)) {
      throw new IllegalArgumentException(
          "name '" + Shown.text(name) + "' must be that of a file in the folder itself");
    }
  }

  private static boolean isOfFile(Path folder, String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.startsWith(".curvelane-")) {
      return false;
    }
    if (name.equals(".") || name.equals("..")) {
      return false;
    }
    try {
      return Objects.equals(folder.resolve(name).getParent(), folder.resolve("x").getParent());
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Ends a replacement during which a process was killed, whose files are the old ones or the new
   * ones before and after.
   *
   * @param folder the folder
   * @throws IOException if it cannot be written to
   */
  public static void settle(Path folder) throws IOException {
    Objects.requireNonNull(folder, "folder");
    boolean hidden = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        String name = path.getFileName().toString();
        hidden |= name.equals(CURRENT) || STAGED.matcher(name).matches();
      }
    }
    if (hidden) {
      try (FolderLock _ = FolderLock.acquire(folder.resolve(LOCK))) {
        new AtomicFiles(folder).settle();
      }
    }
  }

  private void replace(Map<String, AtomicFile.Content> files, Set<String> names)
      throws IOException {
    settle();
    Set<String> links = new LinkedHashSet<>();
    for (String name : names) {
      FileReplacement.requireReplaceable(folder.resolve(name));
      if (Files.isSymbolicLink(folder.resolve(name))) {
        links.add(name);
      }
    }
    boolean switched = false;
    try {
      Path staged = stage(files);
      Set<String> plain = new LinkedHashSet<>(names);
      plain.removeAll(links);
      switchTo(staged, plain);
      switched = true;
      for (String name : links) {
        followLink(name, staged, files.containsKey(name));
      }
    } finally {
      tidy(switched);
    }
  }

  /** What is not tidied up does no harm, and is when the next files are replaced. */
  private void tidy(boolean switched) throws IOException {
    try {
      settle();
    } catch (IOException e) {
      if (!switched) {
        throw e;
      }
      System.getLogger(AtomicFiles.class.getName())
          .log(System.Logger.Level.DEBUG, "hidden files stay: {0}", e.getMessage());
    }
  }

  private Path stage(Map<String, AtomicFile.Content> files) throws IOException {
    Path staged = createFolder();
    for (Map.Entry<String, AtomicFile.Content> file : files.entrySet()) {
      Path old = folder.resolve(file.getKey());
      Path young = staged.resolve(file.getKey());
      FileReplacement.replace(young, file.getValue()::writeTo);
      if (Files.exists(old)) {
        FileReplacement.keepAttributes(old, young);
      }
    }
    return staged;
  }

  private Path createFolder() throws IOException {
    return Files.createDirectory(unused());
  }

  private Path unused() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return folder.resolve(".curvelane-" + HexFormat.of().formatHex(random));
  }

  private void switchTo(Path staged, Set<String> names) throws IOException {
    Path kept = createFolder();
    for (String name : names) {
      Path old = folder.resolve(name);
      if (Files.exists(old)) {
        keep(old, kept.resolve(name));
      }
    }
    FileReplacement.persistNames(kept);
    try {
      lead(CURRENT, kept.getFileName());
    } catch (IOException | UnsupportedOperationException e) {
      moveEach(staged, kept, names); // no symbolic links here, or no room for one
      return;
    }
    for (String name : names) {
      if (Files.exists(folder.resolve(name)) || Files.exists(staged.resolve(name))) {
        lead(name, through(name));
      }
    }
    FileReplacement.persistNames(folder);
    lead(CURRENT, staged.getFileName());
    FileReplacement.persistNames(folder);
  }

  /** A second name of a file, or where that cannot be a second file. */
  private static void keep(Path old, Path kept) throws IOException {
    try {
      Files.createLink(kept, old);
    } catch (FileSystemException | UnsupportedOperationException e) {
      FileReplacement.replace(kept, out -> Files.copy(old, out));
      FileReplacement.keepAttributes(old, kept);
    }
  }

  private Path through(String name) {
    return folder.getFileSystem().getPath(CURRENT, name);
  }

  /** Makes a name a link, in place of whatever file or link it is. */
  private void lead(String name, Path to) throws IOException {
    Path link = Files.createSymbolicLink(unused(), to);
    Files.move(
        link,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void moveEach(Path staged, Path kept, Set<String> names) throws IOException {
    try {
      for (String name : names) {
        place(name, staged);
      }
    } catch (IOException e) {
      for (String name : names) {
        place(name, kept);
      }
      throw e;
    }
    FileReplacement.persistNames(folder);
  }

  /** Makes a name a file that is hidden so far; without one the name is gone. */
  private void place(String name, Path from) throws IOException {
    if (Files.exists(from.resolve(name))) {
      Files.move(
          from.resolve(name),
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  private void followLink(String name, Path staged, boolean isNew) throws IOException {
    if (isNew) {
      FileReplacement.replace(folder.resolve(name), out -> Files.copy(staged.resolve(name), out));
    } else {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  /** Turns links into what they lead to, and deletes what is hidden; does so from any state. */
  private void settle() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(all::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Path current = folder.resolve(CURRENT);
    if (Files.isSymbolicLink(current)) {
      Path from = folder.resolve(Files.readSymbolicLink(current));
      for (Path path : all) {
        String name = path.getFileName().toString();
        if (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).equals(through(name))) {
          place(name, from);
        }
      }
      FileReplacement.persistNames(folder);
      Files.delete(current);
    }
    for (Path path : all) {
      if (STAGED.matcher(path.getFileName().toString()).matches()) {
        deleteStaged(path);
      }
    }
  }

  private static void deleteStaged(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
