package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that can be written to, which is found out before any work is done. */
record OutputFolder(Path path) {
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
}
