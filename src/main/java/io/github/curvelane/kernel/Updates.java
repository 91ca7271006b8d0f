package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.KernelSet;
import io.github.curvelane.kernel.contract.RankOneUpdate;
import io.github.curvelane.kernel.contract.UpdateKernels;

/**
 * The steps of optimizers as single passes over parameters θ, gradient g and memory, elements
 * {@code from} to {@code to} − 1 of each. They are the arithmetic of the rules in {@code
 * io.github.curvelane.optim}; the gradient was rounded before, then the formula applies, with the
 * roundings that it shows: every operation rounds once, {@code fma} once for both.
 *
 * <p>Scalars are rounded once to the precision. The arrays must be different objects. O(to − from)
 * each, and no allocation. Disjoint ranges may be passed from several threads at once.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Updates<A> {
  private final Precision<A> precision;
  private final UpdateKernels<A> kernels;
  private final RankOneUpdate<A> rankOne;

  Updates(Precision<A> precision, KernelSet<A> set) {
    this.precision = precision;
    this.kernels = set.updates();
    this.rankOne = set.rankOneUpdate();
  }

  /**
   * Gradient descent: θ = fma(−ε, g, θ).
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param from the first index
   * @param to the index after the last
   * @param rate the learning rate ε
   */
  public void sgd(A theta, A g, int from, int to, double rate) {
    check(theta, g, from, to);
    kernels.sgd(theta, g, from, to, rate);
  }

  /**
   * Gradient descent along a gradient without its last factor: θ = fma(−ε, s·g, θ), the product s·g
   * rounded.
   *
   * @param theta the parameters, changed
   * @param g the gradient up to the factor
   * @param from the first index
   * @param to the index after the last
   * @param scale the factor s
   * @param rate the learning rate ε
   */
  public void scaledSgd(A theta, A g, int from, int to, double scale, double rate) {
    check(theta, g, from, to);
    kernels.scaledSgd(theta, g, from, to, scale, rate);
  }

  /**
   * Gradient descent along g_ij = fl(fma(x_i, d_j, +0)·s), which is not stored: θ_ij = fma(−ε,
   * g_ij, θ_ij).
   *
   * @param theta the parameters, changed; θ_ij is at {@code offset + i·stride + j}
   * @param offset the index of θ_00
   * @param stride the distance between rows, at least {@code columns}
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @param x the factors of the rows, from {@code xOffset}
   * @param xOffset the index of x_0
   * @param d the factors of the columns, from {@code dOffset}
   * @param dOffset the index of d_0
   * @param scale the factor s
   * @param rate the learning rate ε
   */
  public void rankOneSgd(
      A theta,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale,
      double rate) {
    Extent.size("rows", rows);
    Extent.size("columns", columns);
    Extent.matrix("theta", precision.length(theta), offset, stride, rows, columns);
    Extent.vector("x", precision.length(x), xOffset, rows);
    Extent.vector("d", precision.length(d), dOffset, columns);
    checkDistinct("x", x, "theta", theta);
    checkDistinct("d", d, "theta", theta);
    rankOne.sgd(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate);
  }

  /**
   * Momentum with the rate inside the velocity: v = fma(α, v, −(ε·g)); θ = θ + v.
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param v the velocity, changed
   * @param from the first index
   * @param to the index after the last
   * @param rate the learning rate ε
   * @param alpha the decay α of the velocity
   */
  public void momentum(A theta, A g, A v, int from, int to, double rate, double alpha) {
    check(theta, g, from, to);
    checkMemory("v", v, theta, g, to);
    kernels.momentum(theta, g, v, from, to, rate, alpha);
  }

  /**
   * Moves to the point where Nesterov's method wants the gradient: start = θ; θ = fma(α, v, θ).
   *
   * @param theta the parameters, changed
   * @param v the velocity
   * @param start receives θ as it was
   * @param from the first index
   * @param to the index after the last
   * @param alpha the decay α of the velocity
   */
  public void lookAhead(A theta, A v, A start, int from, int to, double alpha) {
    check(theta, v, from, to);
    checkMemory("start", start, theta, v, to);
    kernels.lookAhead(theta, v, start, from, to, alpha);
  }

  /**
   * Momentum from another point than the gradient's: v = fma(α, v, −(ε·g)); θ = start + v.
   *
   * @param start the point to step from
   * @param theta the parameters, overwritten
   * @param g the gradient
   * @param v the velocity, changed
   * @param from the first index
   * @param to the index after the last
   * @param rate the learning rate ε
   * @param alpha the decay α of the velocity
   */
  public void momentumFrom(
      A start, A theta, A g, A v, int from, int to, double rate, double alpha) {
    check(theta, g, from, to);
    checkMemory("start", start, theta, g, to);
    checkMemory("v", v, theta, g, to);
    checkDistinct("v", v, "start", start);
    kernels.momentumFrom(start, theta, g, v, from, to, rate, alpha);
  }

  /**
   * Nesterov's momentum for parameters that are stored looking ahead: v = fma(α, v, −(ε·g)); θ =
   * fma(α, v, fma(−ε, g, θ)).
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param v the velocity, changed
   * @param from the first index
   * @param to the index after the last
   * @param rate the learning rate ε
   * @param alpha the decay α of the velocity
   */
  public void shiftedNesterov(A theta, A g, A v, int from, int to, double rate, double alpha) {
    check(theta, g, from, to);
    checkMemory("v", v, theta, g, to);
    kernels.shiftedNesterov(theta, g, v, from, to, rate, alpha);
  }

  /**
   * AdaGrad: r = fma(g, g, r); θ = θ − (ε·g) / (δ + √r).
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param r the accumulated squares, changed
   * @param from the first index
   * @param to the index after the last
   * @param rate the learning rate ε
   * @param delta the floor δ
   */
  public void adaGrad(A theta, A g, A r, int from, int to, double rate, double delta) {
    check(theta, g, from, to);
    checkMemory("r", r, theta, g, to);
    kernels.adaGrad(theta, g, r, from, to, rate, delta);
  }

  /**
   * RMSProp: r = fma(ρ, r, σ·(g·g)); θ = θ − (ε·g) / √(δ + r), with σ = fl(1 − ρ).
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param r the accumulated squares, changed
   * @param from the first index
   * @param to the index after the last
   * @param rate the learning rate ε
   * @param rho the decay ρ of the mean
   * @param delta the floor δ
   */
  public void rmsProp(A theta, A g, A r, int from, int to, double rate, double rho, double delta) {
    check(theta, g, from, to);
    checkMemory("r", r, theta, g, to);
    kernels.rmsProp(theta, g, r, from, to, rate, rho, delta);
  }

  /**
   * RMSProp with momentum from another point than the gradient's: r = fma(ρ, r, σ·(g·g)); v =
   * fma(α, v, −((ε·g) / √(δ + r))); θ = start + v, with σ = fl(1 − ρ).
   *
   * @param start the point to step from
   * @param theta the parameters, overwritten
   * @param g the gradient
   * @param r the accumulated squares, changed
   * @param v the velocity, changed
   * @param from the first index
   * @param to the index after the last
   * @param rate the learning rate ε
   * @param rho the decay ρ of the mean
   * @param delta the floor δ
   * @param alpha the decay α of the velocity
   */
  public void rmsPropFrom(
      A start,
      A theta,
      A g,
      A r,
      A v,
      int from,
      int to,
      double rate,
      double rho,
      double delta,
      double alpha) {
    check(theta, g, from, to);
    checkMemory("start", start, theta, g, to);
    checkMemory("r", r, theta, g, to);
    checkDistinct("r", r, "start", start);
    checkMemory("v", v, theta, g, to);
    checkDistinct("v", v, "start", start);
    checkDistinct("v", v, "r", r);
    kernels.rmsPropFrom(start, theta, g, r, v, from, to, rate, rho, delta, alpha);
  }

  /**
   * AdaDelta: r = fma(ρ, r, σ·(g·g)); d = √((u + δ) / (r + δ))·g; u = fma(ρ, u, σ·(d·d)); θ =
   * fma(−ε, d, θ), with σ = fl(1 − ρ).
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param r the accumulated squares, changed
   * @param u the accumulated squares of the steps d, changed
   * @param from the first index
   * @param to the index after the last
   * @param rate the factor ε of the step
   * @param rho the decay ρ of the mean
   * @param delta the floor δ
   */
  public void adaDelta(
      A theta, A g, A r, A u, int from, int to, double rate, double rho, double delta) {
    check(theta, g, from, to);
    checkMemory("r", r, theta, g, to);
    checkMemory("u", u, theta, g, to);
    checkDistinct("u", u, "r", r);
    kernels.adaDelta(theta, g, r, u, from, to, rate, rho, delta);
  }

  /**
   * Adam: s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − (e·s) / (√(c·r) + δ), with σ =
   * fl(1 − ρ).
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param s the mean of the gradient, changed
   * @param r the mean of its square, changed
   * @param from the first index
   * @param to the index after the last
   * @param e the learning rate, corrected for the bias of s: ε / (1 − ρ₁ᵗ)
   * @param c the correction for the bias of r: 1 / (1 − ρ₂ᵗ)
   * @param rho1 the decay ρ₁ of s
   * @param rho2 the decay ρ₂ of r
   * @param delta the floor δ
   */
  public void adam(
      A theta,
      A g,
      A s,
      A r,
      int from,
      int to,
      double e,
      double c,
      double rho1,
      double rho2,
      double delta) {
    check(theta, g, from, to);
    checkMemory("s", s, theta, g, to);
    checkMemory("r", r, theta, g, to);
    checkDistinct("r", r, "s", s);
    kernels.adam(theta, g, s, r, from, to, e, c, rho1, rho2, delta);
  }

  /**
   * AdamW: s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = fma(−κ, θ, θ) − (e·s) / (√(c·r) +
   * δ), with σ = fl(1 − ρ).
   *
   * @param theta the parameters, changed
   * @param g the gradient
   * @param s the mean of the gradient, changed
   * @param r the mean of its square, changed
   * @param from the first index
   * @param to the index after the last
   * @param e the learning rate, corrected for the bias of s: ε / (1 − ρ₁ᵗ)
   * @param c the correction for the bias of r: 1 / (1 − ρ₂ᵗ)
   * @param rho1 the decay ρ₁ of s
   * @param rho2 the decay ρ₂ of r
   * @param delta the floor δ
   * @param kappa the part of θ that decays, κ
   */
  public void adamW(
      A theta,
      A g,
      A s,
      A r,
      int from,
      int to,
      double e,
      double c,
      double rho1,
      double rho2,
      double delta,
      double kappa) {
    check(theta, g, from, to);
    checkMemory("s", s, theta, g, to);
    checkMemory("r", r, theta, g, to);
    checkDistinct("r", r, "s", s);
    kernels.adamW(theta, g, s, r, from, to, e, c, rho1, rho2, delta, kappa);
  }

  /**
   * Adds the gradient of ½λ‖θ‖²: g = fma(λ, θ, g).
   *
   * @param theta the parameters
   * @param g the gradient, changed
   * @param from the first index
   * @param to the index after the last
   * @param lambda the coefficient λ
   */
  public void addDecay(A theta, A g, int from, int to, double lambda) {
    check(theta, g, from, to);
    kernels.addDecay(theta, g, from, to, lambda);
  }

  /**
   * Shrinks the parameters: θ = fma(−κ, θ, θ).
   *
   * @param theta the parameters, changed
   * @param from the first index
   * @param to the index after the last
   * @param kappa the part κ that decays
   */
  public void shrink(A theta, int from, int to, double kappa) {
    checkRange(from, to);
    checkLength("theta", theta, to);
    kernels.shrink(theta, from, to, kappa);
  }

  /**
   * Clips every element: g = max(−c, min(c, g)). NaN stays NaN.
   *
   * @param g the gradient, changed
   * @param from the first index
   * @param to the index after the last
   * @param bound the bound c
   */
  public void clip(A g, int from, int to, double bound) {
    checkRange(from, to);
    checkLength("g", g, to);
    kernels.clip(g, from, to, bound);
  }

  private void check(A theta, A g, int from, int to) {
    checkRange(from, to);
    checkLength("theta", theta, to);
    checkLength("g", g, to);
    checkDistinct("g", g, "theta", theta);
  }

  private static void checkRange(int from, int to) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException(
          "the range is from " + from + " to " + to + ", must be 0 ≤ from ≤ to");
    }
  }

  private void checkMemory(String name, A memory, A theta, A g, int to) {
    checkLength(name, memory, to);
    checkDistinct(name, memory, "theta", theta);
    checkDistinct(name, memory, "g", g);
  }

  private void checkLength(String name, A array, int to) {
    if (to > precision.length(array)) {
      throw new IllegalArgumentException(
          "to is " + to + ", past the end of " + name + ", length " + precision.length(array));
    }
  }

  private static void checkDistinct(String name, Object array, String otherName, Object other) {
    if (array == other) {
      throw new IllegalArgumentException(name + " and " + otherName + " are the same array");
    }
  }
}
