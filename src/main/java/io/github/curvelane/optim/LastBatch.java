package io.github.curvelane.optim;

/** What happens to the examples at the end of an epoch that do not fill a batch. */
public enum LastBatch {
  /** They form a shorter batch, a step like any other: the mean is over the examples it has. */
  SHORT,
  /** They are left out of this epoch. */
  DROPPED
}
