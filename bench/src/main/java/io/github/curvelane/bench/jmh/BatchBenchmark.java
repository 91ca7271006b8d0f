package io.github.curvelane.bench.jmh;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import java.util.concurrent.TimeUnit;
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

/** Batches of small square products, one thread: in one call, and one call each. */
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
public class BatchBenchmark {
  /** Products in a batch. */
  public static final int COUNT = 64;

  /** Rows, columns and terms of each. */
  @Param({"8", "16", "32", "64"})
  public int size;

  private final Product<float[]> product =
      Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
  private float[] a;
  private float[] b;
  private float[] c;

  /** Made by JMH. */
  public BatchBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    a = Numbers.uniform(COUNT * size * size, 1);
    b = Numbers.uniform(COUNT * size * size, 2);
    c = new float[COUNT * size * size];
  }

  /** All by one call. */
  @Benchmark
  public void oneCall() {
    int n = size;
    product.a(a, 0, n).b(b, 0, n).c(c, 0, n).batch(COUNT, n * n, n * n, n * n).multiply(n, n, n);
  }

  /** Each by a call of its own. */
  @Benchmark
  public void callsOneByOne() {
    int n = size;
    for (int i = 0; i < COUNT; i++) {
      int at = i * n * n;
      product.a(a, at, n).b(b, at, n).c(c, at, n).multiply(n, n, n);
    }
  }
}
