package io.github.curvelane.io;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Task;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A trained network with all that is needed to use it: its description, its parameters, the
 * preprocessing that its inputs went through, the loss it was trained for, and what its inputs and
 * outputs stand for. Stored by {@link ModelFile}.
 *
 * <p>What is not said is taken to be as plain as possible; the {@code with} methods say it:
 *
 * <pre>{@code
 * var model =
 *     new Model<>(network, theta, normalization, Loss.softmaxCrossEntropy())
 *         .withColumns(new Column.Numeric("width"), new Column.Numeric("length"))
 *         .withTask(Task.Classification.of("setosa", "versicolor", "virginica"));
 * }</pre>
 *
 * <p>Immutable, but for the parameters: they are taken over and handed out, not copied. Models are
 * equal if their parameters are bit for bit (every NaN counts as one) and everything else is.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Model<A> {
  private final Network<A> network;
  private final A parameters;
  private final Normalization normalization;
  private final Loss loss;
  private final List<Column> columns;
  private final Task task;
  private final Map<String, String> notes;

  private Model(
      Network<A> network,
      A parameters,
      Normalization normalization,
      Loss loss,
      List<Column> columns,
      Task task,
      Map<String, String> notes) {
    this.network = network;
    this.parameters = parameters;
    this.normalization = normalization;
    this.loss = loss;
    this.columns = columns;
    this.task = task;
    this.notes = notes;
  }

  /**
   * Creates a model whose columns are {@linkplain Column#numbered numbered} inputs and whose
   * outputs are what the loss is for: numbered targets for squared errors and Huber's loss,
   * numbered classes for all others (two if there is a single output, unless the loss is a
   * softmax).
   *
   * @param network the network
   * @param parameters θ; taken over, not copied
   * @param normalization what is done to inputs before the network sees them
   * @param loss the loss that its outputs are meant for
   * @throws IllegalArgumentException if the parameters or the normalisation are not for this
   *     network
   */
  public Model(Network<A> network, A parameters, Normalization normalization, Loss loss) {
    Objects.requireNonNull(normalization, "normalization");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(parameters, "parameters");
    this(
        network,
        parameters,
        normalization,
        Objects.requireNonNull(loss, "loss"),
        Column.numbered(network.inputs()),
        task(network, loss),
        Map.of());
    int length = network.precision().length(parameters);
    if (length != network.parameters()) {
      throw new IllegalArgumentException(
          "parameters has " + length + " elements, the network has " + network.parameters());
    }
    if (normalization.features() != network.inputs()) {
      throw new IllegalArgumentException(
          "the normalization is for "
              + normalization.features()
              + " features, the network has "
              + network.inputs()
              + " inputs");
    }
  }

  private static Task task(Network<?> network, Loss loss) {
    int outputs = network.outputs();
    if (loss.isForNumbers()) {
      return Task.Regression.numbered(outputs);
    }
    boolean sign = outputs == 1 && !loss.toString().startsWith("softmax");
    return Task.Classification.numbered(sign ? 2 : outputs);
  }

  /**
   * Returns the same model with columns.
   *
   * @param columns the columns of the table that it was trained on, in their order
   * @return a model that shares the parameters
   * @throws IllegalArgumentException if two have one name, or they do not become as many inputs as
   *     the network has
   */
  public Model<A> withColumns(Column... columns) {
    return withColumns(Arguments.list("columns", columns));
  }

  /**
   * Returns the same model with columns.
   *
   * @param columns the columns of the table that it was trained on, in their order
   * @return a model that shares the parameters
   * @throws IllegalArgumentException as {@link #withColumns(Column...)}
   */
  public Model<A> withColumns(List<? extends Column> columns) {
    Objects.requireNonNull(columns, "columns");
    List<Column> all = Column.distinct(columns);
    int inputs = all.stream().mapToInt(column -> column.inputs().size()).sum();
    if (inputs != network.inputs()) {
      throw new IllegalArgumentException(
          "columns become %d inputs, the network has %d".formatted(inputs, network.inputs()));
    }
    return new Model<>(network, parameters, normalization, loss, all, task, notes);
  }

  /**
   * Returns the same model for a task.
   *
   * @param task what its outputs stand for
   * @return a model that shares the parameters
   * @throws IllegalArgumentException if there are not as many classes or targets as outputs; two
   *     classes may share one
   */
  public Model<A> withTask(Task task) {
    Objects.requireNonNull(task, "task");
    int outputs = network.outputs();
    int named = task.names().size();
    boolean classifies = task instanceof Task.Classification;
    if (named != outputs && !(classifies && named == 2 && outputs == 1)) {
      throw new IllegalArgumentException(
          "the task has %d %s, the network has %d outputs"
              .formatted(named, classifies ? "classes" : "targets", outputs));
    }
    return new Model<>(network, parameters, normalization, loss, columns, task, notes);
  }

  /**
   * Returns the same model with notes.
   *
   * @param notes whatever else belongs to it, by name
   * @return a model that shares the parameters; its notes are these alone
   * @throws IllegalArgumentException if a name or a note is null
   */
  public Model<A> withNotes(Map<String, String> notes) {
    Objects.requireNonNull(notes, "notes");
    for (Map.Entry<String, String> note : notes.entrySet()) {
      if (note.getKey() == null || note.getValue() == null) {
        throw new IllegalArgumentException(
            note.getKey() == null
                ? "notes has null for a name, must be a text"
                : "notes has null for '" + Shown.text(note.getKey()) + "', must be a text");
      }
    }
    return new Model<>(
        network,
        parameters,
        normalization,
        loss,
        columns,
        task,
        Collections.unmodifiableMap(new TreeMap<>(notes)));
  }

  /**
   * Returns this model, typed by a precision.
   *
   * @param precision the precision that it is in
   * @param <B> {@code float[]} or {@code double[]}
   * @return this model
   * @throws IllegalArgumentException if it is in the other precision
   */
  @SuppressWarnings("unchecked")
  public <B> Model<B> as(Precision<B> precision) {
    if (precision() != precision) {
      throw new IllegalArgumentException(
          "the model is in " + precision() + " precision, " + precision + " was asked for");
    }
    return (Model<B>) this;
  }

  /**
   * Returns the network.
   *
   * @return the description of the network
   */
  public Network<A> network() {
    return network;
  }

  /**
   * Returns the parameters.
   *
   * @return θ, the array itself
   */
  public A parameters() {
    return parameters;
  }

  /**
   * Returns the preprocessing.
   *
   * @return what is done to inputs before the network sees them
   */
  public Normalization normalization() {
    return normalization;
  }

  /**
   * Returns the loss.
   *
   * @return the loss that the outputs are meant for
   */
  public Loss loss() {
    return loss;
  }

  /**
   * Returns what the inputs stand for.
   *
   * @return the columns of the table that the model was trained on, unmodifiable
   */
  public List<Column> columns() {
    return columns;
  }

  /**
   * Returns what the outputs stand for.
   *
   * @return classes or targets
   */
  public Task task() {
    return task;
  }

  /**
   * Returns the notes.
   *
   * @return whatever else belongs to the model, in the order of the names; unmodifiable
   */
  public Map<String, String> notes() {
    return notes;
  }

  /**
   * Returns the precision.
   *
   * @return the precision of network and parameters
   */
  public Precision<A> precision() {
    return network.precision();
  }

  /** Compares everything by value and the parameters by their bits, in time O(parameters). */
  @Override
  public boolean equals(Object other) {
    return other instanceof Model<?> that
        && precision() == that.precision()
        && network.layers().equals(that.network.layers())
        && normalization.equals(that.normalization)
        && loss.equals(that.loss)
        && columns.equals(that.columns)
        && task.equals(that.task)
        && notes.equals(that.notes)
        && precision().sameBits(parameters, that.as(precision()).parameters);
  }

  @Override
  public int hashCode() {
    int hash =
        Objects.hash(
            precision().bytes(), network.layers(), normalization, loss, columns, task, notes);
    int length = network.parameters();
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + Double.hashCode(precision().get(parameters, i));
    }
    return hash;
  }

  /** Returns network, loss and task. */
  @Override
  public String toString() {
    return Shown.sentence(network + ", " + loss + ", " + task);
  }
}
