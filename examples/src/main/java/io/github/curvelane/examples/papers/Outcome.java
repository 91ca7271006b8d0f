package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a page found: numbers by name, pictures and tables of them, and whether it is so. */
public final class Outcome {
  private final Map<String, double[]> numbers = new LinkedHashMap<>();
  private final List<Picture> pictures = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final Verdict verdict;
  private final String reason;

  /**
   * Creates an outcome without numbers.
   *
   * @param verdict whether it is so
   * @param reason why, with the numbers that say it
   */
  public Outcome(Verdict verdict, String reason) {
    this.verdict = verdict;
    this.reason = reason;
  }

  /**
   * Adds a series of numbers.
   *
   * @param name its name, without commas, quotes and line breaks
   * @param values the numbers
   * @return this
   */
  public Outcome numbers(String name, double... values) {
    if (numbers.putIfAbsent(name, values.clone()) != null) {
      throw new IllegalArgumentException("there are numbers '" + name + "' already");
    }
    return this;
  }

  /**
   * Adds a picture.
   *
   * @param chart the chart
   * @param caption what is to be seen
   * @return this
   */
  public Outcome picture(Chart chart, String caption) {
    pictures.add(new Picture(chart, caption));
    return this;
  }

  /**
   * Adds a table.
   *
   * @param table the table
   * @return this
   */
  public Outcome table(Table table) {
    tables.add(table);
    return this;
  }

  /**
   * Returns a series of numbers.
   *
   * @param name its name
   * @return a copy
   * @throws IllegalArgumentException if there is none of that name
   */
  public double[] numbers(String name) {
    double[] found = numbers.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no numbers '" + name + "' among " + numbers.keySet());
    }
    return found.clone();
  }

  /**
   * Returns the names of the series.
   *
   * @return the names, as they were added
   */
  public List<String> names() {
    return List.copyOf(numbers.keySet());
  }

  /**
   * Returns the pictures.
   *
   * @return the pictures, as they were added
   */
  public List<Picture> pictures() {
    return Collections.unmodifiableList(pictures);
  }

  /**
   * Returns the tables.
   *
   * @return the tables, as they were added
   */
  public List<Table> tables() {
    return Collections.unmodifiableList(tables);
  }

  /**
   * Tells whether it is so.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * Tells why.
   *
   * @return the reason
   */
  public String reason() {
    return reason;
  }

  /**
   * Writes all numbers.
   *
   * @return lines {@code series,index,value}, with what they are in the first
   */
  public String csv() {
    StringBuilder csv = new StringBuilder("series,index,value\n");
    numbers.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            csv.append(name).append(',').append(i).append(',').append(values[i]).append('\n');
          }
        });
    return csv.toString();
  }

  /**
   * Digests all numbers: SHA-256 of their names and little-endian bits, NaN being one.
   *
   * @return 64 hexadecimal digits
   */
  public String digest() {
    MessageDigest digest = sha256();
    numbers.forEach(
        (name, values) -> {
          ByteBuffer bytes =
              ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
          for (double value : values) {
            bytes.putLong(Double.doubleToLongBits(value));
          }
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(bytes.array());
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
