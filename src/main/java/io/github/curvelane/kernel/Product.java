package io.github.curvelane.kernel;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;
import java.util.function.Function;

/**
 * A matrix product C ← op(A)·op(B), C ← C + op(A)·op(B) or C ← α·op(A)·op(B) + β·C, with an
 * optional epilogue.
 *
 * <pre>{@code
 * Product<float[]> product = kernels.newProduct(Parallelism.none());
 * product.a(x, 0, 784).b(w, 0, 300).c(y, 0, 300).bias(theta, 235_200).multiply(128, 300, 784);
 * }</pre>
 *
 * <p>C is m×n, op(A) m×k, op(B) k×n; all are row-major parts of flat arrays, given by an offset and
 * a leading dimension (the distance between rows) in elements. Operand and result must be set
 * before each {@link #multiply}; everything set is forgotten after it, so the next call starts
 * afresh.
 *
 * <p><b>Arithmetic.</b> Each element is one chain: it starts from +0, or from C after {@link
 * #accumulate}; then for k ascending c = fma(a, b, c). Where squares or negatives are asked for
 * they are rounded once, before the fma. After the last term the epilogue applies, each step
 * rounding:
 *
 * <ol>
 *   <li>{@link #scale}: v = v·s
 *   <li>{@link #beta}: v = fma(β, c_ij, v), with the old element of C
 *   <li>{@link #bias}: v = v + bias_j
 *   <li>{@link #times}: v = v·t_ij
 * </ol>
 *
 * <p>The element is stored, and {@link #sweep} is called on finished blocks while they are in
 * cache. The result has the same bits for every provider, vector width, blocking and number of
 * threads: that of the triple loop over {@link Math#fma(float, float, float)}. A row of C does not
 * depend on the other rows.
 *
 * <p><b>Aliasing.</b> C must not overlap A, B or the bias. The factors of {@code times} may be C
 * itself (then the old elements of C are the factors, and {@code accumulate} is refused), else they
 * must not overlap it either. C is not read but for {@code accumulate}, {@code beta} and such
 * factors.
 *
 * <p><b>Errors.</b> What does not fit is refused with a message that names the argument, its value
 * and the bound, and leaves C as it was.
 *
 * <p>2·m·n·k floating-point operations; no allocation once scratch memory has grown to the shapes
 * in use. A product owns that scratch memory and its settings: from the first of them until {@code
 * multiply} is done it belongs to one thread, and another is refused by an {@link
 * IllegalStateException} that names the first. What a thread had set that has ended is forgotten.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Product<A> implements Epilogue<A> {
  private final Precision<A> precision;
  private final ProductCall<A> call = new ProductCall<>();
  private final ProductBatch<A> batch;
  private final SoleUse use = new SoleUse("this product");
  private boolean running;

  Product(
      Precision<A> precision,
      Parallelism parallelism,
      Function<Parallelism, ProductKernel<A>> kernels) {
    this.precision = precision;
    this.batch = new ProductBatch<>(precision, parallelism, kernels);
  }

  /**
   * Sets the left operand, stored as m×k.
   *
   * @param a the array
   * @param offset the index of its first element
   * @param lda its leading dimension, at least k
   * @return this
   */
  public Product<A> a(A a, int offset, int lda) {
    return setA(a, offset, lda, false);
  }

  /**
   * Sets the left operand, stored as k×m: op(A) is its transpose.
   *
   * @param a the array
   * @param offset the index of its first element
   * @param lda its leading dimension, at least m
   * @return this
   */
  public Product<A> aTransposed(A a, int offset, int lda) {
    return setA(a, offset, lda, true);
  }

  private Product<A> setA(A a, int offset, int lda, boolean transposed) {
    claim();
    call.a = required(a, "a");
    call.aOffset = offset;
    call.lda = lda;
    call.aTransposed = transposed;
    return this;
  }

  /**
   * Sets the right operand, stored as k×n.
   *
   * @param b the array
   * @param offset the index of its first element
   * @param ldb its leading dimension, at least n
   * @return this
   */
  public Product<A> b(A b, int offset, int ldb) {
    return setB(b, offset, ldb, false);
  }

  /**
   * Sets the right operand, stored as n×k: op(B) is its transpose.
   *
   * @param b the array
   * @param offset the index of its first element
   * @param ldb its leading dimension, at least k
   * @return this
   */
  public Product<A> bTransposed(A b, int offset, int ldb) {
    return setB(b, offset, ldb, true);
  }

  private Product<A> setB(A b, int offset, int ldb, boolean transposed) {
    claim();
    call.b = required(b, "b");
    call.bOffset = offset;
    call.ldb = ldb;
    call.bTransposed = transposed;
    return this;
  }

  /**
   * Reads every element of A as its square.
   *
   * @return this
   */
  public Product<A> squareA() {
    claim();
    call.squareA = true;
    return this;
  }

  /**
   * Reads every element of B as its square.
   *
   * @return this
   */
  public Product<A> squareB() {
    claim();
    call.squareB = true;
    return this;
  }

  /**
   * Reads every element of A as its negative; together with {@link #squareA}, as −(a²).
   *
   * @return this
   */
  public Product<A> negateA() {
    claim();
    call.negateA = true;
    return this;
  }

  /**
   * Sets the result.
   *
   * @param c the array
   * @param offset the index of its first element
   * @param ldc its leading dimension, at least n
   * @return this
   */
  public Product<A> c(A c, int offset, int ldc) {
    claim();
    call.c = required(c, "c");
    call.cOffset = offset;
    call.ldc = ldc;
    return this;
  }

  /**
   * Starts each chain from the element of C instead of +0.
   *
   * @return this
   */
  public Product<A> accumulate() {
    claim();
    call.accumulate = true;
    return this;
  }

  /**
   * Computes only the elements c_ij with j ≤ i of a square C, in little more than half of the time;
   * those above the diagonal are left as they are. With A and B the same matrix, one of them
   * transposed, that is the symmetric rank-k update AAᵀ or AᵀA; its bits are those of the whole
   * product. Nothing may come after the chains: no scale, β, bias, factor, sweep or descent.
   *
   * @return this
   */
  public Product<A> lowerTriangle() {
    claim();
    call.lower = true;
    return this;
  }

  /**
   * Multiplies each finished chain by a number.
   *
   * @param factor the factor, rounded once to the precision
   * @return this
   */
  public Product<A> scale(double factor) {
    claim();
    call.scaled = true;
    call.scale = precision.round(factor);
    return this;
  }

  /**
   * Adds a multiple of the old C after the scale: v = fma(β, c_ij, v), as the β of BLAS's gemm. The
   * chain still starts from +0, so with β = 1 its sum is rounded once before C is added; {@link
   * #accumulate} starts from C, and has other bits. With 0 (after rounding) C is not read: a NaN in
   * it does no harm. Otherwise C is copied first, into m·n elements of scratch memory.
   *
   * @param beta the factor β of the old C, rounded once to the precision
   * @return this
   */
  public Product<A> beta(double beta) {
    claim();
    call.beta = precision.round(beta);
    return this;
  }

  /**
   * Adds a vector of n elements to every row, after the scale and the old C.
   *
   * @param bias the array
   * @param offset the index of the first element
   * @return this
   */
  public Product<A> bias(A bias, int offset) {
    claim();
    call.bias = required(bias, "bias");
    call.biasOffset = offset;
    return this;
  }

  /**
   * Multiplies element by element with an m×n matrix, after the bias.
   *
   * @param times the array; C itself, with the same offset and leading dimension, or apart from it
   * @param offset the index of its first element
   * @param ld its leading dimension, at least n
   * @return this
   */
  @Override
  public Product<A> times(A times, int offset, int ld) {
    claim();
    call.times = required(times, "times");
    call.timesOffset = offset;
    call.ldTimes = ld;
    return this;
  }

  /**
   * Calls back on finished blocks of C while they are still in cache.
   *
   * @param sweep the work to do on them
   * @return this
   */
  @Override
  public Product<A> sweep(BlockSweep sweep) {
    claim();
    if (sweep == null) {
      throw refused(new NullPointerException("sweep is null"));
    }
    call.sweep = sweep;
    return this;
  }

  /**
   * Moves an m×n matrix θ by a step of gradient descent along the elements, in place of storing
   * them: after the scale, θ = fma(−ε, v, θ). Nothing else may come after the chains. C is scratch
   * then; what it holds afterwards is unspecified.
   *
   * @param theta the array of θ, apart from A, B and C
   * @param offset the index of its first element
   * @param ld its leading dimension, at least n
   * @param rate the learning rate ε, rounded once to the precision
   * @return this
   */
  public Product<A> descend(A theta, int offset, int ld, double rate) {
    claim();
    call.theta = required(theta, "theta");
    call.thetaOffset = offset;
    call.ldTheta = ld;
    call.rate = rate;
    return this;
  }

  /**
   * Gives each element of θ a rate of its own in the step of {@link #descend}: θ = fma(−fl(ε·r), v,
   * θ).
   *
   * @param rates the array of the factors r, apart from θ and C; r_ij is at the index of θ_ij
   * @return this
   */
  public Product<A> rates(A rates) {
    claim();
    call.rates = required(rates, "rates");
    return this;
  }

  /**
   * Asks for several products of one shape. The i-th, i from 0, reads A from {@code offset + i ·
   * strideA} on, B from {@code offset + i · strideB} on, and its result is at {@code offset + i ·
   * strideC}; leading dimensions, operand transforms, scale, β and the bias are those of all. Its
   * bits are those of {@link #multiply} by itself.
   *
   * <pre>{@code
   * // Twelve matrices QKᵀ/8.
   * Product<float[]> product = kernels.newProduct(Parallelism.none());
   * product.a(queries, 0, 64).bTransposed(keys, 0, 64).c(scores, 0, 32).scale(0.125);
   * product.batch(12, 32 * 64, 32 * 64, 32 * 32).multiply(32, 32, 64);
   * }</pre>
   *
   * <p>A stride of 0 is for an operand that all share. The results must not overlap; they may lie
   * side by side, as blocks of columns of one matrix. An operand in the array of C lies before all
   * results or behind them; if it has their stride, or 0, between them too. Factors of {@link
   * #times}, {@link #sweep} and {@link #descend} are refused. The products are shared among the
   * threads; what one after another would take is the time of as many calls, less their checks.
   *
   * @param count how many, at least 0
   * @param strideA the distance between two A, at least 0
   * @param strideB the distance between two B, at least 0
   * @param strideC the distance between two C, at least 0
   * @return this
   */
  public Product<A> batch(int count, int strideA, int strideB, int strideC) {
    claim();
    batch.set(count, strideA, strideB, strideC);
    return this;
  }

  /**
   * Computes the product as set, and forgets the settings.
   *
   * @param m the rows of C and op(A)
   * @param n the columns of C and op(B)
   * @param k the columns of op(A) and rows of op(B); with 0 every chain is its start
   * @throws IllegalArgumentException if a size, offset, leading dimension, length or overlap is
   *     wrong
   * @throws IllegalStateException if A, B or C was not set, if a sweep of this product calls it, or
   *     if another thread uses it
   */
  public void multiply(int m, int n, int k) {
    claim();
    try {
      running = true;
      call.m = m;
      call.n = n;
      call.k = k;
      check();
      if (m > 0 && n > 0) {
        batch.multiply(call);
      }
    } finally {
      running = false;
      forget();
      use.end();
    }
  }

  /**
   * Takes this product for the calling thread, from its first setting until the product is done.
   */
  private void claim() {
    if (use.claim()) {
      forget();
    }
    if (running) {
      throw new IllegalStateException("this product is running: a sweep must not use it");
    }
  }

  private void forget() {
    call.clear();
    batch.clear();
  }

  private void check() {
    Extent.size("m", call.m);
    Extent.size("n", call.n);
    Extent.size("k", call.k);
    isSet(call.a, "a");
    isSet(call.b, "b");
    isSet(call.c, "c");
    int m = call.m;
    int n = call.n;
    int k = call.k;
    int aRows = call.aTransposed ? k : m;
    int aColumns = call.aTransposed ? m : k;
    int bRows = call.bTransposed ? n : k;
    int bColumns = call.bTransposed ? k : n;
    batch.check(call);
    matrices("a", call.a, call.aOffset, call.lda, aRows, aColumns, batch.strideA());
    matrices("b", call.b, call.bOffset, call.ldb, bRows, bColumns, batch.strideB());
    matrices("c", call.c, call.cOffset, call.ldc, m, n, batch.strideC());
    batch.checkResults(call);
    apartFromC("a", call.a, call.aOffset, call.lda, aRows, aColumns, batch.strideA());
    apartFromC("b", call.b, call.bOffset, call.ldb, bRows, bColumns, batch.strideB());
    if (call.bias != null) {
      matrix("bias", call.bias, call.biasOffset, n, 1, n);
      apartFromC("bias", call.bias, call.biasOffset, n, 1, n, 0);
    }
    if (call.times != null) {
      matrix("times", call.times, call.timesOffset, call.ldTimes, m, n);
      checkTimesAgainstC();
    }
    if (call.accumulate && call.beta != 0) {
      throw new IllegalArgumentException(
          "beta is " + call.beta + ", must be 0 with accumulate(), whose chains start from c");
    }
    if (call.lower) {
      checkLowerTriangle();
    }
    if (call.theta != null) {
      checkDescent(aRows, aColumns, bRows, bColumns);
    } else if (call.rates != null) {
      throw new IllegalArgumentException("rates is set, which needs descend()");
    }
  }

  private void checkLowerTriangle() {
    if (call.m != call.n) {
      throw new IllegalArgumentException(
          "m is " + call.m + " and n is " + call.n + ", must be equal with lowerTriangle()");
    }
    boolean withOld = call.beta != 0;
    if (call.hasEpilogue() || withOld || call.sweep != null || call.theta != null) {
      throw new IllegalArgumentException(
          (call.scaled
                  ? "scale"
                  : withOld
                      ? "beta"
                      : call.bias != null
                          ? "bias"
                          : call.times != null ? "times" : call.sweep != null ? "sweep" : "theta")
              + " is set, which lowerTriangle() leaves no place for");
    }
  }

  private void checkDescent(int aRows, int aColumns, int bRows, int bColumns) {
    if (call.beta != 0 || call.bias != null || call.times != null || call.sweep != null) {
      throw new IllegalArgumentException(
          (call.beta != 0
                  ? "beta"
                  : call.bias != null ? "bias" : call.times != null ? "times" : "sweep")
              + " is set, which descend() leaves no elements for");
    }
    matrix("theta", call.theta, call.thetaOffset, call.ldTheta, call.m, call.n);
    apartFromTheta("a", call.a, call.aOffset, call.lda, aRows, aColumns);
    apartFromTheta("b", call.b, call.bOffset, call.ldb, bRows, bColumns);
    apartFromTheta("c", call.c, call.cOffset, call.ldc, call.m, call.n);
    if (call.rates != null) {
      matrix("rates", call.rates, call.thetaOffset, call.ldTheta, call.m, call.n);
      apartFromC("rates", call.rates, call.thetaOffset, call.ldTheta, call.m, call.n, 0);
      apartFromTheta("rates", call.rates, call.thetaOffset, call.ldTheta, call.m, call.n);
    }
  }

  private void checkTimesAgainstC() {
    boolean isC =
        call.times == call.c && call.timesOffset == call.cOffset && call.ldTimes == call.ldc;
    if (!isC) {
      apartFromC("times", call.times, call.timesOffset, call.ldTimes, call.m, call.n, 0);
    } else if (call.accumulate) {
      throw new IllegalArgumentException("times is c, which accumulate() adds to");
    }
  }

  private void matrix(String name, A array, int offset, int ld, int rows, int columns) {
    Extent.matrix(name, precision, array, offset, ld, rows, columns);
  }

  private void matrices(
      String name, A array, int offset, int ld, int rows, int columns, int stride) {
    batch.matrices(name, Extent.length(name, precision, array), offset, ld, rows, columns, stride);
  }

  private void apartFromC(
      String name, A array, int offset, int ld, int rows, int columns, int stride) {
    if (array == call.c && batch.overlapsC(call, offset, ld, rows, columns, stride)) {
      throw new IllegalArgumentException(
          "c (offset " + call.cOffset + ") overlaps " + name + " (offset " + offset + ")");
    }
  }

  private void apartFromTheta(String name, A array, int offset, int ld, int rows, int columns) {
    if (array == call.theta
        && Extent.overlap(
            offset, ld, rows, columns, call.thetaOffset, call.ldTheta, call.m, call.n)) {
      throw new IllegalArgumentException(
          "theta (offset " + call.thetaOffset + ") overlaps " + name + " (offset " + offset + ")");
    }
  }

  private static void isSet(Object array, String name) {
    if (array == null) {
      throw new IllegalStateException(name + " is not set");
    }
  }

  private A required(A array, String name) {
    if (array == null) {
      throw refused(new NullPointerException(name + " is null"));
    }
    return array;
  }

  private NullPointerException refused(NullPointerException cause) {
    forget();
    use.end();
    return cause;
  }

  @Override
  public String toString() {
    return "product for " + precision;
  }
}
