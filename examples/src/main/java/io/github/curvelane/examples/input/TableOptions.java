package io.github.curvelane.examples.input;

import java.util.List;

/**
 * How a table is read.
 *
 * @param header whether the first line names the columns; {@code AUTO} finds out
 * @param label the name or index (from 0) of the column with the class; empty for the last column
 * @param targets names or indices of the columns to predict as numbers; empty for classification
 */
public record TableOptions(Header header, String label, List<String> targets) {
  /** Whether the first line of a table names its columns. */
  public enum Header {
    /** It does if a field of it, in a column that has a number in the second line, is none. */
    AUTO,
    /** It does. */
    YES,
    /** It does not. */
    NO;

    /**
     * Reads what the option {@code --header} says.
     *
     * @param text the text, in any case
     * @return the value; {@code AUTO} for anything else
     */
    public static Header parse(String text) {
      for (Header header : values()) {
        if (header.name().equalsIgnoreCase(text)) {
          return header;
        }
      }
      return AUTO;
    }
  }

  /** Nothing said: a header if there seems to be one, the class in the last column. */
  public static final TableOptions DEFAULT = new TableOptions(Header.AUTO, "", List.of());
}
