package io.github.curvelane.bench.step;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Provider;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.List;

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
    int[] sizes = task.sizes().stream().mapToInt(Integer::intValue).toArray();
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), sizes);
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    float[] gradient = new float[theta.length];
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(task.batch(), parallelism),
            Loss.softmaxCrossEntropy(),
            task.drawInputs(),
            Targets.labels(Precision.FLOAT, task.drawLabels(), task.classes()));
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
   * Returns the products of a step and nothing else, on operands of the same shapes: what the step
   * would take if all the rest were free.
   */
  Runnable products(StepTask task) {
    Product<float[]> product = Kernels.of(Precision.FLOAT).newProduct(parallelism);
    List<Runnable> forward = new ArrayList<>();
    List<Runnable> backward = new ArrayList<>();
    int batch = task.batch();
    float[] input = task.drawInputs();
    for (int l = 1; l < task.sizes().size(); l++) {
      int from = task.sizes().get(l - 1);
      int to = task.sizes().get(l);
      float[] x = input;
      float[] w = new float[from * to];
      float[] y = new float[batch * to];
      float[] dw = new float[from * to];
      float[] dx = new float[batch * from];
      forward.add(() -> product.a(x, 0, from).b(w, 0, to).c(y, 0, to).multiply(batch, to, from));
      if (l > 1) {
        backward.add(
            () ->
                product.a(y, 0, to).bTransposed(w, 0, to).c(dx, 0, from).multiply(batch, from, to));
      }
      backward.add(
          () -> product.aTransposed(x, 0, from).b(y, 0, to).c(dw, 0, to).multiply(from, to, batch));
      input = y;
    }
    List<Runnable> all = new ArrayList<>(forward);
    all.addAll(backward.reversed());
    Runnable[] calls = all.toArray(Runnable[]::new);
    return () -> {
      for (Runnable call : calls) {
        call.run();
      }
    };
  }
}
