package io.github.curvelane.optim.batch;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.PivotedQr;
import io.github.curvelane.kernel.StackedQr;
import java.util.Arrays;

/**
 * Damped least squares by KP = QR with column pivoting, and Givens rotations that bring √λDP into R
 * (Moré 1978): for each λ of the order of n³ operations and none with K, and errors as of a problem
 * with the condition of K, not of its square. A K of several blocks is factored block by block,
 * each under the R of those before it.
 */
final class QrSystem extends DampedSystem {
  private final PivotedQr<double[]> qr = Kernels.of(Precision.DOUBLE).newPivotedQr();
  private final StackedQr<double[]> blocks =
      Kernels.of(Precision.DOUBLE).newStackedQr(Parallelism.none());
  private final boolean hasResiduals;
  private final double[] r;
  private final double[] s;
  private final int[] pivots;

  /** The first elements of Qᵀr. */
  private final double[] image;

  private final double[] x;
  private final double[] row;
  private final double[] right;

  /** Of several blocks: the rows of one beside their residuals, and R beside Qᵀr. */
  private final double[] beside;

  private final double[] triangle;
  private final double[] units;

  /** The largest element of each column, for naming those that are not finite. */
  private final double[] largest;

  private int rank;

  QrSystem(JacobianRows<?> rows) {
    super(rows.size());
    this.hasResiduals = rows.hasResiduals();
    int square = Math.multiplyExact(size, size);
    this.r = new double[square];
    this.s = new double[square];
    this.pivots = new int[size];
    this.image = new double[size];
    this.x = new double[size];
    this.row = new double[size];
    this.right = new double[Math.max(rows.blockRows(), size)];
    this.units = new double[size];
    this.largest = new double[size];
    boolean several = !rows.isOneBlock();
    int width = size + 1;
    this.beside = new double[several ? Math.multiplyExact(rows.blockRows(), width) : 0];
    this.triangle = new double[several ? Math.multiplyExact(width, width) : 0];
  }

  @Override
  void form(JacobianRows<?> rows) {
    if (rows.isOneBlock()) {
      factorBlock(rows);
    } else {
      stackBlocks(rows);
    }
    for (int j = 0; j < size; j++) {
      pivots[j] = j;
    }
    measure();
    if (!Double.isFinite(r[0])) {
      nameColumns(rows);
      return;
    }
    findRank();
    if (rank < size) {
      exchange();
      findRank();
    }
  }

  private void factorBlock(JacobianRows<?> rows) {
    int loaded = rows.load(0, rows.count());
    if (hasResiduals) {
      System.arraycopy(rows.right(), 0, right, 0, loaded);
    }
    qr.factorInOrder(loaded, size, rows.block(), 0, size, right, 0);
    take(Math.min(loaded, size));
  }

  /** Takes the first rows of R and elements of Qᵀr; what K has not is zeros. */
  private void take(int kept) {
    Arrays.fill(r, kept * size, r.length, 0);
    Arrays.fill(image, kept, size, 0);
    qr.copyR(r, 0, size);
    System.arraycopy(right, 0, image, 0, kept);
  }

  private void stackBlocks(JacobianRows<?> rows) {
    int width = size + 1;
    Arrays.fill(triangle, 0);
    Arrays.fill(largest, 0);
    for (int from = 0; from < rows.count(); ) {
      int loaded = rows.load(from, rows.count());
      findLargest(rows.block(), loaded);
      for (int i = 0; i < loaded; i++) {
        System.arraycopy(rows.block(), i * size, beside, i * width, size);
        beside[i * width + size] = hasResiduals ? rows.right()[i] : 0;
      }
      blocks.update(width, triangle, 0, width, loaded, beside, 0, width);
      from += loaded;
    }
    for (int i = 0; i < size; i++) {
      System.arraycopy(triangle, i * width, r, i * size, size);
      image[i] = triangle[i * width + size];
    }
  }

  private void findLargest(double[] block, int loaded) {
    for (int i = 0, at = 0; i < loaded; i++) {
      for (int j = 0; j < size; j++) {
        largest[j] = Math.max(largest[j], Math.abs(block[at++])); // NaN if one is
      }
    }
  }

  /** One element that is not finite spoils all of R: of the columns, those that have such. */
  private void nameColumns(JacobianRows<?> rows) {
    if (rows.isOneBlock()) {
      Arrays.fill(largest, 0);
      findLargest(rows.block(), rows.count());
    }
    for (int j = 0; j < size; j++) {
      norms[j] = largest[j] < Double.POSITIVE_INFINITY ? 0 : Double.NaN;
    }
  }

  private void findRank() {
    rank = 0;
    while (rank < size && counts(rank)) {
      rank++;
    }
  }

  /** Whether a column of R is more than rounding has left of a column of K. */
  private boolean counts(int j) {
    double left = Math.abs(r[j * size + j]);
    return left > size * 0x1p-52 * norms[pivots[j]];
  }

  /**
   * Where columns depend on others, R with exchange of columns, so that those stand last. They are
   * brought to one magnitude by powers of two, lest the order depend on the parameters' units.
   */
  private void exchange() {
    for (int j = 0; j < size; j++) {
      int exponent = norms[j] > 0 ? Math.max(Math.getExponent(norms[j]), Double.MIN_EXPONENT) : 0;
      units[j] = Math.scalb(1.0, -exponent);
      for (int i = 0; i <= j; i++) {
        r[i * size + j] *= units[j];
      }
    }
    System.arraycopy(image, 0, right, 0, size);
    qr.factor(size, size, r, 0, size, right, 0);
    take(size);
    for (int j = 0; j < size; j++) {
      pivots[j] = qr.column(j);
      double unit = 1 / units[pivots[j]];
      for (int i = 0; i <= j; i++) {
        r[i * size + j] *= unit;
      }
    }
  }

  /** The lengths of K's columns, which are those of R, and Kᵀr. */
  private void measure() {
    for (int j = 0; j < size; j++) {
      double squares = 0;
      double product = 0;
      for (int i = 0; i <= j; i++) {
        double element = r[i * size + j];
        squares = Math.fma(element, element, squares);
        product = Math.fma(element, image[i], product);
        x[i] = element;
      }
      norms[pivots[j]] = ScaledNorm.of(squares, x, j + 1);
      gradient[pivots[j]] = product;
    }
  }

  @Override
  boolean solve(double lambda, double[] scale, double[] step) {
    System.arraycopy(r, 0, s, 0, size * size);
    int solved = size;
    if (lambda == 0) {
      solved = rank;
    }
    System.arraycopy(image, 0, x, 0, size);
    if (lambda > 0) {
      rotate(Math.sqrt(lambda), scale);
      for (int j = 0; j < size; j++) {
        if (s[j * size + j] == 0) {
          return false;
        }
      }
    }
    if (!hasResiduals) {
      permute(gradient);
      forward(solved);
    }
    Arrays.fill(x, solved, size, 0);
    back(solved);
    for (int j = 0; j < size; j++) {
      step[pivots[j]] = -x[j];
    }
    return true;
  }

  /** Makes S of [R; √λDP], row by row of the diagonal, and applies the rotations to x. */
  private void rotate(double root, double[] scale) {
    for (int j = 0; j < size; j++) {
      Arrays.fill(row, j + 1, size, 0);
      row[j] = root * scale[pivots[j]];
      double below = 0;
      for (int k = j; k < size; k++) {
        double d = row[k];
        if (d == 0) {
          continue;
        }
        int at = k * size;
        double diagonal = s[at + k];
        double sine;
        double cosine;
        if (Math.abs(diagonal) < Math.abs(d)) {
          double cotangent = diagonal / d;
          sine = 1 / Math.sqrt(Math.fma(cotangent, cotangent, 1));
          cosine = sine * cotangent;
        } else {
          double tangent = d / diagonal;
          cosine = 1 / Math.sqrt(Math.fma(tangent, tangent, 1));
          sine = cosine * tangent;
        }
        s[at + k] = Math.fma(cosine, diagonal, sine * d);
        double t = Math.fma(cosine, x[k], sine * below);
        below = Math.fma(cosine, below, -sine * x[k]);
        x[k] = t;
        for (int i = k + 1; i < size; i++) {
          double upper = s[at + i];
          double lower = row[i];
          s[at + i] = Math.fma(cosine, upper, sine * lower);
          row[i] = Math.fma(cosine, lower, -sine * upper);
        }
      }
    }
  }

  private void permute(double[] v) {
    for (int j = 0; j < size; j++) {
      x[j] = v[pivots[j]];
    }
  }

  /** x ← S⁻¹x of the leading rows. */
  private void back(int rows) {
    for (int j = rows - 1; j >= 0; j--) {
      double sum = x[j];
      for (int i = j + 1; i < rows; i++) {
        sum = Math.fma(-s[j * size + i], x[i], sum);
      }
      x[j] = sum / s[j * size + j];
    }
  }

  /** x ← S⁻ᵀx of the leading rows. */
  private void forward(int rows) {
    for (int j = 0; j < rows; j++) {
      double t = x[j] / s[j * size + j];
      x[j] = t;
      for (int i = j + 1; i < rows; i++) {
        x[i] = Math.fma(-s[j * size + i], t, x[i]);
      }
    }
  }

  @Override
  void solveAgain(double[] b, double[] step) {
    permute(b);
    forward(size);
    back(size);
    for (int j = 0; j < size; j++) {
      step[pivots[j]] = -x[j];
    }
  }

  @Override
  double inverseForm(double[] v) {
    permute(v);
    forward(size);
    double sum = 0;
    for (int j = 0; j < size; j++) {
      sum = Math.fma(x[j], x[j], sum);
    }
    return sum;
  }

  @Override
  double imageSquared(double[] v) {
    permute(v);
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int j = i; j < size; j++) {
        sum = Math.fma(r[i * size + j], x[j], sum);
      }
      squares = Math.fma(sum, sum, squares);
    }
    return squares;
  }

  /** The greatest diagonal element of R beside the least, K's columns taken as of length 1. */
  double condition() {
    double least = rank < size ? 0 : Double.POSITIVE_INFINITY;
    double greatest = 0;
    for (int j = 0; j < rank; j++) {
      double left = Math.abs(r[j * size + j]) / norms[pivots[j]];
      least = Math.min(least, left);
      greatest = Math.max(greatest, left);
    }
    return greatest / least;
  }

  /**
   * (KᵀK)⁻¹, row-major, by R⁻¹ of the columns that are independent. Where others depend on them,
   * the parameters that may be exchanged for each other have NaN.
   *
   * @param tolerance how small a part in such an exchange counts as none
   */
  double[] inverse(double tolerance) {
    System.arraycopy(r, 0, s, 0, size * size);
    double[] inverse = new double[size * size];
    double[] columns = new double[rank * rank];
    for (int j = 0; j < rank; j++) {
      Arrays.fill(x, 0);
      x[j] = 1;
      back(rank);
      for (int i = 0; i < rank; i++) {
        columns[i * rank + j] = x[i];
      }
    }
    for (int i = 0; i < rank; i++) {
      for (int k = 0; k < rank; k++) {
        double sum = 0;
        for (int j = Math.max(i, k); j < rank; j++) {
          sum = Math.fma(columns[i * rank + j], columns[k * rank + j], sum);
        }
        inverse[pivots[i] * size + pivots[k]] = sum;
      }
    }
    for (int k = rank; k < size; k++) {
      markUndetermined(k, tolerance, inverse);
    }
    return inverse;
  }

  /** The column k of R depends on those before: which parameters make up for its parameter? */
  private void markUndetermined(int k, double tolerance, double[] inverse) {
    for (int i = 0; i < rank; i++) {
      x[i] = r[i * size + k];
    }
    back(rank);
    x[k] = 1;
    double unit = norms[pivots[k]];
    for (int i = 0; i <= k; i++) {
      boolean part = i < rank && Math.abs(x[i]) * norms[pivots[i]] > tolerance * unit;
      if (part || i == k) {
        for (int j = 0; j < size; j++) {
          inverse[pivots[i] * size + j] = Double.NaN;
          inverse[j * size + pivots[i]] = Double.NaN;
        }
      }
    }
  }

  @Override
  int rank() {
    return rank;
  }
}
