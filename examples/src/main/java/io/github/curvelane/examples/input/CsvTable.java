package io.github.curvelane.examples.input;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.MalformedDataException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file: numbers in all columns but the class's, which may hold any text. Missing or
 * unreadable values are refused by line and column; nothing is guessed.
 */
public final class CsvTable {
  private final String name;
  private final List<String> columns = new ArrayList<>();
  private final List<String[]> rows = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();

  private CsvTable(String name) {
    this.name = name;
  }

  /**
   * A table as examples.
   *
   * @param data the numbers
   * @param names the names of the classes, in the order of their labels, or of the target columns
   * @param <A> {@code float[]} or {@code double[]}
   */
  public record Content<A>(Dataset<A> data, List<String> names) {}

  /**
   * Reads a file.
   *
   * @param precision the precision
   * @param file the file, in UTF-8
   * @param options how to read it
   * @param <A> {@code float[]} or {@code double[]}
   * @return its content
   * @throws MalformedDataException if a value is missing or no number; it names line and column
   * @throws IOException if the file cannot be read
   */
  public static <A> Content<A> read(Precision<A> precision, Path file, TableOptions options)
      throws IOException {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(precision, reader, file.getFileName().toString(), options);
    }
  }

  /**
   * Reads from anywhere.
   *
   * @param precision the precision
   * @param reader the text
   * @param name what to call it in messages
   * @param options how to read it
   * @param <A> {@code float[]} or {@code double[]}
   * @return its content
   * @throws MalformedDataException if a value is missing or no number; it names line and column
   * @throws IOException if the text cannot be read
   */
  public static <A> Content<A> read(
      Precision<A> precision, Reader reader, String name, TableOptions options) throws IOException {
    CsvTable table = new CsvTable(name);
    table.load(reader, options.header());
    return options.targets().isEmpty()
        ? table.classification(precision, options.label())
        : table.regression(precision, options.targets());
  }

  /**
   * Reads the inputs of a table alone, for predictions: all columns if there are exactly as many as
   * the network has inputs; otherwise all but those that hold the class or the targets.
   *
   * @param precision the precision
   * @param file the file, in UTF-8
   * @param options how to read it
   * @param features the number of inputs
   * @param <A> {@code float[]} or {@code double[]}
   * @return the inputs, row-major
   * @throws MalformedDataException if a value is missing or no number; it names line and column
   * @throws IOException if the file cannot be read
   */
  public static <A> A readInputs(
      Precision<A> precision, Path file, TableOptions options, int features) throws IOException {
    CsvTable table = new CsvTable(file.getFileName().toString());
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      table.load(reader, options.header());
    }
    int columns = table.columns.size();
    if (columns == features) {
      return table.numbers(precision, table.others(List.of()));
    }
    List<Integer> excluded =
        !options.targets().isEmpty()
            ? options.targets().stream().map(table::column).toList()
            : List.of(options.label().isEmpty() ? columns - 1 : table.column(options.label()));
    if (columns - excluded.size() != features) {
      throw new UserException(
          table.name + " has " + columns + " columns, the model has " + features + " inputs");
    }
    return table.numbers(precision, table.others(excluded));
  }

  private void load(Reader reader, TableOptions.Header header) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();
    try (CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format).get()) {
      try {
        for (CSVRecord fields : parser) {
          add(fields, parser.getCurrentLineNumber());
        }
      } catch (UncheckedIOException e) {
        throw unreadable(parser.getCurrentLineNumber(), e.getCause());
      }
    } catch (CharacterCodingException e) {
      throw unreadable(1, e);
    }
    if (rows.isEmpty()) {
      throw MalformedDataException.atLine(name, 1, "the table is empty");
    }
    nameColumns(header);
    if (rows.isEmpty()) {
      throw MalformedDataException.atLine(name, 2, "the table has a header and no rows");
    }
  }

  private void add(CSVRecord fields, long lastLine) throws MalformedDataException {
    long line =
        lastLine - fields.stream().flatMapToInt(String::chars).filter(c -> c == '\n').count();
    if (!rows.isEmpty() && fields.size() != rows.getFirst().length) {
      throw MalformedDataException.atLine(
          name, line, "expected " + rows.getFirst().length + " columns, found " + fields.size());
    }
    rows.add(rows.isEmpty() ? withoutMark(fields.values()) : fields.values());
    lines.add(line);
  }

  /**
   * Some editors begin a text with a mark of its byte order, which is no part of the first field.
   */
  private static String[] withoutMark(String[] fields) {
    fields[0] = fields[0].startsWith("\uFEFF") ? fields[0].substring(1) : fields[0];
    return fields;
  }

  private IOException unreadable(long line, IOException cause) {
    String reason =
        cause instanceof CharacterCodingException ? "the text is not UTF-8" : cause.getMessage();
    return MalformedDataException.atLine(name, line, "no CSV from here on: " + reason, cause);
  }

  private void nameColumns(TableOptions.Header header) {
    boolean named =
        switch (header) {
          case YES -> true;
          case NO -> false;
          case AUTO -> looksLikeHeader();
        };
    int count = rows.getFirst().length;
    for (int c = 0; c < count; c++) {
      columns.add(named ? rows.getFirst()[c] : String.valueOf(c));
    }
    if (named) {
      rows.removeFirst();
      lines.removeFirst();
    }
  }

  private boolean looksLikeHeader() {
    if (rows.size() < 2) {
      return false;
    }
    String[] first = rows.getFirst();
    for (int c = 0; c < first.length; c++) {
      if (!isNumber(first[c]) && isNumber(rows.get(1)[c])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private <A> Content<A> classification(Precision<A> precision, String label) {
    int column = label.isEmpty() ? columns.size() - 1 : column(label);
    requireInputs(1);
    TreeSet<String> found = new TreeSet<>(CsvTable::compareLabels);
    for (int r = 0; r < rows.size(); r++) {
      found.add(field(r, column));
    }
    if (found.size() > ClassCount.MOST) {
      throw new UserException(
          "%s has %d different classes in column '%s', at most %d can be learnt: are they numbers"
                  .formatted(name, found.size(), columns.get(column), ClassCount.MOST)
              + " to be predicted (--targets)?");
    }
    List<String> classes = List.copyOf(found);
    Map<String, Integer> indices = new HashMap<>();
    for (int c = 0; c < classes.size(); c++) {
      indices.put(classes.get(c), c);
    }
    int[] labels = new int[rows.size()];
    for (int r = 0; r < labels.length; r++) {
      labels[r] = indices.get(field(r, column));
    }
    A inputs = numbers(precision, others(List.of(column)));
    int features = columns.size() - 1;
    return new Content<>(
        Dataset.classification(precision, inputs, features, labels, classes.size()), classes);
  }

  private <A> Content<A> regression(Precision<A> precision, List<String> targets) {
    List<Integer> chosen = targets.stream().map(this::column).toList();
    if (chosen.stream().distinct().count() != chosen.size()) {
      throw new UserException("--targets names a column of " + name + " twice");
    }
    List<String> names =
        chosen.stream().map(c -> columns.get(c).isEmpty() ? "" + c : columns.get(c)).toList();
    if (names.stream().distinct().count() != names.size()) {
      throw new UserException("--targets names columns of " + name + " that have one name");
    }
    requireInputs(chosen.size());
    A inputs = numbers(precision, others(chosen));
    A outputs = numbers(precision, chosen);
    int features = columns.size() - chosen.size();
    return new Content<>(
        Dataset.regression(precision, inputs, features, outputs, chosen.size()), names);
  }

  private void requireInputs(int others) {
    if (columns.size() <= others) {
      throw new UserException(
          name + " has " + columns.size() + " columns: none is left for the inputs");
    }
  }

  /** Orders numbers as numbers, before all other texts. */
  private static int compareLabels(String a, String b) {
    boolean number = isNumber(a);
    if (number != isNumber(b)) {
      return number ? -1 : 1;
    }
    int order = number ? Double.compare(Double.parseDouble(a), Double.parseDouble(b)) : 0;
    return order != 0 ? order : a.compareTo(b);
  }

  private int column(String nameOrIndex) {
    int named = columns.indexOf(nameOrIndex);
    if (named >= 0) {
      return named;
    }
    if (nameOrIndex.matches("[0-9]{1,6}") && Integer.parseInt(nameOrIndex) < columns.size()) {
      return Integer.parseInt(nameOrIndex);
    }
    throw new UserException(
        name + " has no column '" + nameOrIndex + "', its columns are " + shortList(columns));
  }

  private static String shortList(List<String> names) {
    return names.size() <= 12
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 12)) + ", ... (" + names.size() + " of them)";
  }

  private List<Integer> others(List<Integer> excluded) {
    List<Integer> others = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (!excluded.contains(c)) {
        others.add(c);
      }
    }
    return others;
  }

  private String field(int row, int column) {
    String text = rows.get(row)[column];
    if (text.isEmpty()) {
      throw refused(row, column, "the value is missing");
    }
    return text;
  }

  private <A> A numbers(Precision<A> precision, List<Integer> chosen) {
    long elements = (long) rows.size() * chosen.size();
    if (elements > Integer.MAX_VALUE - 8) {
      throw new UserException(name + " has " + elements + " numbers, too many for one array");
    }
    A numbers = precision.newArray((int) elements);
    for (int r = 0, at = 0; r < rows.size(); r++) {
      for (int column : chosen) {
        precision.set(numbers, at, number(r, column));
        if (!Double.isFinite(precision.get(numbers, at))) {
          throw refused(r, column, "'" + rows.get(r)[column] + "' is beyond " + precision);
        }
        at++;
      }
    }
    return numbers;
  }

  private double number(int row, int column) {
    String text = field(row, column);
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused(row, column, "'" + text + "' is no number");
    }
    if (!Double.isFinite(value)) {
      throw refused(row, column, "'" + text + "' is not finite");
    }
    return value;
  }

  private UncheckedIOException refused(int row, int column, String complaint) {
    String named =
        columns.get(column).equals(String.valueOf(column))
            ? ""
            : " ('" + columns.get(column) + "')";
    return new UncheckedIOException(
        MalformedDataException.atLine(
            name, lines.get(row), "column " + column + named + ": " + complaint));
  }
}
