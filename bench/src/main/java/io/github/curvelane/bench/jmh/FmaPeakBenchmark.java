package io.github.curvelane.bench.jmh;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.FmaPeak;
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
import org.openjdk.jmh.annotations.Warmup;

/** Fused multiply-adds from registers; {@code gigaflops} is the rate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsPrepend = {"--add-modules", "jdk.incubator.vector"})
public class FmaPeakBenchmark {
  /** The precision. */
  @Param({"float", "double"})
  public String precision;

  /** The vector width; the machine's own where it has no such registers. */
  @Param({"128", "256", "512"})
  public int bits;

  private Runnable work;
  private double operations;

  /** Made by JMH. */
  public FmaPeakBenchmark() {}

  /** Chooses the loop. */
  @Setup
  public void prepare() {
    Precision<?> chosen = precision.equals("float") ? Precision.FLOAT : Precision.DOUBLE;
    var entrant = FmaPeak.at(chosen, Math.min(bits, FmaPeak.widestBits()));
    work = entrant.work();
    operations = entrant.operations();
  }

  /**
   * Runs the loop once.
   *
   * @param rate where the operations are counted
   */
  @Benchmark
  public void peak(Rate rate) {
    work.run();
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
