package io.github.curvelane.bench.problems;

/**
 * The residuals of the problems 20 to 35 of Moré, Garbow and Hillstrom (1981), of any number n of
 * variables, and 1 and 13 as their smallest.
 */
final class MghSized {
  private MghSized() {}

  static Jet[] watson(Jet[] x) {
    Jet[] f = new Jet[31];
    for (int i = 1; i <= 29; i++) {
      double t = i / 29.0;
      Jet sum = x[0];
      Jet slope = x[1];
      double power = t;
      for (int j = 1; j < x.length; j++) {
        sum = sum.combined(x[j], power);
        if (j + 1 < x.length) {
          slope = slope.combined(x[j + 1], (j + 1) * power);
        }
        power *= t;
      }
      f[i - 1] = slope.minus(sum.squared()).minus(1);
    }
    f[29] = x[0].times(1);
    f[30] = x[1].minus(x[0].squared()).minus(1);
    return f;
  }

  static Jet[] rosenbrock(Jet[] x) {
    Jet[] f = new Jet[x.length];
    for (int i = 0; i < x.length; i += 2) {
      f[i] = x[i + 1].minus(x[i].squared()).times(10);
      f[i + 1] = x[i].from(1);
    }
    return f;
  }

  static Jet[] powellSingular(Jet[] x) {
    Jet[] f = new Jet[x.length];
    for (int i = 0; i < x.length; i += 4) {
      f[i] = x[i].combined(x[i + 1], 10);
      f[i + 1] = x[i + 2].minus(x[i + 3]).times(Math.sqrt(5));
      f[i + 2] = x[i + 1].combined(x[i + 2], -2).squared();
      f[i + 3] = x[i].minus(x[i + 3]).squared().times(Math.sqrt(10));
    }
    return f;
  }

  static Jet[] penalty1(Jet[] x) {
    Jet[] f = new Jet[x.length + 1];
    Jet squares = x[0].other(-0.25);
    for (int i = 0; i < x.length; i++) {
      f[i] = x[i].minus(1).times(Math.sqrt(1e-5));
      squares = squares.plus(x[i].squared());
    }
    f[x.length] = squares;
    return f;
  }

  static Jet[] penalty2(Jet[] x) {
    int n = x.length;
    double scale = Math.sqrt(1e-5);
    Jet[] f = new Jet[2 * n];
    Jet squares = x[0].other(-1);
    for (int j = 0; j < n; j++) {
      squares = squares.combined(x[j].squared(), n - j);
    }
    f[0] = x[0].minus(0.2);
    Jet before = x[0].times(0.1).exp();
    for (int i = 1; i < n; i++) {
      Jet e = x[i].times(0.1).exp();
      double y = Math.exp((i + 1) / 10.0) + Math.exp(i / 10.0);
      f[i] = e.plus(before).minus(y).times(scale);
      f[n + i - 1] = e.minus(Math.exp(-0.1)).times(scale);
      before = e;
    }
    f[2 * n - 1] = squares;
    return f;
  }

  static Jet[] variablyDimensioned(Jet[] x) {
    int n = x.length;
    Jet[] f = new Jet[n + 2];
    Jet sum = x[0].other(0);
    for (int i = 0; i < n; i++) {
      f[i] = x[i].minus(1);
      sum = sum.combined(f[i], i + 1);
    }
    f[n] = sum;
    f[n + 1] = sum.squared();
    return f;
  }

  static Jet[] trigonometric(Jet[] x) {
    int n = x.length;
    Jet[] f = new Jet[n];
    Jet rest = x[0].other(n);
    for (Jet each : x) {
      rest = rest.minus(each.cos());
    }
    for (int i = 0; i < n; i++) {
      f[i] = rest.combined(x[i].cos().from(1), i + 1).minus(x[i].sin());
    }
    return f;
  }

  static Jet[] brownAlmostLinear(Jet[] x) {
    int n = x.length;
    Jet[] f = new Jet[n];
    Jet sum = x[0].other(-(n + 1));
    Jet product = x[0].other(1);
    for (Jet each : x) {
      sum = sum.plus(each);
      product = product.times(each);
    }
    for (int i = 0; i < n - 1; i++) {
      f[i] = sum.plus(x[i]);
    }
    f[n - 1] = product.minus(1);
    return f;
  }

  static Jet[] discreteBoundaryValue(Jet[] x) {
    int n = x.length;
    double h = 1.0 / (n + 1);
    Jet[] f = new Jet[n];
    for (int i = 0; i < n; i++) {
      f[i] = x[i].times(2).combined(x[i].plus((i + 1) * h + 1).cubed(), h * h / 2);
      if (i > 0) {
        f[i] = f[i].minus(x[i - 1]);
      }
      if (i < n - 1) {
        f[i] = f[i].minus(x[i + 1]);
      }
    }
    return f;
  }

  static Jet[] discreteIntegralEquation(Jet[] x) {
    int n = x.length;
    double h = 1.0 / (n + 1);
    Jet[] cubes = new Jet[n];
    Jet after = x[0].other(0);
    for (int j = 0; j < n; j++) {
      double t = (j + 1) * h;
      cubes[j] = x[j].plus(t + 1).cubed();
      after = after.combined(cubes[j], 1 - t);
    }
    Jet until = x[0].other(0);
    Jet[] f = new Jet[n];
    for (int i = 0; i < n; i++) {
      double t = (i + 1) * h;
      until = until.combined(cubes[i], t);
      after = after.combined(cubes[i], t - 1);
      f[i] = x[i].combined(until, h * (1 - t) / 2).combined(after, h * t / 2);
    }
    return f;
  }

  static Jet[] broydenTridiagonal(Jet[] x) {
    int n = x.length;
    Jet[] f = new Jet[n];
    for (int i = 0; i < n; i++) {
      f[i] = x[i].times(-2).plus(3).times(x[i]).plus(1);
      if (i > 0) {
        f[i] = f[i].minus(x[i - 1]);
      }
      if (i < n - 1) {
        f[i] = f[i].combined(x[i + 1], -2);
      }
    }
    return f;
  }

  static Jet[] broydenBanded(Jet[] x) {
    int n = x.length;
    Jet[] f = new Jet[n];
    Jet[] terms = new Jet[n];
    for (int i = 0; i < n; i++) {
      f[i] = x[i].squared().times(5).plus(2).times(x[i]).plus(1);
      terms[i] = x[i].plus(1).times(x[i]);
    }
    for (int i = 0; i < n; i++) {
      for (int j = Math.max(0, i - 5); j <= Math.min(n - 1, i + 1); j++) {
        if (j != i) {
          f[i] = f[i].minus(terms[j]);
        }
      }
    }
    return f;
  }

  /** Of m = 2n residuals. */
  static Jet[] linearFullRank(Jet[] x) {
    int n = x.length;
    Jet[] f = new Jet[2 * n];
    Jet sum = x[0].other(0);
    for (Jet each : x) {
      sum = sum.plus(each);
    }
    Jet rest = sum.times(-1.0 / n).minus(1);
    for (int i = 0; i < f.length; i++) {
      f[i] = i < n ? rest.plus(x[i]) : rest.times(1);
    }
    return f;
  }

  /** Of m = 2n residuals. */
  static Jet[] linearRank1(Jet[] x) {
    Jet[] f = new Jet[2 * x.length];
    Jet sum = weighted(x, 0, x.length);
    for (int i = 0; i < f.length; i++) {
      f[i] = sum.times(i + 1).minus(1);
    }
    return f;
  }

  /** Of m = 2n residuals. */
  static Jet[] linearRank1Zeros(Jet[] x) {
    Jet[] f = new Jet[2 * x.length];
    Jet sum = weighted(x, 1, x.length - 1);
    for (int i = 0; i < f.length; i++) {
      f[i] = sum.times(i == f.length - 1 ? 0 : i).minus(1);
    }
    return f;
  }

  /** Σ j·x_j, j counted from 1. */
  private static Jet weighted(Jet[] x, int from, int to) {
    Jet sum = x[0].other(0);
    for (int j = from; j < to; j++) {
      sum = sum.combined(x[j], j + 1);
    }
    return sum;
  }

  static Jet[] chebyquad(Jet[] x) {
    int n = x.length;
    Jet[] f = new Jet[n];
    for (int i = 0; i < n; i++) {
      f[i] = x[0].other(i % 2 == 0 ? 0 : 1.0 / ((i + 1) * (i + 1) - 1));
    }
    for (Jet each : x) {
      Jet before = each.other(1);
      Jet shifted = each.times(2).minus(1);
      Jet twice = shifted.times(2);
      Jet polynomial = shifted;
      for (int i = 0; i < n; i++) {
        f[i] = f[i].combined(polynomial, 1.0 / n);
        Jet next = twice.times(polynomial).minus(before);
        before = polynomial;
        polynomial = next;
      }
    }
    return f;
  }
}
