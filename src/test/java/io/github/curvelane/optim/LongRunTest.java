package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs as long as those of weeks: the memory stays, steps allocate nothing, and whoever goes on
 * from the state of any checkpoint comes to the bits of the next. A short one always; by {@code mvn
 * -Pexhaustive -pl src test -Dtest=LongRunTest} one of two million steps.
 */
final class LongRunTest {
  private static final int EXAMPLES = 64;
  private static final int BATCH = 4;
  private static final int STEPS_AN_EPOCH = EXAMPLES / BATCH;

  /** What the end of an epoch may allocate; a step nothing. */
  private static final long BYTES_AN_EPOCH = 64;

  /** What the heap may grow by between the first checkpoint and the last. */
  private static final long GROWTH = 2_000_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Network<float[]> network =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 3, 5, 2);

  private StochasticTrainer trainer(int steps) {
    return StochasticTrainer.of(new Adam(), Schedule.cosine(0.01, 1e-4, steps))
        .epochs(steps / STEPS_AN_EPOCH)
        .batch(BATCH)
        .average(Averaging.exponential(0.999))
        .build();
  }

  private NetworkObjective<float[]> objective() {
    float[] inputs = new float[3 * EXAMPLES];
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (i * 37 % 101 - 50) / 25f;
    }
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = inputs[3 * i] * inputs[3 * i + 1] > 0 ? 1 : 0;
    }
    return new NetworkObjective<>(
        network.newWorkspace(BATCH),
        Loss.softmaxCrossEntropy(),
        inputs,
        Targets.labels(Precision.FLOAT, labels, 2));
  }

  private static long heap() throws InterruptedException {
    System.gc();
    Thread.sleep(50);
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Takes all steps but the last, in as many parts, and each part again from its beginning. */
  private List<Long> assertSteady(int steps, int parts) throws InterruptedException {
    int part = steps / parts;
    TrainingRun<float[]> run =
        trainer(steps).start(objective(), network.initialize(Initializer.FAN_IN, 1));
    List<Long> heaps = new ArrayList<>();
    List<Long> allocated = new ArrayList<>();
    TrainingState<float[]> before = null;
    for (int k = 0; k < parts - 1; k++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < part; i++) {
        run.step();
      }
      allocated.add(threads.getCurrentThreadAllocatedBytes() - bytes);
      TrainingState<float[]> state = run.save();
      if (before != null) {
        TrainingRun<float[]> again =
            trainer(steps).resume(objective(), new float[network.parameters()], before);
        for (int i = 0; i < part; i++) {
          again.step();
        }
        assertSame(state, again.save());
      }
      before = state;
      heaps.add(heap());
    }
    assertThat(heaps.getLast()).isLessThan(heaps.get(1) + GROWTH);
    System.out.printf("%d times %d steps: heap after each %s%n", parts - 1, part, heaps);
    return allocated;
  }

  private static void assertSame(TrainingState<float[]> one, TrainingState<float[]> other) {
    assertThat(other.steps()).isEqualTo(one.steps());
    assertThat(other.arrays().keySet()).isEqualTo(one.arrays().keySet());
    one.arrays()
        .forEach(
            (name, array) ->
                assertThat(Precision.FLOAT.sameBits(other.arrays().get(name), array))
                    .as(name)
                    .isTrue());
    one.integers()
        .forEach((name, order) -> assertThat(other.integers().get(name)).as(name).isEqualTo(order));
  }

  @Test
  void aShortRunIsSteady() throws InterruptedException {
    assertSteady(20_000, 5);
  }

  /**
   * In half of the parts: code that is not compiled yet, or not any more, makes objects of vectors.
   */
  @Test
  @Tag("exhaustive")
  void twoMillionStepsAreSteady() throws InterruptedException {
    List<Long> allocated = assertSteady(2_200_000, 11);
    System.out.println("bytes allocated in each: " + allocated);
    long usual = allocated.stream().sorted().toList().get(allocated.size() / 2);
    assertThat(usual).isLessThanOrEqualTo(BYTES_AN_EPOCH * (200_000 / STEPS_AN_EPOCH));
  }
}
