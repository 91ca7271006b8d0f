package io.github.curvelane.serve;

import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.metrics.ClassificationScores;
import io.github.curvelane.metrics.ProbabilityScores;
import io.github.curvelane.metrics.RegressionScores;
import io.github.curvelane.optim.DivergenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a {@link Fit} came to: the model of its best epoch, and how the run went.
 *
 * <p>Scores are of the validation rows, or of the training rows if there are none: raw rows that
 * went through {@link #predictor}, in the targets' own units. Those that chose the epoch flatter
 * it; rows that took no part at all are for {@link Predictor#scoreClasses} and its like.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Fitted<A> {
  /** Why a run ended. */
  public enum Stop {
    /** All epochs are done. */
    FINISHED,
    /** The loss did not become smaller for as many epochs as there was patience. */
    NO_IMPROVEMENT,
    /** The caller asked for it. */
    CANCELLED,
    /** The loss or a parameter became infinite or NaN; the model is of the best epoch before. */
    DIVERGED
  }

  private final Model<A> model;
  private final Predictor predictor;
  private final List<Epoch> curve;
  private final int bestEpoch;
  private final double loss;
  private final Stop stop;
  private final String message;
  private final double seconds;
  private final int trainingRows;
  private final int validationRows;
  private final ClassificationScores classes;
  private final ProbabilityScores probabilities;
  private final List<RegressionScores> values;

  Fitted(
      Model<A> model,
      List<Epoch> curve,
      int bestEpoch,
      double loss,
      Stop stop,
      String message,
      double seconds,
      Examples training,
      Examples validation) {
    this.model = model;
    this.predictor = Predictor.of(model);
    this.curve = List.copyOf(curve);
    this.bestEpoch = bestEpoch;
    this.loss = loss;
    this.stop = stop;
    this.message = message;
    this.seconds = seconds;
    this.trainingRows = training.rows().rows();
    this.validationRows = validation == null ? 0 : validation.rows().rows();
    Examples judged = validation == null ? training : validation;
    switch (judged.truth()) {
      case Truth.Classes truth -> {
        this.classes = Scoring.classes(predictor, judged.rows(), truth);
        boolean sums = Losses.isSoftmax(model.loss());
        this.probabilities = sums ? Scoring.probabilities(predictor, judged.rows(), truth) : null;
        this.values = null;
      }
      case Truth.Values truth -> {
        this.classes = null;
        this.probabilities = null;
        this.values = Scoring.values(predictor, judged.rows(), truth);
      }
    }
  }

  /**
   * Returns the model of the best epoch.
   *
   * @return network, parameters, normalisation, loss, and notes with all names and scales
   */
  public Model<A> model() {
    return model;
  }

  /**
   * Returns what applies the model.
   *
   * @return the predictor
   */
  public Predictor predictor() {
    return predictor;
  }

  /**
   * Writes the model's file, as a whole or not at all.
   *
   * @param path the file
   * @throws IOException if it cannot be written; it is then as it was
   */
  public void save(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    ModelFile.write(path, model);
  }

  /**
   * Returns the learning curve.
   *
   * @return a point an epoch, without one that did not end
   */
  public List<Epoch> curve() {
    return curve;
  }

  /**
   * Returns the epoch whose parameters the model has.
   *
   * @return from 1; 0 if none was better than the initial ones
   */
  public int bestEpoch() {
    return bestEpoch;
  }

  /**
   * Returns the loss of the model on the rows that decided.
   *
   * @return the mean loss, of scaled targets
   */
  public double loss() {
    return loss;
  }

  /**
   * Returns why the run ended.
   *
   * @return the reason
   */
  public Stop stop() {
    return stop;
  }

  /**
   * Returns why the run ended.
   *
   * @return the reason in words
   */
  public String message() {
    return message;
  }

  /**
   * Returns how long it took.
   *
   * @return seconds from beginning to end
   */
  public double seconds() {
    return seconds;
  }

  /**
   * Refuses a run that diverged.
   *
   * @return this
   * @throws DivergenceException if it did
   */
  public Fitted<A> orThrow() {
    if (stop == Stop.DIVERGED) {
      throw new DivergenceException(message);
    }
    return this;
  }

  /**
   * Returns the scores of the predicted classes.
   *
   * @return accuracy, confusion, precision, recall and F1
   * @throws IllegalStateException if the model is of values
   */
  public ClassificationScores classScores() {
    return present(classes, "the model is of values, it has no scores of classes");
  }

  /**
   * Returns the scores of the probabilities.
   *
   * @return log loss, Brier score and more
   * @throws IllegalStateException if the model was not trained for probabilities that sum to 1, as
   *     softmax cross-entropy does
   */
  public ProbabilityScores probabilityScores() {
    return present(
        probabilities,
        "the model was trained with " + model.loss() + ", it has no probabilities that sum to 1");
  }

  /**
   * Returns the scores of the predicted values.
   *
   * @return RMSE, MAE and R² of each target, in its own units
   * @throws IllegalStateException if the model is of classes
   */
  public List<RegressionScores> valueScores() {
    return present(values, "the model is of classes, it has no scores of values");
  }

  private static <T> T present(T scores, String otherwise) {
    if (scores == null) {
      throw new IllegalStateException(otherwise);
    }
    return scores;
  }

  /** Returns the model, how the run ended, and the scores, in some lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(predictor).append('\n').append(message);
    text.append("; the model is of epoch ").append(bestEpoch);
    text.append(String.format(Locale.ROOT, ", loss %.6g", loss));
    text.append('\n').append(trainingRows).append(" training rows");
    if (validationRows > 0) {
      text.append(", ").append(validationRows).append(" validation rows: ");
    } else {
      text.append(": ");
    }
    if (values == null) {
      text.append(Objects.requireNonNullElse(probabilities, classes));
    } else {
      for (int j = 0; j < values.size(); j++) {
        text.append(j == 0 ? "" : "; ");
        text.append(values.size() == 1 ? "" : predictor.targets().get(j) + " ");
        text.append(values.get(j));
      }
    }
    return text.toString();
  }
}
