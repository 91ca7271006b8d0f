package io.github.curvelane.curvature;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Probes;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.Arrays;

/**
 * The Lanczos recurrence with full reorthogonalisation: an orthonormal basis v₀, v₁, … of a Krylov
 * space of M, the rows of V, and T = VMVᵀ, in doubles. Knows nothing of eigenvalues; who uses it
 * multiplies {@link #direction} into {@link #image} and then calls {@link #advance}.
 *
 * <p>T is tridiagonal, α_k on the diagonal and β_k beside it, until {@link #restart}; then its
 * first rows are a diagonal with a column of couplings beside it (Wu and Simon 2000).
 *
 * <p>A step, of column k: w = Mv_k; w −= β_{k−1}·v_{k−1}; α_k = v_k·w; w −= α_k·v_k (Paige's
 * order); then c = Vw and w −= Vᵀc over all of the basis, once more where that took ‖w‖ below 1/√2
 * of what it was (Daniel, Gragg, Kaufman and Stewart 1976); α_k += c_k; β_k = ‖w‖; v_{k+1} = w/β_k.
 * All c_j, j &lt; k, would be zero in exact arithmetic: they are what the residuals of T's
 * eigenvectors lack, and tell when M is not symmetric.
 *
 * <p>A space is invariant when what is left of w is not above the rounding errors of a step, and
 * when it is the whole: β_k = 0 then, and only {@link #refresh} goes on. A step allocates nothing
 * when the basis need not grow. Used by one thread at a time.
 */
final class LanczosBasis<A> {
  /** Rounding errors of a step, in units of u‖M‖, besides those of the product. */
  private static final double OWN_ROUNDINGS = 16;

  /** The longest chain in a product of this library, whose errors grow as a random walk. */
  private static final int LONGEST_CHAIN = 4096;

  /**
   * How much of ‖M‖·√u an antisymmetric part may be: differences of gradients, which are not better
   * than √u, are taken for symmetric.
   */
  private static final double ASYMMETRY = 64;

  private static final double ROOT_HALF = Math.sqrt(0.5);

  /** Random vectors that are tried before unit vectors, of which one is not in the space. */
  private static final int TRIALS = 8;

  /** What a basis begins with, for 8 vectors at least and 64 at most. */
  private static final long FIRST_BYTES = 64L << 20;

  /** Columns of the basis that are combined at a time. */
  private static final int COLUMNS = 1024;

  private final Precision<A> precision;
  private final int n;
  private final int most;
  private final int stride;
  private final long seed;
  private final Reductions<A> reductions;
  private final VectorAlgebra<A> algebra;
  private final Product<A> product;
  private final A direction;
  private final A image;
  private A v;
  private A coefficients;
  private A block;
  private A combination;
  private int capacity;
  private double[] alphas = {};
  private double[] betas = {};
  private double[] couplings = {};
  private int columns;
  private int kept;
  private boolean open;
  private int drawn;
  private long restarts;

  /** The largest sum of a row of |T|: at least ‖T‖, at most √3‖M‖. */
  private double scale;

  private double strays;

  /**
   * Creates an empty basis.
   *
   * @param precision of the vectors
   * @param n the size of M
   * @param most how many columns T may have
   * @param seed of the vectors that are drawn
   * @throws IllegalArgumentException if the basis cannot have the memory that it may need
   */
  LanczosBasis(Precision<A> precision, int n, int most, long seed) {
    this.precision = precision;
    this.n = n;
    this.most = most;
    this.seed = seed;
    this.stride = stride(n);
    checkMemory(precision, n, most);
    Kernels<A> kernels = Kernels.of(precision);
    this.reductions = kernels.newReductions();
    this.algebra = kernels.vectorAlgebra();
    this.product = kernels.newProduct(Parallelism.none());
    this.direction = precision.newArray(n);
    this.image = precision.newArray(n);
    this.v = precision.newArray(0);
    this.coefficients = precision.newArray(0);
    this.block = precision.newArray(0);
    this.combination = precision.newArray(0);
  }

  /** Rows a multiple of 4096 bytes apart would share cache sets. */
  private static int stride(int n) {
    int padded = (n + 15) & -16;
    return padded % 1024 == 0 ? padded + 16 : padded;
  }

  private static void checkMemory(Precision<?> precision, int n, int most) {
    long elements = (most + 1L) * stride(n);
    long bytes = elements * precision.bytes();
    long heap = Runtime.getRuntime().maxMemory();
    if (elements > Integer.MAX_VALUE - 8 || bytes > heap) {
      throw new IllegalArgumentException(
          "%d vectors of %d elements need %d bytes, more than %s: bound their number"
              .formatted(
                  most + 1,
                  n,
                  bytes,
                  bytes > heap ? "the %d of the heap".formatted(heap) : "an array can hold"));
    }
  }

  /** The newest vector of the basis, to be multiplied. */
  A direction() {
    return direction;
  }

  /** Where its product is expected. */
  A image() {
    return image;
  }

  /** The finished columns of T. */
  int columns() {
    return columns;
  }

  /** Whether there is a vector to be multiplied. */
  boolean isOpen() {
    return open;
  }

  /** Whether T has as many columns as it may have. */
  boolean isFull() {
    return columns == most;
  }

  /** The diagonal of T. */
  double[] alphas() {
    return alphas;
  }

  /** β_k beside the diagonal, between columns k and k + 1; that of the last column leads out. */
  double[] betas() {
    return betas;
  }

  /** The β that leads out of the basis, 0 if the space is invariant. */
  double outwards() {
    return columns == 0 ? 0 : betas[columns - 1];
  }

  /** The columns from a restart, which are coupled to the one after them alone. */
  int kept() {
    return kept;
  }

  /** What the kept columns are coupled by. */
  double[] couplings() {
    return couplings;
  }

  /** The rows of V. */
  A vectors() {
    return v;
  }

  /** The distance between them. */
  int stride() {
    return stride;
  }

  /** What rounding does to a step: below this a vector is not told from zero. */
  private double stepRounding() {
    double roundings = Math.sqrt(Math.min(n, LONGEST_CHAIN)) + OWN_ROUNDINGS;
    double smallest = precision == Precision.DOUBLE ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    return roundings * precision.unitRoundoff() * scale + smallest;
  }

  /**
   * A bound on ‖MVᵀs − VᵀTs‖ without the part along the vector after the last, for ‖s‖ = 1: the
   * roundings of all columns, those of every restart that formed them anew, and the elements of T
   * that were taken for zero.
   */
  double rounding() {
    return stepRounding() * Math.sqrt(columns + restarts) + strays;
  }

  /** Begins with random signs. */
  void start() {
    begin();
    refresh();
  }

  /**
   * Begins with a vector.
   *
   * @throws IllegalArgumentException if it is zero
   */
  void start(A vector) {
    begin();
    double largest = reductions.maxAbs(n, vector, 0);
    if (largest == 0) {
      throw new IllegalArgumentException("from is zero, must have a direction");
    }
    // By a power of two: of subnormal numbers there is no inverse of the norm.
    int exponent = Math.getExponent(largest);
    algebra.scale(n, Math.scalb(1.0, -exponent / 2), vector, 0, image, 0);
    algebra.scale(n, Math.scalb(1.0, exponent / 2 - exponent), image, 0, image, 0);
    append(norm(image));
  }

  private void begin() {
    columns = 0;
    kept = 0;
    open = false;
    drawn = 0;
    restarts = 0;
    scale = 0;
    strays = 0;
  }

  /**
   * Takes Mv of the newest vector into T, and makes the next vector.
   *
   * @throws IllegalArgumentException if M is not symmetric
   */
  void advance() {
    int k = columns;
    double known = subtractKnown(k);
    int row = k * stride;
    double alpha = reductions.dot(n, v, row, image, 0);
    algebra.axpy(n, -alpha, v, row, image, 0);
    alpha += sweep(k + 1);
    double off = coefficientNorm(k);
    double taken = coefficientNorm(k + 1);
    double left = norm(image);
    scale = Math.max(scale, known + Math.abs(alpha) + left);
    checkSymmetric(k, off);
    strays = hypotenuse(strays, off);
    // ‖w‖² has halved if what was taken is more than what is left: squares of orthogonal parts add.
    if (left < taken) {
      alpha += sweep(k + 1);
      strays = hypotenuse(strays, coefficientNorm(k));
      left = norm(image);
    }
    if (!(left <= Double.MAX_VALUE && Math.abs(alpha) <= Double.MAX_VALUE)) {
      throw new ArithmeticException("the products overflow: one has the norm %s".formatted(scale));
    }
    columns = k + 1;
    alphas[k] = alpha;
    open = false;
    if (columns == n || left <= stepRounding()) {
      strays = hypotenuse(strays, left);
      betas[k] = 0;
    } else {
      betas[k] = left;
      append(left);
    }
  }

  /** w −= what symmetry says of column k above the diagonal; returns the norm of that. */
  private double subtractKnown(int k) {
    if (k == 0) {
      return 0;
    }
    if (k > kept) {
      double beta = betas[k - 1];
      algebra.axpy(n, -beta, v, (k - 1) * stride, image, 0);
      return beta;
    }
    for (int j = 0; j < k; j++) {
      precision.set(coefficients, j, couplings[j]);
    }
    double norm = coefficientNorm(k);
    subtract(k);
    return norm;
  }

  /** c = Vw, w −= Vᵀc; returns the last of c. */
  private double sweep(int rows) {
    reductions.dots(rows, n, v, 0, stride, image, 0, coefficients, 0);
    subtract(rows);
    return precision.get(coefficients, rows - 1);
  }

  private void subtract(int rows) {
    product
        .a(coefficients, 0, rows)
        .negateA()
        .b(v, 0, stride)
        .c(image, 0, n)
        .accumulate()
        .multiply(1, n, rows);
  }

  /** The norm of the first elements of c. */
  private double coefficientNorm(int count) {
    double norm = 0;
    for (int j = 0; j < count; j++) {
      norm = hypotenuse(norm, precision.get(coefficients, j));
    }
    return norm;
  }

  /** √(x² + y²), whose squares may be out of range. */
  private static double hypotenuse(double x, double y) {
    double large = Math.max(Math.abs(x), Math.abs(y));
    double small = Math.min(Math.abs(x), Math.abs(y));
    double ratio = small == 0 ? 0 : small / large;
    return large * Math.sqrt(Math.fma(ratio, ratio, 1));
  }

  private void checkSymmetric(int k, double off) {
    int worst = 0;
    for (int j = 1; j < k; j++) {
      double c = Math.abs(precision.get(coefficients, j));
      if (c > Math.abs(precision.get(coefficients, worst))) {
        worst = j;
      }
    }
    double bound = ASYMMETRY * Math.sqrt(precision.unitRoundoff()) * scale;
    if (!(off <= bound)) {
      double known = k == kept ? couplings[worst] : worst == k - 1 ? betas[worst] : 0;
      throw new IllegalArgumentException(
          "the matrix is not symmetric: for orthonormal v, w is wᵀMv = %s but vᵀMw = %s, more than %s apart"
              .formatted(known, known + precision.get(coefficients, worst), bound));
    }
  }

  /**
   * Begins a new block of T with a random vector orthogonal to the basis.
   *
   * @return whether there was one: not if the basis is of the whole space, or is full
   */
  boolean refresh() {
    if (columns == n || columns == most) {
      return false;
    }
    // One of the unit vectors has twice this much outside of the space.
    double enough = 0.5 * Math.sqrt((double) (n - columns) / n);
    for (int trial = 0; ; trial++) {
      if (trial < TRIALS) {
        Probes.signs(seed, drawn, n, image, 0);
        drawn++;
      } else {
        precision.fill(image, 0, n, 0);
        precision.set(image, trial - TRIALS, 1);
      }
      double whole = norm(image);
      double left = whole;
      double before;
      do {
        before = left;
        if (columns > 0) {
          sweep(columns);
        }
        left = norm(image);
      } while (left < before * ROOT_HALF && left >= enough * whole);
      if (left >= enough * whole) {
        append(left);
        return true;
      }
    }
  }

  /** Makes w/‖w‖ the newest vector. */
  private void append(double norm) {
    reserve(columns + 1);
    algebra.scale(n, 1 / norm, image, 0, direction, 0);
    precision.copy(direction, 0, v, columns * stride, n);
    open = true;
  }

  /** Makes room for so many vectors; the number grows by half at least. */
  private void reserve(int vectors) {
    if (vectors <= capacity) {
      return;
    }
    int first = Math.clamp(FIRST_BYTES / ((long) stride * precision.bytes()), 8, 64);
    int larger = Math.max(vectors, Math.min(most + 1, Math.max(first, capacity + capacity / 2)));
    A grown = precision.newArray(Math.multiplyExact(larger, stride));
    precision.copy(v, 0, grown, 0, capacity * stride);
    v = grown;
    coefficients = precision.newArray(larger);
    alphas = Arrays.copyOf(alphas, larger);
    betas = Arrays.copyOf(betas, larger);
    couplings = Arrays.copyOf(couplings, larger);
    capacity = larger;
  }

  /**
   * Combines the basis into vectors y_i = Σ_j s_ij·v_j, which become its first ones, and the newest
   * vector follows them. If s_i are eigenvectors of T, T stays what it is: their eigenvalues on the
   * diagonal, and couplings s_i,last·β to the newest vector.
   *
   * @param count how many, at most the columns
   * @param s the coefficients, rows of numbers
   * @param lds the distance between rows
   * @param values what becomes the diagonal
   */
  void restart(int count, double[] s, int lds, double[] values) {
    A rows = rounded(count, s, lds);
    int length = Math.min(COLUMNS, n);
    if (precision.length(block) < count * length) {
      block = precision.newArray(count * length);
    }
    for (int from = 0; from < n; from += length) {
      int part = Math.min(length, n - from);
      product.a(rows, 0, columns).b(v, from, stride).c(block, 0, length);
      product.multiply(count, part, columns);
      for (int i = 0; i < count; i++) {
        precision.copy(block, i * length, v, i * stride + from, part);
      }
    }
    double beta = outwards();
    for (int i = 0; i < count; i++) {
      couplings[i] = beta * s[i * lds + columns - 1];
      alphas[i] = values[i];
      betas[i] = 0;
    }
    columns = count;
    kept = count;
    restarts++;
    if (open) {
      precision.copy(direction, 0, v, count * stride, n);
    }
  }

  /**
   * Combines the basis into one vector Σ_j s_j·v_j, of norm 1.
   *
   * @param s the coefficients
   * @param y receives it, n elements
   */
  void combine(double[] s, A y) {
    product.a(rounded(1, s, columns), 0, columns).b(v, 0, stride).c(y, 0, n);
    product.multiply(1, n, columns);
    algebra.scale(n, 1 / reductions.norm2(n, y, 0), y, 0, y, 0);
  }

  private A rounded(int count, double[] s, int lds) {
    if (precision.length(combination) < count * columns) {
      combination = precision.newArray(count * columns);
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < columns; j++) {
        precision.set(combination, i * columns + j, s[i * lds + j]);
      }
    }
    return combination;
  }

  private double norm(A x) {
    double squares = reductions.sumOfSquares(n, x, 0);
    double low = precision == Precision.DOUBLE ? 0x1p-900 : 0x1p-80;
    if (squares >= low && squares <= Double.MAX_VALUE) {
      return Math.sqrt(squares);
    }
    double largest = reductions.maxAbs(n, x, 0);
    if (largest == 0 || !(largest <= Double.MAX_VALUE)) {
      return largest;
    }
    int exponent =
        Math.max(Math.getExponent(largest), precision == Precision.DOUBLE ? -1022 : -126);
    algebra.scale(n, Math.scalb(1.0, -exponent), x, 0, direction, 0);
    return Math.scalb(Math.sqrt(reductions.sumOfSquares(n, direction, 0)), exponent);
  }
}
