package io.github.curvelane.bench.problems;

/**
 * The residuals of the problems 1 to 19 of Moré, Garbow and Hillstrom (1981), whose sizes are
 * fixed.
 */
final class MghFixed {
  private static final double[] BARD = {
    .14, .18, .22, .25, .29, .32, .35, .39, .37, .58, .73, .96, 1.34, 2.10, 4.39
  };
  private static final double[] GAUSSIAN = {
    .0009, .0044, .0175, .0540, .1295, .2420, .3521, .3989, .3521, .2420, .1295, .0540, .0175,
    .0044, .0009
  };
  private static final double[] MEYER = {
    34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307,
    2872
  };
  private static final double[] KOWALIK_U = {4, 2, 1, .5, .25, .167, .125, .1, .0833, .0714, .0625};
  private static final double[] KOWALIK = {
    .1957, .1947, .1735, .1600, .0844, .0627, .0456, .0342, .0323, .0235, .0246
  };
  private static final double[] OSBORNE_1 = {
    .844, .908, .932, .936, .925, .908, .881, .850, .818, .784, .751, .718, .685, .658, .628, .603,
    .580, .558, .538, .522, .506, .490, .478, .467, .457, .448, .438, .431, .424, .420, .414, .411,
    .406
  };
  private static final double[] OSBORNE_2 = {
    1.366, 1.191, 1.112, 1.013, .991, .885, .831, .847, .786, .725, .746, .679, .608, .655, .616,
    .606, .602, .626, .651, .724, .649, .649, .694, .644, .624, .661, .612, .558, .533, .495, .500,
    .423, .395, .375, .372, .391, .396, .405, .428, .429, .523, .562, .607, .653, .672, .708, .633,
    .668, .645, .632, .591, .559, .597, .625, .739, .710, .729, .720, .636, .581, .428, .292, .162,
    .098, .054
  };

  private MghFixed() {}

  static Jet[] freudensteinRoth(Jet[] x) {
    Jet first = x[1].from(5).times(x[1]).minus(2).times(x[1]);
    Jet second = x[1].plus(1).times(x[1]).minus(14).times(x[1]);
    return new Jet[] {x[0].minus(13).plus(first), x[0].minus(29).plus(second)};
  }

  static Jet[] powellBadlyScaled(Jet[] x) {
    Jet decays = x[0].times(-1).exp().plus(x[1].times(-1).exp());
    return new Jet[] {x[0].times(1e4).times(x[1]).minus(1), decays.minus(1.0001)};
  }

  static Jet[] brownBadlyScaled(Jet[] x) {
    return new Jet[] {x[0].minus(1e6), x[1].minus(2e-6), x[0].times(x[1]).minus(2)};
  }

  static Jet[] beale(Jet[] x) {
    double[] y = {1.5, 2.25, 2.625};
    Jet[] f = new Jet[3];
    Jet power = x[1];
    for (int i = 0; i < 3; i++) {
      f[i] = x[0].times(power.from(1)).from(y[i]);
      power = power.times(x[1]);
    }
    return f;
  }

  static Jet[] jennrichSampson(Jet[] x) {
    Jet[] f = new Jet[10];
    for (int i = 1; i <= 10; i++) {
      f[i - 1] = x[0].times(i).exp().plus(x[1].times(i).exp()).from(2 + 2 * i);
    }
    return f;
  }

  static Jet[] helicalValley(Jet[] x) {
    Jet turns = x[1].over(x[0]).atan().times(0.5 / Math.PI).plus(x[0].value < 0 ? 0.5 : 0);
    Jet radius = x[0].squared().plus(x[1].squared()).sqrt();
    return new Jet[] {
      x[2].combined(turns, -10).times(10), radius.minus(1).times(10), x[2].times(1)
    };
  }

  static Jet[] bard(Jet[] x) {
    Jet[] f = new Jet[BARD.length];
    for (int i = 0; i < f.length; i++) {
      int u = i + 1;
      int v = 15 - i;
      Jet below = x[1].times(v).combined(x[2], Math.min(u, v));
      f[i] = x[0].combined(below.inverse(), u).from(BARD[i]);
    }
    return f;
  }

  static Jet[] gaussian(Jet[] x) {
    Jet[] f = new Jet[GAUSSIAN.length];
    for (int i = 0; i < f.length; i++) {
      Jet distance = x[2].from((7 - i) / 2.0);
      f[i] = x[0].times(x[1].times(distance.squared()).times(-0.5).exp()).minus(GAUSSIAN[i]);
    }
    return f;
  }

  static Jet[] meyer(Jet[] x) {
    Jet[] f = new Jet[MEYER.length];
    for (int i = 0; i < f.length; i++) {
      f[i] = x[0].times(x[1].over(x[2].plus(50 + 5 * i)).exp()).minus(MEYER[i]);
    }
    return f;
  }

  static Jet[] gulf(Jet[] x) {
    Jet[] f = new Jet[99];
    for (int i = 1; i <= f.length; i++) {
      double t = i / 100.0;
      double y = 25 + Math.pow(-50 * Math.log(t), 2.0 / 3);
      Jet power = x[1].from(y).logOfSize().times(x[2]).exp();
      f[i - 1] = power.over(x[0]).times(-1).exp().minus(t);
    }
    return f;
  }

  static Jet[] box(Jet[] x) {
    Jet[] f = new Jet[10];
    for (int i = 1; i <= f.length; i++) {
      double t = i / 10.0;
      Jet decays = x[0].times(-t).exp().minus(x[1].times(-t).exp());
      f[i - 1] = decays.combined(x[2], Math.exp(-10 * t) - Math.exp(-t));
    }
    return f;
  }

  static Jet[] wood(Jet[] x) {
    return new Jet[] {
      x[1].minus(x[0].squared()).times(10),
      x[0].from(1),
      x[3].minus(x[2].squared()).times(Math.sqrt(90)),
      x[2].from(1),
      x[1].plus(x[3]).minus(2).times(Math.sqrt(10)),
      x[1].minus(x[3]).times(1 / Math.sqrt(10))
    };
  }

  static Jet[] kowalikOsborne(Jet[] x) {
    Jet[] f = new Jet[KOWALIK.length];
    for (int i = 0; i < f.length; i++) {
      double u = KOWALIK_U[i];
      Jet above = x[0].times(x[1].times(u).plus(u * u));
      Jet below = x[2].times(u).plus(u * u).plus(x[3]);
      f[i] = above.over(below).from(KOWALIK[i]);
    }
    return f;
  }

  static Jet[] brownDennis(Jet[] x) {
    Jet[] f = new Jet[20];
    for (int i = 1; i <= f.length; i++) {
      double t = i / 5.0;
      Jet first = x[0].combined(x[1], t).minus(Math.exp(t));
      Jet second = x[2].combined(x[3], Math.sin(t)).minus(Math.cos(t));
      f[i - 1] = first.squared().plus(second.squared());
    }
    return f;
  }

  static Jet[] osborne1(Jet[] x) {
    Jet[] f = new Jet[OSBORNE_1.length];
    for (int i = 0; i < f.length; i++) {
      double t = 10 * i;
      Jet decays = x[1].times(x[3].times(-t).exp()).plus(x[2].times(x[4].times(-t).exp()));
      f[i] = x[0].plus(decays).from(OSBORNE_1[i]);
    }
    return f;
  }

  static Jet[] biggs(Jet[] x) {
    Jet[] f = new Jet[13];
    for (int i = 1; i <= f.length; i++) {
      double t = i / 10.0;
      double y = Math.exp(-t) - 5 * Math.exp(-10 * t) + 3 * Math.exp(-4 * t);
      Jet first = x[2].times(x[0].times(-t).exp());
      Jet second = x[3].times(x[1].times(-t).exp());
      Jet third = x[5].times(x[4].times(-t).exp());
      f[i - 1] = first.minus(second).plus(third).minus(y);
    }
    return f;
  }

  static Jet[] osborne2(Jet[] x) {
    Jet[] f = new Jet[OSBORNE_2.length];
    for (int i = 0; i < f.length; i++) {
      double t = i / 10.0;
      Jet sum = x[0].times(x[4].times(-t).exp());
      for (int j = 1; j <= 3; j++) {
        Jet exponent = x[7 + j].from(t).squared().times(x[4 + j]).times(-1);
        sum = sum.plus(x[j].times(exponent.exp()));
      }
      f[i] = sum.from(OSBORNE_2[i]);
    }
    return f;
  }
}
