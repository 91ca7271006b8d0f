package io.github.curvelane.internal;

import java.util.Locale;

/**
 * Texts of unknown origin as messages show them: on one line, without what a terminal would obey or
 * what turns the order of letters, and no longer than people read.
 */
public final class Shown {
  private static final int LONGEST_TEXT = 80;
  private static final int LONGEST_SENTENCE = 2000;
  private static final int END = 200;

  private Shown() {}

  /**
   * Returns a name, or another text from a file.
   *
   * @param text the text
   * @return at most its first 80 characters, escaped, and how many there are
   */
  public static String text(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return escaped(text);
    }
    return escaped(text.substring(0, boundary(text, LONGEST_TEXT)))
        + "… ("
        + text.length()
        + " characters)";
  }

  /**
   * Returns a message that may have such texts in it.
   *
   * @param sentence the message
   * @return it, escaped; the middle of a long one is left out
   */
  public static String sentence(String sentence) {
    if (sentence.length() <= LONGEST_SENTENCE) {
      return escaped(sentence);
    }
    return escaped(sentence.substring(0, boundary(sentence, LONGEST_SENTENCE - END)))
        + " … "
        + escaped(sentence.substring(boundary(sentence, sentence.length() - END)));
  }

  /** Not between the halves of a surrogate pair. */
  private static int boundary(String text, int at) {
    return at - (Character.isHighSurrogate(text.charAt(at - 1)) ? 1 : 0);
  }

  private static String escaped(String text) {
    if (text.codePoints().noneMatch(Shown::isHidden)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHidden(c)) {
                escaped.append(escape(c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(Locale.ROOT, c > Character.MAX_VALUE ? "\\u{%x}" : "\\u%04x", c);
    };
  }

  /** Controls, formats such as changes of direction, ends of lines, halves of pairs. */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
