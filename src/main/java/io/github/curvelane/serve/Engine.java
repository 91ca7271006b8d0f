package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.internal.Pool;
import io.github.curvelane.io.Model;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A predictor in the precision of its model. Rows come and results go in a precision of the
 * caller's, which is why every method has a type of its own.
 *
 * <p>A call goes through its rows block by block, each on its own: a row has the same bits in any
 * block.
 */
final class Engine<A> {
  /** The most rows of a block: products of so many have reached their speed. */
  static final int BLOCK = 128;

  /** The most names in a message. */
  private static final int MOST_NAMES = 10;

  /** What is done with the network's outputs. */
  private enum Finish {
    /** y·deviation + mean. */
    VALUES,
    /** p = softmax(y). */
    SOFTMAX,
    /** σ(y), each for itself; of a single output for two classes σ(−y) and σ(y). */
    LOGISTIC,
    /** y; of a single output for two classes −y and y. */
    SCORES
  }

  private final Network<A> network;
  private final Precision<A> precision;
  private final A theta;
  private final double[] means;
  private final double[] scales;
  private final Meaning meaning;
  private final Finish finish;
  private final Pool<Scratch<A>> pool;
  private final int features;
  private final int outputs;
  private final int columns;

  /** An engine over parameters that nobody changes. */
  Engine(Model<A> model, A theta) {
    this.network = model.network();
    if (network.statistics() > 0) {
      throw new IllegalArgumentException(
          "the model's network, "
              + network
              + ", normalises by the statistics of a batch: make the model of its network with"
              + " statistics (Network.withStatistics)");
    }
    this.precision = network.precision();
    this.theta = theta;
    this.means = model.normalization().means();
    this.scales = model.normalization().scales();
    this.meaning = Meaning.of(model);
    this.finish = finish(model.loss(), meaning.classifies());
    this.pool = new Pool<>(() -> new Scratch<>(network));
    this.features = network.inputs();
    this.outputs = network.outputs();
    this.columns = meaning.outputs().size();
  }

  private static Finish finish(Loss loss, boolean classifies) {
    if (!classifies) {
      return Finish.VALUES;
    }
    return Losses.isSoftmax(loss)
        ? Finish.SOFTMAX
        : Losses.isBinary(loss) ? Finish.LOGISTIC : Finish.SCORES;
  }

  /** An engine of its own parameters. */
  static <A> Engine<A> copyOf(Model<A> model) {
    Precision<A> precision = model.precision();
    int n = precision.length(model.parameters());
    A theta = precision.newArray(n);
    precision.copy(model.parameters(), 0, theta, 0, n);
    return new Engine<>(model, theta);
  }

  /** An engine over the parameters of a model that nobody else has. */
  static <A> Engine<A> owning(Model<A> model) {
    return new Engine<>(model, model.parameters());
  }

  Meaning meaning() {
    return meaning;
  }

  Network<A> network() {
    return network;
  }

  boolean givesProbabilities() {
    return finish == Finish.SOFTMAX || finish == Finish.LOGISTIC;
  }

  /** How many calls have been in progress at once. */
  int concurrency() {
    return pool.size();
  }

  // ---------------------------------------------------------------- calls

  /** Writes probabilities, scores or values, a row each. */
  <S> void predict(
      Precision<S> type,
      S rows,
      int offset,
      int stride,
      int count,
      S results,
      int resultsOffset,
      int resultsStride) {
    checkRows(type.length(rows), offset, stride, count);
    Matrices.check(
        "results",
        type.length(results),
        "resultsOffset",
        resultsOffset,
        "resultsStride",
        resultsStride,
        count,
        columns);
    if (rows == results
        && count > 0
        && offset <= resultsOffset + (count - 1) * resultsStride + columns - 1
        && resultsOffset <= offset + (count - 1) * stride + features - 1) {
      throw new IllegalArgumentException(
          "results (offset " + resultsOffset + ") overlap rows (offset " + offset + ")");
    }
    Scratch<A> scratch = pool.acquire();
    try {
      checkFinite(scratch, type, rows, offset, stride, count);
      for (int done = 0; done < count; done += BLOCK) {
        int block = Math.min(BLOCK, count - done);
        forward(scratch, type, rows, offset + done * stride, stride, block, done);
        int to = resultsOffset + done * resultsStride;
        finish(scratch, block, type, results, to, resultsStride);
      }
    } finally {
      scratch.release();
    }
  }

  /** Writes the class of each row, −1 where an output is NaN. */
  <S> void classify(
      Precision<S> type,
      S rows,
      int offset,
      int stride,
      int count,
      int[] classes,
      int classesOffset) {
    requireClasses();
    checkRows(type.length(rows), offset, stride, count);
    Matrices.check(
        "classes", classes.length, "classesOffset", classesOffset, "stride", 1, count, 1);
    Scratch<A> scratch = pool.acquire();
    try {
      checkFinite(scratch, type, rows, offset, stride, count);
      for (int done = 0; done < count; done += BLOCK) {
        int block = Math.min(BLOCK, count - done);
        forward(scratch, type, rows, offset + done * stride, stride, block, done);
        for (int i = 0; i < block; i++) {
          classes[classesOffset + done + i] = largest(scratch, i);
        }
      }
    } finally {
      scratch.release();
    }
  }

  /** Returns the class of one row. */
  <S> int classOf(Precision<S> type, S row) {
    requireClasses();
    requireRow(type.length(row));
    Scratch<A> scratch = pool.acquire();
    try {
      forward(scratch, type, row, 0, features, 1, 0);
      return largest(scratch, 0);
    } finally {
      scratch.release();
    }
  }

  /** Returns the value of one row's only target. */
  <S> double valueOf(Precision<S> type, S row) {
    requireValues();
    if (outputs != 1) {
      throw new IllegalStateException(
          "the model has " + outputs + " targets, not one: " + list(meaning.outputs()));
    }
    requireRow(type.length(Objects.requireNonNull(row, "row")));
    Scratch<A> scratch = pool.acquire();
    try {
      forward(scratch, type, row, 0, features, 1, 0);
      return value(scratch.outputs(), 0, 0);
    } finally {
      scratch.release();
    }
  }

  // ---------------------------------------------------------------- a block of rows

  /** Runs the network on normalised rows; refuses what is not finite before that. */
  private <S> void forward(
      Scratch<A> scratch, Precision<S> type, S rows, int start, int stride, int count, int number) {
    scratch.use(count);
    normalize(scratch, type, rows, start, stride, count, number);
    scratch.workspace().predict(theta, scratch.inputs(), 0, count, scratch.outputs());
  }

  /** (x − mean)·scale in double precision, rounded once: as a normalisation does to a dataset. */
  private <S> void normalize(
      Scratch<A> scratch, Precision<S> type, S rows, int start, int stride, int count, int number) {
    A inputs = scratch.inputs();
    for (int i = 0, at = 0; i < count; i++) {
      int row = start + i * stride;
      for (int j = 0; j < features; j++, at++) {
        precision.set(inputs, at, (type.get(rows, row + j) - means[j]) * scales[j]);
      }
    }
    int bad = precision.indexOfNonFinite(inputs, 0, count * features);
    if (bad >= 0) {
      int row = bad / features;
      int column = bad % features;
      double value = type.get(rows, start + row * stride + column);
      throw notFinite(number + row, column, value, precision.get(inputs, bad));
    }
  }

  /** Whether all blocks can be normalised, when the first one's results must wait for the last. */
  private <S> void checkFinite(
      Scratch<A> scratch, Precision<S> type, S rows, int offset, int stride, int count) {
    if (count <= BLOCK) {
      return;
    }
    scratch.use(BLOCK);
    for (int done = 0; done < count; done += BLOCK) {
      int block = Math.min(BLOCK, count - done);
      normalize(scratch, type, rows, offset + done * stride, stride, block, done);
    }
  }

  private IllegalArgumentException notFinite(int row, int column, double value, double scaled) {
    String place = "row " + row + ", column " + column;
    String name = meaning.columns().get(column);
    if (!name.equals(String.valueOf(column))) {
      place += " (" + name + ")";
    }
    return new IllegalArgumentException(
        Double.isFinite(value)
            ? place + ", is " + value + ", too large for this model: normalized it is " + scaled
            : place + ", is " + value + ", must be finite");
  }

  private <S> void finish(
      Scratch<A> scratch, int count, Precision<S> type, S results, int start, int stride) {
    A y = scratch.outputs();
    A state = scratch.state();
    switch (finish) {
      case VALUES -> {
        for (int i = 0; i < count; i++) {
          for (int j = 0; j < outputs; j++) {
            type.set(results, start + i * stride + j, value(y, i, j));
          }
        }
      }
      case SOFTMAX -> {
        scratch.softmax(count);
        copy(state, count, type, results, start, stride);
      }
      case LOGISTIC -> {
        A signed = signed(y, count, state);
        scratch.functions().logistic(count * columns, signed, 0, state, 0);
        copy(state, count, type, results, start, stride);
      }
      case SCORES -> copy(signed(y, count, state), count, type, results, start, stride);
      default -> throw new AssertionError(finish);
    }
  }

  private double value(A y, int row, int target) {
    double scaled = precision.get(y, row * outputs + target);
    return Math.fma(scaled, meaning.deviations()[target], meaning.means()[target]);
  }

  /** −y and y of an output that tells two classes apart; otherwise the outputs themselves. */
  private A signed(A y, int count, A pairs) {
    if (outputs == columns) {
      return y;
    }
    for (int i = 0; i < count; i++) {
      double score = precision.get(y, i);
      precision.set(pairs, 2 * i, -score);
      precision.set(pairs, 2 * i + 1, score);
    }
    return pairs;
  }

  private <S> void copy(A from, int count, Precision<S> type, S results, int start, int stride) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < columns; j++) {
        double value = precision.get(from, i * columns + j);
        type.set(results, start + i * stride + j, value);
      }
    }
  }

  /** The first largest output; of a single one, 1 where it is positive; −1 where one is NaN. */
  private int largest(Scratch<A> scratch, int row) {
    A y = scratch.outputs();
    if (outputs > 1) {
      return scratch.reductions().argMax(outputs, y, row * outputs);
    }
    double score = precision.get(y, row);
    return Double.isNaN(score) ? -1 : columns == 2 && score > 0 ? 1 : 0;
  }

  // ---------------------------------------------------------------- arguments

  void requireClasses() {
    if (!meaning.classifies()) {
      throw new IllegalStateException(
          "the model predicts values of " + list(meaning.outputs()) + ", it has no classes");
    }
  }

  void requireValues() {
    if (meaning.classifies()) {
      throw new IllegalStateException(
          "the model tells the classes " + list(meaning.outputs()) + ", it predicts no values");
    }
  }

  void requireRow(int length) {
    if (length != features) {
      throw new IllegalArgumentException(
          "row has "
              + length
              + " elements, must have the model's "
              + features
              + " columns: "
              + list(meaning.columns()));
    }
  }

  /** Names for a message, the first of them if they are many. */
  static String list(List<String> names) {
    String first =
        names.stream()
            .limit(MOST_NAMES)
            .map(MalformedDataException::shown)
            .collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES ? first + ", …" : first;
  }

  private void checkRows(int length, int offset, int stride, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is " + count + ", must be at least 0");
    }
    Matrices.check("rows", length, "offset", offset, "stride", stride, count, features);
  }
}
