package io.github.curvelane.serve;

import io.github.curvelane.nn.Loss;

/** What a loss says of the outputs that were trained with it. */
final class Losses {
  private Losses() {}

  /** Whether softmax makes probabilities of them, which sum to 1. */
  static boolean isSoftmax(Loss loss) {
    return name(loss).equals("softmax-cross-entropy");
  }

  /** Whether the logistic function makes a probability of each. */
  static boolean isBinary(Loss loss) {
    return name(loss).equals("binary-cross-entropy");
  }

  /**
   * The target of a class that a row is not of; that of its class is 1.
   *
   * @param odd whether the outputs can be as negative as they can be positive
   */
  static double off(Loss loss, boolean odd) {
    return isBinary(loss) || (loss.isForNumbers() && !odd) ? 0 : -1;
  }

  /** The name without its parameter. */
  private static String name(Loss loss) {
    String text = loss.toString();
    int parameter = text.indexOf('(');
    return parameter < 0 ? text : text.substring(0, parameter);
  }
}
