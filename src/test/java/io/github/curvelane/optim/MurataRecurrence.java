package io.github.curvelane.optim;

import java.util.ArrayList;
import java.util.List;

/** Murata's rule for all parameters of a run, which share η; [EB 17–19]. */
final class MurataRecurrence implements UpdateRuleTest.Oracle {
  private final double delta;
  private final double alpha;
  private final double beta;
  private final List<One> all = new ArrayList<>();
  private double eta;

  MurataRecurrence(double delta, double alpha, double beta) {
    this.delta = delta;
    this.alpha = alpha;
    this.beta = beta;
  }

  @Override
  public UpdateRuleTest.Oracle fresh() {
    return new MurataRecurrence(delta, alpha, beta);
  }

  @Override
  public Recurrence at(Rounding in, double theta) {
    One one = new One(in, theta);
    all.add(one);
    return one;
  }

  /** ‖r‖ of fewer than 4,096 parameters, in the order of Arithmetic's reductions. */
  private double norm(Rounding in) {
    double[] lanes = new double[in == Rounding.FLOAT ? 64 : 32];
    for (int i = 0; i < all.size(); i++) {
      double r = all.get(i).r;
      lanes[i % lanes.length] = in.fma(r, r, lanes[i % lanes.length]);
    }
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] = in.add(lanes[i], lanes[i + half]);
      }
    }
    return in.root(lanes[0]);
  }

  private final class One extends Recurrence {
    double r;
    double firstRate;

    One(Rounding in, double theta) {
      super(in, theta);
    }

    @Override
    void move(double rate, double g) {
      if (t == 1) {
        eta = rate;
        firstRate = rate;
      } else if (all.get(0) == this) {
        eta = eta + alpha * eta * (beta * norm(in) - eta);
      }
      r = in.fma(in.round(1 - delta), r, in.multiply(in.round(delta), g));
      theta = in.fma(-in.round(rate / firstRate * eta), g, theta);
    }
  }
}
