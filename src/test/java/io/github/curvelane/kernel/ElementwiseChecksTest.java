package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Refused arguments leave everything as it was; accepted ones allocate nothing. */
final class ElementwiseChecksTest {
  private static final long WARM_UP_NANOS = 30_000_000_000L;

  private final float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
  private final float[] y = new float[8];
  private final Functions<float[]> functions = Kernels.of(Precision.FLOAT).functions();
  private final Activations<float[]> activations = Kernels.of(Precision.FLOAT).activations();

  @Test
  void functionsRefuseWhatDoesNotFit() {
    refused(() -> functions.exp(9, x, 0, y, 0), "x ends at index 9");
    refused(() -> functions.exp(8, x, 0, y, 1), "y ends at index 9");
    refused(() -> functions.exp(2, x, -1, y, 0), "the offset of x is -1");
    refused(() -> functions.exp(-2, x, 0, y, 0), "n is -2");
    refused(() -> functions.exp(4, x, 0, x, 1), "y at 1 overlaps x at 0 partly");
    assertThatThrownBy(() -> functions.exp(2, null, 0, y, 0))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("x");
    assertThatThrownBy(() -> functions.exp(2, x, 0, null, 0))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("y");
  }

  @Test
  void activationsRefuseWhatDoesNotFit() {
    Activation f = Activation.tanh();
    refused(() -> activations.apply(f, 9, x, 0, y, 0, null, 0, null, 0), "x ends at index 9");
    refused(() -> activations.apply(f, 4, x, 0, x, 2, null, 0, null, 0), "y at 2 overlaps x at 0");
    refused(() -> activations.apply(f, 4, x, 0, y, 0, y, 3, null, 0), "y at 0 overlaps d1 at 3");
    refused(() -> activations.apply(f, 4, x, 0, null, 0, y, 0, y, 0), "d1 at 0 overlaps d2 at 0");
    refused(() -> activations.apply(f, 2, x, 0, y, 0, null, 0, y, 7), "d2 ends at index 9");
    assertThatThrownBy(() -> activations.apply(null, 2, x, 0, y, 0, null, 0, null, 0))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("activation");
  }

  @Test
  void nothingIsWrittenOutsideTheRange() {
    activations.apply(Activation.logistic(), 4, x, 2, y, 3, null, 0, null, 0);
    assertThat(y).startsWith(0f, 0f, 0f).endsWith(0f).doesNotContain(Float.NaN);
    assertThat(y[3]).isGreaterThan(0.9f);
  }

  @Test
  void nothingIsAllocated() {
    float[] in = new float[1003];
    float[][] out = new float[3][1003];
    double[] doubleIn = new double[1003];
    double[][] doubleOut = new double[3][1003];
    Arrays.fill(in, 0.5f);
    Activations<double[]> doubles = Kernels.of(Precision.DOUBLE).activations();
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Activation f : ElementwiseAgreementTest.activations()) {
      long least = Long.MAX_VALUE;
      long deadline = System.nanoTime() + WARM_UP_NANOS;
      while (least > 0 && System.nanoTime() < deadline) {
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 300; i++) {
          activations.apply(f, 1003, in, 0, out[0], 0, out[1], 0, out[2], 0);
          doubles.apply(f, 1003, doubleIn, 0, doubleOut[0], 0, doubleOut[1], 0, doubleOut[2], 0);
        }
        least = Math.min(least, memory.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes allocated by 300 passes of %s", f).isZero();
    }
  }

  private void refused(Runnable call, String message) {
    float[] xBefore = x.clone();
    float[] yBefore = y.clone();
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThat(x).isEqualTo(xBefore);
    assertThat(y).isEqualTo(yBefore);
  }
}
