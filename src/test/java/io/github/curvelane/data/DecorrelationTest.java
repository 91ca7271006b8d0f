package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecorrelationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "decorrelation",
        "decorrelation:3",
        "whitening",
        "whitening:50",
        "whitening:0.99",
        "whitening:floor=0.001",
        "zca:0.5:floor=1.0E-4",
        "zca:7:floor=1.0"
      })
  void whatIsWrittenIsReadAgain(String text) {
    Decorrelation read = Decorrelation.parse(text);
    assertThat(read).hasToString(text);
    assertThat(Decorrelation.parse(read.toString())).isEqualTo(read).hasSameHashCodeAs(read);
  }

  @Test
  void textsMeanWhatMethodsSay() {
    assertThat(Decorrelation.parse("whitening:floor=1e-3:0.95"))
        .isEqualTo(Decorrelation.whitening().share(0.95).floor(1e-3));
    assertThat(Decorrelation.parse("zca:5")).isEqualTo(Decorrelation.zca().components(5));
    assertThat(Decorrelation.parse("decorrelation:1.0")).isEqualTo(Decorrelation.rotation());
    assertThat(Decorrelation.whitening().share(0.5).components(4))
        .isEqualTo(Decorrelation.whitening().components(4));
    assertThat(Decorrelation.whitening().components(4).share(0.5))
        .isEqualTo(Decorrelation.whitening().share(0.5));
    assertThat(Decorrelation.whitening())
        .isNotEqualTo(Decorrelation.zca())
        .isNotEqualTo(Decorrelation.whitening().floor(0.1))
        .isNotEqualTo(Decorrelation.whitening().components(1))
        .isNotEqualTo(Decorrelation.whitening().share(0.9));
    assertThat(Decorrelation.zca().keepsFeatures()).isTrue();
    assertThat(Decorrelation.whitening().keepsFeatures()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pca", "whitening:", "whitening:x", "whitening:0.x", "zca:floor="})
  void whatCannotBeReadIsRefused(String text) {
    refused(
        text,
        "'"
            + text
            + "' must be decorrelation, whitening or zca, then as wanted :50 (components), :0.99"
            + " (share of variance), :floor=0.001");
  }

  @Test
  void numbersOutsideTheirBoundsAreNamed() {
    refused("whitening:0", "components is 0, must be at least 1");
    refused("whitening:-2", "components is -2, must be at least 1");
    refused("zca:0.0", "share is 0.0, must be greater than 0 and at most 1");
    refused("zca:1.5", "share is 1.5, must be greater than 0 and at most 1");
    refused("zca:floor=-1", "floor is -1.0, must be from 0 to 1");
    refused("zca:floor=NaN", "floor is NaN, must be from 0 to 1");
    refused(
        "decorrelation:floor=0.1",
        "floor is 0.1, must be 0 for decorrelation, which does not divide");
    refused(
        "zca:3:0.5",
        "'zca:3:0.5' has two numbers, must have one: of components, or a share of variance");
  }

  private static void refused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Decorrelation.parse(text))
        .withMessage(message);
  }
}
