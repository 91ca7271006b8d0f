package io.github.curvelane.optim;

import io.github.curvelane.optim.Recurrence.OfAdam;

/** Schedule-free rules for one parameter; θ is the average. */
final class ScheduleFreeRecurrences {
  private ScheduleFreeRecurrences() {}

  abstract static class OfAverage extends Recurrence {
    private final double beta;
    double z;
    private double largest;
    private double sum;

    OfAverage(Rounding in, double theta, double beta) {
      super(in, theta);
      this.beta = in.round(beta);
      z = theta;
    }

    @Override
    final double point() {
      return in.fma(beta, in.subtract(theta, z), z);
    }

    /** Moves the average to z by the weight of a step with some rate. */
    final void average(double rate) {
      largest = rate > largest ? rate : largest;
      sum = sum + largest * largest;
      double c = in.round(largest * largest / sum);
      theta = in.fma(c, in.subtract(z, theta), theta);
    }
  }

  static final class OfSgd extends OfAverage {
    OfSgd(Rounding in, double theta, double beta) {
      super(in, theta, beta);
    }

    @Override
    void move(double rate, double g) {
      z = in.fma(-in.round(rate), g, z);
      average(rate);
    }
  }

  static final class OfAdamW extends OfAverage {
    private final double lambda;
    private double r;

    OfAdamW(Rounding in, double theta, double lambda) {
      super(in, theta, 0.9);
      this.lambda = lambda;
    }

    @Override
    void move(double rate, double g) {
      double gamma = rate * Math.sqrt(1 - OfAdam.power(0.999, t));
      r = in.fma(in.round(0.999), r, in.multiply(in.round(1 - 0.999), in.multiply(g, g)));
      double kept = in.fma(-in.round(gamma * lambda), point(), z);
      double root = in.add(in.root(r), in.round(1e-8));
      z = in.subtract(kept, in.divide(in.multiply(in.round(gamma), g), root));
      average(gamma);
    }
  }
}
