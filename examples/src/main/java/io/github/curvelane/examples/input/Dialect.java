package io.github.curvelane.examples.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * How a table is written.
 *
 * @param separator what separates fields; {@code ' '} for runs of blanks
 * @param decimal what separates the integral from the fractional part of a number
 * @param skipped the lines before the table: one that names the separator, as spreadsheets write
 */
record Dialect(char separator, char decimal, int skipped) {
  private static final int SAMPLE = 1 << 16;
  private static final int MOST_RECORDS = 200;

  /** The share of lines that must agree on the number of fields. */
  private static final double ENOUGH = 0.6;

  /** In the order in which they are believed if several would do. */
  private static final char[] SEPARATORS = {'\t', ';', ',', '|', ' '};

  /** Finds out what was not said, from the first lines of a text. */
  static Dialect of(TableText text, TableOptions options) throws IOException {
    String sample = sample(text);
    int skipped = 0;
    char separator = separator(options.separator);
    if (sample.matches("(?s)sep=[^\\r\\n](\\r?\\n.*)?")) {
      separator = separator == 0 ? named(sample, text.name()) : separator;
      sample = sample.substring(Math.min(sample.length(), sample.indexOf('\n') + 1));
      skipped = 1;
    }
    if (separator == 0) {
      separator = detect(sample, text.name());
    }
    char decimal =
        switch (options.decimal) {
          case "point" -> '.';
          case "comma" -> ',';
          case "auto" -> separator == ',' ? '.' : decimal(records(sample, separator));
          default ->
              throw new UserException(
                  "--decimal is '" + options.decimal + "', must be point or comma");
        };
    if (decimal == separator) {
      throw new UserException(
          text.name()
              + ": "
              + name(separator)
              + " cannot both separate its fields and be the decimal sign: --separator and"
              + " --decimal say what they are");
    }
    return new Dialect(separator, decimal, skipped);
  }

  /** The separator that a first line names. */
  private static char named(String sample, String table) {
    char named = sample.charAt("sep=".length());
    if (!canSeparate(named)) {
      throw new UserException(
          "%s: its first line, sep=, names what cannot separate fields: --separator says what does"
              .formatted(table));
    }
    return named;
  }

  /** A quotation mark has its own meaning, and half of a pair is no character. */
  private static boolean canSeparate(char separator) {
    return "\"\r\n".indexOf(separator) < 0 && !Character.isSurrogate(separator);
  }

  private static char separator(String text) {
    return switch (text) {
      case "auto" -> 0;
      case "comma" -> ',';
      case "semicolon" -> ';';
      case "tab", "\\t" -> '\t';
      case "bar" -> '|';
      case "blanks" -> ' ';
      default -> {
        if (text.length() != 1 || !canSeparate(text.charAt(0))) {
          throw new UserException(
              "--separator is '"
                  + text
                  + "', must be comma, semicolon, tab, bar, blanks or one character");
        }
        yield text.charAt(0);
      }
    };
  }

  /** Returns whole lines from the beginning; damage further on is told when it is read. */
  private static String sample(TableText text) throws IOException {
    StringBuilder sample = new StringBuilder();
    try (Reader reader = text.open()) {
      char[] block = new char[1 << 13];
      while (sample.length() < SAMPLE) {
        int read = reader.read(block);
        if (read < 0) {
          return sample.toString();
        }
        sample.append(block, 0, read);
      }
    } catch (CharacterCodingException | ZipException | EOFException e) {
      return sample.toString();
    }
    return sample.substring(0, sample.lastIndexOf("\n") + 1);
  }

  /**
   * A separator that cuts all lines into as many fields; else one that does so with most; of
   * several the one that leaves most numbers whole, which decimal commas do not.
   */
  private static char detect(String sample, String table) {
    char best = ',';
    double most = 0;
    boolean tabs = false;
    for (char candidate : SEPARATORS) {
      List<CSVRecord> records = records(sample, candidate);
      double agreement = agreement(records);
      double whole = agreement >= ENOUGH ? numbers(records, candidate) : 0;
      double merit = agreement == 1 ? 2 + whole : agreement >= ENOUGH ? 1 + whole : agreement;
      tabs |= candidate == '\t' && agreement >= ENOUGH;
      if (merit > most && !(tabs && candidate == ' ')) {
        most = merit;
        best = candidate;
      }
    }
    refuseDoubt(best, records(sample, best), table);
    return best;
  }

  /** A separator that is better known and in most lines is hardly part of texts. */
  private static void refuseDoubt(char best, List<CSVRecord> records, String table) {
    for (char other : new char[] {'\t', ';'}) {
      long having =
          records.stream().filter(r -> r.stream().anyMatch(f -> f.indexOf(other) >= 0)).count();
      if (other != best && best != ' ' && having > 0 && having >= ENOUGH * records.size()) {
        throw new UserException(
            "%s: both %s and %s may separate its fields: --separator says which do"
                .formatted(table, name(best), name(other)));
      }
    }
  }

  /** The share of fields that are numbers. */
  private static double numbers(List<CSVRecord> records, char separator) {
    char decimal = separator == ',' ? '.' : decimal(records);
    long fields = 0;
    long numbers = 0;
    for (CSVRecord record : records) {
      fields += record.size();
      numbers += record.stream().filter(field -> Numbers.isNumber(field, decimal)).count();
    }
    return (double) numbers / fields;
  }

  /** The share of records that have the commonest number of fields, if that is two or more. */
  private static double agreement(List<CSVRecord> records) {
    Map<Integer, Integer> sizes = new HashMap<>();
    records.forEach(fields -> sizes.merge(fields.size(), 1, Integer::sum));
    int most = 0;
    for (var size : sizes.entrySet()) {
      most = size.getKey() > 1 ? Math.max(most, size.getValue()) : most;
    }
    return records.isEmpty() ? 0 : (double) most / records.size();
  }

  private static List<CSVRecord> records(String sample, char separator) {
    List<CSVRecord> records = new ArrayList<>();
    try (CSVParser parser = new Dialect(separator, '.', 0).parse(new StringReader(sample))) {
      for (CSVRecord fields : parser) {
        records.add(fields);
        if (records.size() == MOST_RECORDS) {
          break;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return records;
    }
    return records;
  }

  private static char decimal(List<CSVRecord> records) {
    int commas = 0;
    int points = 0;
    for (CSVRecord fields : records) {
      for (String field : fields) {
        commas += field.indexOf(',') >= 0 && Numbers.isNumber(field, ',') ? 1 : 0;
        points += field.indexOf('.') >= 0 && Numbers.isNumber(field, '.') ? 1 : 0;
      }
    }
    return commas > points ? ',' : '.';
  }

  /** Opens a parser of the records of a text. */
  CSVParser parse(Reader reader) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator == ' ' ? '\t' : separator)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();
    Reader text = separator == ' ' ? new Blanks(reader) : reader;
    return CSVParser.builder().setReader(text).setFormat(format).get();
  }

  /** Tells whether a field is a number. */
  boolean isNumber(String field) {
    return Numbers.isNumber(field, decimal);
  }

  private static String name(char separator) {
    return switch (separator) {
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      case '|' -> "bars";
      case ' ' -> "blanks";
      default -> "'" + separator + "'";
    };
  }

  /** Names the separator. */
  @Override
  public String toString() {
    return "separated by " + name(separator) + (decimal == ',' ? ", with decimal commas" : "");
  }
}
