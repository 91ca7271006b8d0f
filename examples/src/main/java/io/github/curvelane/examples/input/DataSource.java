package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out what {@code --data} names, and reads it. */
public final class DataSource {
  private static final String TENSORS = ".safetensors";

  private DataSource() {}

  /**
   * What was read.
   *
   * @param first all of it, or the part to train on
   * @param test the part to test on, where the data have one of their own
   */
  public record Found(Content first, Optional<Content> test) {
    /** Data that are not divided. */
    static Found whole(Content content) {
      return new Found(content, Optional.empty());
    }
  }

  /**
   * Reads examples and divides them.
   *
   * @param precision the precision of images
   * @param options what to read
   * @param seed the seed of the division
   * @return the examples
   * @throws UserException if there is no such thing, or it is damaged; the message says why
   */
  public static Examples read(Precision<?> precision, DataOptions options, long seed) {
    Found found = find(precision, options.data, options.images, options.labels, options.table);
    if (!options.test.isEmpty()) {
      Content first = found.first();
      TableSchema schema =
          new TableSchema(
              first.columns(), first.task(), first.places(), first.named(), true, options.table);
      Found test = find(precision, options.test, options.table, schema);
      found = new Found(first, Optional.of(test.test().orElse(test.first())));
    }
    boolean idx = found.first().image().isPresent() && !options.data.endsWith(TENSORS);
    return Division.of(found, options, idx, seed);
  }

  /**
   * Reads all of some data, without dividing them.
   *
   * @param precision the precision of images
   * @param data what {@code --data} says
   * @param images what {@code --images} says; empty for nothing
   * @param labels what {@code --labels} says
   * @param table how a table is read
   * @return what was found
   */
  public static Found find(
      Precision<?> precision, String data, String images, String labels, TableOptions table) {
    if (images.isEmpty() != labels.isEmpty()) {
      throw new UserException("--images and --labels must be given together");
    }
    if (!images.isEmpty()) {
      return reading(
          images,
          () ->
              Found.whole(
                  IdxFolder.read(
                      precision, existing("--images", images), existing("--labels", labels))));
    }
    return find(precision, data, table, null);
  }

  /**
   * Reads all of some data.
   *
   * @param precision the precision of images
   * @param data what {@code --data} says
   * @param table how a table is read
   * @param schema the columns that a table must have; null if it is read for the first time
   * @return what was found
   */
  public static Found find(
      Precision<?> precision, String data, TableOptions table, TableSchema schema) {
    switch (data) {
      case "digits":
        return BuiltInDigits.draw(precision, 28, BuiltInDigits.SEED);
      case "digits16":
        return BuiltInDigits.draw(precision, 16, BuiltInDigits.SEED);
      case "-":
        return reading(
            data,
            () -> {
              try (TableText text = TableText.ofStandardInput(table.encoding)) {
                return Found.whole(table(text, table, schema));
              }
            });
      default:
        break;
    }
    Path path = existing("--data", data);
    return reading(
        data,
        () -> {
          if (Files.isDirectory(path)) {
            return IdxFolder.read(precision, path);
          }
          if (data.endsWith(TENSORS)) {
            return TensorData.read(precision, path);
          }
          try (TableText text = TableText.of(path, table.encoding)) {
            return Found.whole(table(text, table, schema));
          }
        });
  }

  private static Path existing(String option, String data) {
    Path path = Path.of(data);
    if (!Files.exists(path)) {
      throw new UserException(
          option
              + " "
              + data
              + " does not exist; it may be 'digits', 'digits16', a folder of IDX"
              + " files, a .csv or a .safetensors file");
    }
    if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
      throw new UserException(
          option
              + " "
              + data
              + " is a pipe or a device, must be a file; --data - reads a table from standard"
              + " input");
    }
    return path;
  }

  /** Reads a table, to be trained on or as a model wants it. */
  static Content table(TableText text, TableOptions options, TableSchema schema)
      throws IOException {
    if (schema != null) {
      return schema.content(TableReader.read(text, options, schema));
    }
    TableRoles roles = new TableRoles(options);
    return roles.content(TableReader.read(text, options, roles));
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
}
