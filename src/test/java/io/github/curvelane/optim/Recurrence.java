package io.github.curvelane.optim;

/**
 * An update rule for one parameter, written from its formula with one rounding after the other and
 * sharing no code with the library.
 */
abstract class Recurrence {
  final Rounding in;
  double theta;
  long t;
  double loss;
  double lossBefore;

  Recurrence(Rounding in, double theta) {
    this.in = in;
    this.theta = theta;
  }

  /** The point where the rule wants the gradient. */
  double point() {
    return theta;
  }

  final void step(double rate, double loss, double g) {
    t++;
    lossBefore = this.loss;
    this.loss = loss;
    move(rate, g);
  }

  abstract void move(double rate, double g);

  static final class OfSgd extends Recurrence {
    OfSgd(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    void move(double rate, double g) {
      theta = in.fma(-in.round(rate), g, theta);
    }
  }

  static final class OfMomentum extends Recurrence {
    final double alpha;
    double v;

    OfMomentum(Rounding in, double theta, double alpha) {
      super(in, theta);
      this.alpha = in.round(alpha);
    }

    @Override
    void move(double rate, double g) {
      v = in.fma(alpha, v, -in.multiply(in.round(rate), g));
      theta = in.add(theta, v);
    }
  }

  static final class OfNesterov extends Recurrence {
    final double alpha;
    double v;

    OfNesterov(Rounding in, double theta, double alpha) {
      super(in, theta);
      this.alpha = in.round(alpha);
    }

    @Override
    double point() {
      return in.fma(alpha, v, theta);
    }

    @Override
    void move(double rate, double g) {
      v = in.fma(alpha, v, -in.multiply(in.round(rate), g));
      theta = in.add(theta, v);
    }
  }

  static final class OfShiftedNesterov extends Recurrence {
    final double alpha;
    double v;

    OfShiftedNesterov(Rounding in, double theta, double alpha) {
      super(in, theta);
      this.alpha = in.round(alpha);
    }

    @Override
    void move(double rate, double g) {
      v = in.fma(alpha, v, -in.multiply(in.round(rate), g));
      double descended = in.fma(-in.round(rate), g, theta);
      theta = in.fma(alpha, v, descended);
    }
  }

  static final class OfAdaGrad extends Recurrence {
    final double delta;
    double r;

    OfAdaGrad(Rounding in, double theta, double delta) {
      super(in, theta);
      this.delta = in.round(delta);
    }

    @Override
    void move(double rate, double g) {
      r = in.fma(g, g, r);
      double numerator = in.multiply(in.round(rate), g);
      theta = in.subtract(theta, in.divide(numerator, in.add(delta, in.root(r))));
    }
  }

  static final class OfRmsProp extends Recurrence {
    final double rho;
    final double sigma;
    final double delta;
    double r;

    OfRmsProp(Rounding in, double theta, double rho, double delta) {
      super(in, theta);
      this.rho = in.round(rho);
      this.sigma = in.round(1 - rho);
      this.delta = in.round(delta);
    }

    @Override
    void move(double rate, double g) {
      r = in.fma(rho, r, in.multiply(sigma, in.multiply(g, g)));
      double numerator = in.multiply(in.round(rate), g);
      theta = in.subtract(theta, in.divide(numerator, in.root(in.add(delta, r))));
    }
  }

  static final class OfRmsPropNesterov extends Recurrence {
    final double alpha;
    final double rho;
    final double sigma;
    final double delta;
    double r;
    double v;

    OfRmsPropNesterov(Rounding in, double theta, double alpha, double rho, double delta) {
      super(in, theta);
      this.alpha = in.round(alpha);
      this.rho = in.round(rho);
      this.sigma = in.round(1 - rho);
      this.delta = in.round(delta);
    }

    @Override
    double point() {
      return in.fma(alpha, v, theta);
    }

    @Override
    void move(double rate, double g) {
      r = in.fma(rho, r, in.multiply(sigma, in.multiply(g, g)));
      double step = in.divide(in.multiply(in.round(rate), g), in.root(in.add(delta, r)));
      v = in.fma(alpha, v, -step);
      theta = in.add(theta, v);
    }
  }

  static final class OfAdaDelta extends Recurrence {
    final double rho;
    final double sigma;
    final double delta;
    double r;
    double u;

    OfAdaDelta(Rounding in, double theta, double rho, double delta) {
      super(in, theta);
      this.rho = in.round(rho);
      this.sigma = in.round(1 - rho);
      this.delta = in.round(delta);
    }

    @Override
    void move(double rate, double g) {
      r = in.fma(rho, r, in.multiply(sigma, in.multiply(g, g)));
      double d = in.multiply(in.root(in.divide(in.add(u, delta), in.add(r, delta))), g);
      u = in.fma(rho, u, in.multiply(sigma, in.multiply(d, d)));
      theta = in.fma(-in.round(rate), d, theta);
    }
  }

  /** Jacobs's rates in units of ε, by cases of the two signs. */
  static final class OfDeltaBarDelta extends Recurrence {
    final double kappa;
    final double phi;
    final double rho;
    final double sigma;
    double mean;
    double gain = 1;

    OfDeltaBarDelta(Rounding in, double theta, double kappa, double phi, double rho) {
      super(in, theta);
      this.kappa = in.round(kappa);
      this.phi = in.round(phi);
      this.rho = in.round(rho);
      this.sigma = in.round(1 - rho);
    }

    @Override
    void move(double rate, double g) {
      if (mean > 0 && g > 0 || mean < 0 && g < 0) {
        gain = in.add(gain, kappa);
      } else if (mean > 0 && g < 0 || mean < 0 && g > 0) {
        gain = in.fma(-phi, gain, gain);
      }
      mean = in.fma(rho, mean, in.multiply(sigma, g));
      theta = in.fma(-in.multiply(in.round(rate), gain), g, theta);
    }
  }

  /** Adam, and AdamW for a λ that is not NaN. */
  static final class OfAdam extends Recurrence {
    final double rho1;
    final double rho2;
    final double delta;
    final double lambda;
    double s;
    double r;

    OfAdam(Rounding in, double theta, double rho1, double rho2, double delta, double lambda) {
      super(in, theta);
      this.rho1 = rho1;
      this.rho2 = rho2;
      this.delta = in.round(delta);
      this.lambda = lambda;
    }

    /** ρᵗ from its factors ρ^(2^i), the lowest first. */
    static double power(double rho, long t) {
      String digits = Long.toBinaryString(t);
      double power = 1;
      double factor = rho;
      for (int i = digits.length() - 1; i >= 0; i--) {
        power = digits.charAt(i) == '1' ? power * factor : power;
        factor = factor * factor;
      }
      return power;
    }

    @Override
    void move(double rate, double g) {
      double e = in.round(rate / (1 - power(rho1, t)));
      double c = in.round(1 / (1 - power(rho2, t)));
      s = in.fma(in.round(rho1), s, in.multiply(in.round(1 - rho1), g));
      r = in.fma(in.round(rho2), r, in.multiply(in.round(1 - rho2), in.multiply(g, g)));
      double step = in.divide(in.multiply(e, s), in.add(in.root(in.multiply(c, r)), delta));
      double kept = Double.isNaN(lambda) ? theta : in.fma(-in.round(rate * lambda), theta, theta);
      theta = in.subtract(kept, step);
    }
  }

  /** Coupled weight decay, then clipping by value, then momentum. */
  static final class OfClippedDecay extends Recurrence {
    final double lambda;
    final double bound;
    final OfMomentum then;

    OfClippedDecay(Rounding in, double theta, double lambda, double bound, double alpha) {
      super(in, theta);
      this.lambda = in.round(lambda);
      this.bound = in.round(bound);
      this.then = new OfMomentum(in, theta, alpha);
    }

    @Override
    void move(double rate, double g) {
      double decayed = in.fma(lambda, theta, g);
      double clipped = decayed > bound ? bound : decayed < -bound ? -bound : decayed;
      then.step(rate, loss, clipped);
      theta = then.theta;
    }
  }
}
