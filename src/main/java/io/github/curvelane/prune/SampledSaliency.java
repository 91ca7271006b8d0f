package io.github.curvelane.prune;

import io.github.curvelane.Objective;
import io.github.curvelane.SampledDiagonal;

/** h·w²/2 by the Gauss-Newton diagonal of drawn targets. */
record SampledSaliency(int samples, long seed) implements Saliency {
  SampledSaliency {
    if (samples < 1) {
      throw new IllegalArgumentException("samples is " + samples + ", must be at least 1");
    }
  }

  @Override
  public <A> double[] of(Objective<A> objective, A theta) {
    double[] w = Damage.parameters(objective, theta);
    if (!(objective instanceof SampledDiagonal<A> distribution)) {
      throw Damage.lacks(this, objective, "SampledDiagonal");
    }
    if (!distribution.hasDistribution()) {
      throw Damage.lacks(this, objective, "a distribution to draw targets from");
    }
    A h = Damage.keep(distribution, theta);
    distribution.monteCarloGaussNewtonDiagonal(samples, seed, h);
    return Damage.of(objective.precision().toDoubles(h), w);
  }

  @Override
  public String toString() {
    return "sampledBrainDamage(" + samples + ", " + seed + ")";
  }
}
