package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.jmh.BatchBenchmark;
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

/** The batches of {@link BatchBenchmark} by MKL. */
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
public class MklBatchBenchmark {
  private static final int COUNT = BatchBenchmark.COUNT;

  /** Rows, columns and terms of each. */
  @Param({"8", "16", "32", "64"})
  public int size;

  private FloatPointer a;
  private FloatPointer b;
  private FloatPointer c;

  /** Made by JMH. */
  public MklBatchBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    new MklCblas(1);
    float[] x = Numbers.uniform(COUNT * size * size, 1);
    float[] y = Numbers.uniform(COUNT * size * size, 2);
    a = (FloatPointer) NativeArray.copyOf(x).pointer();
    b = (FloatPointer) NativeArray.copyOf(y).pointer();
    c = (FloatPointer) NativeArray.copyOf(x).pointer();
  }

  /** The batch with equal strides. */
  @Benchmark
  public void oneCall() {
    int n = size;
    int square = n * n;
    mkl_rt.cblas_sgemm_batch_strided(
        Cblas.ROW_MAJOR,
        Cblas.NO_TRANSPOSE,
        Cblas.NO_TRANSPOSE,
        n,
        n,
        n,
        1,
        a,
        n,
        square,
        b,
        n,
        square,
        0,
        c,
        n,
        square,
        COUNT);
  }
}
