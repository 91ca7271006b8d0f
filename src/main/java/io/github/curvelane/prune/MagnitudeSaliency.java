package io.github.curvelane.prune;

import io.github.curvelane.Objective;

/** What is told by the parameters alone. */
enum MagnitudeSaliency implements Saliency {
  MAGNITUDE("magnitude()"),
  SQUARE("square()");

  private final String text;

  MagnitudeSaliency(String text) {
    this.text = text;
  }

  @Override
  public <A> double[] of(Objective<A> objective, A theta) {
    double[] w = Damage.parameters(objective, theta);
    for (int i = 0; i < w.length; i++) {
      w[i] = this == SQUARE ? w[i] * w[i] : Math.abs(w[i]);
    }
    return w;
  }

  @Override
  public String toString() {
    return text;
  }
}
