package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Precision;
import org.junit.jupiter.api.Test;

/** In a process of its own, as every class of tests is: elsewhere somebody has asked before. */
final class KernelsAtOnceTest {
  /** Where a property forces a choice, or loops are all there is, nothing else comes first. */
  private static final boolean SCALAR_FIRST = Provider.current().isVector() && !Provider.isForced();

  @Test
  void theScalarOnesUntilThoseOfTheProcessAreAskedFor() {
    assertThatThrownBy(() -> Kernels.atOnce(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("precision");
    if (SCALAR_FIRST) {
      assertThat(Kernels.atOnce(Precision.FLOAT)).isSameAs(Kernels.scalar(Precision.FLOAT));
      assertThat(Kernels.atOnce(Precision.FLOAT)).isSameAs(Kernels.scalar(Precision.FLOAT));
    }
    Kernels<float[]> floats = Kernels.of(Precision.FLOAT);
    assertThat(Kernels.atOnce(Precision.FLOAT)).isSameAs(floats);
    if (SCALAR_FIRST) {
      assertThat(Kernels.atOnce(Precision.DOUBLE)).isSameAs(Kernels.scalar(Precision.DOUBLE));
    } else {
      assertThat(Kernels.atOnce(Precision.DOUBLE)).isSameAs(Kernels.of(Precision.DOUBLE));
    }
  }
}
