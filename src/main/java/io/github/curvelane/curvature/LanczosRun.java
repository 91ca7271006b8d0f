package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.curvature.Eigenpairs.Reason;
import io.github.curvelane.internal.SoleUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A run of {@link Lanczos}, stepped product by product.
 *
 * <pre>{@code
 * objective.linearize(theta, gradient);
 * LanczosRun<float[]> run = new Lanczos().largest(3).start(objective.hessian());
 * while (run.products() < 30 && run.step()) {
 *   System.out.println(run.products() + " " + run.result().largest());
 * }
 * }</pre>
 *
 * <p>A step allocates nothing once the basis has its largest size. When a product or the watch
 * throws an exception, the run is as it was before that step and may go on.
 *
 * <p>A second thread at the same time is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class LanczosRun<A> {
  private final Lanczos lanczos;
  private final Precision<A> precision;
  private final Products<A> products;
  private final LanczosBasis<A> basis;
  private final RitzValues ritz = new RitzValues();
  private final RitzValues newest = new RitzValues();

  /** What was wanted when the space was last invariant. */
  private final double[] closed;

  private final int wanted;
  private final SoleUse use = new SoleUse("this Lanczos run");
  private double[] rows = {};
  private double[] values = {};
  private Reason reason = Reason.RUNNING;
  private int tested;
  private int closings;

  /** The first column of the block of T that is open; −1 after a restart, which mixes blocks. */
  private int blockStart;

  LanczosRun(Lanczos lanczos, SymmetricOperator<A> matrix, ProductWatch watch) {
    this.lanczos = lanczos;
    this.products = new Products<>(matrix, watch);
    this.precision = products.precision();
    int n = products.dimension();
    int columns = lanczos.columns(n);
    this.wanted = lanczos.largest() + lanczos.smallest();
    this.closed = new double[wanted];
    Arrays.fill(closed, Double.NaN);
    this.basis = new LanczosBasis<>(precision, n, columns, lanczos.seed());
  }

  void begin() {
    basis.start();
  }

  void begin(A from) {
    Lanczos.checkStart(precision, products.dimension(), from);
    basis.start(from);
  }

  /**
   * Makes one product, and tells whether the run is to go on.
   *
   * @return whether more steps are useful: not when all that is wanted has converged, the products
   *     are spent, or the watch wants the run to end
   * @throws IllegalArgumentException if M is found not to be symmetric; the message has the numbers
   * @throws ArithmeticException if the product is not finite
   */
  public boolean step() {
    use.begin();
    try {
      if (reason != Reason.RUNNING) {
        return false;
      }
      if (basis.isFull()) {
        restart();
      }
      if (!basis.isOpen()) {
        blockStart = basis.columns();
        basis.refresh();
      }
      try {
        products.apply(basis.direction(), basis.image());
      } catch (Cancelled cancelled) {
        reason = Reason.CANCELLED;
        return false;
      }
      basis.advance();
      test();
      if (reason == Reason.RUNNING && products.made() >= lanczos.products()) {
        reason = Reason.PRODUCTS;
      }
      return reason == Reason.RUNNING;
    } finally {
      use.end();
    }
  }

  /**
   * Makes steps until the run ends.
   *
   * @return what was found
   * @throws IllegalArgumentException if M is found not to be symmetric
   * @throws ArithmeticException if a product is not finite
   */
  public Eigenpairs<A> finish() {
    while (step()) {
      // A step is all there is to do.
    }
    return result();
  }

  /**
   * Returns the number of products so far.
   *
   * @return the number
   */
  public long products() {
    return products.made();
  }

  private void test() {
    int k = basis.columns();
    boolean closes = !basis.isOpen();
    // A test costs O(k²), and O(k³) after a restart.
    int pause = basis.kept() == 0 ? k / 64 : k / 16;
    boolean due = k - tested > pause || basis.isFull();
    if (!closes && (k < wanted || !due)) {
      return;
    }
    tested = k;
    ritz.solve(basis, 0);
    if (closes) {
      close();
    } else if (allConverged() && newestBlockAddsNothing()) {
      reason = Reason.CONVERGED;
    }
  }

  /** The space is invariant: a fresh vector shows whether it lacks copies of what is wanted. */
  private void close() {
    boolean same = ritz.count() >= wanted;
    double bound = basis.rounding();
    for (int i = 0; i < Math.min(wanted, ritz.count()); i++) {
      double value = ritz.value(index(i));
      same &= Math.abs(value - closed[i]) <= bound;
      closed[i] = value;
    }
    closings++;
    if (same || basis.columns() == products.dimension()) {
      reason = Reason.INVARIANT;
    }
  }

  private boolean allConverged() {
    for (int i = 0; i < wanted; i++) {
      if (!isConverged(ritz, index(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the block that a fresh vector has begun will have nothing that is wanted. */
  private boolean newestBlockAddsNothing() {
    if (closings == 0 || blockStart < 0) {
      return true;
    }
    newest.solve(basis, blockStart);
    int top = newest.count() - 1;
    return (lanczos.largest() == 0
            || isConverged(newest, top)
                && newest.value(top) < closed[lanczos.largest() - 1] + basis.rounding())
        && (lanczos.smallest() == 0
            || isConverged(newest, 0) && newest.value(0) > closed[wanted - 1] - basis.rounding());
  }

  /** Where the i-th wanted value is, the largest first, then the smallest. */
  private int index(int i) {
    return i < lanczos.largest() ? ritz.count() - 1 - i : i - lanczos.largest();
  }

  /** ‖M‖ as the space shows it. */
  private double norm() {
    return Math.max(Math.abs(ritz.value(0)), Math.abs(ritz.value(ritz.count() - 1)));
  }

  private boolean isConverged(RitzValues values, int i) {
    double residual = values.residual(i);
    return residual <= basis.rounding() || error(values, i) <= lanczos.tolerance() * norm();
  }

  /** How far an eigenvalue may be: κ, or κ²/gap with the gap that the neighbours leave. */
  private static double error(RitzValues values, int i) {
    double residual = values.residual(i);
    double gap = values.count() == 1 ? 0 : Double.POSITIVE_INFINITY;
    for (int j = Math.max(0, i - 1); j <= Math.min(values.count() - 1, i + 1); j++) {
      if (j != i) {
        double distance = Math.abs(values.value(j) - values.value(i));
        gap = Math.min(gap, distance - values.residual(j));
      }
    }
    return gap > residual ? residual * (residual / gap) : residual;
  }

  /** Keeps the Ritz vectors of the wanted ends, and of what is next to them. */
  private void restart() {
    int k = basis.columns();
    int more = (k - wanted) / 2;
    int most = k - 1 - wanted;
    more = Math.min(more, most);
    int below =
        lanczos.smallest() == 0
            ? 0
            : lanczos.smallest() + (lanczos.largest() == 0 ? more : more / 2);
    int above = wanted + more - below;
    double[] vectors = ritz.vectors(basis);
    if (rows.length < (above + below) * k) {
      rows = new double[(above + below) * k];
      values = new double[above + below];
    }
    for (int i = 0; i < above + below; i++) {
      int from = i < below ? i : k - above - below + i;
      values[i] = ritz.value(from);
      System.arraycopy(vectors, from * k, rows, i * k, k);
    }
    basis.restart(above + below, rows, k, values);
    tested = 0;
    blockStart = -1;
  }

  /**
   * Returns what has been found so far; with eigenvectors if they are wanted, at the cost of one
   * reading of the basis for each.
   *
   * @return the pairs
   */
  public Eigenpairs<A> result() {
    use.begin();
    try {
      int k = basis.columns();
      List<Eigenpair<A>> largest = new ArrayList<>();
      List<Eigenpair<A>> smallest = new ArrayList<>();
      if (k > 0) {
        double[] vectors = new double[0];
        if (lanczos.eigenvectors()) {
          vectors = ritz.vectors(basis).clone();
        }
        ritz.solve(basis, 0);
        int above = Math.min(k, lanczos.largest());
        int below = Math.min(k - above, lanczos.smallest());
        for (int i = 0; i < above; i++) {
          largest.add(pair(k - 1 - i, vectors));
        }
        for (int i = 0; i < below; i++) {
          smallest.add(pair(i, vectors));
        }
      }
      return new Eigenpairs<>(largest, smallest, products.made(), reason);
    } finally {
      use.end();
    }
  }

  private Eigenpair<A> pair(int i, double[] vectors) {
    Optional<A> vector = Optional.empty();
    if (lanczos.eigenvectors()) {
      int k = ritz.count();
      double[] row = new double[k];
      System.arraycopy(vectors, i * k, row, 0, k);
      A y = precision.newArray(products.dimension());
      basis.combine(row, y);
      vector = Optional.of(y);
    }
    double residual = ritz.residual(i) + basis.rounding();
    return new Eigenpair<>(ritz.value(i), residual, isConverged(ritz, i), vector);
  }

  @Override
  public String toString() {
    return "Lanczos run of %d products, %d vectors, %s"
        .formatted(products.made(), basis.columns(), reason);
  }
}
