package io.github.curvelane.examples.input;

/**
 * Texts in the cells of a table that spreadsheets open. What they would take for a formula has an
 * apostrophe in front when it is written, and is read without it. What a text is does not depend on
 * the apostrophes in front of it, so that all texts are read as they were written.
 */
public final class Cell {
  private static final char GUARD = '\'';

  /** What begins a formula, or what a spreadsheet passes over before one. */
  private static final String BEGINNINGS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  private Cell() {}

  /**
   * Returns a text as it is written.
   *
   * @param text the text
   * @return it, with one more apostrophe in front if it could be a formula
   */
  public static String guarded(String text) {
    return isFormula(text) ? GUARD + text : text;
  }

  /** Returns a text as it was before it was written. */
  static String plain(String cell) {
    boolean guarded = !cell.isEmpty() && cell.charAt(0) == GUARD && isFormula(cell);
    return guarded ? cell.substring(1) : cell;
  }

  /** Numbers are none, nor are single characters, such as classes that are called + and -. */
  private static boolean isFormula(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) == GUARD) {
      at++;
    }
    if (text.length() - at < 2 || BEGINNINGS.indexOf(text.charAt(at)) < 0) {
      return false;
    }
    String rest = text.substring(at);
    return !Numbers.isNumber(rest, '.') && !Numbers.isNumber(rest, ',');
  }
}
