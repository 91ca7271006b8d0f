package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Layer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Safetensors: refused as malformed, or the same tensors from a file as from a stream, which can be
 * written and read again; and networks of PyTorch taken from them.
 */
class TensorFileFuzzTest {
  @FuzzTest
  void reads(byte[] bytes) throws IOException {
    try (Budget _ = Budget.start()) {
      TensorFile file = read(bytes);
      TensorFile streamed = readStream(bytes);
      if (file == null) {
        return;
      }
      assertSame(file, streamed);
      assertSame(file, read(written(file)));
      for (Tensor tensor : file.tensors().values()) {
        assertThat(tensor.values(Precision.DOUBLE)).hasSize(tensor.length());
      }
      takesNetwork(file.tensors());
    }
  }

  private static TensorFile read(byte[] bytes) throws IOException {
    try {
      return TensorFile.read(new ByteArrayInputStream(bytes), "tensors", bytes.length);
    } catch (MalformedDataException e) {
      Refusal.check(e);
      return null;
    }
  }

  private static TensorFile readStream(byte[] bytes) throws IOException {
    try {
      return TensorFile.read(new ByteArrayInputStream(bytes), "tensors");
    } catch (MalformedDataException e) {
      Refusal.check(e);
      return null;
    }
  }

  private static byte[] written(TensorFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.write(bytes);
    return bytes.toByteArray();
  }

  private static void assertSame(TensorFile one, TensorFile other) {
    if (other == null) {
      fail("read, and refused another time: " + one);
    }
    assertThat(other.metadata()).isEqualTo(one.metadata());
    assertThat(other.tensors().keySet()).containsExactlyElementsOf(one.tensors().keySet());
    one.tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(other.tensors().get(name)).hasToString(tensor.toString());
              assertThat(other.tensors().get(name).content()).isEqualTo(tensor.content());
            });
  }

  private static void takesNetwork(Map<String, Tensor> tensors) {
    StateDict<float[]> network;
    try {
      network = StateDict.of(tensors, Precision.FLOAT, Activation.relu(), Activation.identity());
    } catch (IllegalArgumentException e) {
      Refusal.check(e);
      return;
    }
    StateDict<float[]> again =
        StateDict.of(
            StateDict.of(network.network(), network.parameters(), network.modules()).tensors(),
            Precision.FLOAT,
            network.modules(),
            network.network().layers().stream().map(TensorFileFuzzTest::activation).toList());
    assertThat(again.network().layers()).isEqualTo(network.network().layers());
    assertThat(Precision.FLOAT.sameBits(again.parameters(), network.parameters())).isTrue();
  }

  private static Activation activation(Layer layer) {
    return Activation.parse(String.valueOf(layer.describe().fields().get("activation")));
  }
}
