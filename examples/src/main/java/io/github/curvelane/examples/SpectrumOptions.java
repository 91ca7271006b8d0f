package io.github.curvelane.examples;

import io.github.curvelane.examples.input.DataOptions;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code spectrum}, as given: null where nothing was said. */
final class SpectrumOptions {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = {
        "A stored model (default: a network with initial weights, as train would begin with)."
      })
  Path model;

  @Mixin DataOptions data = new DataOptions();

  @Option(
      names = "--normalization",
      paramLabel = "KIND",
      description = "Without --model: as for train.")
  String normalization;

  @Option(names = "--preset", paramLabel = "NAME", description = "Without --model: as for train.")
  String preset;

  @Option(
      names = "--layers",
      paramLabel = "LAYERS",
      description = "Without --model: units, as for train.")
  String layers;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "Without --model: as for train.")
  String activation;

  @Option(
      names = "--output-activation",
      paramLabel = "NAME",
      description = "Without --model: as for train.")
  String outputActivation;

  @Option(names = "--loss", paramLabel = "NAME", description = "Without --model: as for train.")
  String loss;

  @Option(names = "--init", paramLabel = "NAME", description = "Without --model: as for train.")
  String init;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "4096",
      description = "The first training examples, whose mean loss it is about (default: 4096).")
  int examples = 4096;

  @Option(
      names = "--matrix",
      paramLabel = "NAME",
      defaultValue = "hessian",
      description = "hessian (default), gauss-newton, or fisher: the empirical one.")
  SpectrumMatrix matrix = SpectrumMatrix.HESSIAN;

  @Option(
      names = "--layer",
      paramLabel = "L",
      description = "Only the block of this layer, from 0, as in names like layers.0.weight.")
  Integer layer;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the largest eigenvalues (default: 10).")
  int top = 10;

  @Option(
      names = "--bottom",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many of the smallest eigenvalues (default: 5).")
  int bottom = 5;

  @Option(
      names = "--density",
      description = "The density of all eigenvalues too, by Lanczos quadrature.")
  boolean density;

  @Option(
      names = "--online",
      description = "The largest eigenvalue as it is found online, one example at a time, too.")
  boolean online;

  @Option(
      names = "--rates",
      description = {
        "The training loss after epochs one example at a time at rates from 1/8 to 4 of"
            + " 1/lambda max, too."
      })
  boolean rates;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Examples of a batch, for the curvature along its gradient (default: 64).")
  int batch = 64;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of initial weights, division, probes and orders (default: 1).")
  long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads; they do not change the result (default: 1).")
  int threads = 1;

  @Option(
      names = "--precision",
      paramLabel = "float|double",
      description = "Of all numbers (default: that of the model, or float).")
  String precision;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "spectrum",
      description = "Where the numbers and the page go (default: ${DEFAULT-VALUE}).")
  Path out = Path.of("spectrum");

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only the closing lines.")
  boolean quiet;

  Console console() {
    return new Console(quiet ? Console.Level.QUIET : Console.Level.NORMAL);
  }

  /** What {@code train} is told to begin with the same network. */
  TrainOptions training() {
    TrainOptions training = new TrainOptions();
    training.data = data;
    training.normalization = normalization;
    training.preset = preset;
    training.layers = layers;
    training.activation = activation;
    training.outputActivation = outputActivation;
    training.loss = loss;
    training.init = init;
    training.seed = seed;
    training.batch = null;
    return training;
  }
}
