package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DigitsTest {
  @Test
  void anExampleDependsOnSeedAndNumberAlone() {
    Digits digits = Digits.ofSide(28, 4);
    byte[] many = digits.images(0, 20).content();
    byte[] one = new byte[784];
    int label = digits.draw(13, one, 0);
    assertThat(Arrays.copyOfRange(many, 13 * 784, 14 * 784)).isEqualTo(one);
    assertThat(digits.labels(13, 1).get(0)).isEqualTo(label);
    assertThat(Digits.ofSide(28, 5).images(0, 20).content()).isNotEqualTo(many);
  }

  /** Fails when any change, of code or of machine, alters a single pixel. */
  @Test
  void theDigitsOfASeedAreFixedForEver() {
    assertThat(checksum(28)).isEqualTo("8029fab0");
    assertThat(checksum(16)).isEqualTo("8f908aaa");
  }

  private static String checksum(int side) {
    CRC32 crc = new CRC32();
    crc.update(Digits.ofSide(side, 1).images(0, 500).content());
    crc.update(Digits.ofSide(side, 1).labels(0, 500).content());
    return Long.toHexString(crc.getValue());
  }

  @Test
  void allDigitsAreDrawnAboutEquallyOften() {
    int[] counts = new int[10];
    for (int label : Digits.ofSide(16, 2).dataset(Precision.FLOAT, 0, 5000).labels()) {
      counts[label]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(420, 580);
    }
  }

  @Test
  void everyImageHasInkAndPaper() {
    Dataset<float[]> digits = Digits.ofSide(28, 3).dataset(Precision.FLOAT, 0, 1000);
    for (int i = 0; i < digits.examples(); i++) {
      int dark = 0;
      for (int j = 0; j < 784; j++) {
        dark += digits.inputs()[i * 784 + j] > 120 ? 1 : 0;
      }
      assertThat(dark).as("dark pixels of image %d", i).isBetween(15, 400);
    }
  }

  @Test
  void refusesOtherSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Digits.ofSide(20, 1))
        .withMessage("side is 20, must be 16 or 28");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Digits.ofSide(28, 1).images(0, 10_000_000))
        .withMessageContaining("too large for an array");
  }
}
