package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Twelve iterations of every method on a network end with the recorded bits: at every vector width,
 * with every provider, on one thread and on two.
 */
final class FirstOrderDigestTest {
  private static final int EXAMPLES = 96;

  /** By method, in the order of {@link FirstOrderMethods#ALL}. */
  private static final List<String> SINGLE =
      List.of(
          ("e4003969 ac37c6f1 cc982195 aad9f256 aad9f256 afab4f4d 35111535"
                  + " eaa3f695 73bdfa7d 86ab815c 95718833 20a49c79 6ceae0e7")
              .split("" + " "));

  private static final List<String> DOUBLE =
      List.of(
          ("751162c8 998a64ab 7491ad13 3b735958 3b735958 47aa8c11 b74dd4cd"
                  + " fb2f3e09 86eb061e a486dcc3 8fac1c7b 32d6bd37 440c51fb")
              .split("" + " "));

  @Test
  void theBitsAreTheRecordedOnes() {
    assertThat(digests(Precision.FLOAT, Parallelism.none())).isEqualTo(SINGLE);
    assertThat(digests(Precision.DOUBLE, Parallelism.none())).isEqualTo(DOUBLE);
  }

  @Test
  void threadsChangeNothing() {
    try (Parallelism two = Parallelism.threads(2)) {
      assertThat(digests(Precision.FLOAT, two)).isEqualTo(SINGLE);
      assertThat(digests(Precision.DOUBLE, two)).isEqualTo(DOUBLE);
    }
  }

  private static <A> List<String> digests(Precision<A> precision, Parallelism parallelism) {
    Network<A> network =
        Network.perceptron(precision, Activation.tanh(), Activation.identity(), 7, 15, 3);
    A inputs = precision.newArray(EXAMPLES * 7);
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES * 7; i++) {
      precision.set(inputs, i, (i * 37 % 101 - 50) / 32.0);
    }
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = i * i % 3;
    }
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(EXAMPLES, parallelism),
            Loss.softmaxCrossEntropy(),
            inputs,
            Targets.labels(precision, labels, 3));
    List<String> digests = new ArrayList<>();
    for (Minimizer minimizer : FirstOrderMethods.ALL) {
      A theta = network.initialize(Initializer.FAN_IN, 1);
      Minimum end = minimizer.stopping(Stopping.DEFAULT.iterations(12)).minimize(objective, theta);
      assertThat(end.iterations()).as(end.toString()).isEqualTo(12);
      CRC32 crc = new CRC32();
      for (double each : precision.toDoubles(theta)) {
        update(crc, each);
      }
      update(crc, end.value());
      digests.add(Long.toHexString(crc.getValue()));
    }
    return digests;
  }

  private static void update(CRC32 crc, double value) {
    long bits = Double.doubleToLongBits(value);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      crc.update((int) (bits >>> shift));
    }
  }
}
