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
}
