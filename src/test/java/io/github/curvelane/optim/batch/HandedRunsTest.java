package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run whose steps are taken by one thread after another, in any turn, is that of one thread: what
 * one has evaluated, selected or linearized the next goes on with.
 */
final class HandedRunsTest {
  private static final int EXAMPLES = 40;
  private static final Network<double[]> NETWORK =
      Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 4, 5, 3);
  private static final int[] TURNS = {0, 1, 0, 2, 2, 0, 1, 1, 2};
  private static final List<ExecutorService> THREADS =
      List.of(
          Executors.newSingleThreadExecutor(),
          Executors.newSingleThreadExecutor(),
          Executors.newSingleThreadExecutor());

  static Map<String, Minimizer> methods() {
    Map<String, Minimizer> methods =
        new LinkedHashMap<>(AllMethods.forNetworks("half-squared-error"));
    methods.put("levenberg-marquardt", new LevenbergMarquardt());
    methods.put("gauss-newton", new GaussNewton());
    return methods;
  }

  static List<String> names() {
    return List.copyOf(methods().keySet());
  }

  @AfterAll
  static void endThreads() {
    THREADS.forEach(ExecutorService::shutdown);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRunMayGoFromThreadToThread(String name) throws Exception {
    Minimizer method = methods().get(name).stopping(Stopping.DEFAULT.iterations(TURNS.length));
    double[] alone = NETWORK.initialize(Initializer.FAN_IN, 3);
    double[] handed = alone.clone();
    method.minimize(objective(), alone);
    MinimizerRun<double[]> run = method.start(objective(), handed);
    boolean goesOn = true;
    for (int i = 0; goesOn; i++) {
      goesOn = THREADS.get(TURNS[i % TURNS.length]).submit(run::step).get();
    }
    assertThat(handed).isEqualTo(alone);
  }

  private static NetworkObjective<double[]> objective() {
    SplittableRandom random = new SplittableRandom(7);
    double[] inputs = random.doubles(EXAMPLES * 4, -1.5, 1.5).toArray();
    double[] values = random.doubles(EXAMPLES * 3, -0.2, 0.2).toArray();
    for (int p = 0; p < EXAMPLES; p++) {
      values[3 * p] += inputs[4 * p] * inputs[4 * p + 1];
      values[3 * p + 2] += inputs[4 * p] - inputs[4 * p + 3];
    }
    return new NetworkObjective<>(
        NETWORK.newWorkspace(EXAMPLES),
        Loss.halfSquaredError(),
        inputs,
        Targets.matrix(Precision.DOUBLE, values, 3));
  }
}
