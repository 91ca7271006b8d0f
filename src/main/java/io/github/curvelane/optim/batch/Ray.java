package io.github.curvelane.optim.batch;

/**
 * E along a direction, φ(t) = E(θ + td), as a line search sees it. One trial at a time is current;
 * one is kept.
 */
interface Ray {
  /** Makes θ + td the current trial: computes φ(t) and φ′(t). */
  void evaluate(double t);

  /** Returns φ of the current trial. */
  double value();

  /** Returns φ′ of the current trial. */
  double slope();

  /** Keeps the current trial in place of the one kept before; it is no longer current. */
  void keep();
}
