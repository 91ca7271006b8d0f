package io.github.curvelane.bench.jmh;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Segments;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
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

/**
 * Operands in memory segments: a copying edge before kernels that read arrays, against kernels that
 * read segments. The kernel here is the sum of 64 rows of 784 elements, in four registers, read
 * from an array, from a native segment, and from segments of both kinds by the same code.
 */
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
public class SegmentBenchmark {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int ROWS = 64;
  private static final int COLUMNS = 784;

  private final Segments<float[]> segments = Kernels.of(Precision.FLOAT).segments();
  private final Product<float[]> product =
      Kernels.of(Precision.FLOAT).newProduct(Parallelism.none());
  private final float[] array = Numbers.uniform(ROWS * COLUMNS, 1);
  private final float[] copy = new float[ROWS * COLUMNS];
  private final float[] weights = Numbers.uniform(COLUMNS * 300, 2);
  private final float[] outputs = new float[ROWS * 300];
  private final MemorySegment heap = MemorySegment.ofArray(array);
  private MemorySegment memory;

  /** Whether segments on the heap come by the code of native ones too. */
  @Param({"false", "true"})
  public boolean both;

  /** Made by JMH. */
  public SegmentBenchmark() {}

  /** Fills the native segment. */
  @Setup
  public void prepare() {
    memory = Arena.global().allocate(4L * array.length, 64);
    MemorySegment.copy(array, 0, memory, ValueLayout.JAVA_FLOAT, 0, array.length);
    if (both) {
      for (int i = 0; i < 20_000; i++) {
        sum(heap);
        sum(memory.asReadOnly());
      }
    }
  }

  /** The sum by vectors from an array. */
  @Benchmark
  public float sumOfArray() {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < array.length; i += 4 * LANES) {
      a = a.add(FloatVector.fromArray(SPECIES, array, i));
      b = b.add(FloatVector.fromArray(SPECIES, array, i + LANES));
      c = c.add(FloatVector.fromArray(SPECIES, array, i + 2 * LANES));
      d = d.add(FloatVector.fromArray(SPECIES, array, i + 3 * LANES));
    }
    return a.add(b).add(c.add(d)).lane(0);
  }

  /** The sum by vectors from native memory. */
  @Benchmark
  public float sumOfSegment() {
    return sum(memory);
  }

  private static float sum(MemorySegment x) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    long bytes = 4L * LANES;
    for (long i = 0; i < 4L * ROWS * COLUMNS; i += 4 * bytes) {
      a = a.add(FloatVector.fromMemorySegment(SPECIES, x, i, ORDER));
      b = b.add(FloatVector.fromMemorySegment(SPECIES, x, i + bytes, ORDER));
      c = c.add(FloatVector.fromMemorySegment(SPECIES, x, i + 2 * bytes, ORDER));
      d = d.add(FloatVector.fromMemorySegment(SPECIES, x, i + 3 * bytes, ORDER));
    }
    return a.add(b).add(c.add(d)).lane(0);
  }

  /** The copying edge. */
  @Benchmark
  public void read() {
    segments.read(ROWS, COLUMNS, memory, 0, COLUMNS, copy, 0, COLUMNS);
  }

  /** A product of 64×300×784 of the copy. */
  @Benchmark
  public void multiply() {
    product.a(copy, 0, COLUMNS).b(weights, 0, 300).c(outputs, 0, 300);
    product.multiply(ROWS, 300, COLUMNS);
  }
}
