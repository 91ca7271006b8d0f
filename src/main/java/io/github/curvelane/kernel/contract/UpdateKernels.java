package io.github.curvelane.kernel.contract;

/**
 * Optimizer steps over flat arrays, each one pass over elements {@code from} to {@code to} − 1. The
 * formulas are those of {@link io.github.curvelane.kernel.Updates}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface UpdateKernels<A> {
  /** θ = fma(−ε, g, θ). */
  void sgd(A theta, A g, int from, int to, double rate);

  /** θ = fma(−ε, s·g, θ). */
  void scaledSgd(A theta, A g, int from, int to, double scale, double rate);

  /** v = fma(α, v, −(ε·g)); θ = θ + v. */
  void momentum(A theta, A g, A v, int from, int to, double rate, double alpha);

  /** start = θ; θ = fma(α, v, θ). */
  void lookAhead(A theta, A v, A start, int from, int to, double alpha);

  /** v = fma(α, v, −(ε·g)); θ = start + v. */
  void momentumFrom(A start, A theta, A g, A v, int from, int to, double rate, double alpha);

  /** v = fma(α, v, −(ε·g)); θ = fma(α, v, fma(−ε, g, θ)). */
  void shiftedNesterov(A theta, A g, A v, int from, int to, double rate, double alpha);

  /** r = fma(g, g, r); θ = θ − (ε·g) / (δ + √r). */
  void adaGrad(A theta, A g, A r, int from, int to, double rate, double delta);

  /** r = fma(ρ, r, σ·(g·g)); θ = θ − (ε·g) / √(δ + r); σ = fl(1 − ρ). */
  void rmsProp(A theta, A g, A r, int from, int to, double rate, double rho, double delta);

  /** r = fma(ρ, r, σ·(g·g)); v = fma(α, v, −((ε·g) / √(δ + r))); θ = start + v; σ = fl(1 − ρ). */
  void rmsPropFrom(
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
      double alpha);

  /**
   * r = fma(ρ, r, σ·(g·g)); d = √((u + δ) / (r + δ))·g; u = fma(ρ, u, σ·(d·d)); θ = fma(−ε, d, θ);
   * σ = fl(1 − ρ).
   */
  void adaDelta(A theta, A g, A r, A u, int from, int to, double rate, double rho, double delta);

  /**
   * s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − (e·s) / (√(c·r) + δ); σ = fl(1 − ρ).
   */
  void adam(
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
      double delta);

  /** The same with θ = fma(−κ, θ, θ) − (e·s) / (√(c·r) + δ). */
  void adamW(
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
      double kappa);

  /** g = fma(λ, θ, g). */
  void addDecay(A theta, A g, int from, int to, double lambda);

  /** θ = fma(−κ, θ, θ). */
  void shrink(A theta, int from, int to, double kappa);

  /** g = max(−c, min(c, g)). */
  void clip(A g, int from, int to, double bound);
}
