package io.github.curvelane.examples.papers;

/** Whether it is so. */
public enum Verdict {
  /** What the document says was found. */
  AS_PRINTED("as printed"),
  /** Some of it was found, or all of it in some cases. */
  BY_HALF("by half"),
  /** It was not found. */
  NOT_SO("not so");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
