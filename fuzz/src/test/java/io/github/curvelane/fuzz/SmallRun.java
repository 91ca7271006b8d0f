package io.github.curvelane.fuzz;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Averaging;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.PlateauSchedule;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.TrainingState;

/** Runs over six examples, of which states are made and by which they are resumed. */
public enum SmallRun {
  /** Adam, with an average of the parameters. */
  ADAM(
      StochasticTrainer.of(new Adam(), Schedule.constant(0.01))
          .batch(2)
          .average(Averaging.exponential(0.9))),
  /** A rule that looks ahead, with a schedule that remembers. */
  NESTEROV(
      StochasticTrainer.of(new Nesterov(0.9), new PlateauSchedule(0.1, 0.5, 1, 1e-3, 1e-4))
          .batch(2)),
  /** A rule with integers in its memory. */
  RPROP(
      StochasticTrainer.of(new Rprop(Rprop.Variant.IMPROVED_PLUS), Schedule.constant(0.01))
          .batch(6));

  private static final int EPOCHS = 3;

  private final StochasticTrainer trainer;

  SmallRun(StochasticTrainer.Builder builder) {
    trainer = builder.epochs(EPOCHS).build();
  }

  private static Network<float[]> network() {
    return Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 2, 2);
  }

  private static NetworkObjective<float[]> objective() {
    float[] inputs = {1, 0, 0, 1, -1, 0, 0, -1, 1, 1, -1, -1};
    return new NetworkObjective<>(
        network().newWorkspace(6),
        Loss.softmaxCrossEntropy(),
        inputs,
        Targets.labels(Precision.FLOAT, new int[] {0, 1, 0, 1, 0, 1}, 2));
  }

  private static float[] theta() {
    return network().initialize(Initializer.FAN_IN, 1);
  }

  /** Goes on from a state. */
  public TrainingRun<float[]> resume(TrainingState<float[]> state) {
    return trainer.resume(objective(), theta(), state);
  }

  /** Returns the state after some steps. */
  public TrainingState<float[]> after(int steps) {
    TrainingRun<float[]> run = trainer.start(objective(), theta());
    for (int i = 0; i < steps; i++) {
      run.step();
    }
    return run.save();
  }
}
