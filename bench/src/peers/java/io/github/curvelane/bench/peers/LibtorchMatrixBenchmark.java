package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.jmh.MatrixBenchmark;
import io.github.curvelane.bench.jmh.Numbers;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.LongOptional;
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

/** What {@link MatrixBenchmark} measures, by libtorch. */
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
public class LibtorchMatrixBenchmark {
  /** Rows and columns. */
  @Param({"1000x10", "64x784", "1000x1000"})
  public String shape;

  private int m;
  private int n;
  private Tensor matrix;
  private Tensor transposed;
  private Tensor copy;
  private Tensor ofRows;
  private Tensor ofColumns;
  private Tensor where;
  private Tensor indices;
  private final LongOptional columns = new LongOptional(1);

  /** Made by JMH. */
  public LibtorchMatrixBenchmark() {}

  /** Makes the matrix, and a random choice of as many rows. */
  @Setup
  public void prepare() {
    Libtorch.load(1);
    m = Numbers.rows(shape);
    n = Numbers.columns(shape);
    float[] values = Numbers.uniform(m * n, 1);
    matrix = Libtorch.tensor(values, m, n);
    transposed = torch.zeros(n, m);
    copy = torch.zeros(m, n);
    ofRows = torch.zeros(m);
    ofColumns = torch.zeros(n);
    where = torch.argmax(matrix, columns, false);
    indices = torch.argmax(matrix, columns, false);
    int[] chosen = Numbers.choice(m);
    LongPointer numbers = new LongPointer(indices.data_ptr());
    for (int i = 0; i < m; i++) {
      numbers.put(i, chosen[i]);
    }
  }

  /** Sums of rows. */
  @Benchmark
  public void rowSums() {
    torch.sum_out(ofRows, matrix, 1);
  }

  /** Maxima of rows. */
  @Benchmark
  public void rowMaxima() {
    torch.amax_out(ofRows, matrix, new long[] {1}, false);
  }

  /** Where the maxima of rows are. */
  @Benchmark
  public void rowArgMaxima() {
    torch.argmax_out(where, matrix, columns, false);
  }

  /** Sums of columns. */
  @Benchmark
  public void columnSums() {
    torch.sum_out(ofColumns, matrix, 0);
  }

  /** Maxima of columns. */
  @Benchmark
  public void columnMaxima() {
    torch.amax_out(ofColumns, matrix, new long[] {0}, false);
  }

  /** The transposed matrix. */
  @Benchmark
  public void transpose() {
    try (Tensor view = matrix.t()) {
      transposed.copy_(view);
    }
  }

  /** Chosen rows. */
  @Benchmark
  public void gatherRows() {
    torch.index_select_out(copy, matrix, 0, indices);
  }
}
