package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataFingerprintTest {
  private static final float[] INPUTS = {1, 2, 3, 4, 5, 6};
  private static final int[] LABELS = {0, 1, 1};

  private static Targets<float[]> labels(int classes) {
    return Targets.labels(Precision.FLOAT, LABELS, classes);
  }

  private static Targets<float[]> matrix(float... values) {
    return Targets.matrix(Precision.FLOAT, values, values.length / 3);
  }

  private static String of(float[] inputs, Targets<float[]> targets) {
    return DataFingerprint.of(Precision.FLOAT, inputs, targets);
  }

  private static void text(ByteBuffer bytes, String text) {
    byte[] utf = text.getBytes(StandardCharsets.UTF_8);
    bytes.order(ByteOrder.BIG_ENDIAN).putInt(utf.length).put(utf).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void isTheDigestOfWhatIsSaid() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    text(bytes, "float 6/3");
    for (float input : INPUTS) {
      bytes.putFloat(input);
    }
    text(bytes, "labels 3*2");
    for (int label : LABELS) {
      bytes.putDouble(label);
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes.flip());
    assertThat(of(INPUTS, labels(2))).isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void anObjectiveAndAValidationTellTheirs() {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 2);
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(3), Loss.softmaxCrossEntropy(), INPUTS, labels(2));
    assertThat(objective.fingerprint()).isEqualTo(of(INPUTS, labels(2)));
    NetworkValidation<float[]> validation =
        NetworkValidation.of(network, Loss.softmaxCrossEntropy(), INPUTS, labels(2)).build();
    assertThat(validation.fingerprint()).isEqualTo(of(INPUTS, labels(2)));
  }

  @Test
  void everyDifferenceGivesAnother() {
    float[] other = INPUTS.clone();
    other[5] = Math.nextUp(other[5]);
    Targets<float[]> weighted = labels(2).withWeights(new float[] {1, 1, 1});
    List<String> all =
        List.of(
            of(INPUTS, labels(2)),
            of(other, labels(2)),
            of(Arrays.copyOf(INPUTS, 3), labels(2)),
            of(INPUTS, labels(3)),
            of(INPUTS, Targets.labels(Precision.FLOAT, new int[] {0, 1, 0}, 2)),
            of(INPUTS, weighted),
            of(INPUTS, labels(2).withWeights(new float[] {1, 1, 2})),
            of(INPUTS, matrix(0, 1, 1)),
            of(INPUTS, matrix(-0.0f, 1, 1)),
            of(INPUTS, matrix(0, 1, 1, 0, 0, 0)),
            of(INPUTS, Targets.joined(labels(2), matrix(0, 1, 1))),
            of(INPUTS, Targets.joined(matrix(0, 1, 1), labels(2))),
            DataFingerprint.of(
                Precision.DOUBLE,
                new double[] {1, 2, 3, 4, 5, 6},
                Targets.labels(Precision.DOUBLE, LABELS, 2)));
    Set<String> distinct = new HashSet<>(all);
    assertThat(distinct).hasSameSizeAs(all);
  }

  /** More elements than a block has. */
  @Test
  void blocksDoNotMatter() {
    int n = 40_000;
    float[] inputs = new float[n];
    float[] targets = new float[n];
    Set<String> seen = new HashSet<>();
    for (int i : new int[] {0, (1 << 14) - 1, 1 << 14, n - 1}) {
      inputs[i] = 1;
      assertThat(seen.add(of(inputs, Targets.matrix(Precision.FLOAT, targets, 1)))).isTrue();
      targets[i] = 1;
      assertThat(seen.add(of(inputs, Targets.matrix(Precision.FLOAT, targets, 1)))).isTrue();
    }
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(new float[7], labels(2)))
        .withMessage("inputs has 7 elements, must be a multiple of the 3 examples");
  }
}
