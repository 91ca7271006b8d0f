package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.conv.ConvolutionTask;
import io.github.curvelane.bench.conv.ConvolutionTask.Operation;
import io.github.curvelane.bench.conv.Convolver;
import io.github.curvelane.bench.step.Planes;
import io.github.curvelane.kernel.ConvolutionShape;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The convolution of libtorch and its gradients, with images by planes. */
final class LibtorchConvolver implements Convolver {
  private static final long[] ONE = {1, 1};
  private static final long[] ZERO = {0, 0};

  LibtorchConvolver(int threads) {
    Libtorch.load(threads);
  }

  @Override
  public String name() {
    return Libtorch.NAME;
  }

  @Override
  public Prepared prepare(ConvolutionTask task) {
    return new LibtorchConvolution(task);
  }

  private static final class LibtorchConvolution implements Prepared {
    private final ConvolutionTask task;
    private final ConvolutionShape shape;
    private final long[] padding;
    private final Tensor images;
    private final Tensor weights;
    private final Tensor signal;
    private final Map<Operation, BoolPointer> masks = new EnumMap<>(Operation.class);

    LibtorchConvolution(ConvolutionTask task) {
      this.task = task;
      shape = task.shape();
      padding = new long[] {shape.paddingY(), shape.paddingX()};
      int batch = task.batch();
      int pixels = shape.height() * shape.width();
      images =
          Libtorch.tensor(
              Planes.transposed(task.drawImages(), batch, pixels, shape.channels()),
              batch,
              shape.channels(),
              shape.height(),
              shape.width());
      float[] byMap = Planes.transposed(task.drawWeights(), 1, shape.terms(), shape.maps());
      int window = shape.windowHeight() * shape.windowWidth();
      weights =
          Libtorch.tensor(
              Planes.transposed(byMap, shape.maps(), window, shape.channels()),
              shape.maps(),
              shape.channels(),
              shape.windowHeight(),
              shape.windowWidth());
      signal =
          Libtorch.tensor(
              Planes.transposed(task.drawSignal(), batch, shape.places(), shape.maps()),
              batch,
              shape.maps(),
              shape.outputHeight(),
              shape.outputWidth());
      masks.put(Operation.INPUT_GRADIENT, mask(0));
      masks.put(Operation.WEIGHT_GRADIENT, mask(1));
    }

    /** Asks for one of the gradients by images, weights and bias. */
    private static BoolPointer mask(int which) {
      BoolPointer mask = new BoolPointer(3);
      for (int i = 0; i < 3; i++) {
        mask.put(i, i == which);
      }
      return mask;
    }

    @Override
    public void compute(Operation operation) {
      try (PointerScope _ = new PointerScope()) {
        computeIn(operation);
      }
    }

    /** Returns the result, in the scope of the caller. */
    private Tensor computeIn(Operation operation) {
      try (NoGradGuard _ = new NoGradGuard()) {
        return switch (operation) {
          case FORWARD -> torch.conv2d(images, weights, new TensorOptional(), ONE, padding, ONE, 1);
          case INPUT_GRADIENT -> backward(operation).get0();
          case WEIGHT_GRADIENT -> backward(operation).get1();
        };
      }
    }

    private T_TensorTensorTensor_T backward(Operation operation) {
      return torch.convolution_backward(
          signal,
          images,
          weights,
          new LongArrayRefOptional(),
          ONE,
          padding,
          ONE,
          false,
          ZERO,
          1,
          masks.get(operation));
    }

    @Override
    public float[] result(Operation operation) {
      try (PointerScope _ = new PointerScope()) {
        float[] planes = Libtorch.values(computeIn(operation).contiguous());
        int batch = task.batch();
        int pixels = shape.height() * shape.width();
        int window = shape.windowHeight() * shape.windowWidth();
        return switch (operation) {
          case FORWARD -> Planes.transposed(planes, batch, shape.maps(), shape.places());
          case INPUT_GRADIENT -> Planes.transposed(planes, batch, shape.channels(), pixels);
          case WEIGHT_GRADIENT ->
              Planes.transposed(
                  Planes.transposed(planes, shape.maps(), shape.channels(), window),
                  1,
                  shape.maps(),
                  shape.terms());
        };
      }
    }

    @Override
    public void close() {
      images.close();
      weights.close();
      signal.close();
      masks.values().forEach(BoolPointer::close);
    }
  }
}
