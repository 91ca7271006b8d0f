package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.bench.step.Trainee;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's C++ library in the build of the JavaCPP presets, which multiplies with OpenBLAS. */
final class LibtorchTrainee implements Trainee {
  LibtorchTrainee(int threads) {
    try {
      // The first load from a fresh cache fails unless all libraries are already unpacked.
      Loader.cacheResources("/org/bytedeco/pytorch/" + Loader.getPlatform());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    torch.set_num_threads(threads);
  }

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public String describe() {
    return "2.10 through JavaCPP, OpenBLAS build, threads " + torch.get_num_threads();
  }

  @Override
  public Steps prepare(StepTask task) {
    torch.manual_seed(1);
    List<LinearImpl> layers = new ArrayList<>();
    TensorVector parameters = new TensorVector();
    for (int l = 1; l < task.sizes().size(); l++) {
      LinearImpl layer = new LinearImpl(task.sizes().get(l - 1), task.sizes().get(l));
      layers.add(layer);
      TensorVector own = layer.parameters();
      for (long i = 0; i < own.size(); i++) {
        parameters.push_back(own.get(i));
      }
    }
    Tensor inputs = torch.randn(task.batch(), task.inputs());
    float[] drawn = task.drawInputs();
    new FloatPointer(inputs.data_ptr()).put(drawn, 0, drawn.length);
    Tensor labels =
        torch.randint(task.classes(), new long[] {task.batch()}).to(torch.ScalarType.Long);
    int[] drawnLabels = task.drawLabels();
    LongPointer target = new LongPointer(labels.data_ptr());
    for (int i = 0; i < drawnLabels.length; i++) {
      target.put(i, drawnLabels[i]);
    }
    return new LibtorchSteps(
        layers, inputs, labels, new SGD(parameters, new SGDOptions(StepTask.RATE)));
  }

  private static final class LibtorchSteps implements Steps {
    private final LinearImpl[] layers;
    private final Tensor inputs;
    private final Tensor labels;
    private final SGD optimizer;
    private float loss;

    LibtorchSteps(List<LinearImpl> layers, Tensor inputs, Tensor labels, SGD optimizer) {
      this.layers = layers.toArray(LinearImpl[]::new);
      this.inputs = inputs;
      this.labels = labels;
      this.optimizer = optimizer;
    }

    @Override
    public void step() {
      try (PointerScope _ = new PointerScope()) {
        Tensor signal = inputs;
        for (int l = 0; l < layers.length; l++) {
          signal = layers[l].forward(signal);
          if (l < layers.length - 1) {
            signal = torch.tanh(signal);
          }
        }
        Tensor mean = torch.cross_entropy_loss(signal, labels);
        optimizer.zero_grad();
        mean.backward();
        optimizer.step();
        loss = mean.item_float();
      }
    }

    @Override
    public double loss() {
      return loss;
    }

    @Override
    public void close() {
      inputs.close();
      labels.close();
      optimizer.close();
      for (LinearImpl layer : layers) {
        layer.close();
      }
    }
  }
}
