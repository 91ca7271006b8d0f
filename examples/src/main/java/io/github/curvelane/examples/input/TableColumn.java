package io.github.curvelane.examples.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a column: numbers, or texts of which each is stored once. */
final class TableColumn {
  /** What is known of a column before it is read. */
  enum Kind {
    /** Nobody needs it. */
    SKIPPED,
    /** Numbers alone. */
    NUMBERS,
    /** Texts, though they may look like numbers. */
    TEXTS,
    /** Its values tell. */
    UNKNOWN
  }

  private static final int CHUNK = 1024;
  private static final int MISSING = -1;

  /** A text and where it stands. */
  record Entry(String text, boolean isNumber, long firstLine, int[] count) {}

  private final boolean texts;
  private final List<Object> chunks = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private int size;
  private int missing;
  private long firstMissing;
  private String missingText;

  TableColumn(boolean texts) {
    this.texts = texts;
  }

  boolean isText() {
    return texts;
  }

  void add(double value) {
    ((double[]) chunk())[size++ % CHUNK] = value;
  }

  void add(String text, boolean isNumber, long line) {
    int code = codes.computeIfAbsent(text, t -> entries.size());
    if (code == entries.size()) {
      entries.add(new Entry(text, isNumber, line, new int[1]));
    }
    entries.get(code).count[0]++;
    ((int[]) chunk())[size++ % CHUNK] = code;
  }

  void addMissing(String text, long line) {
    if (missing++ == 0) {
      firstMissing = line;
      missingText = text;
    }
    if (texts) {
      ((int[]) chunk())[size++ % CHUNK] = MISSING;
    } else {
      ((double[]) chunk())[size++ % CHUNK] = Double.NaN;
    }
  }

  private Object chunk() {
    if (size % CHUNK == 0) {
      chunks.add(texts ? new int[CHUNK] : new double[CHUNK]);
    }
    return chunks.getLast();
  }

  int size() {
    return size;
  }

  int missing() {
    return missing;
  }

  long firstMissing() {
    return firstMissing;
  }

  /** The first text that stands for a missing value. */
  String missingText() {
    return missingText;
  }

  boolean isMissing(int row) {
    return texts ? code(row) == MISSING : Double.isNaN(number(row));
  }

  /** Returns a number; NaN if it is missing. */
  double number(int row) {
    return ((double[]) chunks.get(row / CHUNK))[row % CHUNK];
  }

  /** Returns the index of a text among the entries; negative if it is missing. */
  int code(int row) {
    return ((int[]) chunks.get(row / CHUNK))[row % CHUNK];
  }

  /** Returns a text; empty if it is missing. */
  String text(int row) {
    int code = code(row);
    return code == MISSING ? "" : entries.get(code).text;
  }

  /** The different texts, in the order of their first lines. */
  List<Entry> entries() {
    return entries;
  }

  /** Tells whether the column counts the rows, from 0 or from 1. */
  boolean countsRows() {
    if (texts || size == 0 || missing > 0 || !(number(0) == 0 || number(0) == 1)) {
      return false;
    }
    for (int row = 1; row < size; row++) {
      if (number(row) != number(row - 1) + 1) {
        return false;
      }
    }
    return true;
  }

  /** Returns the median of the numbers of some rows that are not missing. */
  double median(int[] rows) {
    double[] present =
        Arrays.stream(rows).mapToDouble(this::number).filter(x -> !Double.isNaN(x)).toArray();
    Arrays.sort(present);
    int half = present.length / 2;
    return present.length % 2 == 1
        ? present[half]
        : present[half - 1] + (present[half] - present[half - 1]) / 2;
  }

  /** Returns the commonest text of some rows; of equally common ones the one seen first. */
  String mode(int[] rows) {
    int[] counts = new int[entries.size()];
    for (int row : rows) {
      if (!isMissing(row)) {
        counts[code(row)]++;
      }
    }
    int best = 0;
    for (int code = 1; code < counts.length; code++) {
      best = counts[code] > counts[best] ? code : best;
    }
    return entries.get(best).text;
  }
}
