package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.bench.step.Trainee;
import org.encog.Encog;
import org.encog.engine.network.activation.ActivationSigmoid;
import org.encog.engine.network.activation.ActivationTANH;
import org.encog.mathutil.randomize.RangeRandomizer;
import org.encog.ml.data.basic.BasicMLDataSet;
import org.encog.neural.networks.BasicNetwork;
import org.encog.neural.networks.layers.BasicLayer;
import org.encog.neural.networks.training.propagation.back.Backpropagation;

/**
 * Encog in pure Java: double precision, squared error on logistic outputs (it has no softmax
 * cross-entropy), plain gradient descent on the whole batch.
 */
final class EncogTrainee implements Trainee {
  /** Initial weights are uniform up to this, so that no unit saturates. */
  private static final double WEIGHT = 0.05;

  private static final double MOST_OPERATIONS = 1e9;

  private final int threads;

  EncogTrainee(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "Encog";
  }

  @Override
  public String describe() {
    return Encog.VERSION + ", double precision, squared error, threads " + threads;
  }

  /** It has no convolutions, and larger steps take many seconds. */
  @Override
  public boolean supports(StepTask task) {
    return task.network().isDense() && task.operations() <= MOST_OPERATIONS;
  }

  @Override
  public Steps prepare(StepTask task) {
    BasicNetwork network = new BasicNetwork();
    int last = task.sizes().size() - 1;
    network.addLayer(new BasicLayer(null, true, task.inputs()));
    for (int l = 1; l < last; l++) {
      network.addLayer(new BasicLayer(new ActivationTANH(), true, task.sizes().get(l)));
    }
    network.addLayer(new BasicLayer(new ActivationSigmoid(), false, task.classes()));
    network.getStructure().finalizeStructure();
    new RangeRandomizer(-WEIGHT, WEIGHT).randomize(network);
    float[] drawn = task.drawInputs();
    int[] labels = task.drawLabels();
    double[][] inputs = new double[task.batch()][task.inputs()];
    double[][] targets = new double[task.batch()][task.classes()];
    for (int p = 0; p < task.batch(); p++) {
      for (int j = 0; j < task.inputs(); j++) {
        inputs[p][j] = drawn[p * task.inputs() + j];
      }
      targets[p][labels[p]] = 1;
    }
    Backpropagation training =
        new Backpropagation(
            network, new BasicMLDataSet(inputs, targets), StepTask.RATE / task.batch(), 0);
    training.setThreadCount(threads);
    return new Steps() {
      @Override
      public void step() {
        training.iteration();
      }

      @Override
      public double loss() {
        return training.getError();
      }

      @Override
      public void close() {
        training.finishTraining();
      }
    };
  }
}
