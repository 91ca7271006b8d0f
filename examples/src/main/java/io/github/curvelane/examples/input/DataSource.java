package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds out what {@code --data} names, and reads it. */
public final class DataSource {
  private static final int TEST_EVERY = 5;
  private static final String TENSORS = ".safetensors";

  private DataSource() {}

  /**
   * Reads examples.
   *
   * @param precision the precision
   * @param data {@code digits} or {@code digits16} for built-in ones; an IDX folder; a CSV file; a
   *     safetensors file
   * @param table how a CSV file is read
   * @param <A> {@code float[]} or {@code double[]}
   * @return the examples
   * @throws UserException if there is no such thing, or it is damaged; the message says why
   */
  public static <A> Examples<A> read(Precision<A> precision, String data, TableOptions table) {
    switch (data) {
      case "digits":
        return BuiltInDigits.draw(precision, 28, BuiltInDigits.SEED);
      case "digits16":
        return BuiltInDigits.draw(precision, 16, BuiltInDigits.SEED);
      default:
        break;
    }
    Path path = existing(data);
    return reading(
        data,
        () -> {
          if (Files.isDirectory(path)) {
            return IdxFolder.read(precision, path);
          }
          return data.endsWith(TENSORS)
              ? TensorData.read(precision, path)
              : table(precision, path, table);
        });
  }

  /**
   * Reads inputs to predict for: every row of a CSV file, which need not have the class or targets;
   * of other data the test examples.
   *
   * @param precision the precision
   * @param data as for {@link #read}
   * @param table how a CSV file is read
   * @param features the number of inputs of the network
   * @param <A> {@code float[]} or {@code double[]}
   * @return the inputs, row-major
   * @throws UserException if there is no such thing, or it is damaged; the message says why
   */
  public static <A> A readInputs(
      Precision<A> precision, String data, TableOptions table, int features) {
    boolean isTable =
        !isBuiltIn(data) && !data.endsWith(TENSORS) && !Files.isDirectory(Path.of(data));
    if (isTable) {
      Path path = existing(data);
      return reading(data, () -> CsvTable.readInputs(precision, path, table, features));
    }
    Dataset<A> test = read(precision, data, table).test();
    if (test.features() != features) {
      throw new UserException(
          "--data "
              + data
              + " has "
              + test.features()
              + " features, the model has "
              + features
              + " inputs");
    }
    return test.inputs();
  }

  private static boolean isBuiltIn(String data) {
    return data.equals("digits") || data.equals("digits16");
  }

  private static Path existing(String data) {
    Path path = Path.of(data);
    if (!Files.exists(path)) {
      throw new UserException(
          "--data "
              + data
              + " does not exist; it may be 'digits', 'digits16', a folder of IDX"
              + " files, a .csv or a .safetensors file");
    }
    return path;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(String data, Reading<T> reading) {
    try {
      return reading.read();
    } catch (MalformedDataException e) {
      throw new UserException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UserException("--data " + data + " cannot be read: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new UserException(e.getCause().getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UserException("--data " + data + ": " + e.getMessage(), e);
    }
  }

  private static <A> Examples<A> table(Precision<A> precision, Path path, TableOptions options)
      throws IOException {
    CsvTable.Content<A> content = CsvTable.read(precision, path, options);
    Dataset<A> all = content.data();
    Split split = Split.everyKth(all.examples(), Math.min(TEST_EVERY, all.examples()));
    return new Examples<>(
        all.select(split.training()),
        all.select(split.test()),
        content.names(),
        Optional.empty(),
        List.of("every fifth of the %,d rows of %s tests".formatted(all.examples(), path)));
  }
}
