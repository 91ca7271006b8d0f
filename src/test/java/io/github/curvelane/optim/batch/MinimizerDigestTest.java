package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.DigestRecord;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The runs of all methods on small networks have the recorded bits, at every width, with the scalar
 * kernels and on two threads. {@code -Dcurvelane.test.record=true} writes the record anew.
 */
final class MinimizerDigestTest {
  private static final DigestRecord RECORD =
      new DigestRecord(MinimizerDigestTest.class, "minimizer-digests.txt");
  private static final int EXAMPLES = 70;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 3;
  private static final long ITERATIONS = 12;

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      for (String loss : List.of("softmax-cross-entropy", "half-squared-error")) {
        for (String method : AllMethods.forNetworks(loss).keySet()) {
          cases.add(Arguments.of(method, loss, precision));
        }
      }
    }
    return cases;
  }

  @AfterAll
  static void write() throws IOException {
    RECORD.write();
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void aRunHasTheRecordedBits(String method, String loss, Precision<A> precision) {
    String name = method + ", " + loss + ", " + precision;
    String one = digest(method, loss, precision, 1);
    RECORD.check(name, one);
    assertThat(digest(method, loss, precision, 2)).as("%s, two threads", name).isEqualTo(one);
  }

  @Test
  void theRecordIsOfTheseRuns() {
    RECORD.checkSize(cases().size());
  }

  private static <A> String digest(
      String method, String lossName, Precision<A> precision, int threads) {
    SplittableRandom random = new SplittableRandom(7);
    A inputs = precision.newArray(EXAMPLES * INPUTS);
    for (int i = 0; i < EXAMPLES * INPUTS; i++) {
      precision.set(inputs, i, random.nextDouble(-1.5, 1.5));
    }
    int[] labels = new int[EXAMPLES];
    A values = precision.newArray(EXAMPLES * OUTPUTS);
    for (int p = 0; p < EXAMPLES; p++) {
      double sum = precision.get(inputs, p * INPUTS) + precision.get(inputs, p * INPUTS + 1);
      labels[p] = sum < -0.5 ? 0 : sum < 0.7 ? 1 : 2;
      for (int k = 0; k < OUTPUTS; k++) {
        precision.set(values, p * OUTPUTS + k, sum * (k - 1) + random.nextDouble(-0.2, 0.2));
      }
    }
    Loss loss = Loss.parse(lossName);
    Network<A> network =
        Network.perceptron(
            precision, Activation.lecunTanh(), Activation.identity(), INPUTS, 6, OUTPUTS);
    A theta = network.initialize(Initializer.FAN_IN, 3);
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      NetworkObjective<A> objective =
          new NetworkObjective<>(
              network.newWorkspace(EXAMPLES, parallelism),
              loss,
              inputs,
              loss.isForNumbers()
                  ? Targets.matrix(precision, values, OUTPUTS)
                  : Targets.labels(precision, labels, OUTPUTS));
      Minimizer minimizer = AllMethods.forNetworks(lossName).get(method);
      Minimum end =
          minimizer.stopping(Stopping.DEFAULT.iterations(ITERATIONS)).minimize(objective, theta);
      assertThat(end.value()).as("%s: %s", method, end).isLessThan(end.firstValue());
      StringBuilder bits = new StringBuilder();
      for (double element : precision.toDoubles(theta)) {
        bits.append(Long.toHexString(Double.doubleToLongBits(element)));
      }
      bits.append(Long.toHexString(Double.doubleToLongBits(end.value())))
          .append(end.reason())
          .append(end.iterations())
          .append(end.counts());
      return DigestRecord.sha(bits.toString());
    }
  }
}
