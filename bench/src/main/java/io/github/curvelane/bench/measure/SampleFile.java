package io.github.curvelane.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A CSV file of raw samples, one line for each entrant and round; several JVMs may append to it.
 */
public final class SampleFile implements AutoCloseable {
  private static final String[] COLUMNS = {
    "question", "case", "entrant", "round", "nanoseconds", "operations"
  };

  private final CSVPrinter printer;
  private final String question;

  /**
   * Opens or continues a file.
   *
   * @param file its path; directories are made
   * @param question what is measured, the first column
   */
  public SampleFile(Path file, String question) {
    this.question = question;
    try {
      Path directory = file.toAbsolutePath().getParent();
      Files.createDirectories(directory);
      boolean fresh = !Files.exists(file);
      printer =
          new CSVPrinter(
              Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              CSVFormat.DEFAULT);
      if (fresh) {
        printer.printRecord((Object[]) COLUMNS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write samples to " + file, e);
    }
  }

  /**
   * Writes all samples of a contest.
   *
   * @param name the case that was measured, such as a shape
   * @param result the samples
   */
  public void write(String name, Contest.Result result) {
    try {
      for (Entrant entrant : result.entrants()) {
        double[] nanos = result.nanos(entrant.name());
        for (int round = 0; round < nanos.length; round++) {
          if (!Double.isNaN(nanos[round])) {
            printer.printRecord(
                question, name, entrant.name(), round, nanos[round], entrant.operations());
          }
        }
      }
      printer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a time that was taken once.
   *
   * @param name the case that was measured
   * @param entrant whose time it is
   * @param round which of several
   * @param nanos the time in nanoseconds
   */
  public void write(String name, String entrant, int round, double nanos) {
    try {
      printer.printRecord(question, name, entrant, round, nanos, 1);
      printer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      printer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
