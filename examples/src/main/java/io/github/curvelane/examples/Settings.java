package io.github.curvelane.examples;

import io.github.curvelane.data.BatchSizes;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.UpdateRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Everything that a run depends on besides its data: the options, with every default filled in. */
record Settings(
    Map<String, String> echo,
    int[] layers,
    Activation hidden,
    Activation output,
    Loss loss,
    boolean coded,
    Initializer initializer,
    String normalization,
    int epochs,
    BatchSizes batches,
    int largestBatch,
    Order order,
    Schedule schedule,
    UpdateRule rule,
    long seed) {
  private static final int MOST_GROWTH = 16;
  private static final double FLOOR = 0.1;
  private static final List<String> NORMALIZATIONS =
      List.of("none", "centring", "global", "per-feature");

  /** How an epoch is ordered. */
  enum Order {
    SHUFFLED,
    INTERLEAVED,
    EMPHASIZING,
    SEQUENTIAL;

    static Order parse(String text) {
      for (Order order : values()) {
        if (order.toString().equals(text)) {
          return order;
        }
      }
      throw new UserException(
          "--order is '" + text + "', must be shuffled, interleaved, emphasizing or sequential");
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
  static Settings of(TrainOptions given, Examples<?> examples) {
    Preset preset = Preset.parse(given.preset);
    Dataset<?> data = examples.training();
    boolean classes = data.isClassification();
    if (classes && data.outputs() < 2) {
      throw new UserException("the data have one class only, training needs at least two");
    }
    boolean image = examples.image().isPresent();
    Map<String, String> echo = new LinkedHashMap<>();
    int[] layers = layers(given.layers, data);
    Loss loss =
        parse(
            "--loss",
            first(
                given.loss,
                preset.loss(),
                classes ? "softmax-cross-entropy" : "half-squared-error"),
            Loss::parse);
    Activation hidden =
        parse(
            "--activation",
            first(given.activation, preset.activation(), "lecun-tanh"),
            Activation::parse);
    boolean coded = classes && loss.isForNumbers();
    Activation output =
        given.outputActivation != null
            ? parse("--output-activation", given.outputActivation, Activation::parse)
            : coded ? hidden : Activation.identity();
    Initializer initializer = initializer(first(given.init, "fan-in"));
    String normalization =
        oneOf(
            "--normalization",
            first(given.normalization, image ? "global" : "per-feature"),
            NORMALIZATIONS);
    int epochs = atLeast("--epochs", first(given.epochs, preset.epochs(), 15), 0);
    int batch = atLeast("--batch", first(given.batch, preset.batch(), 64), 1);
    if (batch > data.examples()) {
      throw new UserException(
          "--batch is " + batch + ", larger than the " + data.examples() + " training examples");
    }
    double growth = first(given.batchGrowth, 1.0);
    int largest = growth == 1 ? batch : (int) Math.min((long) batch * MOST_GROWTH, data.examples());
    BatchSizes batches =
        parse("--batch-growth", growth, factor -> BatchSizes.growing(batch, factor, largest));
    Order order = Order.parse(first(given.order, preset.order(), "shuffled"));
    if (order == Order.INTERLEAVED && !classes) {
      throw new UserException(
          "--order interleaved needs classes, the data have numbers to predict");
    }
    String optimizer = first(given.optimizer, "sgd");
    double momentum = first(given.momentum, Optimizers.MOMENTUM);
    UpdateRule rule = parse("--momentum", momentum, m -> Optimizers.rule(optimizer, m));
    double rate = first(given.rate, preset.rate(), Optimizers.usualRate(optimizer, classes));
    String scheduleName = first(given.schedule, "constant");
    long steps = steps(epochs, batches, largest, data.examples());
    Schedule schedule = parse("--lr", rate, r -> Optimizers.schedule(scheduleName, r, steps));
    echo.put("--data", given.data);
    if (!given.label.isEmpty()) {
      echo.put("--label", given.label);
    }
    if (!given.targets.isEmpty()) {
      echo.put("--targets", String.join(",", given.targets));
    }
    echo.put("--header", given.header.name().toLowerCase(Locale.ROOT));
    echo.put("--normalization", normalization);
    echo.put("--layers", text(layers));
    echo.put("--activation", hidden.toString());
    echo.put("--output-activation", output.toString());
    echo.put("--loss", loss.toString());
    echo.put("--init", initializer.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    echo.put("--epochs", String.valueOf(epochs));
    echo.put("--batch", String.valueOf(batch));
    echo.put("--batch-growth", String.valueOf(growth));
    echo.put("--order", order.toString());
    echo.put("--optimizer", optimizer);
    echo.put("--lr", String.valueOf(rate));
    echo.put("--schedule", scheduleName);
    echo.put("--momentum", String.valueOf(momentum));
    echo.put("--seed", String.valueOf(given.seed));
    echo.put("--threads", String.valueOf(given.threads));
    echo.put("--precision", given.precision);
    return new Settings(
        echo,
        layers,
        hidden,
        output,
        loss,
        coded,
        initializer,
        normalization,
        epochs,
        batches,
        largest,
        order,
        schedule,
        rule,
        given.seed);
  }

  /** Counts the steps of all epochs; batches that have become the largest stay so. */
  private static long steps(int epochs, BatchSizes batches, int largest, int examples) {
    long steps = 0;
    for (int e = 1; e <= epochs; e++) {
      int batch = batches.in(e);
      if (batch == largest) {
        return steps + (epochs - e + 1L) * Math.ceilDiv(examples, batch);
      }
      steps += Math.ceilDiv(examples, batch);
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

  private static String oneOf(String option, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new UserException(
          option + " is '" + value + "', must be one of " + String.join(", ", known));
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

  private static int[] layers(String text, Dataset<?> data) {
    if (text == null) {
      return new int[] {data.features(), 300, data.outputs()};
    }
    if (!text.matches("[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})+")) {
      throw new UserException(
          "--layers is '" + text + "', must be numbers of units such as 784-300-10");
    }
    int[] layers = Arrays.stream(text.split("-")).mapToInt(Integer::parseInt).toArray();
    if (layers[0] != data.features() || layers[layers.length - 1] != data.outputs()) {
      throw new UserException(
          "--layers "
              + text
              + " does not fit the data, which have "
              + data.features()
              + " inputs and "
              + data.outputs()
              + " outputs");
    }
    return layers;
  }

  private static String text(int[] layers) {
    return String.join("-", Arrays.stream(layers).mapToObj(String::valueOf).toList());
  }

  /** Fits the preprocessing on training data. */
  Normalization fit(Dataset<?> training) {
    return switch (normalization) {
      case "none" -> Normalization.none(training.features());
      case "centring" -> Normalization.centring(training);
      case "global" -> Normalization.global(training);
      default -> Normalization.perFeature(training, FLOOR);
    };
  }

  /** Returns the two targets of a class that is coded as numbers: off and on. */
  double[] code() {
    return output.isOdd() ? new double[] {-1, 1} : new double[] {0, 1};
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
