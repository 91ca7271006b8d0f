package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.bench.step.Trainee;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Hv by differentiating the gradient's product with v (double backward). */
final class LibtorchHessianVector implements Trainee.HessianVector {
  private final LibtorchNetwork network;
  private final TensorVector direction = new TensorVector();

  LibtorchHessianVector(StepTask task) {
    network = new LibtorchNetwork(task);
    for (Tensor parameter : network.parameters().get()) {
      direction.push_back(torch.randn_like(parameter).detach());
    }
  }

  @Override
  public void multiply() {
    try (PointerScope _ = new PointerScope()) {
      multiplyIn();
    }
  }

  /** Returns Hv, in the scope of the caller. */
  private TensorVector multiplyIn() {
    TensorVector parameters = network.parameters();
    TensorVector none = new TensorVector();
    BoolOptional byDefault = new BoolOptional();
    TensorVector gradient =
        torch.grad(new TensorVector(network.loss()), parameters, none, byDefault, true, false);
    return torch.grad(gradient, parameters, direction, byDefault, false, false);
  }

  @Override
  public double curvature() {
    try (PointerScope _ = new PointerScope()) {
      TensorVector product = multiplyIn();
      double sum = 0;
      for (long i = 0; i < product.size(); i++) {
        sum += product.get(i).mul(direction.get(i)).sum().item_double();
      }
      return sum;
    }
  }

  @Override
  public void close() {
    direction.close();
    network.close();
  }
}
