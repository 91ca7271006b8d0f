package io.github.curvelane.examples.input;

import io.github.curvelane.data.MalformedDataException;
import java.util.List;
import java.util.regex.Pattern;

/** Lines that are printed: what files say in them is escaped, so that no terminal obeys it. */
public final class Lines {
  private static final int LONGEST = 4000;

  /**
   * Controls, but for what the program itself has for bold and dim, and what changes directions.
   */
  private static final Pattern HIDDEN =
      Pattern.compile("(?!\\x{1b}\\[[012]m)[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private Lines() {}

  /**
   * Returns a text as one line.
   *
   * @param text the text
   * @return it with escapes; the beginning of a very long one
   */
  public static String of(String text) {
    String some = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return HIDDEN
        .matcher(some)
        .replaceAll(found -> "\\\\" + MalformedDataException.shown(found.group()).substring(1));
  }

  /**
   * Returns names as they are shown.
   *
   * @param names names from a file
   * @return each escaped and shortened
   */
  public static List<String> names(List<String> names) {
    return names.stream().map(MalformedDataException::shown).toList();
  }
}
