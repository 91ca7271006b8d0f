package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
  private static final String FILE = "minimizer-digests.txt";
  private static final boolean RECORDING = Boolean.getBoolean("curvelane.test.record");
  private static final Map<String, String> RECORD = RECORDING ? new TreeMap<>() : read();
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

  private static Map<String, String> read() {
    try (InputStream in = MinimizerDigestTest.class.getResourceAsStream(FILE)) {
      if (in == null) {
        return Map.of();
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.lastIndexOf(' ')),
                  line -> line.substring(line.lastIndexOf(' ') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void write() throws IOException {
    if (RECORDING) {
      String text =
          RECORD.entrySet().stream()
              .map(e -> e.getKey() + " " + e.getValue() + "\n")
              .collect(Collectors.joining());
      Path folder = Path.of("test/resources/io/github/curvelane/optim/batch");
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(FILE), text);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void aRunHasTheRecordedBits(String method, String loss, Precision<A> precision) {
    String name = method + ", " + loss + ", " + precision;
    String one = digest(method, loss, precision, 1);
    if (RECORDING) {
      RECORD.put(name, one);
    } else {
      assertThat(one).as(name).isEqualTo(RECORD.get(name));
    }
    assertThat(digest(method, loss, precision, 2)).as("%s, two threads", name).isEqualTo(one);
  }

  @Test
  void theRecordIsOfTheseRuns() {
    assumeFalse(RECORDING);
    assertThat(RECORD).hasSize(cases().size());
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
      return sha(bits.toString());
    }
  }

  private static String sha(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
