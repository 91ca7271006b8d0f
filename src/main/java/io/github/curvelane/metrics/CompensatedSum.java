package io.github.curvelane.metrics;

/**
 * A sum that carries what its roundings lose (Neumaier 1974): off by 2u relative to the sum, and by
 * n²u² relative to the sum of magnitudes, for n terms.
 */
final class CompensatedSum {
  private double sum;
  private double lost;

  void add(double term) {
    double next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
    sum = next;
  }

  /** Returns the sum; an infinite one has no rounding errors, and what it "lost" is NaN. */
  double value() {
    return Double.isFinite(sum) ? sum + lost : sum;
  }
}
