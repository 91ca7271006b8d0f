package io.github.curvelane.examples.input;

import io.github.curvelane.data.MalformedDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a table, once from beginning to end; once more if a column that began with numbers turns
 * out to hold texts. Values are parsed as they come and no row is kept as text.
 */
final class TableReader {
  /** The rows that decide what the first line is, and what columns hold. */
  private static final int SAMPLE = 1000;

  private static final Set<String> MISSING =
      Set.of("", "?", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL");

  /** Says what columns are wanted for, once their names are known. */
  interface Plan {
    List<TableColumn.Kind> kinds(String table, List<String> titles, boolean named);
  }

  private final TableText text;
  private final TableOptions options;
  private final Plan plan;
  private final Dialect dialect;

  /** Columns in which a text was found among numbers. */
  private final Set<Integer> mixed = new TreeSet<>();

  private List<String> titles;
  private List<TableColumn.Kind> kinds;
  private List<TableColumn> columns;
  private List<String> remarks;
  private String description;
  private boolean named;
  private int width;
  private int rows;
  private int emptyRows;
  private boolean again;

  private TableReader(TableText text, TableOptions options, Plan plan) throws IOException {
    this.text = text;
    this.options = options;
    this.plan = plan;
    this.dialect = Dialect.of(text, options);
  }

  /**
   * Reads a table.
   *
   * @throws MalformedDataException if it is damaged; it names the line
   * @throws UncheckedIOException with such a cause, if a value is not what it must be
   */
  static Table read(TableText text, TableOptions options, Plan plan) throws IOException {
    TableReader reader = new TableReader(text, options, plan);
    do {
      reader.pass();
    } while (reader.again);
    return new Table(
        text.name(),
        reader.description,
        reader.titles,
        reader.named,
        reader.columns,
        reader.rows,
        reader.remarks);
  }

  /** Tells whether a text stands for a value that is missing. */
  static boolean isMissing(String field) {
    return field.length() <= 4 && MISSING.contains(field);
  }

  /** A row that waits until it is known what the columns are. */
  private record Waiting(String[] fields, long line) {}

  private void pass() throws IOException {
    again = false;
    rows = 0;
    emptyRows = 0;
    width = 0;
    columns = null;
    remarks = new ArrayList<>();
    List<Waiting> sample = new ArrayList<>();
    try (Reader reader = text.open()) {
      skip(reader);
      try (CSVParser parser = dialect.parse(reader)) {
        records(parser, sample);
      }
    } catch (CharacterCodingException | ZipException | EOFException e) {
      throw unreadable(1, e);
    }
    if (columns == null) {
      begin(sample);
    }
    if (again) {
      return;
    }
    if (rows == 0) {
      throw MalformedDataException.atLine(text.name(), 2, "the table has a header and no rows");
    }
    if (emptyRows > 0) {
      remarks.add(emptyRows + " rows without any value are left out");
    }
  }

  private void skip(Reader reader) throws IOException {
    for (int c = 0; dialect.skipped() > 0 && c >= 0 && c != '\n'; ) {
      c = reader.read();
    }
  }

  private void records(CSVParser parser, List<Waiting> sample) throws IOException {
    long lastLine = dialect.skipped();
    try {
      for (CSVRecord fields : parser) {
        lastLine = dialect.skipped() + parser.getCurrentLineNumber();
        accept(fields.values(), lastLine - newlines(fields), sample);
        if (again) {
          return;
        }
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof MalformedDataException) {
        throw e;
      }
      throw unreadable(dialect.skipped() + parser.getCurrentLineNumber(), e.getCause());
    }
  }

  private static long newlines(CSVRecord fields) {
    long count = 0;
    for (String field : fields) {
      count += field.indexOf('\n') < 0 ? 0 : field.chars().filter(c -> c == '\n').count();
    }
    return count;
  }

  private void accept(String[] fields, long line, List<Waiting> sample) throws IOException {
    width = width == 0 ? fields.length : width;
    if (fields.length != width) {
      throw MalformedDataException.atLine(
          text.name(), line, "expected " + width + " columns, found " + fields.length);
    }
    if (columns != null) {
      add(fields, line);
      return;
    }
    sample.add(new Waiting(fields, line));
    if (sample.size() == SAMPLE) {
      begin(sample);
      sample.clear();
    }
  }

  private IOException unreadable(long line, IOException cause) {
    String reason =
        cause instanceof CharacterCodingException
            ? text.wrongEncoding()
            : cause instanceof ZipException || cause instanceof EOFException
                ? "the gzip stream is damaged or cut off"
                : cause.getMessage();
    return MalformedDataException.atLine(
        text.name(), Math.max(1, line), "no CSV from here on: " + reason, cause);
  }

  /** Finds out what the columns are from the first rows, and takes those in. */
  private void begin(List<Waiting> sample) throws IOException {
    if (sample.isEmpty()) {
      throw MalformedDataException.atLine(text.name(), 1, "the table is empty");
    }
    List<String[]> rowsSeen = sample.stream().map(Waiting::fields).toList();
    String why =
        switch (options.header) {
          case YES -> "--header yes";
          case NO -> null;
          case AUTO ->
              sample.size() < 2 ? null : new HeaderEvidence(rowsSeen, dialect).decide(text.name());
        };
    named = why != null;
    titles = named ? names(rowsSeen.getFirst(), sample.getFirst().line) : numbers(width);
    description =
        text.name()
            + " is "
            + dialect
            + (named
                ? ", line " + sample.getFirst().line + " names the columns (" + why + ")"
                : ", its columns have no names");
    kinds = plan.kinds(text.name(), titles, named);
    columns = new ArrayList<>();
    List<Waiting> data = sample.subList(named ? 1 : 0, sample.size());
    for (int c = 0; c < width; c++) {
      columns.add(column(c, data));
    }
    for (Waiting row : data) {
      add(row.fields, row.line);
    }
  }

  private static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      numbers.add(String.valueOf(c));
    }
    return numbers;
  }

  /** A column without a name is called by its index. */
  private List<String> names(String[] fields, long line) throws MalformedDataException {
    Map<String, Integer> known = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int c = 0; c < fields.length; c++) {
      String name = Cell.plain(fields[c]);
      Integer other = name.isEmpty() ? null : known.put(name, c);
      if (other != null) {
        throw MalformedDataException.atLine(
            text.name(),
            line,
            "columns "
                + other
                + " and "
                + c
                + " have one name, '"
                + MalformedDataException.shown(name)
                + "'");
      }
      names.add(name.isEmpty() ? String.valueOf(c) : name);
    }
    for (int c = 0; c < fields.length; c++) {
      if (fields[c].isEmpty() && known.containsKey(names.get(c))) {
        throw MalformedDataException.atLine(
            text.name(),
            line,
            "column " + c + " has no name, and its index is the name of another column");
      }
    }
    return names;
  }

  private TableColumn column(int c, List<Waiting> data) {
    return switch (kinds.get(c)) {
      case SKIPPED -> null;
      case NUMBERS -> new TableColumn(false);
      case TEXTS -> new TableColumn(true);
      case UNKNOWN -> {
        boolean numbers =
            data.stream()
                .map(row -> row.fields[c])
                .allMatch(field -> isMissing(field) || dialect.isNumber(field));
        yield new TableColumn(!numbers || mixed.contains(c));
      }
    };
  }

  private void add(String[] fields, long line) {
    boolean empty = true;
    for (String field : fields) {
      empty &= field.isEmpty();
    }
    if (empty) {
      emptyRows++;
      return;
    }
    for (int c = 0; c < width && !again; c++) {
      TableColumn column = columns.get(c);
      if (column != null) {
        add(column, c, fields[c], line);
      }
    }
    rows++;
  }

  private void add(TableColumn column, int c, String field, long line) {
    if (isMissing(field)) {
      column.addMissing(field, line);
    } else if (column.isText()) {
      column.add(Cell.plain(field), dialect.isNumber(field), line);
    } else if (dialect.isNumber(field)) {
      double value = Numbers.parse(field, dialect.decimal());
      if (Double.isInfinite(value)) {
        throw Table.refused(
            text.name(),
            titles,
            line,
            c,
            "'" + MalformedDataException.shown(field) + "' is beyond double");
      }
      column.add(value);
    } else if (kinds.get(c) == TableColumn.Kind.UNKNOWN) {
      mixed.add(c);
      again = true;
    } else {
      throw Table.refused(
          text.name(),
          titles,
          line,
          c,
          "'" + MalformedDataException.shown(field) + "' is no number");
    }
  }
}
