package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.step.Architecture;
import io.github.curvelane.bench.step.Stage;
import io.github.curvelane.bench.step.StepTask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A network and its batch in libtorch, with images by planes. */
final class LibtorchNetwork implements AutoCloseable {
  private final List<Module> modules = new ArrayList<>();
  private final List<UnaryOperator<Tensor>> functions = new ArrayList<>();
  private final TensorVector parameters = new TensorVector();
  private final Tensor inputs;
  private final Tensor labels;

  LibtorchNetwork(StepTask task) {
    torch.manual_seed(1);
    Architecture network = task.network();
    network.layers().forEach(layer -> add(layer, network));
    Stage.Image image = network.inputs();
    inputs =
        network.isDense()
            ? Libtorch.tensor(task.drawInputs(), task.batch(), task.inputs())
            : Libtorch.tensor(
                task.drawPlanes(), task.batch(), image.channels(), image.height(), image.width());
    labels = torch.randint(task.classes(), new long[] {task.batch()}).to(torch.ScalarType.Long);
    int[] drawnLabels = task.drawLabels();
    LongPointer target = new LongPointer(labels.data_ptr());
    for (int i = 0; i < drawnLabels.length; i++) {
      target.put(i, drawnLabels[i]);
    }
  }

  private void add(Architecture.Placed layer, Architecture network) {
    switch (layer.stage()) {
      case Stage.Convolution(int maps, int size, int padding) -> {
        Conv2dOptions options =
            new Conv2dOptions(layer.from().channels(), maps, new LongPointer(size, size));
        options.padding().put(new LongPointer(padding, padding));
        Conv2dImpl convolution = new Conv2dImpl(options);
        keep(convolution, convolution.parameters());
        functions.add(convolution::forward);
        functions.add(activation(network));
      }
      case Stage.AveragePooling(int size) ->
          functions.add(signal -> torch.avg_pool2d(signal, size, size));
      case Stage.MaxPooling(int size) ->
          functions.add(signal -> torch.max_pool2d(signal, size, size));
      case Stage.Dense(int units) -> {
        if (layer.from().height() * layer.from().width() > 1) {
          functions.add(signal -> torch.flatten(signal, 1, -1));
        }
        LinearImpl linear = new LinearImpl(layer.from().units(), units);
        keep(linear, linear.parameters());
        functions.add(linear::forward);
        if (!layer.isLast()) {
          functions.add(activation(network));
        }
      }
    }
  }

  private void keep(Module module, TensorVector own) {
    modules.add(module);
    for (long i = 0; i < own.size(); i++) {
      parameters.push_back(own.get(i));
    }
  }

  private static UnaryOperator<Tensor> activation(Architecture network) {
    return switch (network.hidden()) {
      case TANH -> torch::tanh;
      case RELU -> torch::relu;
    };
  }

  TensorVector parameters() {
    return parameters;
  }

  /** Returns the mean softmax cross-entropy of the batch. */
  Tensor loss() {
    Tensor signal = inputs;
    for (UnaryOperator<Tensor> function : functions) {
      signal = function.apply(signal);
    }
    return torch.cross_entropy_loss(signal, labels);
  }

  @Override
  public void close() {
    inputs.close();
    labels.close();
    parameters.close();
    modules.forEach(Module::close);
  }
}
