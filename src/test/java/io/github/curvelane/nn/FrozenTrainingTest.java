package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.optim.AdamW;
import io.github.curvelane.optim.Averaging;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.UpdateRule;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A run that leaves layers frozen, in which their gradient is not computed. */
class FrozenTrainingTest {
  private static final int EXAMPLES = 96;
  private static final Network<float[]> NETWORK =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 7, 9, 6, 3);

  /** An objective that can only do what a trainer needs at least. */
  private record Whole(NetworkObjective<float[]> objective)
      implements StochasticObjective<float[]> {
    @Override
    public Precision<float[]> precision() {
      return Precision.FLOAT;
    }

    @Override
    public int dimension() {
      return objective.dimension();
    }

    @Override
    public int examples() {
      return objective.examples();
    }

    @Override
    public int maxBatch() {
      return objective.maxBatch();
    }

    @Override
    public void select(int[] order, int from, int to) {
      objective.select(order, from, to);
    }

    @Override
    public double value(float[] theta) {
      return objective.value(theta);
    }

    @Override
    public double valueAndGradient(float[] theta, float[] gradient) {
      return objective.valueAndGradient(theta, gradient);
    }
  }

  private static NetworkObjective<float[]> objective() {
    SplittableRandom random = new SplittableRandom(5);
    return new NetworkObjective<>(
        NETWORK.newWorkspace(EXAMPLES),
        Loss.softmaxCrossEntropy(),
        Precision.FLOAT.of(random.doubles(EXAMPLES * 7L, -1, 1).toArray()),
        Targets.labels(Precision.FLOAT, random.ints(EXAMPLES, 0, 3).toArray(), 3));
  }

  @Test
  void frozenLayersKeepTheirBitsAndTheOthersGetThoseOfTheWholeGradient() {
    UpdateRule rule =
        ParameterGroups.of(new AdamW(0.1), NETWORK.ranges())
            .frozen("layers.0.*")
            .frozen("layers.2.bias");
    StochasticTrainer trainer =
        StochasticTrainer.of(rule, Schedule.constant(0.01))
            .epochs(84)
            .batch(8)
            .average(Averaging.exponential(0.9))
            .build();
    float[] initial = NETWORK.initialize(Initializer.FAN_IN, 2);
    NetworkObjective<float[]> objective = objective();
    float[] theta = initial.clone();
    assertThat(trainer.train(objective, theta).step()).isEqualTo(1008);
    float[] expected = initial.clone();
    trainer.train(new Whole(objective()), expected);
    assertThat(theta).isEqualTo(expected);
    NETWORK
        .ranges()
        .forEach(
            range ->
                assertThat(
                        Arrays.equals(
                            theta, range.from(), range.to(), initial, range.from(), range.to()))
                    .as(range.name())
                    .isEqualTo(
                        range.name().startsWith("layers.0")
                            || range.name().equals("layers.2.bias")));

    // When the run has ended the objective gives the whole gradient again.
    float[] gradient = new float[theta.length];
    float[] whole = new float[theta.length];
    NetworkObjective<float[]> fresh = objective();
    int[] some = {1, 5, 9, 13, 17};
    fresh.select(some, 0, 5);
    objective.select(some, 0, 5);
    objective.valueAndGradient(theta, gradient);
    fresh.valueAndGradient(theta, whole);
    assertThat(gradient).isEqualTo(whole);
    assertThat(whole[0]).isNotZero();
  }
}
