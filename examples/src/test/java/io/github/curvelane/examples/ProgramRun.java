package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a run of the program in this process said, and its exit status. */
record ProgramRun(int status, String out, String err) {
  static ProgramRun of(Object... arguments) {
    return with("", arguments);
  }

  /** Runs the program with a text on standard input. */
  static ProgramRun with(String input, Object... arguments) {
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int status = Main.run(words.toArray(String[]::new));
      return new ProgramRun(
          status,
          said.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The first line that begins with a text. */
  String line(String start) {
    return out.lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + start + "' in " + out + err));
  }

  ProgramRun succeeded() {
    assertThat(status).as(err).isZero();
    return this;
  }

  /** Checks that the program refused in one sentence. */
  void refused(String message) {
    assertThat(status).as(err + out).isEqualTo(2);
    assertThat(err).startsWith("error: ").contains(message);
    assertThat(err.lines()).hasSize(1);
  }
}
