package io.github.curvelane.bench.jmh;

import io.github.curvelane.bench.measure.Bandwidth;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bandwidth of each cache level; {@code gigabytes} is the rate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsPrepend = {"--add-modules", "jdk.incubator.vector"})
public class BandwidthBenchmark {
  /** The level of the memory hierarchy that the working set lives in. */
  @Param({"L1", "L2", "L3", "memory"})
  public String level;

  /** The access pattern. */
  @Param({"read", "write", "copy", "triad"})
  public String access;

  private Entrant entrant;

  /** Made by JMH. */
  public BandwidthBenchmark() {}

  /** Allocates the working set. */
  @Setup(Level.Trial)
  public void prepare() {
    entrant =
        new Bandwidth(Machine.workingSet(level))
            .entrants().stream()
                .filter(candidate -> candidate.name().equals(access))
                .findFirst()
                .orElseThrow();
  }

  /**
   * Goes through the working set once.
   *
   * @param rate where the bytes are counted
   */
  @Benchmark
  public void access(Rate rate) {
    entrant.work().run();
    rate.gigabytes += entrant.operations();
  }

  /** Counts bytes a nanosecond. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Rate {
    /** Bytes; a nanosecond's worth is as many 10⁹ a second. */
    public double gigabytes;

    /** Made by JMH. */
    public Rate() {}
  }
}
