package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SegmentsTest {
  /** Through native memory at an odd address and back, with other offsets and distances. */
  @ParameterizedTest
  @MethodSource("io.github.curvelane.kernel.ProductTest#precisions")
  <A> void whatIsWrittenIsRead(Precision<A> precision) {
    Segments<A> segments = Kernels.of(precision).segments();
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      MatrixCase<A> c = MatrixCase.random(precision, random);
      int ld = c.n + random.nextInt(3);
      int offset = random.nextInt(3);
      long elements = offset + (long) c.m * ld + c.n;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment segment =
            arena.allocate(elements * precision.bytes() + 8, 8).asSlice(random.nextInt(8));
        segments.write(c.m, c.n, c.x, c.offset, c.ld, segment, offset, ld);
        for (int i = 0; i < c.m; i++) {
          for (int j = 0; j < c.n; j++) {
            long at = (offset + (long) i * ld + j) * precision.bytes();
            double value =
                precision == Precision.FLOAT
                    ? segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at)
                    : segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
            assertThat(Double.doubleToLongBits(value))
                .as("element (%d, %d) of %s", i, j, c)
                .isEqualTo(Double.doubleToLongBits(c.get(i, j)));
          }
        }
        A back = c.guarded(precision.length(c.x));
        A expected = c.guarded(precision.length(c.x));
        for (int i = 0; i < c.m; i++) {
          int row = c.offset + i * c.ld;
          precision.copy(c.x, row, expected, row, c.n);
        }
        segments.read(c.m, c.n, segment, offset, ld, back, c.offset, c.ld);
        assertThat(precision.sameBits(back, expected)).as("%s", c).isTrue();
      }
    }
  }

  @Test
  void heapSegmentsAreAsGood() {
    Segments<float[]> segments = Kernels.of(Precision.FLOAT).segments();
    float[] x = {1, 2, 3, 4};
    float[] y = new float[4];
    segments.read(2, 2, MemorySegment.ofArray(x), 0, 2, y, 0, 2);
    assertThat(y).containsExactly(x);
    byte[] bytes = new byte[17];
    segments.write(1, 4, x, 0, 4, MemorySegment.ofArray(bytes).asSlice(1), 0, 4);
    assertThat(MemorySegment.ofArray(bytes).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 13)).isEqualTo(4);
  }

  @Test
  void wrongArgumentsAreNamedAndChangeNothing() throws InterruptedException {
    Segments<float[]> s = Kernels.of(Precision.FLOAT).segments();
    float[] x = {1, 2, 3, 4, 5, 6};
    float[] y = new float[6];
    MemorySegment six = MemorySegment.ofArray(new float[6]);
    refused("m is -1, must be at least 0", () -> s.read(-1, 3, six, 0, 3, y, 0, 3));
    refused("n is -1, must be at least 0", () -> s.write(2, -1, x, 0, 3, six, 0, 3));
    refused("the offset of x is -1, must be at least 0", () -> s.read(2, 3, six, -1, 3, y, 0, 3));
    refused(
        "the leading dimension of y is 2, must be at least 3",
        () -> s.write(2, 3, x, 0, 3, six, 0, 2));
    refused(
        "y ends at index 7 (offset 1), but its length is 6",
        () -> s.read(2, 3, six, 0, 3, y, 1, 3));
    refused(
        "x holds 6 elements, too few for 2x3 from 1 with a leading dimension of 3",
        () -> s.read(2, 3, six, 1, 3, y, 0, 3));
    refused(
        "x holds 6 elements, too few for 2x3 from 0 with a leading dimension of " + Long.MAX_VALUE,
        () -> s.read(2, 3, six, 0, Long.MAX_VALUE, y, 0, 3));
    refused(
        "x holds 6 elements, too few for 0x3 from 7 with a leading dimension of 3",
        () -> s.read(0, 3, six, 7, 3, y, 0, 3));
    refused(
        "y is read-only, must be writable", () -> s.write(2, 3, x, 0, 3, six.asReadOnly(), 0, 3));
    refused(
        "y is a segment of the array x, must be apart from it",
        () -> s.write(2, 3, x, 0, 3, MemorySegment.ofArray(x), 0, 3));
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(24);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> s.read(2, 3, closed, 0, 3, y, 0, 3))
        .withMessage("the arena of x is closed");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment confined = arena.allocate(24);
      Throwable[] thrown = new Throwable[1];
      Thread other =
          new Thread(
              () -> {
                try {
                  s.read(2, 3, confined, 0, 3, y, 0, 3);
                } catch (IllegalStateException e) {
                  thrown[0] = e;
                }
              });
      other.start();
      other.join();
      assertThat(thrown[0]).hasMessage("x is of another thread's arena");
    }
    assertThatNullPointerException()
        .isThrownBy(() -> s.read(2, 3, null, 0, 3, y, 0, 3))
        .withMessage("x");
    assertThat(y).containsOnly(0);
    assertThat(x).containsExactly(1, 2, 3, 4, 5, 6);
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void nothingIsAllocatedOnceWarm() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Segments<float[]> segments = Kernels.of(Precision.FLOAT).segments();
    float[] x = new float[64 * 100];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(4L * x.length);
      long end = System.nanoTime() + 30_000_000_000L;
      long bytes;
      do {
        long before = bean.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
          segments.write(64, 90, x, 0, 100, memory, 0, 100);
          segments.read(64, 100, memory, 0, 100, x, 0, 100);
        }
        bytes = bean.getCurrentThreadAllocatedBytes() - before;
      } while (bytes / 1000 != 0 && System.nanoTime() < end);
      assertThat(bytes / 1000).as("bytes a round").isZero();
    }
  }
}
