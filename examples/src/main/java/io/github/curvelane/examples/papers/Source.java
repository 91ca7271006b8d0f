package io.github.curvelane.examples.papers;

/** A document whose figures and claims are run anew. */
public enum Source {
  /** Efficient BackProp. */
  EB("LeCun, Bottou, Orr and Müller, Efficient BackProp (1998)"),
  /** The lecture on convergence. */
  CMU("Carnegie Mellon, Deep Learning: the lecture on convergence"),
  /** Chapter 8 of Deep Learning. */
  DL8("Goodfellow, Bengio and Courville, Deep Learning (2016), chapter 8");

  private final String title;

  Source(String title) {
    this.title = title;
  }

  /**
   * Returns authors, title and year.
   *
   * @return the text
   */
  public String title() {
    return title;
  }
}
