package io.github.curvelane.optim;

/** Gradient noise before momentum, for the parameters of a run, told apart by their index. */
final class NoiseRecurrence implements UpdateRuleTest.Oracle {
  private final double eta;
  private final double gamma;
  private final long seed;
  private final double alpha;
  private int parameters;

  NoiseRecurrence(double eta, double gamma, long seed, double alpha) {
    this.eta = eta;
    this.gamma = gamma;
    this.seed = seed;
    this.alpha = alpha;
  }

  @Override
  public UpdateRuleTest.Oracle fresh() {
    return new NoiseRecurrence(eta, gamma, seed, alpha);
  }

  @Override
  public Recurrence at(Rounding in, double theta) {
    return new One(in, theta, parameters++);
  }

  private static int hash(int x) {
    int a = (x ^ x >>> 16) * 2146121005;
    int b = (a ^ a >>> 15) * -2073254261;
    return b ^ b >>> 16;
  }

  /** SplittableRandom's way from a seed to its t-th number. */
  private static long bits(long seed, long t) {
    return new java.util.SplittableRandom(seed + (t - 1) * 0x9E3779B97F4A7C15L).nextLong();
  }

  /** A normal number by the definition, in double precision throughout. */
  static double normal(long key, int index) {
    int[] h = hashes(key, index);
    double logarithm = zeros(h[0]) * StrictMath.log(2) - StrictMath.log(1 - part(h[1]));
    return Math.sqrt(2 * logarithm) * StrictMath.cos(2 * Math.PI * (h[2] * 0x1p-32));
  }

  private static int[] hashes(long key, int index) {
    int k0 = (int) (key >>> 32);
    int k1 = (int) key;
    int first = hash(hash(index ^ k0) + k1);
    int second = hash(first + k0);
    return new int[] {first, second, hash(second + k1)};
  }

  /** How often a coin shows tails before heads, at most 31. */
  private static int zeros(int h) {
    int zeros = 0;
    while (zeros < 31 && (h << zeros) >= 0) {
      zeros++;
    }
    return zeros;
  }

  private static double part(int h) {
    return (h >>> 8) * 0x1p-25;
  }

  static double normal(long seed, long step, int index) {
    return normal(bits(seed, step), index);
  }

  private final class One extends Recurrence {
    private final int index;
    private final OfMomentum then;

    One(Rounding in, double theta, int index) {
      super(in, theta);
      this.index = index;
      this.then = new OfMomentum(in, theta, alpha);
    }

    @Override
    void move(double rate, double g) {
      double sigma = Math.sqrt(eta) * StrictMath.exp(-0.5 * gamma * StrictMath.log(t));
      then.step(rate, loss, in.fma(in.round(sigma), rounded(bits(seed, t)), g));
      theta = then.theta;
    }

    /** The normal number with the roundings that are documented. */
    private double rounded(long key) {
      int[] h = hashes(key, index);
      double w = part(h[1]);
      double p =
          horner(
              w,
              1.214703,
              -1.1336465,
              0.8212587,
              0.0258023,
              0.27438864,
              0.3316844,
              0.50004214,
              0.9999998);
      double t = in.fma(zeros(h[0]), in.round(0.6931472), in.multiply(w, p));
      double v = in.multiply(in.round(h[2]), 0x1p-32);
      double c =
          horner(
              in.multiply(v, v),
              6.5296058,
              -25.96831,
              60.167831,
              -85.450165,
              64.939117,
              -19.739204,
              1);
      return in.multiply(in.root(in.add(t, t)), c);
    }

    private double horner(double x, double... coefficients) {
      double sum = in.round(coefficients[0]);
      for (int i = 1; i < coefficients.length; i++) {
        sum = in.fma(sum, x, in.round(coefficients[i]));
      }
      return sum;
    }
  }
}
