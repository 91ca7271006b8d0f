package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing is allocated once the kernels are compiled, by any thread of the process. Before that
 * vectors are objects, so each operation is repeated until a whole round of it allocates nothing.
 */
class SteadyStateTest {
  private static final int ROUNDS = 4_000;
  private static final int STEPS_A_ROUND = 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Products of 96 examples by 160 by 160 are large enough to be shared by two threads. */
  @ParameterizedTest
  @CsvSource({"33, 1, 1", "33, 32, 1", "160, 96, 2"})
  void allocatesNothing(int width, int batch, int workers) {
    assertAllocatesNothing(
        Network.perceptron(
            Precision.FLOAT, Activation.tanh(), Activation.identity(), width, width, width, 10),
        batch,
        workers);
  }

  @Test
  void noHeadAllocates() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Layers.inputs(12)
                .dense(9, Activation.tanh())
                .branches(
                    Join.CONCAT,
                    Activation.identity(),
                    main -> main.dense(8, Activation.tanh()).dense(7, Activation.identity()),
                    head -> head.dense(3, Activation.identity()))
                .list());
    Loss loss =
        Loss.ofParts(
            new Loss.Part(0, 7, Loss.softmaxCrossEntropy(), 1),
            new Loss.Part(7, 10, Loss.halfSquaredError(), 0.3));
    Targets<float[]> targets =
        Targets.joined(
            Targets.labels(Precision.FLOAT, new int[16], 7),
            Targets.matrix(Precision.FLOAT, new float[48], 3));
    assertAllocatesNothing(network, 8, 1, loss, targets);
  }

  @Test
  void noLayerAllocates() {
    Activation tanh = Activation.tanh();
    assertAllocatesNothing(
        Network.of(
            Precision.FLOAT,
            new FixedLinear(20, 18, new Random(1).doubles(20 * 18).toArray()),
            new Gain(18, tanh),
            Residual.of(new Dense(18, 18, tanh), new Activate(18, Activation.softsign())),
            new Dense(18, 96, tanh),
            new Convolution(new ImageShape(4, 8, 3), Window.of(3).padding(1), 20, tanh),
            new Convolution(new ImageShape(4, 8, 20), Window.of(1), 3, 1, Biases.NONE, tanh),
            new Convolution(new ImageShape(4, 8, 3), Window.of(3).padding(1), 3, tanh),
            new LocallyConnected(new ImageShape(4, 8, 3), Window.of(3).padding(1), 3, tanh),
            new Subsampling(new ImageShape(4, 8, 3), Window.of(1, 2), tanh),
            new MaxPooling(new ImageShape(4, 7, 3), Window.of(1, 2)),
            new AveragePooling(new ImageShape(4, 6, 3), Window.of(1, 3).stride(3)),
            new Maxout(6, 2),
            new Branches(List.of(List.of(new Dense(6, 7, tanh)), List.of()), Join.CONCAT, tanh),
            new Radial(13, 6).withFixedKappas(new double[] {1, 1, 1, 1, 1, 1}),
            new Softmax(6),
            new Dense(6, 10, Activation.identity())),
        32,
        1);
  }

  @Test
  void normalizationAllocatesNothing() {
    assertAllocatesNothing(
        Network.of(
            Precision.FLOAT,
            new BatchNormalization(20, 1e-5, Activation.identity()),
            new Dense(20, 96, Activation.identity()),
            new BatchNormalization(new ImageShape(4, 8, 3), 1e-5, Activation.tanh()),
            new LayerNormalization(96, 1e-5, Activation.identity()),
            new Dense(96, 10, Activation.identity())),
        32,
        1);
  }

  @Test
  void validationAllocatesNothing() {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 20, 30, 10);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    float[] inputs = new float[20 * 1100];
    int[] labels = IntStream.range(0, 1100).map(i -> i % 10).toArray();
    Targets<float[]> classes = Targets.labels(Precision.FLOAT, labels, 10);
    Targets<float[]> numbers = Targets.coded(Precision.FLOAT, labels, 10, 0, 1);
    NetworkValidation<float[]> classification =
        NetworkValidation.of(network, Loss.softmaxCrossEntropy(), inputs, classes)
            .loss()
            .error()
            .topError(3)
            .metric("first", true, p -> p.output(0, 0))
            .build();
    NetworkValidation<float[]> regression =
        NetworkValidation.of(network, Loss.halfSquaredError(), inputs, numbers)
            .loss()
            .meanAbsoluteError()
            .rootMeanSquaredError()
            .r2()
            .build();
    double[] values = new double[4];
    assertSettles("validation of classes", () -> classification.measure(theta, values));
    assertSettles("validation of numbers", () -> regression.measure(theta, values));
    NetworkExampleErrors<float[]> errors =
        NetworkExampleErrors.of(network, inputs, numbers, Parallelism.none());
    double[] each = new double[1100];
    assertSettles("errors of examples", () -> errors.errors(theta, each));
  }

  private void assertAllocatesNothing(Network<float[]> network, int batch, int workers) {
    int[] labels = new Random(2).ints(2 * batch, 0, 10).toArray();
    Targets<float[]> targets = Targets.labels(Precision.FLOAT, labels, 10);
    assertAllocatesNothing(network, batch, workers, Loss.softmaxCrossEntropy(), targets);
  }

  private void assertAllocatesNothing(
      Network<float[]> network, int batch, int workers, Loss loss, Targets<float[]> targets) {
    int width = network.inputs();
    int examples = 2 * batch;
    float[] inputs = new float[examples * width];
    int[] order = new int[examples];
    Random random = new Random(1);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    for (int p = 0; p < examples; p++) {
      order[p] = examples - 1 - p;
    }
    try (Counting parallelism = new Counting(Parallelism.threads(workers))) {
      var objective =
          new NetworkObjective<>(network.newWorkspace(batch, parallelism), loss, inputs, targets);
      float[] theta = network.initialize(Initializer.FAN_IN, 1);
      float[] gradient = new float[theta.length];
      float[] product = new float[theta.length];
      float[] outputs = new float[batch * 10];
      List<float[]> directions = List.of(theta.clone(), theta.clone());
      List<float[]> products = List.of(theta.clone(), theta.clone());
      Workspace<float[]> prediction = network.newWorkspace(batch, parallelism);
      Updater<float[]> sgd = new Sgd().init(Kernels.of(Precision.FLOAT), theta.length);
      CoordinateUpdate<float[]> descent = new Descent();

      assertSettles(
          "training step",
          () -> {
            objective.select(order, 0, batch);
            sgd.begin(0.01, theta, gradient);
            objective.valueAndUpdate(theta, gradient, sgd);
          });
      assertSettles(
          "step of a rule that takes finished gradients",
          () -> objective.valueAndUpdate(theta, gradient, descent));
      if (objective.hasExamples()) {
        assertSettles("prediction", () -> prediction.predict(theta, inputs, 0, batch, outputs));
      }
      assertSettles("linearization", () -> objective.linearize(theta, gradient));
      objective.linearize(theta, gradient);
      assertSettles("Hv", () -> objective.hessianVector(gradient, product));
      assertSettles("kept point", () -> objective.keep(theta, product));
      assertSettles(
          "Hv that moves v",
          () -> {
            sgd.begin(1e-6, directions.getFirst(), product);
            objective.hessianVectorAndUpdate(directions.getFirst(), product, sgd);
          });
      assertSettles("two Hv", () -> objective.hessianVectors(directions, products));
      assertSettles("Gv", () -> objective.gaussNewtonVector(gradient, product));
      assertSettles("two Gv", () -> objective.gaussNewtonVectors(directions, products));
      if (objective.hasExamples()) {
        assertSettles("Fv", () -> objective.empiricalFisherVector(gradient, product));
      }
      assertSettles("Jv", () -> objective.jacobianVector(gradient, outputs));
      assertSettles("Jᵀu", () -> objective.jacobianTransposeVector(outputs, product));
      assertSettles("diagonal", () -> objective.diagonal(Diagonal.BECKER_LECUN, product));
      assertThat(parallelism.shared > 0).as("work was shared").isEqualTo(workers > 1);
    }
  }

  private void assertSettles(String what, Runnable operation) {
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && allocated != 0; round++) {
      long before = threads.getTotalThreadAllocatedBytes();
      for (int step = 0; step < STEPS_A_ROUND; step++) {
        operation.run();
      }
      allocated = threads.getTotalThreadAllocatedBytes() - before;
    }
    assertThat(allocated).as("bytes allocated by %d times %s", STEPS_A_ROUND, what).isZero();
  }

  /** Counts the rounds of work that are given to several threads. */
  private static final class Counting implements Parallelism {
    private final Parallelism team;
    private long shared;

    Counting(Parallelism team) {
      this.team = team;
    }

    @Override
    public int threads() {
      return team.threads();
    }

    @Override
    public void run(int tasks, Task task) {
      if (tasks > 1 && team.threads() > 1) {
        shared++;
      }
      team.run(tasks, task);
    }

    @Override
    public void close() {
      team.close();
    }
  }

  private static final class Descent implements CoordinateUpdate<float[]> {
    private final Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);

    @Override
    public void update(float[] theta, float[] gradient, int from, int to) {
      kernels.vectorAlgebra().axpy(to - from, -0.01, gradient, from, theta, from);
    }
  }
}
