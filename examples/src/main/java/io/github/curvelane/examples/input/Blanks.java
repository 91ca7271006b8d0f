package io.github.curvelane.examples.input;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A text whose columns are aligned by blanks: each run of blanks and tabs outside quotes is read as
 * one tab, those at either end of a line not at all.
 */
final class Blanks extends FilterReader {
  private boolean quoted;
  private boolean begun;
  private int next = -2;

  Blanks(Reader in) {
    super(new BufferedReader(in));
  }

  @Override
  public int read() throws IOException {
    if (next != -2) {
      int c = next;
      next = -2;
      return accept(c);
    }
    int c = in.read();
    if (quoted || (c != ' ' && c != '\t')) {
      return accept(c);
    }
    while (c == ' ' || c == '\t') {
      c = in.read();
    }
    if (!begun || c == '\n' || c == '\r' || c < 0) {
      return accept(c);
    }
    next = c;
    return '\t';
  }

  private int accept(int c) {
    quoted ^= c == '"';
    begun = c != '\n' && c != '\r';
    return c;
  }

  @Override
  public int read(char[] to, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int c = read();
      if (c < 0) {
        return count == 0 ? -1 : count;
      }
      to[offset + count++] = (char) c;
    }
    return count;
  }
}
