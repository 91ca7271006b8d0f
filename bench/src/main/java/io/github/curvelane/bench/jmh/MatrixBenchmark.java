package io.github.curvelane.bench.jmh;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.MatrixCopies;
import io.github.curvelane.kernel.MatrixReductions;
import io.github.curvelane.kernel.VectorAlgebra;
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

/** Reductions and copies of matrices, one thread. */
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
public class MatrixBenchmark {
  /** Rows and columns. */
  @Param({"1000x10", "64x784", "1000x1000"})
  public String shape;

  private final MatrixReductions<float[]> reductions =
      Kernels.of(Precision.FLOAT).newMatrixReductions();
  private final MatrixCopies<float[]> copies = Kernels.of(Precision.FLOAT).matrixCopies();
  private final VectorAlgebra<float[]> algebra = Kernels.of(Precision.FLOAT).vectorAlgebra();
  private int m;
  private int n;
  private float[] x;
  private float[] y;
  private int[] indices;
  private int[] where;

  /** Made by JMH. */
  public MatrixBenchmark() {}

  /** Makes the matrix, and a random choice of as many rows. */
  @Setup
  public void prepare() {
    m = Numbers.rows(shape);
    n = Numbers.columns(shape);
    x = Numbers.uniform(m * n, 1);
    y = new float[m * n];
    indices = Numbers.choice(m);
    where = new int[m];
  }

  /** Sums of rows. */
  @Benchmark
  public void rowSums() {
    reductions.rowSums(m, n, x, 0, n, y, 0);
  }

  /** Maxima of rows. */
  @Benchmark
  public void rowMaxima() {
    reductions.rowMaxima(m, n, x, 0, n, y, 0);
  }

  /** Where the maxima of rows are. */
  @Benchmark
  public void rowArgMaxima() {
    reductions.rowArgMaxima(m, n, x, 0, n, where, 0);
  }

  /** Sums of columns. */
  @Benchmark
  public void columnSums() {
    algebra.columnSums(m, n, x, 0, n, y, 0);
  }

  /** Maxima of columns. */
  @Benchmark
  public void columnMaxima() {
    reductions.columnMaxima(m, n, x, 0, n, y, 0);
  }

  /** The transposed matrix. */
  @Benchmark
  public void transpose() {
    copies.transpose(m, n, x, 0, n, y, 0, m);
  }

  /** Chosen rows. */
  @Benchmark
  public void gatherRows() {
    copies.gatherRows(m, m, n, x, 0, n, indices, 0, y, 0, n);
  }
}
