package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
          SavedRun.FILE,
          RunStore.OPTIONS);

  /**
   * Creates the folder if it is not there and writes a file to it once. If a run was killed when it
   * replaced another, that is brought to its end.
   *
   * @throws UserException if that does not succeed
   */
  static OutputFolder create(Path path) {
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, ".curvelane", ".probe"));
      AtomicFiles.settle(path);
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
   * Refuses names that stand for what cannot be replaced, such as a folder or a read-only file.
   *
   * @throws IOException if one does
   */
  void requireFiles(List<String> names) throws IOException {
    for (String name : names) {
      AtomicFile.requireReplaceable(file(name));
    }
  }

  /**
   * Writes the files of a run in place of those of an earlier one: whenever it is killed or the
   * disk is full, all are the old ones or all are the new ones.
   *
   * @param names everything that a run of this kind may leave
   * @param files what this one does
   * @throws IOException if a file cannot be written
   */
  void replace(List<String> names, Map<String, AtomicFile.Content> files) throws IOException {
    AtomicFiles.replace(path, files, names);
  }

  /** The content of a file that is a text. */
  static AtomicFile.Content text(String content) {
    return out -> out.write(content.getBytes(StandardCharsets.UTF_8));
  }
}
