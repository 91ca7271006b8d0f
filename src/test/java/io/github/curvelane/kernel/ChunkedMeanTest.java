package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkedMeanTest {
  private static final int N = 37;

  /** Numbers of every size, which a different order of additions would show. */
  private static final class Drawn implements ExampleChunks<float[]> {
    final int chunks;
    final int width;
    final float[][][] sums;
    final double[] values;
    double scale;

    Drawn(int chunks, int width) {
      SplittableRandom random = new SplittableRandom(chunks);
      this.chunks = chunks;
      this.width = width;
      this.sums = new float[chunks][width][N];
      this.values = random.doubles(chunks, -1, 1).toArray();
      for (float[][] chunk : sums) {
        for (float[] sum : chunk) {
          for (int i = 0; i < N; i++) {
            sum[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-6, 7));
          }
        }
      }
    }

    /** T(a, n) = T(a, h) + T(a + h, n − h). */
    float[] vector(int k, int a, int n) {
      if (n == 1) {
        return sums[a][k].clone();
      }
      int h = Integer.highestOneBit(n - 1);
      float[] left = vector(k, a, h);
      float[] right = vector(k, a + h, n - h);
      for (int i = 0; i < N; i++) {
        left[i] += right[i];
      }
      return left;
    }

    double value(int a, int n) {
      int h = Integer.highestOneBit(n - 1);
      return n == 1 ? values[a] : value(a, h) + value(a + h, n - h);
    }

    @Override
    public long examples() {
      return (chunks - 1) * (long) Arithmetic.EXAMPLE_CHUNK + 5;
    }

    @Override
    public double sum(int chunk, List<float[]> results, double scale) {
      this.scale = scale;
      for (int k = 0; k < width; k++) {
        for (int i = 0; i < N; i++) {
          results.get(k)[i] = sums[chunk][k][i] * (float) scale;
        }
      }
      return values[chunk];
    }
  }

  private final ChunkedMean<float[]> mean = new ChunkedMean<>(Kernels.of(Precision.FLOAT));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 12})
  void chunksAreAddedAndScaledOnce(int chunks) {
    Drawn drawn = new Drawn(chunks, 2);
    float[] first = new float[N];
    float[] second = new float[N];
    double value = mean.of(drawn, List.of(first, second));
    float[][] total = {drawn.vector(0, 0, chunks), drawn.vector(1, 0, chunks)};
    double expected = drawn.value(0, chunks);
    double scale = 1.0 / drawn.examples();
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < N; i++) {
        total[k][i] *= (float) scale;
      }
    }
    assertThat(value).isEqualTo(expected * scale);
    assertThat(first).containsExactly(total[0]);
    assertThat(second).containsExactly(total[1]);
    assertThat(drawn.scale).isEqualTo(chunks == 1 ? scale : 1);
  }

  @Test
  void aSumIsNotScaled() {
    Drawn drawn = new Drawn(2, 1);
    float[] sum = new float[N];
    double value = mean.sum(drawn, List.of(sum));
    assertThat(value).isEqualTo(drawn.values[0] + drawn.values[1]);
    for (int i = 0; i < N; i++) {
      assertThat(sum[i]).isEqualTo(drawn.sums[0][0][i] + drawn.sums[1][0][i]);
    }
  }

  @Test
  void valuesNeedNoVectors() {
    Drawn drawn = new Drawn(3, 0);
    double[] v = drawn.values;
    assertThat(mean.sum(drawn, List.of())).isEqualTo(v[0] + v[1] + v[2]);
  }

  @Test
  void theNumberOfChunksIsThatOfStartedOnes() {
    assertThat(chunks(1)).isEqualTo(1);
    assertThat(chunks(4096)).isEqualTo(1);
    assertThat(chunks(4097)).isEqualTo(2);
    assertThat(chunks(1_000_000_000L)).isEqualTo(244_141);
    assertThat(chunks(3_000_000_000L)).isEqualTo(732_422);
  }

  private static int chunks(long examples) {
    return new ExampleChunks<float[]>() {
      @Override
      public long examples() {
        return examples;
      }

      @Override
      public double sum(int chunk, List<float[]> sums, double scale) {
        throw new AssertionError();
      }
    }.chunks();
  }

  /** Also when calls ask for one vector, for several and for none in turn. */
  @Test
  void nothingIsAllocatedAfterTheFirstCalls() {
    Drawn one = new Drawn(6, 1);
    Drawn three = new Drawn(5, 3);
    Drawn values = new Drawn(4, 0);
    List<float[]> single = List.of(new float[N]);
    List<float[]> several = List.of(new float[N], new float[N], new float[N]);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < 2000 && bytes > 0; round++) {
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20; i++) {
        mean.of(one, single);
        mean.of(three, several);
        mean.of(values, List.of());
      }
      bytes = memory.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(bytes).isZero();
  }
}
