package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.util.Objects;

/**
 * Which eigenvalues of a symmetric matrix are wanted, and how good: the description of Lanczos runs
 * on a matrix that is known by its products alone.
 *
 * <pre>{@code
 * int n = 6;
 * double[] a = new double[n * n];
 * for (int i = 0; i < n; i++) {
 *   a[i * n + i] = i + 1;
 * }
 * Eigenpairs<double[]> pairs =
 *     new Lanczos().largest(2).find(Operators.matrix(Precision.DOUBLE, n, a));
 * boolean found = pairs.converged(); // true
 * long largest = Math.round(pairs.largest().get(0).value()); // 6
 * }</pre>
 *
 * <p>A run builds an orthonormal basis v₀, v₁, … of the space of v₀, Mv₀, M²v₀, … by Lanczos'
 * recurrence (1950), each new vector orthogonalised against all of the basis, a second time only
 * where the first took ‖w‖ below 1/√2 of what it was (Daniel, Gragg, Kaufman and Stewart 1976). The
 * eigenvalues θ of M in this space, M's Ritz values, tend to M's from both ends inwards. When the
 * basis has as many vectors as it may have, the Ritz vectors of the wanted ends replace it and the
 * recurrence goes on from them (thick restart, Wu and Simon 2000); until then there is no restart.
 *
 * <p>With y the Ritz vector of θ and κ = ‖My − θy‖, an eigenvalue lies within min(κ, κ²/gap) of θ,
 * where gap is the distance to the rest of the spectrum. A pair has converged when this, with the
 * gap as Ritz values show it, is at most {@code tolerance·‖M‖}, or when κ is below what rounding
 * does to products: then the precision allows no better.
 *
 * <p><b>Multiple eigenvalues.</b> Of an eigenvalue that M has several times a Krylov space holds
 * one eigenvector: only one copy is certain, others come by rounding or not at all. Where the space
 * is invariant (M is the identity, or of low rank) all of its eigenvalues are M's; the run goes on
 * with a random vector orthogonal to it, until that changes nothing in what is wanted.
 *
 * <p>k steps cost k products, and 4kN multiply-adds for the k-th. Memory: the vectors of the basis,
 * which grows as needed, and three more. Results are the same bits for every thread count, vector
 * width and machine, if the products are.
 *
 * @param largest how many of the algebraically largest eigenvalues, at least 0
 * @param smallest how many of the algebraically smallest, at least 0
 * @param tolerance how good they must be beside ‖M‖, at least 0
 * @param products the most products, at least 1
 * @param vectors the most vectors of the basis, at least 2 more than eigenvalues; 0 for the default
 *     of 100, or four times the eigenvalues if that is more
 * @param seed of the random signs with which runs begin
 * @param eigenvectors whether eigenvectors are wanted too
 */
public record Lanczos(
    int largest,
    int smallest,
    double tolerance,
    long products,
    int vectors,
    long seed,
    boolean eigenvectors) {
  private static final int VECTORS = 100;

  /**
   * Wants the largest eigenvalue to a tolerance of 1e-10, in at most 1000 products, without its
   * vector, from seed 1.
   */
  public Lanczos() {
    this(1, 0, 1e-10, 1000, 0, 1, false);
  }

  /**
   * Creates a description.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Lanczos {
    if (largest < 0) {
      throw new IllegalArgumentException("largest is " + largest + ", must be at least 0");
    }
    if (smallest < 0) {
      throw new IllegalArgumentException("smallest is " + smallest + ", must be at least 0");
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "tolerance is " + tolerance + ", must be at least 0 and less than 1");
    }
    if (products < 1) {
      throw new IllegalArgumentException("products is " + products + ", must be at least 1");
    }
    if (vectors < 0) {
      throw new IllegalArgumentException(
          "vectors is " + vectors + ", must be at least 1, or 0 for the default");
    }
  }

  /**
   * Wants so many of the largest eigenvalues.
   *
   * @param count how many, at least 0
   * @return a copy
   */
  public Lanczos largest(int count) {
    return new Lanczos(count, smallest, tolerance, products, vectors, seed, eigenvectors);
  }

  /**
   * Wants so many of the smallest eigenvalues.
   *
   * @param count how many, at least 0
   * @return a copy
   */
  public Lanczos smallest(int count) {
    return new Lanczos(largest, count, tolerance, products, vectors, seed, eigenvectors);
  }

  /**
   * Sets how good eigenvalues must be.
   *
   * @param part of ‖M‖, at least 0 and less than 1; with 0 what the precision allows
   * @return a copy
   */
  public Lanczos tolerance(double part) {
    return new Lanczos(largest, smallest, part, products, vectors, seed, eigenvectors);
  }

  /**
   * Bounds the number of products.
   *
   * @param most the bound, at least 1
   * @return a copy
   */
  public Lanczos products(long most) {
    return new Lanczos(largest, smallest, tolerance, most, vectors, seed, eigenvectors);
  }

  /**
   * Bounds the vectors of the basis, and with them memory.
   *
   * @param most the bound, at least 2 more than eigenvalues are wanted; 0 for the default
   * @return a copy
   */
  public Lanczos vectors(int most) {
    return new Lanczos(largest, smallest, tolerance, products, most, seed, eigenvectors);
  }

  /**
   * Sets the seed.
   *
   * @param number the seed
   * @return a copy
   */
  public Lanczos seed(long number) {
    return new Lanczos(largest, smallest, tolerance, products, vectors, number, eigenvectors);
  }

  /**
   * Wants eigenvectors, or not.
   *
   * @param wanted whether they are wanted
   * @return a copy
   */
  public Lanczos eigenvectors(boolean wanted) {
    return new Lanczos(largest, smallest, tolerance, products, vectors, seed, wanted);
  }

  /**
   * Begins a run from random signs. Nothing is multiplied yet.
   *
   * @param matrix M
   * @param watch watches the products
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its first step
   * @throws IllegalArgumentException if M has fewer rows than eigenvalues are wanted, none are
   *     wanted, the vectors are too few for them, or more than fit into an array or the heap
   */
  public <A> LanczosRun<A> start(SymmetricOperator<A> matrix, ProductWatch watch) {
    LanczosRun<A> run = new LanczosRun<>(this, matrix, watch);
    run.begin();
    return run;
  }

  /**
   * Begins a run from random signs that is not watched.
   *
   * @param matrix M
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its first step
   * @throws IllegalArgumentException as the other method does
   */
  public <A> LanczosRun<A> start(SymmetricOperator<A> matrix) {
    return start(matrix, ProductWatch.NONE);
  }

  /**
   * Begins a run from a vector: near eigenvectors, such as those of a matrix that was a little
   * different, it takes fewer products.
   *
   * @param matrix M
   * @param from the vector, N finite numbers, not all zero; copied
   * @param watch watches the products
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its first step
   * @throws IllegalArgumentException as the other methods, and if the vector has another length, is
   *     zero, or holds NaN or infinite numbers
   */
  public <A> LanczosRun<A> start(SymmetricOperator<A> matrix, A from, ProductWatch watch) {
    LanczosRun<A> run = new LanczosRun<>(this, matrix, watch);
    run.begin(from);
    return run;
  }

  /**
   * Makes a run to its end.
   *
   * @param matrix M
   * @param watch watches the products
   * @param <A> {@code float[]} or {@code double[]}
   * @return what was found
   * @throws IllegalArgumentException as {@link #start start}, and if M is not symmetric
   * @throws ArithmeticException if a product is not finite
   */
  public <A> Eigenpairs<A> find(SymmetricOperator<A> matrix, ProductWatch watch) {
    return start(matrix, watch).finish();
  }

  /**
   * Makes a run to its end that is not watched.
   *
   * @param matrix M
   * @param <A> {@code float[]} or {@code double[]}
   * @return what was found
   * @throws IllegalArgumentException as the other method does
   * @throws ArithmeticException if a product is not finite
   */
  public <A> Eigenpairs<A> find(SymmetricOperator<A> matrix) {
    return find(matrix, ProductWatch.NONE);
  }

  /** The columns of T, and so vectors but the newest, for a matrix of n rows. */
  int columns(int n) {
    int wanted = Math.addExact(largest, smallest);
    if (wanted == 0) {
      throw new IllegalArgumentException("largest and smallest are 0: no eigenvalues are wanted");
    }
    if (wanted > n) {
      throw new IllegalArgumentException(
          "largest + smallest is %d, must be at most the %d rows of the matrix"
              .formatted(wanted, n));
    }
    int most = vectors == 0 ? Math.max(VECTORS, 4 * wanted) : vectors;
    if (most < wanted + 2 && most < n) {
      throw new IllegalArgumentException(
          "vectors is %d, must be at least %d for %d eigenvalues"
              .formatted(vectors, Math.min(n, wanted + 2), wanted));
    }
    return (int) Math.min(Math.min(most, n), products);
  }

  /** Refuses a start that is no direction. */
  static <A> void checkStart(Precision<A> precision, int n, A from) {
    int length = precision.length(Objects.requireNonNull(from, "from"));
    if (length != n) {
      throw new IllegalArgumentException(
          "from has %d elements, must have the %d of the matrix".formatted(length, n));
    }
    int bad = precision.indexOfNonFinite(from, 0, n);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "from[%d] is %s, must be finite".formatted(bad, precision.get(from, bad)));
    }
  }
}
