package io.github.curvelane.spark;

import java.io.Serializable;

/** What a task sends back. */
final class Answer implements Serializable {
  private static final long serialVersionUID = 1;

  /** Why no number may be formed; empty if one was. */
  String refusal = "";

  /** How long the longest task of those that are in here computed. */
  long nanos;

  /** Which range of coordinates it is of; 0 if of all. */
  int slice;

  /** The nodes of the task's tree, or of a slice of it. */
  byte[] nodes = new byte[0];

  static Answer refused(String why) {
    Answer answer = new Answer();
    answer.refusal = why;
    return answer;
  }

  static Answer of(long nanos, byte[] nodes) {
    Answer answer = new Answer();
    answer.nanos = nanos;
    answer.nodes = nodes;
    return answer;
  }

  /** Notes another task's time and refusal. */
  void include(Answer other) {
    nanos = Math.max(nanos, other.nanos);
    if (refusal.isEmpty()) {
      refusal = other.refusal;
    }
  }
}
