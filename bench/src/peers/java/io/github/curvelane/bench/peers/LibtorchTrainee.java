package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.bench.step.Trainee;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's C++ library in the build of the JavaCPP presets, which multiplies with OpenBLAS. */
final class LibtorchTrainee implements Trainee {
  LibtorchTrainee(int threads) {
    Libtorch.load(threads);
  }

  @Override
  public String name() {
    return Libtorch.NAME;
  }

  @Override
  public String describe() {
    return "2.10 through JavaCPP, OpenBLAS build, threads " + torch.get_num_threads();
  }

  @Override
  public Steps prepare(StepTask task) {
    return new LibtorchSteps(new LibtorchNetwork(task));
  }

  @Override
  public Optional<HessianVector> prepareHessianVector(StepTask task) {
    return Optional.of(new LibtorchHessianVector(task));
  }

  private static final class LibtorchSteps implements Steps {
    private final LibtorchNetwork network;
    private final SGD optimizer;
    private float loss;

    LibtorchSteps(LibtorchNetwork network) {
      this.network = network;
      this.optimizer = new SGD(network.parameters(), new SGDOptions(StepTask.RATE));
    }

    @Override
    public void step() {
      try (PointerScope _ = new PointerScope()) {
        Tensor mean = network.loss();
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
      optimizer.close();
      network.close();
    }
  }
}
