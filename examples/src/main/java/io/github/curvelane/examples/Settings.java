package io.github.curvelane.examples;

import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.optim.BatchSizes;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.UpdateRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/** Everything that a run depends on besides its data: the options, with every default filled in. */
record Settings(
    Map<String, String> echo,
    String architecture,
    List<Layer> layers,
    boolean chooses,
    Activation hidden,
    Activation output,
    Loss loss,
    Initializer initializer,
    Preprocessing preprocessing,
    int epochs,
    BatchSizes batches,
    int largestBatch,
    OptionalInt microBatch,
    Order order,
    OptionalDouble rate,
    boolean byEigenvalue,
    String optimizer,
    double momentum,
    String schedule,
    UpdateRule rule,
    long steps,
    long seed,
    Optional<String> minimizer,
    int monitor,
    List<String> frozen,
    OptionalInt patience,
    Optional<Averages> average,
    CheckpointInterval interval) {
  private static final List<String> FREE =
      List.of(
          "--threads",
          "--checkpoint-every",
          "--micro-batch",
          "--data",
          "--images",
          "--labels",
          "--test");
  private static final int ITERATIONS = 200;
  private static final int MOST_GROWTH = 16;
  private static final double SLOWEST_GROWTH = 1.000001;
  private static final int IMAGE_EPOCHS = 15;
  private static final int IMAGE_BATCH = 64;
  private static final int IMAGE_UNITS = 300;
  private static final int TABLE_BATCH = 32;
  private static final int SMALLEST_TABLE_BATCH = 8;
  private static final int TABLE_STEPS = 4000;
  private static final int MOST_TABLE_EPOCHS = 500;
  private static final int TABLE_UNITS = 32;

  /** How an epoch is ordered. */
  enum Order {
    SHUFFLED,
    INTERLEAVED,
    EMPHASIZING,
    CURRICULUM,
    SEQUENTIAL;

    static Order parse(String text) {
      for (Order order : values()) {
        if (order.toString().equals(text)) {
          return order;
        }
      }
      throw new UserException(
          "--order is '"
              + text
              + "', must be shuffled, interleaved, emphasizing, curriculum or"
              + " sequential");
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Fills in what was not said, from the preset and from the data.
   *
   * @throws UserException if an option has a value that cannot be used
   */
  static Settings of(TrainOptions given, Examples examples) {
    Preset preset = Preset.parse(given.preset);
    boolean classes = examples.isClassification();
    int outputs = examples.names().size();
    int rows = examples.training().examples();
    if (classes && outputs < 2) {
      throw new UserException("the data have one class only, training needs at least two");
    }
    boolean image = examples.image().isPresent();
    int features = examples.training().inputs().features();
    String layersSaid =
        first(given.layers, presetLayers(preset, examples), image ? null : "auto", "");
    String usualLoss = classes ? "softmax-cross-entropy" : "half-squared-error";
    Loss loss = parse("--loss", first(given.loss, preset.loss(), usualLoss), Loss::parse);
    Activation hidden =
        parse(
            "--activation",
            first(given.activation, preset.activation(), "lecun-tanh"),
            Activation::parse);
    Activation output =
        given.outputActivation != null
            ? parse("--output-activation", given.outputActivation, Activation::parse)
            : classes && loss.isForNumbers() ? hidden : Activation.identity();
    String architecture =
        layersSaid.isEmpty() || layersSaid.equals("auto")
            ? features + "-" + (image ? IMAGE_UNITS : TABLE_UNITS) + "-" + outputs
            : layersSaid;
    checkFits(architecture, layers(architecture, hidden, output), examples);
    Initializer initializer = initializer(first(given.init, "fan-in"));
    String usualNormalization = image ? "global" : "per-feature";
    Preprocessing preprocessing =
        Preprocessing.fit(
            first(given.normalization, usualNormalization),
            usualNormalization,
            examples,
            given.threads);
    List<Layer> layers = layers(preprocessing.trained(architecture), hidden, output);
    Optional<String> minimizer = minimizer(given);
    int usualBatch = minimizer.isPresent() ? rows : first(preset.batch(), usualBatch(image, rows));
    int batch = batch(given.batch, usualBatch, rows, image);
    int usualEpochs =
        minimizer.isPresent()
            ? ITERATIONS
            : first(preset.epochs(), usualEpochs(image, rows, batch));
    int epochs = atLeast("--epochs", first(given.epochs, usualEpochs), 0);
    double growth = growth(given.batchGrowth);
    int largest = growth == 1 ? batch : (int) Math.min((long) batch * MOST_GROWTH, rows);
    BatchSizes batches =
        parse("--batch-growth", growth, factor -> BatchSizes.growing(batch, factor, largest));
    OptionalInt microBatch = microBatch(given);
    String usualOrder = minimizer.isPresent() ? "sequential" : first(preset.order(), "shuffled");
    Order order = Order.parse(first(given.order, usualOrder));
    if ((order == Order.INTERLEAVED || order == Order.CURRICULUM) && !classes) {
      if (given.order != null) {
        throw new UserException(
            "--order " + order + " needs classes, the data have numbers to predict");
      }
      order = Order.SHUFFLED;
    }
    String optimizer = first(given.optimizer, Optimizers.USUAL);
    double momentum = first(given.momentum, Optimizers.MOMENTUM);
    UpdateRule rule =
        parse(
            "--momentum",
            momentum,
            m -> Optimizers.rule(optimizer, new Optimizers.Circumstances(m, given.seed, rows)));
    double usual = first(image ? preset.rate() : null, Optimizers.usualRate(optimizer, classes));
    OptionalDouble rate = rate(first(given.rate, image ? null : "auto", ""), usual);
    boolean byEigenvalue = "lambda".equals(given.rate);
    if (byEigenvalue && Optimizers.rateFor(optimizer, momentum, 1).isEmpty()) {
      throw new UserException(
          "--lr lambda gives no rate for --optimizer " + optimizer + ", whose steps are scaled");
    }
    int monitor = given.monitor == null ? 0 : atLeast("--monitor", given.monitor, 1);
    String schedule = first(given.schedule, image ? "constant" : "cosine");
    long steps = steps(epochs, batch, growth, largest, rows);
    parse("--lr", rate.orElse(1), Schedule::constant);
    Optimizers.schedule(schedule, 1, steps);
    List<String> frozen = given.freeze == null ? List.of() : List.of(given.freeze.split(",", -1));
    OptionalInt patience = patience(given, examples);
    Optional<Averages> average =
        Optional.ofNullable(given.average).map(text -> Averages.parse(text, steps));
    CheckpointInterval interval =
        given.checkpointEvery == null
            ? CheckpointInterval.USUAL
            : CheckpointInterval.parse(given.checkpointEvery);
    boolean chooses =
        layersSaid.equals("auto")
            && examples.validation().isPresent()
            && loss.toString().equals(usualLoss);
    Map<String, String> echo = new LinkedHashMap<>();
    given.data.echo(echo);
    echo.put("--normalization", preprocessing.name());
    echo.put("--layers", layersSaid.equals("auto") ? "auto" : architecture);
    echo.put("--activation", hidden.toString());
    echo.put("--output-activation", output.toString());
    echo.put("--loss", loss.toString());
    echo.put("--init", initializer.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    echo.put("--epochs", String.valueOf(epochs));
    if (minimizer.isPresent()) {
      echo.put("--minimizer", minimizer.get());
    } else {
      echo.put("--batch", String.valueOf(batch));
      echo.put("--batch-growth", String.valueOf(growth));
      microBatch.ifPresent(pieces -> echo.put("--micro-batch", String.valueOf(pieces)));
      echo.put("--order", order.toString());
      echo.put("--optimizer", optimizer);
      echo.put("--lr", rate(rate, byEigenvalue));
      echo.put("--schedule", schedule);
      echo.put("--momentum", String.valueOf(momentum));
      if (monitor > 0) {
        echo.put("--monitor", String.valueOf(monitor));
      }
      if (given.freeze != null) {
        echo.put("--freeze", given.freeze);
      }
      patience.ifPresent(validations -> echo.put("--patience", String.valueOf(validations)));
      average.ifPresent(it -> echo.put("--average", it.text()));
      echo.put("--checkpoint-every", interval.text());
    }
    echo.put("--seed", String.valueOf(given.seed));
    echo.put("--threads", String.valueOf(given.threads));
    echo.put("--precision", given.precision);
    return new Settings(
        echo,
        architecture,
        layers,
        chooses,
        hidden,
        output,
        loss,
        initializer,
        preprocessing,
        epochs,
        batches,
        largest,
        microBatch,
        order,
        rate,
        byEigenvalue,
        optimizer,
        momentum,
        schedule,
        rule,
        steps,
        given.seed,
        minimizer,
        monitor,
        frozen,
        patience,
        average,
        interval);
  }

  private static OptionalInt microBatch(TrainOptions given) {
    return given.microBatch == null
        ? OptionalInt.empty()
        : OptionalInt.of(atLeast("--micro-batch", given.microBatch, 1));
  }

  /** A minimizer takes what it needs from the objective: what rules are told does not apply. */
  private static Optional<String> minimizer(TrainOptions given) {
    if (given.minimizer == null) {
      return Optional.empty();
    }
    Map<String, Object> others = new LinkedHashMap<>();
    others.put("--batch", given.batch);
    others.put("--batch-growth", given.batchGrowth);
    others.put("--micro-batch", given.microBatch);
    others.put("--order", given.order);
    others.put("--optimizer", given.optimizer);
    others.put("--lr", given.rate);
    others.put("--schedule", given.schedule);
    others.put("--momentum", given.momentum);
    others.put("--monitor", given.monitor);
    others.put("--freeze", given.freeze);
    others.put("--patience", given.patience);
    others.put("--average", given.average);
    others.put("--checkpoint-every", given.checkpointEvery);
    others.forEach(
        (option, value) -> {
          if (value != null) {
            throw new UserException(
                option + " is for optimizers, which step batch by batch; --minimizer has none");
          }
        });
    return Optional.of(Minimizers.checked(given.minimizer));
  }

  private static OptionalInt patience(TrainOptions given, Examples examples) {
    if (given.patience == null) {
      return OptionalInt.empty();
    }
    if (examples.validation().isEmpty()) {
      throw new UserException(
          "--patience needs validation examples to lose it with, such as --validation 0.1");
    }
    return OptionalInt.of(atLeast("--patience", given.patience, 1));
  }

  /**
   * Returns the options that a run that is resumed must have as before: all but where it runs, how
   * often it is saved and where its data are, which are known by their content; and the number of
   * epochs, unless rates or the order follow from it.
   */
  Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>(echo);
    FREE.forEach(identity::remove);
    boolean endless = schedule.equals("constant") || schedule.equals("plateau");
    if (endless && order != Order.CURRICULUM) {
      identity.remove("--epochs");
    }
    return identity;
  }

  /** A tenth of a small table, so that a step sees a part of it and not all. */
  private static int usualBatch(boolean image, int rows) {
    int batch = image ? IMAGE_BATCH : Math.clamp(rows / 10, SMALLEST_TABLE_BATCH, TABLE_BATCH);
    return Math.min(batch, rows);
  }

  private static int batch(Integer given, int usual, int rows, boolean image) {
    if (given == null) {
      return Math.min(usual, rows);
    }
    atLeast("--batch", given, 1);
    if (given > rows && !image) {
      return rows;
    }
    if (given > rows) {
      throw new UserException(
          "--batch is " + given + ", larger than the " + rows + " training examples");
    }
    return given;
  }

  /** What is learnt takes steps: a small table is gone through more often. */
  private static int usualEpochs(boolean image, int rows, int batch) {
    int steps = Math.ceilDiv(rows, batch);
    return image
        ? IMAGE_EPOCHS
        : Math.clamp(Math.ceilDiv(TABLE_STEPS, steps), IMAGE_EPOCHS, MOST_TABLE_EPOCHS);
  }

  private static OptionalDouble rate(String text, double usual) {
    if (text.equals("auto") || text.equals("lambda")) {
      return OptionalDouble.empty();
    }
    if (text.isEmpty()) {
      return OptionalDouble.of(usual);
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new UserException("--lr is '" + text + "', must be a number, auto or lambda", e);
    }
  }

  private static String rate(OptionalDouble given, boolean byEigenvalue) {
    return given.isPresent()
        ? String.valueOf(given.getAsDouble())
        : byEigenvalue ? "lambda" : "auto";
  }

  /** A slower growth would take more epochs to the next size than anyone has. */
  private static double growth(Double given) {
    if (given != null && given > 1 && given < SLOWEST_GROWTH) {
      throw new UserException(
          "--batch-growth is " + given + ", must be 1 or at least " + SLOWEST_GROWTH);
    }
    return first(given, 1.0);
  }

  /**
   * Counts the steps of all epochs; batches that have become the largest stay so. The sizes are
   * those of {@link BatchSizes#growing}, each from the one before: by itself each would be formed
   * from the first.
   */
  private static long steps(int epochs, int first, double growth, int largest, int examples) {
    long steps = 0;
    double size = first;
    for (int e = 1; e <= epochs; e++) {
      int batch = (int) Math.min(largest, Math.rint(size));
      if (batch == largest) {
        return steps + (epochs - e + 1L) * Math.ceilDiv(examples, batch);
      }
      steps += Math.ceilDiv(examples, batch);
      size *= growth;
    }
    return steps;
  }

  @SafeVarargs
  private static <T> T first(T... candidates) {
    for (T candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("the last candidate must be there");
  }

  private static <T, R> R parse(String option, T value, Function<T, R> parser) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new UserException(option + ": " + e.getMessage(), e);
    }
  }

  private static int atLeast(String option, int value, int bound) {
    if (value < bound) {
      throw new UserException(option + " is " + value + ", must be at least " + bound);
    }
    return value;
  }

  private static Initializer initializer(String name) {
    for (Initializer initializer : Initializer.values()) {
      if (initializer.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return initializer;
      }
    }
    throw new UserException(
        "--init is '" + name + "', must be fan-in, fan-in-uniform, uniform, glorot or he");
  }

  private static String presetLayers(Preset preset, Examples examples) {
    if (preset.layers() == null) {
      return null;
    }
    if (examples.image().isEmpty()) {
      throw new UserException("--preset is one for images, the data are none");
    }
    return "1x" + examples.image().get() + "-" + preset.layers();
  }

  private static List<Layer> layers(String text, Activation hidden, Activation output) {
    return parse("--layers", text, it -> Layers.parse(it, hidden, output).list());
  }

  private static void checkFits(String text, List<Layer> layers, Examples examples) {
    int features = examples.training().inputs().features();
    int outputs = examples.names().size();
    if (layers.isEmpty()) {
      throw new UserException("--layers is '" + text + "', must be inputs and at least one layer");
    }
    if (layers.getFirst().inputs() != features || layers.getLast().outputs() != outputs) {
      throw new UserException(
          "--layers %s does not fit the data, which have %d inputs and %d outputs"
              .formatted(text, features, outputs));
    }
    String inputs = text.substring(0, text.indexOf('-'));
    String image = examples.image().map(shape -> "1x" + shape).orElse(inputs);
    if (inputs.contains("x") && !inputs.equals(image)) {
      throw new UserException(
          "--layers %s does not fit the data, which are images of %s".formatted(text, image));
    }
  }

  /** Returns the options as a file that the program takes as {@code @FILE}. */
  String argumentFile() {
    StringBuilder text = new StringBuilder("# Repeats the run: curvelane train @FILE --out DIR\n");
    echo.forEach(
        (option, value) -> {
          String escaped = (option + "=" + value).replace("\\", "\\\\").replace("\"", "\\\"");
          text.append('"').append(escaped).append("\"\n");
        });
    return text.toString();
  }
}
