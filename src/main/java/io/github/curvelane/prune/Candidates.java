package io.github.curvelane.prune;

import java.util.BitSet;

/** What can be pruned, one whole thing at a time, and competes for it. */
interface Candidates {
  /** What they are, for messages. */
  String name();

  int count();

  /** What one is worth, by the saliencies of all parameters. */
  double saliency(double[] saliency, int candidate);

  boolean isPruned(BitSet pruned, int candidate);

  void prune(BitSet pruned, int candidate);
}
