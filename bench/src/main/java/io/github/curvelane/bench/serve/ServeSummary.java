package io.github.curvelane.bench.serve;

import java.util.Locale;

/**
 * The three numbers that close a run.
 *
 * @param speedUp the rows a second of two threads over those of one
 * @param bytes what a call leaves behind
 * @param overhead the time of a row over that of its products
 */
record ServeSummary(double speedUp, double bytes, double overhead) {
  String line() {
    return String.format(
        Locale.ROOT,
        "serve: two threads %.2f x one, %.0f bytes a call, a row %.2f x its two products",
        speedUp,
        bytes,
        overhead);
  }
}
