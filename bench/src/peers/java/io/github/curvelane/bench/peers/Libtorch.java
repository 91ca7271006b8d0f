package io.github.curvelane.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's C++ library in the build of the JavaCPP presets. */
final class Libtorch {
  static final String NAME = "libtorch";

  private Libtorch() {}

  static void load(int threads) {
    try {
      // The first load from a fresh cache fails unless all libraries are already unpacked.
      Loader.cacheResources("/org/bytedeco/pytorch/" + Loader.getPlatform());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    torch.set_num_threads(threads);
  }

  /** Returns a new tensor. */
  static Tensor tensor(float[] values, long... shape) {
    Tensor tensor = torch.zeros(shape);
    new FloatPointer(tensor.data_ptr()).put(values, 0, values.length);
    return tensor;
  }

  /** Returns the elements of a tensor without gaps. */
  static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    new FloatPointer(tensor.data_ptr()).get(values, 0, values.length);
    return values;
  }
}
