package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.jmh.MatrixBenchmark;
import io.github.curvelane.bench.jmh.Numbers;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The transpositions of {@link MatrixBenchmark} by MKL. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsPrepend = {
      "--add-modules",
      "jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class MklTransposeBenchmark {
  /** Rows and columns. */
  @Param({"1000x10", "64x784", "1000x1000"})
  public String shape;

  private int m;
  private int n;
  private FloatPointer x;
  private FloatPointer y;

  /** Made by JMH. */
  public MklTransposeBenchmark() {}

  /** Makes the matrix. */
  @Setup
  public void prepare() {
    new MklCblas(1);
    m = Numbers.rows(shape);
    n = Numbers.columns(shape);
    float[] values = Numbers.uniform(m * n, 1);
    x = (FloatPointer) NativeArray.copyOf(values).pointer();
    y = (FloatPointer) NativeArray.copyOf(values).pointer();
  }

  /** The transposed matrix. */
  @Benchmark
  public void transpose() {
    mkl_rt.mkl_somatcopy((byte) 'R', (byte) 'T', m, n, 1, x, n, y, m);
  }
}
