package io.github.curvelane.optim.batch;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.ChunkedMean;
import io.github.curvelane.kernel.ExampleChunks;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.plain.SparseCodes;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;

/**
 * Sparse coding [DL8 8.38]: examples X are written as sparse codes H times atoms W,
 *
 * <p>J(H, W) = (1/B) Σ_p (½‖x_p − Wᵀh_p‖² + λ‖h_p‖₁), ‖w_k‖ ≤ 1 for every atom,
 *
 * <p>by block-coordinate descent: each block is a convex problem, and an alternation solves the
 * codes exactly and then goes once over the atoms, so that J never rises. ([DL8] has no ½: its λ is
 * 2λ here.)
 *
 * <ul>
 *   <li><b>Codes.</b> Cyclic coordinate descent with exact soft-thresholding on G = WWᵀ, and the
 *       exact minimum over the codes that are not zero, until the conditions of optimality (Karush,
 *       Kuhn and Tucker) hold to the tolerance: with c = W(x − Wᵀh), |c_k − λ sgn h_k| where h_k ≠
 *       0, max(|c_k| − λ, 0) elsewhere.
 *   <li><b>Atoms.</b> w_k ← w_k + (B_k − A_kW)/A_kk with A = HᵀH/B, B = HᵀX/B, scaled to length 1
 *       if it is longer: the exact minimum over one atom (Mairal et al. 2010, algorithm 2). An atom
 *       that no code uses stays.
 * </ul>
 *
 * <pre>{@code
 * SparseCoding<double[]> coding = new SparseCoding<>(Precision.DOUBLE, 500, 64, 48, 0.1);
 * double[] atoms = coding.initialAtoms(patches, 1);
 * double[] codes = new double[500 * 48];
 * for (int k = 0; k < 20; k++) {
 *   System.out.println(coding.alternate(patches, atoms, codes));
 * }
 * }</pre>
 *
 * <p>All that a fit remembers is in the caller's two arrays. X is row-major [examples × features],
 * H [examples × atoms], W [atoms × features]. The results are the same bits for any parallelism.
 * After the first call nothing is allocated. A second thread is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class SparseCoding<A> {
  /** The most sweeps over all coordinates of an example. */
  private static final int SWEEPS = 1000;

  private final Precision<A> precision;
  private final int examples;
  private final int features;
  private final int atoms;
  private final double penalty;
  private final double tolerance;
  private final Parallelism parallelism;
  private final Product<A> product;
  private final Reductions<A> reductions;
  private final SparseCodes<A> loops;
  private final ChunkedMean<A> mean;
  private final A gram;
  private final A[] gramRows;
  private final A correlations;
  private final A[] scratch;
  private final A[] faces;
  private final int[][] active;
  private final A moments;
  private final A residuals;
  private final double[] worst;
  private final Sums sums = new Sums();
  private final List<A> results;
  private final Parallelism.Task solve = this::solve;
  private final SoleUse use = new SoleUse("this sparse coding");
  private A x;
  private A h;

  /**
   * Makes the scratch memory, on the caller's thread, with a tolerance of 10⁻⁹·λ in double
   * precision and 10⁻⁴·λ in single.
   *
   * @param precision the precision
   * @param examples the number of examples B
   * @param features the elements of an example
   * @param atoms the number of atoms
   * @param penalty λ, positive
   * @throws IllegalArgumentException if a number is not positive
   */
  public SparseCoding(
      Precision<A> precision, int examples, int features, int atoms, double penalty) {
    this(
        precision,
        examples,
        features,
        atoms,
        penalty,
        tolerance(precision, penalty),
        Parallelism.none());
  }

  /**
   * Makes the scratch memory.
   *
   * @param precision the precision
   * @param examples the number of examples B
   * @param features the elements of an example
   * @param atoms the number of atoms
   * @param penalty λ, positive
   * @param tolerance what the residual of the codes' conditions of optimality may be, positive
   * @param parallelism shares the examples among threads
   * @throws IllegalArgumentException if a number is not positive
   */
  @SuppressWarnings("unchecked") // arrays of the arrays that the precision makes
  public SparseCoding(
      Precision<A> precision,
      int examples,
      int features,
      int atoms,
      double penalty,
      double tolerance,
      Parallelism parallelism) {
    this.precision = Objects.requireNonNull(precision, "precision");
    this.parallelism = Objects.requireNonNull(parallelism, "parallelism");
    this.examples = positive("examples", examples);
    this.features = positive("features", features);
    this.atoms = positive("atoms", atoms);
    this.penalty = positive("penalty", penalty);
    this.tolerance = positive("tolerance", tolerance);
    if ((long) atoms * atoms > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "atoms is " + atoms + ", its square must fit an array: at most 46,340");
    }
    Kernels<A> kernels = Kernels.of(precision);
    product = kernels.newProduct(parallelism);
    reductions = kernels.newReductions();
    loops = SparseCodes.of(precision);
    mean = new ChunkedMean<>(kernels);
    gram = precision.newArray(atoms * atoms);
    gramRows = (A[]) Array.newInstance(gram.getClass(), atoms);
    for (int k = 0; k < atoms; k++) {
      gramRows[k] = precision.newArray(atoms);
    }
    correlations = precision.newArray(Math.multiplyExact(examples, atoms));
    scratch = (A[]) Array.newInstance(gram.getClass(), parallelism.threads());
    faces = (A[]) Array.newInstance(gram.getClass(), scratch.length);
    active = new int[scratch.length][atoms];
    for (int t = 0; t < scratch.length; t++) {
      scratch[t] = precision.newArray(Math.max(atoms, features));
      faces[t] = precision.newArray(atoms * atoms + atoms);
    }
    moments = precision.newArray(Math.addExact(atoms * atoms, Math.multiplyExact(atoms, features)));
    residuals = precision.newArray(Math.multiplyExact(examples, features));
    worst = new double[examples];
    results = List.of(moments);
  }

  private static double tolerance(Precision<?> precision, double penalty) {
    double tolerance = penalty * (precision == Precision.DOUBLE ? 1e-9 : 1e-4);
    if (penalty > 0 && tolerance == 0) {
      throw new IllegalArgumentException(
          "penalty is " + penalty + ", the tolerance that follows from it is 0: set one");
    }
    return tolerance;
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
    return value;
  }

  private static double positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + value + ", must be positive and finite");
    }
    return value;
  }

  /**
   * Draws examples as atoms: the first of a shuffle by the generator L64X128MixRandom that are not
   * zero, scaled to length 1; what is missing is zero.
   *
   * @param x the examples
   * @param seed the generator's seed
   * @return a new array of atoms
   * @throws IllegalArgumentException if {@code x} has another length or an element that is not
   *     finite
   */
  public A initialAtoms(A x, long seed) {
    check("x", x, examples, features);
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int[] order = new int[examples];
    for (int i = 0; i < examples; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    A drawn = precision.newArray(atoms * features);
    int k = 0;
    for (int i = 0; i < examples && k < atoms; i++) {
      double norm = reductions.norm2(features, x, order[i] * features);
      for (int f = 0; f < features && norm > 0; f++) {
        double element = precision.get(x, order[i] * features + f);
        precision.set(drawn, k * features + f, element / norm);
      }
      k += norm > 0 ? 1 : 0;
    }
    return drawn;
  }

  /**
   * Minimizes J over the codes, from those given: the nearer they are, the less is to do.
   *
   * @param x the examples
   * @param atoms the atoms; read only
   * @param codes the start and the result, finite
   * @return the largest residual of the conditions of optimality, at most the tolerance unless an
   *     example took more than {@value #SWEEPS} sweeps
   * @throws IllegalArgumentException if an array has another length or an element that is not
   *     finite, or two are one
   */
  public double updateCodes(A x, A atoms, A codes) {
    use.begin();
    try {
      check(x, atoms, codes);
      return solveCodes(x, atoms, codes);
    } finally {
      use.end();
    }
  }

  private double solveCodes(A x, A atoms, A codes) {
    int k = this.atoms;
    product.a(atoms, 0, features).bTransposed(atoms, 0, features).c(gram, 0, k);
    product.multiply(k, k, features);
    for (int i = 0; i < k; i++) {
      precision.copy(gram, i * k, gramRows[i], 0, k);
    }
    product.a(x, 0, features).bTransposed(atoms, 0, features).c(correlations, 0, k);
    product.multiply(examples, k, features);
    h = codes;
    parallelism.run(examples, solve);
    double residual = 0;
    for (double one : worst) {
      residual = Math.max(residual, one);
    }
    return residual;
  }

  private void solve(int example, int worker) {
    int at = example * atoms;
    worst[example] =
        loops.solve(
            atoms,
            gramRows,
            correlations,
            at,
            h,
            at,
            scratch[worker],
            faces[worker],
            active[worker],
            penalty,
            tolerance,
            SWEEPS);
  }

  /**
   * Minimizes J over one atom after the other.
   *
   * @param x the examples
   * @param codes the codes; read only
   * @param atoms the atoms, changed; none is longer than 1 afterwards
   * @throws IllegalArgumentException as {@link #updateCodes}
   */
  public void updateAtoms(A x, A codes, A atoms) {
    use.begin();
    try {
      check(x, atoms, codes);
      moveAtoms(x, codes, atoms);
    } finally {
      use.end();
    }
  }

  private void moveAtoms(A x, A codes, A atoms) {
    this.x = x;
    this.h = codes;
    mean.of(sums, results);
    for (int k = 0; k < this.atoms; k++) {
      if (precision.get(moments, k * this.atoms + k) > 0) {
        loops.updateAtom(this.atoms, features, k, moments, atoms, scratch[0]);
      }
    }
  }

  /**
   * Computes J.
   *
   * @param x the examples
   * @param atoms the atoms
   * @param codes the codes
   * @return the mean over examples, summed in double precision
   * @throws IllegalArgumentException as {@link #updateCodes}
   */
  public double value(A x, A atoms, A codes) {
    use.begin();
    try {
      check(x, atoms, codes);
      return mean(x, atoms, codes);
    } finally {
      use.end();
    }
  }

  private double mean(A x, A atoms, A codes) {
    precision.copy(x, 0, residuals, 0, examples * features);
    product.a(codes, 0, this.atoms).negateA().b(atoms, 0, features).c(residuals, 0, features);
    product.accumulate().multiply(examples, features, this.atoms);
    double sum = 0;
    for (int p = 0; p < examples; p++) {
      double norm = reductions.norm2(features, residuals, p * features);
      sum += norm * norm / 2 + penalty * loops.sumOfAbs(this.atoms, codes, p * this.atoms);
    }
    return sum / examples;
  }

  /**
   * Updates codes, then atoms.
   *
   * @param x the examples
   * @param atoms the atoms, changed
   * @param codes the codes, changed
   * @return J afterwards
   * @throws IllegalArgumentException as {@link #updateCodes}
   */
  public double alternate(A x, A atoms, A codes) {
    use.begin();
    try {
      check(x, atoms, codes);
      solveCodes(x, atoms, codes);
      moveAtoms(x, codes, atoms);
      return mean(x, atoms, codes);
    } finally {
      use.end();
    }
  }

  private void check(A x, A atoms, A codes) {
    check("x", x, examples, features);
    check("atoms", atoms, this.atoms, features);
    check("codes", codes, examples, this.atoms);
    if (x == atoms || x == codes || atoms == codes) {
      throw new IllegalArgumentException("two of x, atoms and codes are the same array");
    }
  }

  private void check(String name, A array, int rows, int columns) {
    int length = precision.length(Objects.requireNonNull(array, name));
    if (length != rows * columns) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have %d × %d".formatted(name, length, rows, columns));
    }
    int bad = precision.indexOfNonFinite(array, 0, length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "%s[%d] is %s, must be finite".formatted(name, bad, precision.get(array, bad)));
    }
  }

  /** HᵀH and HᵀX over the examples of a chunk. */
  private final class Sums implements ExampleChunks<A> {
    @Override
    public long examples() {
      return examples;
    }

    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      int from = chunk * Arithmetic.EXAMPLE_CHUNK;
      int count = Math.min(examples - from, Arithmetic.EXAMPLE_CHUNK);
      product.aTransposed(h, from * atoms, atoms).b(h, from * atoms, atoms);
      product.c(sums.get(0), 0, atoms).scale(scale).multiply(atoms, atoms, count);
      product.aTransposed(h, from * atoms, atoms).b(x, from * features, features);
      product.c(sums.get(0), atoms * atoms, features).scale(scale).multiply(atoms, features, count);
      return 0;
    }
  }

  @Override
  public String toString() {
    return "sparse coding of %d examples of %d features by %d atoms, penalty %s, %s"
        .formatted(examples, features, atoms, penalty, precision);
  }
}
