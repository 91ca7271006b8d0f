package io.github.curvelane.optim.batch;

/** A number that belongs to the state of a run. */
final class Scalar {
  double value;

  /** What it is when a run begins. */
  double initial;
}
