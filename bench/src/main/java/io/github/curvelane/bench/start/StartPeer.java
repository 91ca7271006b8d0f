package io.github.curvelane.bench.start;

import java.io.IOException;
import java.nio.file.Path;

/** Another library that reads a model and predicts. The service loader finds it. */
public interface StartPeer {
  /**
   * Returns the artifact whose version is told.
   *
   * @return the beginning of the name of its jar, such as {@code tribuo-core}
   */
  String artifact();

  /**
   * Returns the name.
   *
   * @return what it is called in tables
   */
  String name();

  /**
   * Trains a classifier of rows and writes it.
   *
   * @param rows the rows
   * @param labels the class of each
   * @param file the file to write
   * @throws IOException if it cannot be written
   */
  void train(double[][] rows, String[] labels, Path file) throws IOException;

  /**
   * Returns the program whose start is timed: like {@link FirstPrediction}, it reads the file that
   * its argument names, prints the class of the same row, and needs only its own library.
   *
   * @return its main class
   */
  Class<?> program();
}
