package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.optim.batch.MinimizerState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of a minimizer as a file: what it remembers, its epochs, and the parameters that validate
 * best.
 *
 * @param precision the precision of the run
 * @param state what the minimizer remembers
 * @param epochs what was reported
 * @param keptEpoch the epoch of what is kept; −1 if nothing is
 * @param keptLoss its validation loss
 * @param kept its parameters
 * @param options the options of the run
 * @param seconds how long it took
 */
record SavedRun<A>(
    Precision<A> precision,
    MinimizerState<A> state,
    List<Epoch> epochs,
    int keptEpoch,
    double keptLoss,
    A kept,
    String options,
    double seconds) {
  static final String FILE = "run.safetensors";

  private static final String ARRAY = "state.";
  private static final String NUMBERS = "numbers";
  private static final String EPOCHS = "epochs";
  private static final String KEPT = "kept";
  private static final String METHOD = "method";
  private static final String OPTIONS = "options";

  /** What precedes the numbers of the state: epoch and loss of what is kept, seconds. */
  private static final int OWN = 3;

  /** Options that do not change what an iteration does. */
  private static final List<String> FREE = List.of("--epochs=", "--threads=");

  static <A> SavedRun<A> of(
      Precision<A> precision,
      MinimizerState<A> state,
      List<Epoch> epochs,
      Kept<A> kept,
      String options,
      double seconds) {
    return new SavedRun<>(
        precision,
        state,
        List.copyOf(epochs),
        kept.epoch(),
        kept.loss(),
        kept.parameters(),
        options,
        seconds);
  }

  void restore(Kept<A> target) {
    target.keep(keptEpoch, keptLoss, kept);
  }

  void write(OutputStream out) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    state
        .arrays()
        .forEach(
            (name, array) ->
                tensors.put(ARRAY + name, Tensor.of(precision, array, 0, precision.length(array))));
    tensors.put(KEPT, Tensor.of(precision, kept, 0, precision.length(kept)));
    double[] numbers = new double[OWN + state.numbers().size()];
    numbers[0] = keptEpoch;
    numbers[1] = keptLoss;
    numbers[2] = seconds;
    int next = OWN;
    for (double number : state.numbers().values()) {
      numbers[next++] = number;
    }
    tensors.put(NUMBERS, Tensor.of(Precision.DOUBLE, numbers, 0, numbers.length));
    double[] rows = epochs.stream().flatMapToDouble(e -> Arrays.stream(e.numbers())).toArray();
    int columns = epochs.isEmpty() ? 0 : rows.length / epochs.size();
    tensors.put(EPOCHS, Tensor.of(Precision.DOUBLE, rows, 0, epochs.size(), columns));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(METHOD, state.method());
    metadata.put(NUMBERS, String.join(",", state.numbers().keySet()));
    metadata.put(OPTIONS, options);
    new TensorFile(tensors, metadata).write(out);
  }

  /**
   * Reads the run of a folder.
   *
   * @throws UserException if there is none, it is damaged, or its options are others
   */
  static <A> SavedRun<A> read(Path folder, Precision<A> precision, String options) {
    Path file = folder.resolve(FILE);
    try {
      return read(TensorFile.read(file), precision, options);
    } catch (IOException e) {
      throw new UserException("--resume " + file + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UserException("--resume " + file + ": " + e.getMessage(), e);
    }
  }

  private static <A> SavedRun<A> read(TensorFile file, Precision<A> precision, String options) {
    String before = string(file, OPTIONS);
    checkSame(before, options);
    Map<String, A> arrays = new LinkedHashMap<>();
    file.tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(ARRAY)) {
                arrays.put(name.substring(ARRAY.length()), tensor.values(precision));
              }
            });
    double[] numbers = tensor(file, NUMBERS).values(Precision.DOUBLE);
    String[] names = string(file, NUMBERS).split(",", -1);
    if (numbers.length != OWN + names.length) {
      throw new IllegalArgumentException(
          "there are %d numbers, must be %d".formatted(numbers.length, OWN + names.length));
    }
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      named.put(names[i], numbers[OWN + i]);
    }
    A theta = arrays.get("theta");
    A kept = tensor(file, KEPT).values(precision);
    if (theta == null || precision.length(kept) != precision.length(theta)) {
      throw new IllegalArgumentException("what is kept has another number of parameters");
    }
    return new SavedRun<>(
        precision,
        new MinimizerState<>(string(file, METHOD), arrays, named),
        epochs(tensor(file, EPOCHS)),
        (int) numbers[0],
        numbers[1],
        kept,
        before,
        numbers[2]);
  }

  private static List<Epoch> epochs(Tensor tensor) {
    double[] rows = tensor.values(Precision.DOUBLE);
    int columns = Epoch.class.getRecordComponents().length;
    if (rows.length % columns != 0) {
      throw new IllegalArgumentException(
          "the epochs have %d numbers, must have %d each".formatted(rows.length, columns));
    }
    return Epoch.all(rows);
  }

  private static void checkSame(String before, String now) {
    List<String> old = binding(before);
    List<String> other = binding(now);
    for (String line : other) {
      if (!old.contains(line)) {
        throw new IllegalArgumentException(
            "the run had other options, %s is not among them; give those of its options.txt"
                .formatted(line));
      }
    }
    for (String line : old) {
      if (!other.contains(line)) {
        throw new IllegalArgumentException(
            "the run had %s; give the options of its options.txt".formatted(line));
      }
    }
  }

  private static List<String> binding(String options) {
    return options
        .lines()
        .filter(line -> FREE.stream().noneMatch(free -> line.startsWith("\"" + free)))
        .toList();
  }

  private static String string(TensorFile file, String name) {
    String value = file.metadata().get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + name + ": it is not the file of a run");
    }
    return value;
  }

  private static Tensor tensor(TensorFile file, String name) {
    Tensor tensor = file.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no " + name + ": it is not the file of a run");
    }
    return tensor;
  }
}
