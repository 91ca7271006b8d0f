package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.optim.Averaging;

/**
 * What {@code --average} asks for.
 *
 * @param text as the option has it, with every default filled in
 * @param averaging how
 */
record Averages(String text, Averaging averaging) {
  private static final double RHO = 0.999;

  /**
   * Reads {@code ema}, {@code ema:RHO}, {@code polyak} or {@code polyak:STEP}.
   *
   * @param steps the steps of the run, of whose second half Polyak's average is taken unless said
   *     otherwise
   */
  static Averages parse(String text, long steps) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String number = colon < 0 ? null : text.substring(colon + 1);
    try {
      if (kind.equals("ema")) {
        double rho = number == null ? RHO : Double.parseDouble(number);
        return new Averages("ema:" + rho, Averaging.exponential(rho));
      }
      if (kind.equals("polyak")) {
        long from = number == null ? steps / 2 + 1 : Long.parseLong(number);
        return new Averages("polyak:" + from, Averaging.polyak(from));
      }
    } catch (NumberFormatException e) {
      throw refusal(text, "the number cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw refusal(text, e.getMessage(), e);
    }
    throw refusal(text, "there is no such average", null);
  }

  private static UserException refusal(String text, String why, Exception cause) {
    return new UserException(
        "--average is '" + text + "', must be ema, ema:0.999, polyak or polyak:STEP (" + why + ")",
        cause);
  }
}
