package io.github.curvelane.bench.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.curvelane.bench.step.Architecture;
import io.github.curvelane.bench.step.Stage;
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
    task.network().layers().forEach(layer -> add(layer, task.network(), block));
    Model model = Model.newInstance("net");
    model.setBlock(block);
    Optimizer sgd =
        Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) StepTask.RATE)).build();
    Loss loss = Loss.softmaxCrossEntropyLoss();
    Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(sgd));
    Stage.Image image = task.network().inputs();
    Shape shape =
        task.network().isDense()
            ? new Shape(task.batch(), task.inputs())
            : new Shape(task.batch(), image.channels(), image.height(), image.width());
    trainer.initialize(shape);
    NDManager manager = trainer.getManager();
    NDArray inputs = manager.create(task.drawPlanes(), shape);
    NDArray labels = manager.create(task.drawLabels(), new Shape(task.batch(), 1));
    return new DjlSteps(model, trainer, loss, new NDList(inputs), new NDList(labels));
  }

  private static void add(Architecture.Placed layer, Architecture network, SequentialBlock block) {
    switch (layer.stage()) {
      case Stage.Convolution(int maps, int size, int padding) ->
          block
              .add(
                  Conv2d.builder()
                      .setKernelShape(new Shape(size, size))
                      .setFilters(maps)
                      .optPadding(new Shape(padding, padding))
                      .build())
              .add(activation(network));
      case Stage.AveragePooling(int size) ->
          block.add(Pool.avgPool2dBlock(new Shape(size, size), new Shape(size, size)));
      case Stage.MaxPooling(int size) ->
          block.add(Pool.maxPool2dBlock(new Shape(size, size), new Shape(size, size)));
      case Stage.Dense(int units) -> {
        if (layer.from().height() * layer.from().width() > 1) {
          block.add(Blocks.batchFlattenBlock());
        }
        block.add(Linear.builder().setUnits(units).build());
        if (!layer.isLast()) {
          block.add(activation(network));
        }
      }
    }
  }

  private static Block activation(Architecture network) {
    return switch (network.hidden()) {
      case TANH -> Activation.tanhBlock();
      case RELU -> Activation.reluBlock();
    };
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
