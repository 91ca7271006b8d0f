package io.github.curvelane.examples.input;

import io.github.curvelane.data.MalformedDataException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the first lines of a table say about whether its first names the columns. A text above
 * nothing but numbers is for it, a number above numbers against; so is a text that occurs again
 * below, as names do not. Missing values say nothing.
 */
final class HeaderEvidence {
  private final List<String[]> rows;
  private final Dialect dialect;
  private int textsAboveNumbers;
  private int numbersAboveNumbers;
  private int newTexts;
  private int repeatedTexts;
  private String textAboveNumbers;
  private String number;

  HeaderEvidence(List<String[]> rows, Dialect dialect) {
    this.rows = rows;
    this.dialect = dialect;
    for (int column = 0; column < rows.getFirst().length; column++) {
      look(column);
    }
  }

  private void look(int column) {
    String first = rows.getFirst()[column];
    int present = 0;
    int numbers = 0;
    Set<String> different = new HashSet<>();
    for (String[] row : rows.subList(1, rows.size())) {
      if (!TableReader.isMissing(row[column])) {
        present++;
        numbers += dialect.isNumber(row[column]) ? 1 : 0;
        different.add(row[column]);
      }
    }
    if (present == 0 || TableReader.isMissing(first)) {
      return;
    }
    if (numbers == present) {
      if (dialect.isNumber(first)) {
        numbersAboveNumbers++;
        number = number == null ? first : number;
      } else {
        textsAboveNumbers++;
        textAboveNumbers = textAboveNumbers == null ? first : textAboveNumbers;
      }
    } else if (different.contains(first)) {
      repeatedTexts++;
    } else if (different.size() < present && !dialect.isNumber(first)) {
      newTexts++;
    }
  }

  /** The numbers that some programs write above columns without names: 0, 1, 2, … */
  private boolean countsColumns() {
    String[] first = rows.getFirst();
    if (first.length < 3 || rows.size() < 3) {
      return false;
    }
    int start = first[0].equals("1") ? 1 : 0;
    for (int column = 0; column < first.length; column++) {
      if (!first[column].equals(String.valueOf(start + column))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Decides.
   *
   * @return why the first line is taken for one of names; null if it is taken for a row
   * @throws UserException if it speaks for both
   */
  String decide(String table) {
    if (countsColumns()) {
      return "it counts the columns";
    }
    if (textsAboveNumbers > numbersAboveNumbers && textsAboveNumbers >= repeatedTexts) {
      return "'" + MalformedDataException.shown(textAboveNumbers) + "' stands above numbers";
    }
    if (textsAboveNumbers > 0) {
      throw new UserException(
          table
              + ", line 1: '"
              + MalformedDataException.shown(textAboveNumbers)
              + "' stands above numbers as a name would, "
              + (number == null ? "other fields occur again below" : "'" + number + "' does not")
              + ": --header yes or no says what the line is");
    }
    if (numbersAboveNumbers == 0 && repeatedTexts == 0 && newTexts > 0) {
      return "its texts do not occur again below";
    }
    return null;
  }
}
