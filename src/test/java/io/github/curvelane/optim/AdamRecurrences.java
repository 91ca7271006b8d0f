package io.github.curvelane.optim;

import io.github.curvelane.optim.Recurrence.OfAdam;

/** Rules with a mean of gradients, mostly also of their squares, for one parameter. */
final class AdamRecurrences {
  private AdamRecurrences() {}

  /** The two means, with ρ₁ = 0.9, ρ₂ = 0.999, and the floor 1e-8. */
  abstract static class OfMeans extends Recurrence {
    final double rho1 = 0.9;
    final double rho2 = 0.999;
    double s;
    double r;

    OfMeans(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    final void move(double rate, double g) {
      s = in.fma(in.round(rho1), s, in.multiply(in.round(1 - rho1), g));
      r = in.fma(in.round(rho2), r, in.multiply(in.round(1 - rho2), in.multiply(g, g)));
      theta = in.subtract(theta, change(rate, g));
    }

    abstract double change(double rate, double g);

    /** √(c·square) + δ. */
    final double floored(double c, double square) {
      return in.add(in.root(in.multiply(in.round(c), square)), in.round(1e-8));
    }
  }

  static final class OfAmsGrad extends OfMeans {
    double largest;

    OfAmsGrad(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    double change(double rate, double g) {
      if (r > largest) {
        largest = r;
      }
      double e = in.round(rate / (1 - OfAdam.power(rho1, t)));
      return in.divide(in.multiply(e, s), floored(1 / (1 - OfAdam.power(rho2, t)), largest));
    }
  }

  static final class OfNAdam extends OfMeans {
    double product = 1;

    OfNAdam(Rounding in, double theta) {
      super(in, theta);
    }

    private double mu(long t) {
      return rho1 * (1 - 0.5 * OfAdam.power(StrictMath.pow(0.96, 0.004), t));
    }

    @Override
    double change(double rate, double g) {
      product = product * mu(t);
      double a = in.round(rate * (1 - mu(t)) / (1 - product));
      double b = in.round(rate * mu(t + 1) / (1 - product * mu(t + 1)));
      double numerator = in.fma(a, g, in.multiply(b, s));
      return in.divide(numerator, floored(1 / (1 - OfAdam.power(rho2, t)), r));
    }
  }

  static final class OfRAdam extends OfMeans {
    OfRAdam(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    double change(double rate, double g) {
      double infinite = 2 / (1 - rho2) - 1;
      double power = OfAdam.power(rho2, t);
      double length = infinite - 2 * t * power / (1 - power);
      double correction = 1 - OfAdam.power(rho1, t);
      if (length > 5) {
        double k =
            Math.sqrt(
                (length - 4)
                    * (length - 2)
                    * infinite
                    / ((infinite - 4) * (infinite - 2) * length));
        double e = in.round(rate * (k * Math.sqrt(1 - power)) / correction);
        return in.divide(in.multiply(e, s), in.add(in.root(r), in.round(1e-8)));
      }
      return in.multiply(in.round(rate / correction), s);
    }
  }

  static final class OfLion extends Recurrence {
    final double lambda;
    double s;

    OfLion(Rounding in, double theta, double lambda) {
      super(in, theta);
      this.lambda = lambda;
    }

    @Override
    void move(double rate, double g) {
      double u = in.fma(in.round(0.9), s, in.multiply(in.round(1 - 0.9), g));
      double kept = in.fma(-in.round(rate * lambda), theta, theta);
      double length = in.round(rate);
      theta = u > 0 ? in.subtract(kept, length) : u < 0 ? in.add(kept, length) : kept;
      s = in.fma(in.round(0.99), s, in.multiply(in.round(1 - 0.99), g));
    }
  }
}
