package io.github.curvelane.kernel.plain;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;
import java.util.Arrays;

/**
 * The matrix product by flat loops, for the first calls of a process. C2 compiles one small method
 * for it, {@link FloatRowTile}, after some 20 ms; the micro-kernels of the vector product take it
 * half a second, in which each of their vectors is an object. Warm, it reaches half of their speed.
 *
 * <p>The loops run over blocks of columns and of terms, whose part of the right operand is copied
 * into rows of their own, and over groups of four rows of C. Where C has few columns, C's
 * transposed is computed: the left operand is op(B)ᵀ then and the right one op(A)ᵀ. The chains are
 * the same.
 */
public final class FloatPlainProduct implements ProductKernel<float[]> {
  private static final int ROWS = FloatRowTile.ROWS;

  /** Columns of a block: four rows of each operand are in the first-level cache. */
  private static final int COLUMNS = 512;

  /** Terms of a block, which takes half of the second-level cache. */
  private static final int TERMS = 256;

  /** Fewer columns of C than these are its rows. */
  private static final int NARROW = 32;

  /** Multiplications that are worth waking a second thread for. */
  private static final long PARALLEL_WORK = 2_000_000;

  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;
  private float[] factors = {};

  private ProductCall<float[]> call;

  /** Whether Cᵀ is computed. */
  private boolean transposed;

  private int rows;
  private int columns;
  private int rowsPerTask;

  /**
   * Creates it.
   *
   * @param parallelism where tasks run
   */
  public FloatPlainProduct(Parallelism parallelism) {
    this.parallelism = parallelism;
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker();
    }
  }

  /** What one thread needs for itself. */
  private static final class Worker {
    final float[] left = new float[ROWS * TERMS];
    final float[][] right = new float[TERMS][];
    final float[][] chains = new float[ROWS][];
    float[] other = {};
    private int length;

    void grow(int terms, int width) {
      if (width > length) {
        length = width;
        Arrays.fill(right, null);
        other = new float[width];
        for (int i = 0; i < ROWS; i++) {
          chains[i] = new float[width];
        }
      }
      for (int p = 0; p < terms; p++) {
        if (right[p] == null) {
          right[p] = new float[length];
        }
      }
    }
  }

  @Override
  public void multiply(ProductCall<float[]> call) {
    this.call = call;
    transposed = call.n < NARROW && call.m > call.n;
    rows = transposed ? call.n : call.m;
    columns = transposed ? call.m : call.n;
    if (call.times == call.c && call.k > TERMS) {
      saveFactors();
    }
    long work = (long) call.m * call.n * call.k;
    rowsPerTask = rows;
    if (workers.length > 1 && work >= PARALLEL_WORK && rows > ROWS) {
      rowsPerTask = Math.ceilDiv(Math.ceilDiv(rows, workers.length), ROWS) * ROWS;
      parallelism.run(Math.ceilDiv(rows, rowsPerTask), computing);
    } else {
      compute(0, 0);
    }
    this.call = null;
  }

  private void saveFactors() {
    if (factors.length < call.m * call.n) {
      factors = new float[call.m * call.n];
    }
    for (int i = 0; i < call.m; i++) {
      int from = call.timesOffset + i * call.ldTimes;
      System.arraycopy(call.times, from, factors, i * call.n, call.n);
    }
  }

  private void compute(int task, int worker) {
    int first = task * rowsPerTask;
    int end = Math.min(first + rowsPerTask, rows);
    Worker own = workers[worker];
    for (int j = 0; j < columns; j += COLUMNS) {
      int width = Math.min(COLUMNS, columns - j);
      for (int p = 0; p == 0 || p < call.k; p += TERMS) {
        int terms = Math.min(TERMS, call.k - p);
        own.grow(terms, width);
        packRight(p, terms, j, width, own.right);
        for (int i = first; i < end; i += ROWS) {
          int used = Math.min(ROWS, end - i);
          if (call.lower && j >= i + used) {
            continue;
          }
          packLeft(i, used, p, terms, own.left);
          load(i, used, p > 0, j, width, own.chains);
          if (used == 1) {
            multiplyRow(terms, width, own);
          } else {
            multiply(terms, width, own);
          }
          store(i, used, p + terms == call.k, j, width, own);
        }
      }
    }
    if (call.sweep != null) {
      if (transposed) {
        call.sweep.sweep(0, call.m, first, end);
      } else {
        call.sweep.sweep(first, end, 0, call.n);
      }
    }
  }

  private static void multiplyRow(int terms, int width, Worker own) {
    float[][] r = own.right;
    float[] c = own.chains[0];
    int p = 0;
    for (; p <= terms - FloatRowTile.TERMS; p += FloatRowTile.TERMS) {
      FloatRowTile.fourTermsOfRow(own.left, p * ROWS, r[p], r[p + 1], r[p + 2], r[p + 3], c, width);
    }
    for (; p < terms; p++) {
      float a = own.left[p * ROWS];
      float[] b = r[p];
      for (int j = 0; j < width; j++) {
        c[j] = Math.fma(a, b[j], c[j]);
      }
    }
  }

  private static void multiply(int terms, int width, Worker own) {
    float[] left = own.left;
    float[][] r = own.right;
    float[] c0 = own.chains[0];
    float[] c1 = own.chains[1];
    float[] c2 = own.chains[2];
    float[] c3 = own.chains[3];
    int p = 0;
    for (; p <= terms - FloatRowTile.TERMS; p += FloatRowTile.TERMS) {
      FloatRowTile.fourTerms(
          left, p * ROWS, r[p], r[p + 1], r[p + 2], r[p + 3], c0, c1, c2, c3, width);
    }
    for (; p < terms; p++) {
      FloatRowTile.oneTerm(left, p * ROWS, r[p], c0, c1, c2, c3, width);
    }
  }

  /** Copies terms of the right operand into rows of their own. */
  private void packRight(int p, int terms, int j, int width, float[][] right) {
    float[] source = transposed ? call.a : call.b;
    boolean byTerms = transposed ? call.aTransposed : !call.bTransposed;
    int ld = transposed ? call.lda : call.ldb;
    int offset = transposed ? call.aOffset : call.bOffset;
    boolean square = transposed ? call.squareA : call.squareB;
    boolean negate = transposed && call.negateA;
    for (int q = 0; q < terms; q++) {
      float[] row = right[q];
      int from = offset + (byTerms ? (p + q) * ld + j : j * ld + p + q);
      gather(source, from, byTerms ? 1 : ld, row, width);
      if (square || negate) {
        transform(row, width, square, negate);
      }
    }
  }

  /** Copies the factors of a group of rows, those of a term side by side. */
  private void packLeft(int i, int used, int p, int terms, float[] left) {
    float[] source = transposed ? call.b : call.a;
    int ld = transposed ? call.ldb : call.lda;
    int offset = transposed ? call.bOffset : call.aOffset;
    boolean byTerms = transposed ? !call.bTransposed : call.aTransposed;
    int rowStep = byTerms ? 1 : ld;
    int termStep = byTerms ? ld : 1;
    if (used < ROWS) {
      Arrays.fill(left, 0, ROWS * terms, 0);
    }
    for (int r = 0; r < used; r++) {
      int from = offset + (i + r) * rowStep + p * termStep;
      for (int q = 0; q < terms; q++) {
        left[q * ROWS + r] = source[from + q * termStep];
      }
    }
    boolean square = transposed ? call.squareB : call.squareA;
    boolean negate = !transposed && call.negateA;
    if (square || negate) {
      transform(left, ROWS * terms, square, negate);
    }
  }

  private static void transform(float[] x, int n, boolean square, boolean negate) {
    for (int j = 0; j < n; j++) {
      float v = square ? x[j] * x[j] : x[j];
      x[j] = negate ? -v : v;
    }
  }

  /** Where chains begin, or go on: at +0, or in C. */
  private void load(int i, int used, boolean resumed, int j, int width, float[][] chains) {
    for (int r = 0; r < ROWS; r++) {
      if (r < used && (resumed || call.accumulate)) {
        gather(call.c, startOfC(i + r, j), transposed ? call.ldc : 1, chains[r], width);
      } else {
        Arrays.fill(chains[r], 0, width, 0);
      }
    }
  }

  private void store(int i, int used, boolean last, int j, int width, Worker own) {
    for (int r = 0; r < used; r++) {
      float[] chain = own.chains[r];
      if (last && call.hasEpilogue()) {
        epilogue(chain, i + r, j, width, own.other);
      }
      if (last && call.theta != null) {
        descend(chain, i + r, j, width, own.other);
        continue;
      }
      int count = call.lower ? Math.clamp(i + r + 1 - j, 0, width) : width;
      scatter(chain, call.c, startOfC(i + r, j), transposed ? call.ldc : 1, count);
    }
  }

  private int startOfC(int i, int j) {
    return call.cOffset + (transposed ? j * call.ldc + i : i * call.ldc + j);
  }

  private void epilogue(float[] chain, int i, int j, int width, float[] other) {
    if (call.scaled) {
      float scale = (float) call.scale;
      for (int q = 0; q < width; q++) {
        chain[q] *= scale;
      }
    }
    if (call.old != null) {
      float beta = (float) call.beta;
      int at = transposed ? j * call.n + i : i * call.n + j;
      gather(call.old, at, transposed ? call.n : 1, other, width);
      for (int q = 0; q < width; q++) {
        chain[q] = Math.fma(beta, other[q], chain[q]);
      }
    }
    if (call.bias != null) {
      gather(call.bias, call.biasOffset + (transposed ? i : j), transposed ? 0 : 1, other, width);
      for (int q = 0; q < width; q++) {
        chain[q] += other[q];
      }
    }
    if (call.times != null) {
      boolean saved = call.times == call.c && call.k > TERMS;
      float[] times = saved ? factors : call.times;
      int ld = saved ? call.n : call.ldTimes;
      int at = (saved ? 0 : call.timesOffset) + (transposed ? j * ld + i : i * ld + j);
      gather(times, at, transposed ? ld : 1, other, width);
      for (int q = 0; q < width; q++) {
        chain[q] *= other[q];
      }
    }
  }

  private void descend(float[] chain, int i, int j, int width, float[] other) {
    float minusRate = (float) -call.rate;
    int at = call.thetaOffset + (transposed ? j * call.ldTheta + i : i * call.ldTheta + j);
    int step = transposed ? call.ldTheta : 1;
    if (call.rates != null) {
      for (int q = 0; q < width; q++) {
        int x = at + q * step;
        call.theta[x] = Math.fma(minusRate * call.rates[x], chain[q], call.theta[x]);
      }
      return;
    }
    gather(call.theta, at, step, other, width);
    for (int q = 0; q < width; q++) {
      other[q] = Math.fma(minusRate, chain[q], other[q]);
    }
    scatter(other, call.theta, at, step, width);
  }

  /** Copies what lies some steps apart into a row, whose loops C2 vectorises. */
  private static void gather(float[] x, int offset, int step, float[] row, int n) {
    if (step == 1) {
      System.arraycopy(x, offset, row, 0, n);
      return;
    }
    for (int j = 0; j < n; j++) {
      row[j] = x[offset + j * step];
    }
  }

  private static void scatter(float[] row, float[] x, int offset, int step, int n) {
    if (step == 1) {
      System.arraycopy(row, 0, x, offset, n);
      return;
    }
    for (int j = 0; j < n; j++) {
      x[offset + j * step] = row[j];
    }
  }
}
