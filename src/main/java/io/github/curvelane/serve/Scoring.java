package io.github.curvelane.serve;

import io.github.curvelane.metrics.ClassificationScores;
import io.github.curvelane.metrics.ProbabilityScores;
import io.github.curvelane.metrics.RegressionScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a predictor is worth on rows of which the truth is known. */
final class Scoring {
  private Scoring() {}

  static ClassificationScores classes(Predictor predictor, Table rows, Truth.Classes truth) {
    requireColumns(predictor, rows);
    Examples examples = new Examples(rows, truth);
    int[] predicted = new int[truth.rows()];
    int width = predictor.inputs();
    predictor.classify(examples.rows().values(), 0, width, predicted.length, predicted, 0);
    return ClassificationScores.of(truth.numbers(), predicted, truth.names().size());
  }

  static ProbabilityScores probabilities(Predictor predictor, Table rows, Truth.Classes truth) {
    if (!predictor.givesProbabilities()) {
      throw new IllegalStateException("the model gives scores, no probabilities");
    }
    double[] results = results(predictor, new Examples(rows, truth));
    return ProbabilityScores.of(truth.numbers(), results, truth.names().size());
  }

  static List<RegressionScores> values(Predictor predictor, Table rows, Truth.Values truth) {
    int targets = predictor.targets().size();
    if (truth.table().columns().size() != targets) {
      throw new IllegalArgumentException(
          "targets has "
              + truth.table().columns().size()
              + " columns, the model has "
              + targets
              + " targets");
    }
    double[] flat = results(predictor, new Examples(rows, truth));
    Table results = Table.of(flat, truth.table().columns());
    List<RegressionScores> scores = new ArrayList<>();
    for (int j = 0; j < targets; j++) {
      scores.add(RegressionScores.of(truth.table().column(j), results.column(j)));
    }
    return List.copyOf(scores);
  }

  private static double[] results(Predictor predictor, Examples examples) {
    requireColumns(predictor, examples.rows());
    int rows = examples.rows().rows();
    double[] results = new double[Matrices.size("the results", rows, predictor.outputs())];
    predictor.predict(
        examples.rows().values(), 0, predictor.inputs(), rows, results, 0, predictor.outputs());
    return results;
  }

  private static void requireColumns(Predictor predictor, Table rows) {
    Objects.requireNonNull(rows, "rows");
    if (rows.columns().size() != predictor.inputs()) {
      throw new IllegalArgumentException(
          "rows has "
              + rows.columns().size()
              + " columns, must have the model's "
              + predictor.inputs()
              + ": "
              + Engine.list(predictor.columns()));
    }
  }
}
