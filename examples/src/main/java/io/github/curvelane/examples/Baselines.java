package io.github.curvelane.examples;

import io.github.curvelane.examples.report.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * What is achieved on the examples to test on without a network: by always saying the commonest
 * class or the mean of the training examples, and by the best linear model of those.
 *
 * @param constant the error of the former: wrong classes in percent; or the root mean square error
 *     of each target
 * @param linear the error of the latter; empty if there is none
 */
record Baselines(List<Double> constant, List<Double> linear) {
  /** Compares an error with the baselines: {@code (commonest class 88.90 %, linear 13.50 %)}. */
  static String classes(Baselines baselines) {
    String linear =
        baselines.linear.isEmpty()
            ? ""
            : ", linear " + Figures.percent(baselines.linear.getFirst());
    return "(commonest class " + Figures.percent(baselines.constant.getFirst()) + linear + ")";
  }

  /** The same for a target: {@code (mean 77.0, linear 57.3)}. */
  static String values(Baselines baselines, int target) {
    String linear =
        baselines.linear.isEmpty()
            ? ""
            : ", linear " + Figures.number(baselines.linear.get(target));
    return "(mean " + Figures.number(baselines.constant.get(target)) + linear + ")";
  }

  /**
   * Says which baselines are better than errors, one sentence each; none if there is nothing to
   * say.
   */
  List<String> losses(List<Double> errors, List<String> names, boolean classes) {
    List<String> sentences = new ArrayList<>();
    for (int j = 0; j < errors.size(); j++) {
      String of = errors.size() == 1 ? "" : " of " + names.get(j);
      if (errors.get(j) > constant.get(j)) {
        sentences.add(
            "the network does worse than "
                + (classes ? "the commonest class" : "the mean")
                + of
                + " on the test examples");
      } else if (!linear.isEmpty() && errors.get(j) > linear.get(j)) {
        sentences.add(
            "the network does worse than the linear model" + of + " on the test examples");
      }
    }
    return sentences;
  }
}
