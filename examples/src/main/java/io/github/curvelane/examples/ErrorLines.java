package io.github.curvelane.examples;

import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.metrics.RegressionScores;
import java.util.ArrayList;
import java.util.List;

/** The error of a network beside those of its baselines, as runs end with it. */
final class ErrorLines {
  private ErrorLines() {}

  /**
   * Returns a line; of several targets one for each.
   *
   * @param name of the examples, such as {@code test}
   * @param baselines null for none
   */
  static List<String> of(String name, Evaluator<?> evaluator, Baselines baselines) {
    if (evaluator.isClassification()) {
      String error = name + " error: " + Figures.percent(evaluator.error());
      boolean compared = baselines != null && !baselines.constant().isEmpty();
      return List.of(compared ? error + " " + Baselines.classes(baselines) : error);
    }
    List<String> lines = new ArrayList<>();
    List<RegressionScores> scores = evaluator.valueScores();
    for (int j = 0; j < scores.size(); j++) {
      String of =
          scores.size() == 1
              ? ""
              : " of " + MalformedDataException.shown(evaluator.task().names().get(j));
      String error = name + " RMSE" + of + ": " + Figures.number(scores.get(j).rmse());
      lines.add(baselines == null ? error : error + " " + Baselines.values(baselines, j));
    }
    return lines;
  }

  /** Returns the errors that the baselines are compared with. */
  static List<Double> errors(Evaluator<?> evaluator) {
    return evaluator.isClassification()
        ? List.of(evaluator.error())
        : evaluator.valueScores().stream().map(RegressionScores::rmse).toList();
  }
}
