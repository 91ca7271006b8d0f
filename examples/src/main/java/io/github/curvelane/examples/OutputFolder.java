package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder that can be written to, which is found out before any work is done. */
record OutputFolder(Path path) {
  /** Everything that a training run may leave. */
  static final List<String> OF_TRAINING =
      List.of(
          Results.OPTIONS,
          "metrics.csv",
          Results.CURVATURE,
          "model.safetensors",
          "report.html",
          SavedRun.FILE);

  /** Writes a file. */
  interface Content {
    void write(Path path) throws IOException;
  }

  /**
   * Creates the folder if it is not there and writes a file to it once.
   *
   * @throws UserException if that does not succeed
   */
  static OutputFolder create(Path path) {
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, ".curvelane", ".probe"));
      return new OutputFolder(path);
    } catch (FileAlreadyExistsException e) {
      throw new UserException("--out " + path + " is not a folder", e);
    } catch (IOException e) {
      String reason = e.getClass().getSimpleName();
      throw new UserException("--out " + path + " cannot be written to (" + reason + ")", e);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /**
   * Refuses names that stand for something else than a file.
   *
   * @throws IOException if one does
   */
  void requireFiles(List<String> names) throws IOException {
    for (String name : names) {
      Path old = file(name);
      if (Files.exists(old, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(old)) {
        throw new IOException(old + ": not a regular file");
      }
    }
  }

  /**
   * Writes the files of a run in place of those of an earlier one. All are written beside the old
   * ones first, so that a full disk or a name that is taken leaves those as they were.
   *
   * @param names everything that a run of this kind may leave
   * @param files what this one does
   * @throws IOException if a file cannot be written
   */
  void replace(List<String> names, Map<String, Content> files) throws IOException {
    requireFiles(names);
    Map<String, Path> written = new LinkedHashMap<>();
    try {
      for (var file : files.entrySet()) {
        Path beside = file("." + file.getKey() + ".new");
        written.put(file.getKey(), beside);
        file.getValue().write(beside);
      }
      for (String name : names) {
        if (!files.containsKey(name)) {
          Files.deleteIfExists(file(name));
        }
      }
      for (var file : written.entrySet()) {
        Files.move(file.getValue(), file(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      for (Path beside : written.values()) {
        Files.deleteIfExists(beside);
      }
    }
  }
}
