package io.github.curvelane.optim;

/** Rules that go by the sign of a derivative or by its change, for one parameter, by cases. */
final class SignRecurrences {
  private SignRecurrences() {}

  /** Rprop's size and sign, with the papers' numbers; variants say what happens when it flips. */
  abstract static class OfRprop extends Recurrence {
    double size;
    double firstRate;
    double before;
    double move;

    OfRprop(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    final void move(double rate, double g) {
      if (t == 1) {
        size = clamp(in.round(rate));
        firstRate = rate;
      }
      boolean same = before > 0 && g > 0 || before < 0 && g < 0;
      boolean flips = before > 0 && g < 0 || before < 0 && g > 0;
      if (same) {
        size = clamp(in.multiply(size, in.round(1.2)));
      } else if (flips) {
        size = clamp(in.multiply(size, in.round(0.5)));
      }
      double length = in.multiply(in.round(rate / firstRate), size);
      if (flips) {
        flip(length, g);
      } else {
        go(length, g);
      }
    }

    /** Moves against a sign, which is remembered. */
    final void go(double length, double sign) {
      before = sign;
      move = sign > 0 ? -length : sign < 0 ? length : 0;
      if (sign != 0) {
        theta = in.add(theta, move);
      }
    }

    final void goBack() {
      theta = in.subtract(theta, move);
    }

    abstract void flip(double length, double g);

    private double clamp(double size) {
      double least = in.round(1e-6);
      return size < least ? least : size > 50 ? 50 : size;
    }
  }

  static final class OfRpropPlus extends OfRprop {
    OfRpropPlus(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    void flip(double length, double g) {
      goBack();
      before = 0;
    }
  }

  static final class OfRpropMinus extends OfRprop {
    OfRpropMinus(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    void flip(double length, double g) {
      go(length, g);
    }
  }

  static final class OfImprovedRpropPlus extends OfRprop {
    OfImprovedRpropPlus(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    void flip(double length, double g) {
      if (loss > lossBefore) {
        goBack();
      }
      before = 0;
    }
  }

  static final class OfImprovedRpropMinus extends OfRprop {
    OfImprovedRpropMinus(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    void flip(double length, double g) {
      before = 0;
    }
  }

  static final class OfLectureRprop extends OfRprop {
    OfLectureRprop(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    void flip(double length, double g) {
      goBack();
      go(length, before);
    }
  }

  /**
   * Fahlman's parabola. The threshold is that of the library, by the quotient: Fahlman's g ≥ μ/(1 +
   * μ)·p is the same but for rounding.
   */
  static final class OfQuickprop extends Recurrence {
    final double mu;
    double p;
    double d;

    OfQuickprop(Rounding in, double theta, double mu) {
      super(in, theta);
      this.mu = in.round(mu);
    }

    @Override
    void move(double rate, double g) {
      double next = d == 0 ? 0 : in.multiply(growth(g), d);
      boolean flips = g > 0 && p < 0 || g < 0 && p > 0;
      if (d == 0) {
        next = -in.multiply(in.round(rate), g);
      } else if (!flips) {
        next = in.fma(growth(g), d, -in.multiply(in.round(rate), g));
      }
      d = next;
      p = g;
      if (d != 0) {
        theta = in.add(theta, d);
      }
    }

    private double growth(double g) {
      boolean same = g > 0 && p > 0 || g < 0 && p < 0;
      if (g == 0) {
        return 0;
      }
      if (same && Math.abs(g) >= Math.abs(p)) {
        return mu;
      }
      double growth = in.divide(g, in.subtract(p, g));
      return growth > mu ? mu : growth;
    }
  }
}
