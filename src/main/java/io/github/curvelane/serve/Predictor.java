package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.metrics.ClassificationScores;
import io.github.curvelane.metrics.ProbabilityScores;
import io.github.curvelane.metrics.RegressionScores;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Applies a trained model: raw rows in, probabilities, classes or values in the targets' units out.
 * Immutable, and shared by any number of threads, platform or virtual.
 *
 * <pre>{@code
 * Predictor iris = Predictor.read(Path.of("iris.safetensors"));
 * String species = iris.classify(5.1, 3.5, 1.4, 0.2);
 * double[] probabilities = iris.predict(5.1, 3.5, 1.4, 0.2);
 * }</pre>
 *
 * <p><b>What is predicted.</b> A row of results has {@link #outputs} numbers:
 *
 * <table>
 * <caption>The results, by the loss that the model was trained with</caption>
 * <tr><th>model</th><th>results</th></tr>
 * <tr><td>of values</td><td>the targets in their own units: y·deviation + mean, a fused
 *     multiply-add in double precision</td></tr>
 * <tr><td>of classes, softmax cross-entropy</td><td>the probability of each class</td></tr>
 * <tr><td>of classes, binary cross-entropy</td><td>σ(y) for each class; for two classes told apart
 *     by one output, σ(−y) and σ(y)</td></tr>
 * <tr><td>of classes, any other loss</td><td>scores, of which the largest wins: the network's
 *     outputs; for two classes told apart by one output, −y and y</td></tr>
 * </table>
 *
 * <p>The class of a row is that of the first largest output of the network; a single output tells
 * class 1 where it is positive.
 *
 * <p><b>Precision.</b> Rows and results are {@code double[]} or {@code float[]}, whatever the
 * model's own precision. An input is centred and scaled in double precision, (x − mean)·scale, and
 * then rounded to that of the model, as {@link Normalization#apply} does for a dataset. The network
 * and its probabilities are computed in the model's precision.
 *
 * <p><b>Same bits.</b> A result is a function of model and row alone: of no batch that the row is
 * in, of no thread, vector width or machine.
 *
 * <p><b>Memory.</b> A call works in scratch memory that the predictor lends it. There is as much of
 * it as calls have been in progress at one instant, however many threads there are, and each grows
 * to the largest block of rows, at most 128, that it served. After that the methods that write into
 * arrays of the caller, and those that return a number or the name of a class, allocate nothing. No
 * call waits for another; nothing is bound to a thread.
 *
 * <p><b>Errors.</b> Arguments that do not fit, and rows with a NaN or infinity (named by row and
 * column, counted from 0 within the call), are refused by an {@link IllegalArgumentException}
 * before anything is written. What a model does not have (classes, values) is refused by an {@link
 * IllegalStateException}.
 *
 * <p>A row takes O(parameters); rows together take less time each than alone.
 */
public final class Predictor {
  private final Engine<?> engine;

  private Predictor(Engine<?> engine) {
    this.engine = engine;
  }

  // ---------------------------------------------------------------- from where

  /**
   * Reads a model's file.
   *
   * @param path the file, written by {@link ModelFile#write}
   * @return its predictor, whatever its precision
   * @throws MalformedDataException if it is not a model's file, was changed since it was written,
   *     or is of a newer version than this library reads
   * @throws IOException if it cannot be read
   */
  public static Predictor read(Path path) throws IOException {
    return new Predictor(Engine.owning(ModelFile.read(path)));
  }

  /**
   * Reads a model from a stream, such as a resource of a jar.
   *
   * @param in the bytes of a model's file; not closed
   * @param name what to call them in messages
   * @return its predictor, whatever its precision
   * @throws MalformedDataException as {@link #read(Path)}
   * @throws IOException if it cannot be read, for instance because it is closed; the message has
   *     the name
   */
  public static Predictor read(InputStream in, String name) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    return new Predictor(Engine.owning(ModelFile.read(in, name)));
  }

  /**
   * Serves a model. Its parameters are copied: training may go on with them.
   *
   * @param model the model
   * @return its predictor
   */
  public static Predictor of(Model<?> model) {
    Objects.requireNonNull(model, "model");
    return new Predictor(Engine.copyOf(model));
  }

  /**
   * Serves a network that takes rows as they are and gives values as they are. The loss says what
   * its outputs mean, as above: squared errors and Huber's loss are of values, all others of
   * classes, which have their numbers for names. The parameters are copied.
   *
   * @param network the network
   * @param parameters θ
   * @param loss the loss that it was trained with
   * @param <A> {@code float[]} or {@code double[]}
   * @return its predictor
   * @throws IllegalArgumentException if θ is not of this network
   */
  public static <A> Predictor of(Network<A> network, A parameters, Loss loss) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(parameters, "parameters");
    Normalization none = Normalization.none(network.inputs());
    return of(new Model<>(network, parameters, none, loss));
  }

  // ---------------------------------------------------------------- what it is

  /**
   * Returns the number of elements of a row.
   *
   * @return at least 1
   */
  public int inputs() {
    return engine.network().inputs();
  }

  /**
   * Returns the number of results of a row.
   *
   * @return the number of classes, or of targets
   */
  public int outputs() {
    return engine.meaning().outputs().size();
  }

  /**
   * Returns the names of the columns of a row.
   *
   * @return one a column; its number where the model has no name
   */
  public List<String> columns() {
    return engine.meaning().columns();
  }

  /**
   * Tells whether the model is of classes.
   *
   * @return false if it is of values
   */
  public boolean isClassifier() {
    return engine.meaning().classifies();
  }

  /**
   * Tells whether the results are probabilities.
   *
   * @return false for values and for scores
   */
  public boolean givesProbabilities() {
    return engine.givesProbabilities();
  }

  /**
   * Returns the names of the classes, in the order of the results.
   *
   * @return one a class; its number where the model has no name
   * @throws IllegalStateException if the model is of values
   */
  public List<String> classes() {
    engine.requireClasses();
    return engine.meaning().outputs();
  }

  /**
   * Returns the names of the targets, in the order of the results.
   *
   * @return one a target; its number where the model has no name
   * @throws IllegalStateException if the model is of classes
   */
  public List<String> targets() {
    engine.requireValues();
    return engine.meaning().outputs();
  }

  /**
   * Returns the number of a class.
   *
   * @param name its name
   * @return its place among {@link #classes}, from 0
   * @throws IllegalArgumentException if there is no such class
   * @throws IllegalStateException if the model is of values
   */
  public int classNumber(String name) {
    Objects.requireNonNull(name, "name");
    int number = classes().indexOf(name);
    if (number < 0) {
      throw new IllegalArgumentException(
          "'"
              + MalformedDataException.shown(name)
              + "' is not a class of the model, which knows "
              + Engine.list(classes()));
    }
    return number;
  }

  // ---------------------------------------------------------------- results of many rows

  /**
   * Predicts rows that stand anywhere in an array.
   *
   * @param rows element (i, j) is {@code rows[offset + i·stride + j]}
   * @param offset the index of the first row
   * @param stride the distance between rows, at least {@link #inputs}
   * @param count the number of rows, at least 0
   * @param results receives result (i, j) at {@code results[resultsOffset + i·resultsStride + j]};
   *     other elements are left as they are. Must not overlap the rows
   * @param resultsOffset the index of the first result
   * @param resultsStride the distance between rows of results, at least {@link #outputs}
   * @throws IllegalArgumentException as told above; nothing is written then
   */
  public void predict(
      double[] rows,
      int offset,
      int stride,
      int count,
      double[] results,
      int resultsOffset,
      int resultsStride) {
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(rows, "rows");
    engine.predict(
        Precision.DOUBLE, rows, offset, stride, count, results, resultsOffset, resultsStride);
  }

  /**
   * Predicts rows that stand anywhere in an array, in single precision.
   *
   * @param rows element (i, j) is {@code rows[offset + i·stride + j]}
   * @param offset the index of the first row
   * @param stride the distance between rows, at least {@link #inputs}
   * @param count the number of rows, at least 0
   * @param results receives result (i, j) at {@code results[resultsOffset + i·resultsStride + j]},
   *     rounded once more if the model is in double precision; other elements are left as they are.
   *     Must not overlap the rows
   * @param resultsOffset the index of the first result
   * @param resultsStride the distance between rows of results, at least {@link #outputs}
   * @throws IllegalArgumentException as told above; nothing is written then
   */
  public void predict(
      float[] rows,
      int offset,
      int stride,
      int count,
      float[] results,
      int resultsOffset,
      int resultsStride) {
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(rows, "rows");
    engine.predict(
        Precision.FLOAT, rows, offset, stride, count, results, resultsOffset, resultsStride);
  }

  /**
   * Finds the classes of rows that stand anywhere in an array.
   *
   * @param rows element (i, j) is {@code rows[offset + i·stride + j]}
   * @param offset the index of the first row
   * @param stride the distance between rows, at least {@link #inputs}
   * @param count the number of rows, at least 0
   * @param classes receives the number of each row's class, from 0; −1 where an output of the
   *     network is NaN
   * @param classesOffset the index of the first
   * @throws IllegalArgumentException as told above; nothing is written then
   * @throws IllegalStateException if the model is of values
   */
  public void classify(
      double[] rows, int offset, int stride, int count, int[] classes, int classesOffset) {
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(rows, "rows");
    engine.classify(Precision.DOUBLE, rows, offset, stride, count, classes, classesOffset);
  }

  /**
   * Finds the classes of rows that stand anywhere in an array, in single precision.
   *
   * @param rows element (i, j) is {@code rows[offset + i·stride + j]}
   * @param offset the index of the first row
   * @param stride the distance between rows, at least {@link #inputs}
   * @param count the number of rows, at least 0
   * @param classes receives the number of each row's class, from 0; −1 where an output of the
   *     network is NaN
   * @param classesOffset the index of the first
   * @throws IllegalArgumentException as told above; nothing is written then
   * @throws IllegalStateException if the model is of values
   */
  public void classify(
      float[] rows, int offset, int stride, int count, int[] classes, int classesOffset) {
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(rows, "rows");
    engine.classify(Precision.FLOAT, rows, offset, stride, count, classes, classesOffset);
  }

  /**
   * Predicts rows.
   *
   * @param rows the rows, {@link #inputs} elements each
   * @return a new array with a row of results for each
   * @throws IllegalArgumentException if a row has the wrong length or a number that is not finite
   */
  public double[][] predict(double[][] rows) {
    Objects.requireNonNull(rows, "rows");
    double[] flat = Matrices.flat("rows", rows, inputs());
    double[] results = new double[Matrices.size("the results", rows.length, outputs())];
    predict(flat, 0, inputs(), rows.length, results, 0, outputs());
    return Matrices.rows(results, rows.length, outputs());
  }

  /**
   * Predicts rows in single precision.
   *
   * @param rows the rows, {@link #inputs} elements each
   * @return a new array with a row of results for each
   * @throws IllegalArgumentException if a row has the wrong length or a number that is not finite
   */
  public float[][] predict(float[][] rows) {
    Objects.requireNonNull(rows, "rows");
    float[] flat = Matrices.flat("rows", rows, inputs());
    float[] results = new float[Matrices.size("the results", rows.length, outputs())];
    predict(flat, 0, inputs(), rows.length, results, 0, outputs());
    return Matrices.rows(results, rows.length, outputs());
  }

  // ---------------------------------------------------------------- one row

  /**
   * Predicts one row into an array.
   *
   * @param row the row, {@link #inputs} elements
   * @param results receives the results from index 0 on, at least {@link #outputs} elements
   * @throws IllegalArgumentException as told above; nothing is written then
   */
  public void predict(double[] row, double[] results) {
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(row, "row");
    engine.requireRow(row.length);
    predict(row, 0, row.length, 1, results, 0, outputs());
  }

  /**
   * Predicts one row into an array, in single precision.
   *
   * @param row the row, {@link #inputs} elements
   * @param results receives the results from index 0 on, at least {@link #outputs} elements
   * @throws IllegalArgumentException as told above; nothing is written then
   */
  public void predict(float[] row, float[] results) {
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(row, "row");
    engine.requireRow(row.length);
    predict(row, 0, row.length, 1, results, 0, outputs());
  }

  /**
   * Predicts one row.
   *
   * @param row the row, {@link #inputs} elements
   * @return a new array of {@link #outputs} results
   * @throws IllegalArgumentException if it has the wrong length or a number that is not finite
   */
  public double[] predict(double... row) {
    Objects.requireNonNull(row, "row");
    double[] results = new double[outputs()];
    predict(row, results);
    return results;
  }

  /**
   * Predicts one row in single precision.
   *
   * @param row the row, {@link #inputs} elements
   * @return a new array of {@link #outputs} results
   * @throws IllegalArgumentException if it has the wrong length or a number that is not finite
   */
  public float[] predict(float[] row) {
    Objects.requireNonNull(row, "row");
    float[] results = new float[outputs()];
    predict(row, results);
    return results;
  }

  /**
   * Predicts the only target of one row.
   *
   * @param row the row, {@link #inputs} elements
   * @return the value, in the target's units
   * @throws IllegalArgumentException if the row has the wrong length or a number that is not finite
   * @throws IllegalStateException if the model is not of one value
   */
  public double value(double... row) {
    return engine.valueOf(Precision.DOUBLE, row);
  }

  /**
   * Predicts the only target of one row.
   *
   * @param row the row, {@link #inputs} elements
   * @return the value, in the target's units
   * @throws IllegalArgumentException if the row has the wrong length or a number that is not finite
   * @throws IllegalStateException if the model is not of one value
   */
  public double value(float[] row) {
    return engine.valueOf(Precision.FLOAT, row);
  }

  /**
   * Names the class of one row.
   *
   * @param row the row, {@link #inputs} elements
   * @return the name, one of {@link #classes}
   * @throws IllegalArgumentException if the row has the wrong length or a number that is not finite
   * @throws IllegalStateException if the model is of values
   * @throws ArithmeticException if an output of the network is NaN
   */
  public String classify(double... row) {
    Objects.requireNonNull(row, "row");
    return name(engine.classOf(Precision.DOUBLE, row));
  }

  /**
   * Names the class of one row.
   *
   * @param row the row, {@link #inputs} elements
   * @return the name, one of {@link #classes}
   * @throws IllegalArgumentException if the row has the wrong length or a number that is not finite
   * @throws IllegalStateException if the model is of values
   * @throws ArithmeticException if an output of the network is NaN
   */
  public String classify(float[] row) {
    Objects.requireNonNull(row, "row");
    return name(engine.classOf(Precision.FLOAT, row));
  }

  private String name(int number) {
    if (number < 0) {
      throw new ArithmeticException("an output of the network is NaN: the row has no class");
    }
    return engine.meaning().outputs().get(number);
  }

  // ---------------------------------------------------------------- what it is worth

  /**
   * Scores the classes of rows.
   *
   * @param rows rows of the model's columns
   * @param labels the name of each row's class
   * @return accuracy, confusion, precision, recall and F1
   * @throws IllegalArgumentException if there are not as many labels as rows, or one is not a class
   *     of the model, naming the row
   * @throws IllegalStateException if the model is of values
   */
  public ClassificationScores scoreClasses(Table rows, String[] labels) {
    Objects.requireNonNull(labels, "labels");
    return Scoring.classes(this, rows, Truth.Classes.of(labels, classes()));
  }

  /**
   * Scores the classes of rows.
   *
   * @param rows rows of the model's columns
   * @param labels each row's class, whose digits are its name
   * @return accuracy, confusion, precision, recall and F1
   * @throws IllegalArgumentException as {@link #scoreClasses(Table, String[])}
   * @throws IllegalStateException if the model is of values
   */
  public ClassificationScores scoreClasses(Table rows, int[] labels) {
    Objects.requireNonNull(labels, "labels");
    return scoreClasses(rows, Truth.Classes.texts(labels));
  }

  /**
   * Scores the probabilities of rows.
   *
   * @param rows rows of the model's columns
   * @param labels the name of each row's class
   * @return log loss, Brier score and more
   * @throws IllegalArgumentException as {@link #scoreClasses(Table, String[])}, and if the
   *     probabilities of a row do not sum to 1
   * @throws IllegalStateException if the model gives no probabilities
   */
  public ProbabilityScores scoreProbabilities(Table rows, String[] labels) {
    Objects.requireNonNull(labels, "labels");
    return Scoring.probabilities(this, rows, Truth.Classes.of(labels, classes()));
  }

  /**
   * Scores the probabilities of rows.
   *
   * @param rows rows of the model's columns
   * @param labels each row's class, whose digits are its name
   * @return log loss, Brier score and more
   * @throws IllegalArgumentException as {@link #scoreProbabilities(Table, String[])}
   * @throws IllegalStateException if the model gives no probabilities
   */
  public ProbabilityScores scoreProbabilities(Table rows, int[] labels) {
    Objects.requireNonNull(labels, "labels");
    return scoreProbabilities(rows, Truth.Classes.texts(labels));
  }

  /**
   * Scores the only target of rows, in its units.
   *
   * @param rows rows of the model's columns
   * @param targets the target of each row
   * @return RMSE, MAE and R²
   * @throws IllegalArgumentException if there are not as many targets as rows, or the model has
   *     more than one
   * @throws IllegalStateException if the model is of classes
   */
  public RegressionScores scoreValues(Table rows, double[] targets) {
    Objects.requireNonNull(targets, "targets");
    return scoreValues(rows, Table.ofColumn(targets)).getFirst();
  }

  /**
   * Scores the targets of rows, each in its units.
   *
   * @param rows rows of the model's columns
   * @param targets the targets, one a column
   * @return RMSE, MAE and R² of each target
   * @throws IllegalArgumentException if there are not as many targets as rows, or not as many
   *     columns as the model has targets
   * @throws IllegalStateException if the model is of classes
   */
  public List<RegressionScores> scoreValues(Table rows, Table targets) {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(targets, "targets");
    return Scoring.values(this, rows, new Truth.Values(targets));
  }

  /** How many calls have been in progress at once. */
  int concurrency() {
    return engine.concurrency();
  }

  /** Returns what it predicts from what, and the network. */
  @Override
  public String toString() {
    return (isClassifier() ? "classes " : "values ")
        + Engine.list(engine.meaning().outputs())
        + " from "
        + inputs()
        + " columns: "
        + engine.network();
  }
}
