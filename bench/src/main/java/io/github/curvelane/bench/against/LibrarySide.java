package io.github.curvelane.bench.against;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Provider;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;
import java.util.SplittableRandom;

/**
 * The calls, written once against the public API and linked to whichever build {@link BuildLoader}
 * finds: it uses nothing that one of the two builds has not.
 */
public final class LibrarySide implements Side {
  private final Parallelism parallelism;

  /**
   * Creates a side; called by reflection, from another loader and so from another package.
   *
   * @param threads the threads that its products may use
   */
  public LibrarySide(int threads) {
    parallelism = threads == 1 ? Parallelism.none() : Parallelism.threads(threads);
  }

  @Override
  public String describe() {
    Provider provider = Provider.current();
    return provider.name() + " kernels, " + provider.bits() + " bits";
  }

  @Override
  public Call prepare(Work work, StepTask task) {
    int[] sizes = task.sizes().stream().mapToInt(Integer::intValue).toArray();
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), sizes);
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(task.batch(), parallelism),
            Loss.softmaxCrossEntropy(),
            task.drawInputs(),
            Targets.labels(Precision.FLOAT, task.drawLabels(), task.classes()));
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    return work == Work.STEP
        ? new Descent(objective, theta)
        : new AtPoint(work, objective, theta, direction(theta.length));
  }

  private static float[] direction(int length) {
    SplittableRandom random = new SplittableRandom(3);
    float[] direction = new float[length];
    for (int i = 0; i < length; i++) {
      direction[i] = (float) random.nextDouble(-1, 1);
    }
    return direction;
  }

  private static final class Descent implements Call {
    private final NetworkObjective<float[]> objective;
    private final Updater<float[]> updater;
    private final float[] theta;
    private final float[] gradient;

    Descent(NetworkObjective<float[]> objective, float[] theta) {
      this.objective = objective;
      this.theta = theta;
      this.gradient = new float[theta.length];
      this.updater = new Sgd().init(Kernels.of(Precision.FLOAT), theta.length);
    }

    @Override
    public void run() {
      updater.begin(StepTask.RATE, theta, gradient);
      objective.valueAndUpdate(theta, gradient, updater);
    }

    @Override
    public float[] result() {
      return theta;
    }
  }

  private static final class AtPoint implements Call {
    private final Work work;
    private final NetworkObjective<float[]> objective;
    private final float[] direction;
    private final float[] result;

    AtPoint(Work work, NetworkObjective<float[]> objective, float[] theta, float[] direction) {
      this.work = work;
      this.objective = objective;
      this.direction = direction;
      this.result = new float[theta.length];
      objective.linearize(theta, result);
    }

    @Override
    public void run() {
      switch (work) {
        case HESSIAN_VECTOR -> objective.hessianVector(direction, result);
        case GAUSS_NEWTON_VECTOR -> objective.gaussNewtonVector(direction, result);
        case BECKER_LECUN -> objective.diagonal(Diagonal.BECKER_LECUN, result);
        case STEP -> throw new AssertionError("a step is no quantity at a point");
      }
    }

    @Override
    public float[] result() {
      return result;
    }
  }
}
