package io.github.curvelane.bench.jmh;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.matmul.MatmulTask;
import io.github.curvelane.bench.matmul.Multiplier;
import io.github.curvelane.bench.matmul.Multipliers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products, one thread; {@code gigaflops} is the rate. The shapes and the multipliers are
 * those of {@code bench matmul}; peers need the program built with them and their class path. The
 * compiler needs seconds for the kernels: half a second of warm-up measured a tenth of the speed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsPrepend = {
      "--add-modules",
      "jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class MatmulBenchmark {
  /** The shape, as {@link MatmulShape#parse} reads it. */
  @Param({"256x256x256", "1024x1024x1024", "128x300x784"})
  public String shape;

  /** The precision. */
  @Param({"float", "double"})
  public String precision;

  /** Who multiplies. */
  @Param({Multipliers.OURS})
  public String multiplier;

  private Multiplier.Prepared<?> product;
  private double operations;

  /** Made by JMH. */
  public MatmulBenchmark() {}

  /** Makes operands and prepares the product. */
  @Setup
  public void prepare() {
    MatmulShape chosen = MatmulShape.parse(shape);
    Precision<?> chosenPrecision = precision.equals("float") ? Precision.FLOAT : Precision.DOUBLE;
    product = Multipliers.load(multiplier, 1).prepare(MatmulTask.random(chosen, chosenPrecision));
    operations = chosen.operations();
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    product.close();
  }

  /**
   * Computes the product once.
   *
   * @param rate where the operations are counted
   */
  @Benchmark
  public void multiply(Rate rate) {
    product.multiply();
    rate.gigaflops += operations;
  }

  /** Counts operations a nanosecond. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Rate {
    /** Floating-point operations; a nanosecond's worth is as many 10⁹ a second. */
    public double gigaflops;

    /** Made by JMH. */
    public Rate() {}
  }
}
