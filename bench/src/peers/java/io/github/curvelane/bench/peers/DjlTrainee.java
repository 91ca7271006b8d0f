package io.github.curvelane.bench.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.bench.step.Trainee;

/** PyTorch through DJL, whose build multiplies with MKL. */
final class DjlTrainee implements Trainee {
  private final int threads;

  DjlTrainee(int threads) {
    this.threads = threads;
    Engine.getInstance();
  }

  @Override
  public String name() {
    return "DJL";
  }

  @Override
  public String describe() {
    Engine engine = Engine.getInstance();
    return engine.getEngineName()
        + " "
        + engine.getVersion()
        + " through DJL, MKL build, threads "
        + threads;
  }

  @Override
  public Steps prepare(StepTask task) {
    SequentialBlock block = new SequentialBlock();
    for (int l = 1; l < task.sizes().size(); l++) {
      block.add(Linear.builder().setUnits(task.sizes().get(l)).build());
      if (l < task.sizes().size() - 1) {
        block.add(Activation.tanhBlock());
      }
    }
    Model model = Model.newInstance("net");
    model.setBlock(block);
    Optimizer sgd =
        Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) StepTask.RATE)).build();
    Loss loss = Loss.softmaxCrossEntropyLoss();
    Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(sgd));
    trainer.initialize(new Shape(task.batch(), task.inputs()));
    NDManager manager = trainer.getManager();
    NDArray inputs = manager.create(task.drawInputs(), new Shape(task.batch(), task.inputs()));
    NDArray labels = manager.create(task.drawLabels(), new Shape(task.batch(), 1));
    return new DjlSteps(model, trainer, loss, new NDList(inputs), new NDList(labels));
  }

  private static final class DjlSteps implements Steps {
    private final Model model;
    private final Trainer trainer;
    private final Loss loss;
    private final NDList inputs;
    private final NDList labels;
    private float last;

    DjlSteps(Model model, Trainer trainer, Loss loss, NDList inputs, NDList labels) {
      this.model = model;
      this.trainer = trainer;
      this.loss = loss;
      this.inputs = inputs;
      this.labels = labels;
    }

    @Override
    public void step() {
      try (GradientCollector collector = trainer.newGradientCollector();
          NDList outputs = trainer.forward(inputs);
          NDArray mean = loss.evaluate(labels, outputs)) {
        collector.backward(mean);
        last = mean.getFloat();
      }
      trainer.step();
    }

    @Override
    public double loss() {
      return last;
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
    }
  }
}
