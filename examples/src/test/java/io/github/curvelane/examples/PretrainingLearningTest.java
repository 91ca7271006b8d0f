package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Split;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.transfer.GreedyPretraining;
import io.github.curvelane.transfer.Hints;
import io.github.curvelane.transfer.PlanStage;
import io.github.curvelane.transfer.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What pretraining and hints make of deep networks on real digits: batches of 64, plain descent.
 */
@Tag("exhaustive")
class PretrainingLearningTest {
  private static final int BATCH = 64;

  private Dataset<float[]> training;
  private Dataset<float[]> test;

  @BeforeEach
  void read() throws IOException {
    Path mnist = Path.of(System.getProperty("curvelane.test.mnist", "none"));
    assumeTrue(Files.isDirectory(mnist));
    Dataset<float[]> digits =
        IdxFile.dataset(
            Precision.FLOAT,
            IdxFile.read(mnist.resolve("t10k-images-idx3-ubyte.gz")),
            IdxFile.read(mnist.resolve("t10k-labels-idx1-ubyte.gz")),
            10);
    Split split = Split.everyKth(digits.examples(), 5);
    Dataset<float[]> raw = digits.select(split.training());
    Normalization normalization = Normalization.global(raw);
    training = normalization.apply(raw);
    test = normalization.apply(digits.select(split.test()));
  }

  /** The bounds are the least and greatest of PyTorch's three seeds in this setting, and 0.7. */
  @ParameterizedTest
  @CsvSource({"10", "20", "30"})
  void fiveLogisticLayersLearnOneAfterTheOther(long seed) {
    Network<float[]> network = network(Activation.logistic(), 100, 6);
    Initialization init = Initialization.of(Initializer.FAN_IN);
    float[] plain = network.initialize(init, seed);
    trainer(new Sgd(), 0.2, 15, seed).train(objective(network), plain).orThrow();
    TrainingPlan<float[]> plan =
        GreedyPretraining.of(network)
            .plan(
                init,
                seed,
                stage -> objective(stage.network()),
                stage -> trainer(stage.rule(new Sgd()), 0.2, 3, seed + stage.number()));
    float[] greedy = plan.train().orThrow().parameters();
    float[] fine =
        plan.then(
                PlanStage.of(
                    "all", () -> objective(network), trainer(new Sgd(), 0.2, 15, seed + 6)))
            .train()
            .orThrow()
            .parameters();
    assertThat(error(network, plain)).as("at once").isBetween(61 - 0.7, 89 + 0.7);
    assertThat(error(network, greedy)).as("one by one").isBetween(15.8 - 0.7, 17.1 + 0.7);
    assertThat(error(network, fine)).as("then together").isBetween(6.25 - 0.7, 6.8 + 0.7);
  }

  /**
   * Students of width 30, deeper than their teacher 784-300-300-10. Logistic ones of eight layers
   * do not train without hints; tanh ones do, and gain.
   */
  @ParameterizedTest
  @CsvSource({
    // activation, layers, rate, rate of hints, alone at least, with hints at most, and of alone
    "logistic, 8, 0.5, 0.05, 80, 12, 0.2",
    "tanh, 11, 0.1, 0.02, 0, 8, 0.95"
  })
  void hintsHelpStudents(
      String activation,
      int layers,
      double rate,
      double rateOfHints,
      double aloneLeast,
      double hintedMost,
      double share) {
    Network<float[]> teacher =
        Network.perceptron(
            Precision.FLOAT, Activation.tanh(), Activation.identity(), 784, 300, 300, 10);
    float[] taught = teacher.initialize(Initializer.FAN_IN, 100);
    trainer(new Sgd(), 0.1, 10, 100).train(objective(teacher), taught).orThrow();
    Network<float[]> student = network(Activation.parse(activation), 30, layers);
    Hints<float[]> hints = Hints.of(teacher, 2, student, layers / 2);
    Targets<float[]> said = hints.targets(taught, training.inputs());
    for (long seed = 1; seed <= 3; seed++) {
      long s = seed;
      float[] start = student.initialize(Initializer.FAN_IN, seed);
      float[] alone = start.clone();
      trainer(new Sgd(), rate, 15, seed).train(objective(student), alone).orThrow();
      NetworkObjective<float[]> guided =
          new NetworkObjective<>(
              hints.guided().newWorkspace(BATCH), Loss.halfSquaredError(), training.inputs(), said);
      float[] hinted =
          TrainingPlan.of(
                  Precision.FLOAT,
                  hints.guided(start, Initialization.of(Initializer.FAN_IN), seed + 50),
                  PlanStage.of(
                      "hints", () -> guided, trainer(new Sgd(), rateOfHints, 15, seed + 7)),
                  new PlanStage<>(
                      "student",
                      () -> objective(student),
                      trainer(new Sgd(), rate, 15, s),
                      theta -> hints.hinted(theta, start)))
              .train()
              .orThrow()
              .parameters();
      double without = error(student, alone);
      assertThat(without).as("alone, seed %d", seed).isGreaterThan(aloneLeast);
      assertThat(error(student, hinted))
          .as("with hints, seed %d, alone %.2f", seed, without)
          .isLessThan(hintedMost)
          .isLessThan(share * without);
    }
  }

  private static Network<float[]> network(Activation activation, int width, int layers) {
    int[] sizes = new int[layers + 1];
    Arrays.fill(sizes, width);
    sizes[0] = 784;
    sizes[layers] = 10;
    return Network.perceptron(Precision.FLOAT, activation, Activation.identity(), sizes);
  }

  private NetworkObjective<float[]> objective(Network<float[]> network) {
    return new NetworkObjective<>(
        network.newWorkspace(BATCH),
        Loss.softmaxCrossEntropy(),
        training.inputs(),
        Targets.labels(Precision.FLOAT, training.labels(), 10));
  }

  private static StochasticTrainer trainer(UpdateRule rule, double rate, int epochs, long seed) {
    return StochasticTrainer.of(rule, Schedule.constant(rate))
        .epochs(epochs)
        .batch(BATCH)
        .seed(seed)
        .build();
  }

  /** Of the test digits, in percent. */
  private double error(Network<float[]> network, float[] theta) {
    int examples = test.examples();
    float[] outputs = new float[examples * 10];
    network.newWorkspace(500).predict(theta, test.inputs(), 0, examples, outputs);
    int wrong = 0;
    for (int i = 0; i < examples; i++) {
      int best = 0;
      for (int k = 1; k < 10; k++) {
        best = outputs[10 * i + k] > outputs[10 * i + best] ? k : best;
      }
      wrong += best == test.labels()[i] ? 0 : 1;
    }
    return 100.0 * wrong / examples;
  }
}
