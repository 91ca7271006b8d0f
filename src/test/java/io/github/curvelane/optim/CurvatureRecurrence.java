package io.github.curvelane.optim;

/** A rule with second derivatives for one parameter, written from its formula as the others are. */
abstract class CurvatureRecurrence extends Recurrence {
  long estimates;

  CurvatureRecurrence(Rounding in, double theta) {
    super(in, theta);
  }

  final void receive(double d) {
    estimates++;
    takeIn(d);
  }

  abstract void takeIn(double d);

  static final class OfDiagonalLevenbergMarquardt extends CurvatureRecurrence {
    final double mu;
    final double keep;
    final double gamma;
    double h;

    OfDiagonalLevenbergMarquardt(Rounding in, double theta, double mu, double gamma) {
      super(in, theta);
      this.mu = in.round(mu);
      this.keep = in.round(1 - gamma);
      this.gamma = in.round(gamma);
    }

    @Override
    void takeIn(double d) {
      double size = d < 0 ? -d : d;
      h = estimates == 1 ? size : in.fma(keep, h, in.multiply(gamma, size));
    }

    @Override
    void move(double rate, double g) {
      double own = in.multiply(in.round(rate), in.divide(1, in.add(h, mu)));
      theta = in.fma(-own, g, theta);
    }
  }

  static final class OfAdaHessian extends CurvatureRecurrence {
    final double rho1;
    final double rho2;
    final double power;
    final double delta;
    double m;
    double v;
    double r;

    OfAdaHessian(Rounding in, double theta, double rho1, double rho2, double power, double delta) {
      super(in, theta);
      this.rho1 = rho1;
      this.rho2 = rho2;
      this.power = power;
      this.delta = in.round(delta);
    }

    @Override
    void takeIn(double d) {
      v = in.fma(in.round(rho2), v, in.multiply(in.round(1 - rho2), in.multiply(d, d)));
      double c = in.round(1 / (1 - OfAdam.power(rho2, estimates)));
      double size = in.root(in.multiply(c, v));
      if (power != 1) {
        size = in.exp(in.multiply(in.round(power), in.log(size)));
      }
      r = in.divide(1, in.add(size, delta));
    }

    @Override
    void move(double rate, double g) {
      double e = in.round(rate / (1 - OfAdam.power(rho1, t)));
      m = in.fma(in.round(rho1), m, in.multiply(in.round(1 - rho1), g));
      theta = in.fma(-in.multiply(e, r), m, theta);
    }
  }

  static final class OfSophia extends CurvatureRecurrence {
    final double rho1;
    final double rho2;
    final double gamma;
    final double delta;
    final double lambda;
    double m;
    double h;

    OfSophia(
        Rounding in,
        double theta,
        double rho1,
        double rho2,
        double gamma,
        double delta,
        double lambda) {
      super(in, theta);
      this.rho1 = rho1;
      this.rho2 = rho2;
      this.gamma = in.round(gamma);
      this.delta = in.round(delta);
      this.lambda = lambda;
    }

    @Override
    void takeIn(double d) {
      h = in.fma(in.round(1 - rho2), d, in.multiply(in.round(rho2), h));
    }

    @Override
    void move(double rate, double g) {
      m = in.fma(in.round(rho1), m, in.multiply(in.round(1 - rho1), g));
      double scaled = in.multiply(gamma, h);
      double u = in.divide(m, scaled > delta ? scaled : delta);
      u = u > 1 ? 1 : u < -1 ? -1 : u;
      double kept = in.fma(-in.round(rate * lambda), theta, theta);
      theta = in.fma(-in.round(rate), u, kept);
    }
  }
}
