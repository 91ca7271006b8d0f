package io.github.curvelane.examples;

import io.github.curvelane.examples.input.Lines;
import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi;

/** Where the program speaks: results always, progress unless told to be quiet. */
final class Console {
  /** How much is said. */
  enum Level {
    QUIET,
    NORMAL,
    VERBOSE
  }

  private final PrintStream out;
  private final Level level;
  private final Ansi ansi;

  Console(Level level) {
    this.out = System.out;
    this.level = level;
    this.ansi = Ansi.AUTO;
  }

  Level level() {
    return level;
  }

  /** Tells whether progress can be redrawn in place: somebody looks, and wants to see it. */
  boolean isInteractive() {
    return level != Level.QUIET && ansi.enabled() && System.console() != null;
  }

  /** Prints a line that every run ends with. */
  void result(String line) {
    out.println(Lines.of(line));
  }

  /** Prints a line that tells how the work goes. */
  void say(String line) {
    if (level != Level.QUIET) {
      out.println(Lines.of(line));
    }
  }

  /** Prints a line that only the curious want. */
  void detail(String line) {
    if (level == Level.VERBOSE) {
      out.println(Lines.of(line));
    }
  }

  /** Returns a text in bold where that can be shown. */
  String bold(String text) {
    return ansi.enabled() ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** Returns a text in a dim colour where that can be shown. */
  String dim(String text) {
    return ansi.enabled() ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  void flush() {
    out.flush();
  }
}
