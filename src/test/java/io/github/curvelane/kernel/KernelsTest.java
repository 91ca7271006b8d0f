package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

final class KernelsTest {
  @Test
  void aMissingPrecisionIsRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> Kernels.of(null)).withMessage("precision");
    assertThatNullPointerException()
        .isThrownBy(() -> Kernels.scalar(null))
        .withMessage("precision");
  }
}
