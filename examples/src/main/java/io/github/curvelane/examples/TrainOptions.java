package io.github.curvelane.examples;

import io.github.curvelane.examples.input.TableOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code train}, as given: null where nothing was said. */
final class TrainOptions {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "digits",
      description = {
        "What to learn: 'digits' or 'digits16' (built in), a folder of IDX files, a .csv or a"
            + " .safetensors file (default: ${DEFAULT-VALUE})."
      })
  String data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      defaultValue = "",
      description = "CSV: name or index of the column with the class (default: the last).")
  String label;

  @Option(
      names = "--targets",
      paramLabel = "COLUMN",
      split = ",",
      description = "CSV: columns to predict as numbers, in place of a class.")
  List<String> targets = new ArrayList<>();

  @Option(
      names = "--header",
      paramLabel = "auto|yes|no",
      defaultValue = "auto",
      description = "CSV: whether the first line names the columns (default: ${DEFAULT-VALUE}).")
  TableOptions.Header header;

  @Option(
      names = "--normalization",
      paramLabel = "KIND",
      description = {
        "What is done to inputs: none, centring, global (centred, one scale for all; the default"
            + " for images) or per-feature (the default for tables)."
      })
  String normalization;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "Options that belong together; single ones can still be given. efficient-backprop: batch 1,"
            + " half squared error, targets -1 and 1, LeCun's tanh, classes interleaved."
      })
  String preset;

  @Option(
      names = "--layers",
      paramLabel = "N-N-N",
      description = "Units: inputs, of each hidden layer, outputs (default: 300 hidden ones).")
  String layers;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "Of hidden units: lecun-tanh (default), tanh, logistic, relu, gelu, silu, ...")
  String activation;

  @Option(
      names = "--output-activation",
      paramLabel = "NAME",
      description = {
        "Of the outputs (default: identity; for half-squared-error on classes that of the hidden"
            + " units)."
      })
  String outputActivation;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description = {
        "softmax-cross-entropy (default for classes), half-squared-error (default for numbers),"
            + " mean-squared-error, binary-cross-entropy, huber(1.0), ..."
      })
  String loss;

  @Option(
      names = "--init",
      paramLabel = "NAME",
      description = "Initial weights: fan-in (default), fan-in-uniform, uniform, glorot, he.")
  String init;

  @Option(names = "--epochs", paramLabel = "N", description = "How many (default: 15).")
  Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Examples a step (default: 64).")
  Integer batch;

  @Option(
      names = "--batch-growth",
      paramLabel = "X",
      description = "Multiply the batch by this each epoch, up to 16 times (default: 1).")
  Double batchGrowth;

  @Option(
      names = "--order",
      paramLabel = "NAME",
      description = {
        "Of the examples in an epoch: shuffled (default), interleaved (classes take turns),"
            + " emphasizing (drawn by their current error) or sequential."
      })
  String order;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      completionCandidates = Optimizers.Names.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: sgd).")
  String optimizer;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "The learning rate (default: 0.2 for sgd on classes, 0.001 for adam, ...).")
  Double rate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "Of the rate: constant (default); linear or cosine, down to a hundredth of it.")
  String schedule;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "Of momentum and nesterov, from 0 to below 1 (default: 0.9).")
  Double momentum;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of initial weights and order (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads; they do not change the result (default: ${DEFAULT-VALUE}).")
  int threads;

  @Option(
      names = "--precision",
      paramLabel = "float|double",
      defaultValue = "float",
      description = "Of all numbers (default: ${DEFAULT-VALUE}).")
  String precision;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out",
      description = "Where model, metrics and report go (default: ${DEFAULT-VALUE}).")
  Path out;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only the closing lines.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print the configuration and more.")
  boolean verbose;

  Console console() {
    return new Console(
        quiet ? Console.Level.QUIET : verbose ? Console.Level.VERBOSE : Console.Level.NORMAL);
  }
}
