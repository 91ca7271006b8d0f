package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.jmh.BatchBenchmark;
import io.github.curvelane.bench.jmh.Numbers;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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

/** The batches of {@link BatchBenchmark} by libtorch. */
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
public class LibtorchBatchBenchmark {
  private static final int COUNT = BatchBenchmark.COUNT;

  /** Rows, columns and terms of each. */
  @Param({"8", "16", "32", "64"})
  public int size;

  private Tensor aTensor;
  private Tensor bTensor;
  private Tensor cTensor;

  /** Made by JMH. */
  public LibtorchBatchBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    Libtorch.load(1);
    float[] x = Numbers.uniform(COUNT * size * size, 1);
    float[] y = Numbers.uniform(COUNT * size * size, 2);
    aTensor = Libtorch.tensor(x, COUNT, size, size);
    bTensor = Libtorch.tensor(y, COUNT, size, size);
    cTensor = Libtorch.tensor(x, COUNT, size, size);
  }

  /** The product bmm. */
  @Benchmark
  public void oneCall() {
    torch.bmm_out(cTensor, aTensor, bTensor);
  }
}
