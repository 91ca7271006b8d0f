package io.github.curvelane.bench.step;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Provider;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;

/** This library. */
final class CurvelaneTrainee implements Trainee {
  static final String NAME = "Curvelane";

  private final Parallelism parallelism;

  CurvelaneTrainee(int threads) {
    parallelism = Parallelism.threads(threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String describe() {
    Provider provider = Provider.current();
    return provider.name() + " kernels, " + provider.bits() + " bits";
  }

  @Override
  public Steps prepare(StepTask task) {
    Network<float[]> network = Networks.of(task.network());
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    float[] gradient = new float[theta.length];
    var objective = Networks.objective(task, network.newWorkspace(task.batch(), parallelism));
    Updater<float[]> updater = new Sgd().init(Kernels.of(Precision.FLOAT), theta.length);
    return new Steps() {
      private double loss;

      @Override
      public void step() {
        updater.begin(StepTask.RATE, theta, gradient);
        loss = objective.valueAndUpdate(theta, gradient, updater);
      }

      @Override
      public double loss() {
        return loss;
      }
    };
  }

  /**
   * Returns the products and convolutions of a step and nothing else, on operands of the same
   * shapes: what the step would take if all the rest were free.
   */
  Runnable products(StepTask task) {
    return StepProducts.of(task, parallelism);
  }
}
