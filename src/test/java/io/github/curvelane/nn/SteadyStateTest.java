package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.util.Random;
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

  @ParameterizedTest
  @CsvSource({"1, 1", "32, 1", "32, 2"})
  void allocatesNothing(int batch, int workers) {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 40, 33, 10);
    float[] inputs = new float[64 * 40];
    int[] labels = new int[64];
    int[] order = new int[64];
    Random random = new Random(1);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    for (int p = 0; p < labels.length; p++) {
      labels[p] = random.nextInt(10);
      order[p] = 63 - p;
    }
    try (Parallelism parallelism = Parallelism.threads(workers)) {
      var objective =
          new NetworkObjective<>(
              network.newWorkspace(32, parallelism),
              Loss.softmaxCrossEntropy(),
              inputs,
              Targets.labels(Precision.FLOAT, labels, 10));
      float[] theta = network.initialize(Initializer.FAN_IN, 1);
      float[] gradient = new float[theta.length];
      float[] product = new float[theta.length];
      float[] outputs = new float[32 * 10];
      Workspace<float[]> prediction = network.newWorkspace(32, parallelism);
      CoordinateUpdate<float[]> sgd = new Descent();

      assertSettles(
          "training step",
          () -> {
            objective.select(order, 0, batch);
            objective.valueAndUpdate(theta, gradient, sgd);
          });
      assertSettles("prediction", () -> prediction.predict(theta, inputs, 0, batch, outputs));
      assertSettles("linearization", () -> objective.linearize(theta, gradient));
      objective.linearize(theta, gradient);
      assertSettles("Hv", () -> objective.hessianVector(gradient, product));
      assertSettles("Gv", () -> objective.gaussNewtonVector(gradient, product));
      assertSettles("diagonal", () -> objective.diagonal(Diagonal.BECKER_LECUN, product));
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

  private static final class Descent implements CoordinateUpdate<float[]> {
    private final Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);

    @Override
    public void update(float[] theta, float[] gradient, int from, int to) {
      kernels.updates().sgd(theta, gradient, from, to, 0.01);
    }
  }
}
