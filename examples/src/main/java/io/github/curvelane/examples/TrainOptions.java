package io.github.curvelane.examples;

import io.github.curvelane.examples.input.DataOptions;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code train}, as given: null where nothing was said. */
final class TrainOptions {
  @Mixin DataOptions data = new DataOptions();

  @Option(
      names = "--normalization",
      paramLabel = "KIND",
      description = {
        "What is done to inputs: none, centring, global (centred, one scale for all; the default"
            + " for images) or per-feature (the default for tables). Behind that default, principal"
            + " components: decorrelation, whitening (each of variance 1) or zca (rotated back)."
            + " whitening:50 takes 50, whitening:0.99 those with 99 %% of the variance,"
            + " whitening:floor=0.01 takes variances below that part of the largest for it."
      })
  String normalization;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "Options that belong together; single ones can still be given. efficient-backprop: batch 1,"
            + " half squared error, targets -1 and 1, LeCun's tanh, classes interleaved; with a"
            + " small net of shared weights efficient-backprop-figure-26. lenet5: LeNet-5."
      })
  String preset;

  @Option(
      names = "--layers",
      paramLabel = "LAYERS",
      description = {
        "Units: inputs, of each hidden layer, outputs (default for images: 300 hidden ones)."
            + " Images: 1x28x28-conv6:5-avg2-conv16:5-avg2-120-84-10. Besides N: convM:K[sS][pP],"
            + " localM:K, subK, avgK, maxK[sS], bn, ln, maxoutN:J,"
            + " rbfN (first; k-means). auto, the default for"
            + " tables: 32 hidden ones; none, if a linear network does as well on the validation"
            + " examples."
      })
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

  @Option(
      names = "--minimizer",
      paramLabel = "NAME",
      completionCandidates = Minimizers.Names.class,
      description = {
        "Instead of an optimizer: all training examples in one batch, by one of"
            + " ${COMPLETION-CANDIDATES}. An epoch is an iteration. newton, lm, bfgs and br take"
            + " memory for a square matrix of the parameters."
      })
  String minimizer;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = {
        "Continue a run that ended in this folder, or was killed, with the options that it had: it"
            + " ends in the same bits. --threads may be other, and --epochs with a minimizer or a"
            + " constant rate."
      })
  Path resume;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = {
        "How many (default: 15; for small tables more, some 4000 steps in all; 200 iterations)."
      })
  Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples a step (default: 64; for tables 32, less for small ones).")
  Integer batch;

  @Option(
      names = "--batch-growth",
      paramLabel = "X",
      description = "Multiply the batch by this each epoch, up to 16 times (default: 1).")
  Double batchGrowth;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      description = {
        "Work on a batch in pieces of N examples, in the memory of a piece; does not change the"
            + " result."
      })
  Integer microBatch;

  @Option(
      names = "--order",
      paramLabel = "NAME",
      description = {
        "Of the examples in an epoch: shuffled (default), interleaved (classes take turns),"
            + " emphasizing (drawn by their current error), curriculum (at first those near the"
            + " mean of their class) or sequential."
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
      description = {
        "The learning rate, or auto: 1/k of the curvature k along gradients, a tenth of it with a"
            + " momentum of 0.9; or lambda: 1/k of the largest eigenvalue k of the Hessian"
            + " (default: auto for tables; for images 0.2 with sgd, ...; 0.001 for adam)."
      })
  String rate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = {
        "Of the rate: constant (default for images); linear or cosine (default for tables), down to"
            + " a hundredth of it; plateau, a tenth of it each time that the validation loss has"
            + " not become less in 3 epochs."
      })
  String schedule;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "Of momentum and nesterov, from 0 to below 1 (default: 0.9).")
  Double momentum;

  @Option(
      names = "--monitor",
      paramLabel = "N",
      description = {
        "Every N steps measure the gradient g, the curvature along it, what they predict of a step,"
            + " and the largest eigenvalue of the Hessian, on some training examples; to"
            + " curvature.csv and the report. Does not change the result; after --resume the last"
            + " digits of eigenvalues may be others."
      })
  Integer monitor;

  @Option(
      names = "--freeze",
      paramLabel = "NAMES",
      description = {
        "Leave parameters as they are: names separated by commas, such as layers.0.weight, or"
            + " layers.0.* for all of the first layer."
      })
  String freeze;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = {
        "Stop when the validation loss has not become less in N epochs; the network of the best"
            + " epoch is kept."
      })
  Integer patience;

  @Option(
      names = "--average",
      paramLabel = "KIND",
      description = {
        "Average the parameters over the steps, try and save the average: ema:0.999 (exponential),"
            + " or polyak:STEP (the mean from that step on; default: the second half)."
      })
  String average;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME|N",
      description = {
        "Save the run to the output folder so often, and when it ends: seconds, such as 0.5s, or a"
            + " number of steps; or never (default: 10s)."
      })
  String checkpointEvery;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of initial weights, order and division (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads; they do not change the result (default: ${DEFAULT-VALUE}).")
  int threads = 1;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "With --minimizer: compute on this cluster of Apache Spark, with --threads in each"
            + " executor: spark://HOST:PORT, or local[N] for N tasks of this process. Data are read"
            + " here and sent; the result is the same. CURVELANE_JAVA_OPTS may set Spark's"
            + " properties, such as -Dspark.executor.memory=2g."
      })
  String master;

  @Option(
      names = "--precision",
      paramLabel = "float|double",
      defaultValue = "float",
      description = "Of all numbers (default: ${DEFAULT-VALUE}).")
  String precision = "float";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out",
      description = "Where model, metrics and report go (default: ${DEFAULT-VALUE}).")
  Path out = Path.of("out");

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
