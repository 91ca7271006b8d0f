package io.github.curvelane.examples.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a table is read. What is not said is found out from the table. */
public final class TableOptions {
  /** Whether the first line of a table names its columns. */
  public enum Header {
    /** Several lines decide. */
    AUTO,
    /** It does. */
    YES,
    /** It does not. */
    NO
  }

  /** What is done where a value is missing. */
  public enum Missing {
    /** The table is refused. */
    REFUSE,
    /** The row is left out. */
    DROP,
    /** The median or commonest category stands for it, and one more input says so. */
    FILL
  }

  /** Name or index (from 0) of the column with the class; empty for the last column. */
  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      defaultValue = "",
      description = "Table: name or index of the column with the class (default: the last).")
  public String label = "";

  /** Names or indices of the columns to predict as numbers; empty for classification. */
  @Option(
      names = "--targets",
      paramLabel = "COLUMN",
      split = ",",
      description = "Table: columns to predict as numbers, in place of a class.")
  public List<String> targets = new ArrayList<>();

  /** Columns to learn from; empty for all. */
  @Option(
      names = "--keep",
      paramLabel = "COLUMN",
      split = ",",
      description = "Table: the only columns to learn from (default: all others).")
  public List<String> keep = new ArrayList<>();

  /** Columns not to learn from. */
  @Option(
      names = "--drop",
      paramLabel = "COLUMN",
      split = ",",
      description = "Table: columns to leave out.")
  public List<String> drop = new ArrayList<>();

  /** The column that is passed through to predictions; empty for none. */
  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      defaultValue = "",
      description = "Table: the column that tells rows apart; predictions repeat it.")
  public String id = "";

  /** The column whose equal values are kept on one side of a split; empty for none. */
  @Option(
      names = "--group",
      paramLabel = "COLUMN",
      defaultValue = "",
      description = "Table: rows with one value of this column are never on both sides of a split.")
  public String group = "";

  /** Columns that are texts, whatever they look like. */
  @Option(
      names = "--categories",
      paramLabel = "COLUMN",
      split = ",",
      description = "Table: columns whose values are names, though some or all look like numbers.")
  public List<String> categories = new ArrayList<>();

  /** The most different texts of a column. */
  @Option(
      names = "--most-categories",
      paramLabel = "N",
      defaultValue = "100",
      description = "Table: how many different texts a column may have (default: 100).")
  public int mostCategories = 100;

  /** What is done where a value is missing. */
  @Option(
      names = "--missing",
      paramLabel = "refuse|drop|fill",
      defaultValue = "refuse",
      description = {
        "Table: what becomes of missing values (empty, ?, NA, N/A, NaN, null): refuse the table"
            + " (default), drop the row, or fill in the median or commonest category, with one more"
            + " input that says so."
      })
  public Missing missing = Missing.REFUSE;

  /** Whether the first line names the columns. */
  @Option(
      names = "--header",
      paramLabel = "auto|yes|no",
      defaultValue = "auto",
      description = "Table: whether the first line names the columns (default: auto).")
  public Header header = Header.AUTO;

  /** What separates fields. */
  @Option(
      names = "--separator",
      paramLabel = "CHARACTER",
      defaultValue = "auto",
      description = "Table: comma, semicolon, tab, bar, blanks, or a character (default: auto).")
  public String separator = "auto";

  /** What separates the integral from the fractional part of numbers. */
  @Option(
      names = "--decimal",
      paramLabel = "point|comma",
      defaultValue = "auto",
      description = "Table: how numbers are written (default: auto).")
  public String decimal = "auto";

  /** The encoding. */
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Table: such as windows-1252 (default: auto, UTF-8 or what a mark says).")
  public String encoding = "auto";

  /** Adds what was said to the options of a run. */
  public void echo(Map<String, String> options) {
    put(options, "--label", label, "");
    put(options, "--targets", String.join(",", targets), "");
    put(options, "--keep", String.join(",", keep), "");
    put(options, "--drop", String.join(",", drop), "");
    put(options, "--id", id, "");
    put(options, "--group", group, "");
    put(options, "--categories", String.join(",", categories), "");
    put(options, "--most-categories", String.valueOf(mostCategories), "100");
    put(options, "--missing", missing.name().toLowerCase(Locale.ROOT), "refuse");
    options.put("--header", header.name().toLowerCase(Locale.ROOT));
    put(options, "--separator", separator, "auto");
    put(options, "--decimal", decimal, "auto");
    put(options, "--encoding", encoding, "auto");
  }

  private static void put(Map<String, String> options, String name, String value, String unsaid) {
    if (!value.equals(unsaid)) {
      options.put(name, value);
    }
  }
}
