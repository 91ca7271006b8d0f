package io.github.curvelane.examples.input;

import java.util.List;
import java.util.Locale;

/** Lists of names in messages. */
final class Texts {
  private static final int MOST = 12;

  private Texts() {}

  /** Fills in a pattern; the same in every locale. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Joins names as they are shown; of many, the first. */
  static String list(List<String> names) {
    return names.size() <= MOST
        ? String.join(", ", Lines.names(names))
        : String.join(", ", Lines.names(names.subList(0, MOST)))
            + ", ... ("
            + names.size()
            + " of them)";
  }

  /** Orders numbers as numbers, before all other texts. */
  static int compare(String a, String b) {
    boolean number = Numbers.isNumber(a, '.');
    if (number != Numbers.isNumber(b, '.')) {
      return number ? -1 : 1;
    }
    int order = number ? Double.compare(Double.parseDouble(a), Double.parseDouble(b)) : 0;
    return order != 0 ? order : a.compareTo(b);
  }
}
