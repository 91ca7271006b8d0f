package io.github.curvelane.kernel.contract;

import io.github.curvelane.kernel.BlockSweep;

/**
 * The checked arguments of one matrix product; {@link io.github.curvelane.kernel.Product} says what
 * they mean. One object per product, reused by every call.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ProductCall<A> {
  /** Rows of C. */
  public int m;

  /** Columns of C. */
  public int n;

  /** Terms of each chain. */
  public int k;

  /** The left operand: m×k, or k×m if transposed. */
  public A a;

  /** Where A starts. */
  public int aOffset;

  /** A's leading dimension, as stored. */
  public int lda;

  /** Whether A is stored as k×m. */
  public boolean aTransposed;

  /** Whether a chain reads a² in place of a. */
  public boolean squareA;

  /** Whether a chain reads −a in place of a (with {@link #squareA}: −a²). */
  public boolean negateA;

  /** The right operand: k×n, or n×k if transposed. */
  public A b;

  /** Where B starts. */
  public int bOffset;

  /** B's leading dimension, as stored. */
  public int ldb;

  /** Whether B is stored as n×k. */
  public boolean bTransposed;

  /** Whether a chain reads b² in place of b. */
  public boolean squareB;

  /** The result, m×n. */
  public A c;

  /** Where C starts. */
  public int cOffset;

  /** C's leading dimension. */
  public int ldc;

  /** Whether chains start from C; they start from +0 otherwise, and C is not read. */
  public boolean accumulate;

  /**
   * Whether only c_ij with j ≤ i are computed, and the others left as they are. C is square then,
   * and there is nothing after the chains.
   */
  public boolean lower;

  /** Whether the epilogue multiplies by {@link #scale}. */
  public boolean scaled;

  /** The epilogue's factor, already rounded to the precision. */
  public double scale;

  /**
   * A copy of the old C, m rows of n elements; the epilogue adds {@link #beta} times it after the
   * scale. Null for none, and then C is not read.
   */
  public A old;

  /** The factor of the old C, already rounded to the precision; not 0 if there is one. */
  public double beta;

  /** Added to every row by the epilogue; null for none. */
  public A bias;

  /** Where the bias starts. */
  public int biasOffset;

  /** Multiplied element by element by the epilogue; null for none. */
  public A times;

  /** Where the factors start. */
  public int timesOffset;

  /** The factors' leading dimension. */
  public int ldTimes;

  /**
   * Moved by a step of gradient descent along the finished elements, θ = fma(−ε, c, θ), with ε the
   * {@link #rate}; null for none. C is scratch then, and there is no bias, factor or sweep.
   */
  public A theta;

  /** Where θ starts. */
  public int thetaOffset;

  /** The leading dimension of θ. */
  public int ldTheta;

  /** The learning rate ε; a kernel rounds it. */
  public double rate;

  /** Factors of the rate, one for each element of θ and laid out as it is; null for none. */
  public A rates;

  /** Called on finished blocks; null for none. */
  public BlockSweep sweep;

  /** Creates a call with nothing set. */
  public ProductCall() {}

  /**
   * Tells whether elements of C change after their chain.
   *
   * @return whether there is a scale, an old C, a bias or a factor matrix
   */
  public boolean hasEpilogue() {
    return scaled || old != null || bias != null || times != null;
  }

  /**
   * Takes over every setting of another call.
   *
   * @param other the call
   */
  public void set(ProductCall<A> other) {
    m = other.m;
    n = other.n;
    k = other.k;
    a = other.a;
    aOffset = other.aOffset;
    lda = other.lda;
    aTransposed = other.aTransposed;
    squareA = other.squareA;
    negateA = other.negateA;
    b = other.b;
    bOffset = other.bOffset;
    ldb = other.ldb;
    bTransposed = other.bTransposed;
    squareB = other.squareB;
    c = other.c;
    cOffset = other.cOffset;
    ldc = other.ldc;
    accumulate = other.accumulate;
    lower = other.lower;
    scaled = other.scaled;
    scale = other.scale;
    old = other.old;
    beta = other.beta;
    bias = other.bias;
    biasOffset = other.biasOffset;
    times = other.times;
    timesOffset = other.timesOffset;
    ldTimes = other.ldTimes;
    theta = other.theta;
    thetaOffset = other.thetaOffset;
    ldTheta = other.ldTheta;
    rate = other.rate;
    rates = other.rates;
    sweep = other.sweep;
  }

  /** Forgets every setting and every array. */
  public void clear() {
    m = n = k = 0;
    a = b = c = old = bias = times = theta = rates = null;
    aOffset = bOffset = cOffset = biasOffset = timesOffset = thetaOffset = 0;
    lda = ldb = ldc = ldTimes = ldTheta = 0;
    aTransposed = bTransposed = squareA = squareB = negateA = accumulate = lower = scaled = false;
    scale = beta = rate = 0;
    sweep = null;
  }
}
