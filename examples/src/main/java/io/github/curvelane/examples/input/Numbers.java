package io.github.curvelane.examples.input;

/**
 * Numbers as tables write them: an optional sign, decimal digits with at most one decimal point,
 * and an optional exponent of ten. What else Java reads as a number ({@code 3f}, {@code 0x1p3},
 * {@code NaN}) is a text.
 */
final class Numbers {
  private Numbers() {}

  /** Tells whether a text is a number. */
  static boolean isNumber(String text, char decimal) {
    int at = sign(text, 0);
    int digits = 0;
    boolean point = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == decimal && !point) {
        point = true;
      } else if (isDigit(c)) {
        digits++;
      } else {
        break;
      }
      at++;
    }
    if (digits == 0 || at == text.length()) {
      return digits > 0;
    }
    return (text.charAt(at) == 'e' || text.charAt(at) == 'E') && isInteger(text, at + 1);
  }

  /** Tells whether the rest of a text is a whole number. */
  private static boolean isInteger(String text, int from) {
    int first = sign(text, from);
    for (int at = first; at < text.length(); at++) {
      if (!isDigit(text.charAt(at))) {
        return false;
      }
    }
    return first < text.length();
  }

  private static int sign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Returns the number that a text is; infinite if it is too large. */
  static double parse(String text, char decimal) {
    return Double.parseDouble(decimal == '.' ? text : text.replace(decimal, '.'));
  }
}
