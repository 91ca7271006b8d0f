package io.github.curvelane.nn;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small network with data, once as the library computes it and once as {@link ScalarNetwork}
 * does.
 */
record NetworkCase(Unit hidden, Unit last, Cost cost, int batch, int... sizes) {
  /** An activation, twice. */
  enum Unit {
    IDENTITY(Activation.identity(), x -> x),
    LOGISTIC(Activation.logistic(), x -> x.times(-1).exp().plus(1).inverse()),
    TANH(Activation.tanh(), Unit::tanh),
    LECUN_TANH(Activation.lecunTanh(), x -> tanh(x.times(2.0 / 3)).times(1.7159)),
    TWISTED_TANH(
        Activation.lecunTanh(0.05), x -> tanh(x.times(2.0 / 3)).times(1.7159).plus(x.times(0.05))),
    RELU(Activation.relu(), x -> x.v() > 0 ? x : HyperDual.of(0)),
    LEAKY_RELU(Activation.leakyRelu(0.1), x -> x.v() > 0 ? x : x.times(0.1)),
    SOFTPLUS(Activation.softplus(), x -> x.exp().plus(1).log()),
    ELU(Activation.elu(1), x -> x.v() > 0 ? x : x.exp().plus(-1)),
    GELU(Activation.gelu(), x -> x.times(x.times(Math.sqrt(0.5)).erf().plus(1)).times(0.5)),
    SILU(Activation.silu(), x -> x.times(x.times(-1).exp().plus(1).inverse()));

    final Activation activation;
    final ScalarLayer.Curve curve;

    Unit(Activation activation, ScalarLayer.Curve curve) {
      this.activation = activation;
      this.curve = curve;
    }

    private static HyperDual tanh(HyperDual x) {
      return x.times(2).exp().plus(1).inverse().times(-2).plus(1);
    }
  }

  /** A loss, twice. */
  enum Cost {
    HALF_SQUARED_ERROR(Loss.halfSquaredError(), (a, t) -> squares(a, t).times(0.5)),
    MEAN_SQUARED_ERROR(Loss.meanSquaredError(), (a, t) -> squares(a, t).times(1.0 / a.length)),
    SOFTMAX(Loss.softmaxCrossEntropy(), Cost::crossEntropy),
    BINARY(
        Loss.binaryCrossEntropy(),
        (a, t) -> {
          HyperDual sum = HyperDual.of(0);
          for (int c = 0; c < a.length; c++) {
            sum = sum.plus(a[c].exp().plus(1).log()).minus(a[c].times(t[c]));
          }
          return sum;
        }),
    HUBER(
        Loss.huber(0.5),
        (a, t) -> {
          HyperDual sum = HyperDual.of(0);
          for (int c = 0; c < a.length; c++) {
            HyperDual r = a[c].plus(-t[c]);
            double sign = Math.signum(r.v());
            sum =
                Math.abs(r.v()) <= 0.5
                    ? sum.plus(r.times(r).times(0.5))
                    : sum.plus(r.times(sign).plus(-0.25).times(0.5));
          }
          return sum;
        });

    final Loss loss;
    final ScalarNetwork.Cost cost;

    Cost(Loss loss, ScalarNetwork.Cost cost) {
      this.loss = loss;
      this.cost = cost;
    }

    private static HyperDual squares(HyperDual[] a, double[] t) {
      HyperDual sum = HyperDual.of(0);
      for (int c = 0; c < a.length; c++) {
        HyperDual r = a[c].plus(-t[c]);
        sum = sum.plus(r.times(r));
      }
      return sum;
    }

    private static HyperDual crossEntropy(HyperDual[] a, double[] t) {
      HyperDual sum = HyperDual.of(0);
      HyperDual score = HyperDual.of(0);
      for (int c = 0; c < a.length; c++) {
        sum = sum.plus(a[c].exp());
        score = score.plus(a[c].times(t[c]));
      }
      return sum.log().minus(score);
    }

    boolean hasDiagonalHessian() {
      return this != SOFTMAX;
    }
  }

  /** Every activation hidden, every loss, depths from one to three weight layers. */
  static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      cases.add(new NetworkCase(unit, Unit.IDENTITY, Cost.SOFTMAX, 5, 3, 4, 3));
    }
    for (Cost cost : Cost.values()) {
      cases.add(new NetworkCase(Unit.TANH, Unit.IDENTITY, cost, 4, 2, 3, 4, 2));
      cases.add(new NetworkCase(Unit.RELU, Unit.TANH, cost, 4, 3, 4, 2));
      cases.add(new NetworkCase(Unit.IDENTITY, Unit.IDENTITY, cost, 6, 4, 3));
    }
    cases.add(new NetworkCase(Unit.LECUN_TANH, Unit.LECUN_TANH, Cost.HALF_SQUARED_ERROR, 1, 5, 1));
    cases.add(new NetworkCase(Unit.SILU, Unit.SOFTPLUS, Cost.MEAN_SQUARED_ERROR, 3, 1, 2, 2, 1));
    return cases;
  }

  private SplittableRandom random(String what) {
    return new SplittableRandom(31L * what.hashCode() + Arrays.hashCode(sizes));
  }

  private int outputs() {
    return sizes[sizes.length - 1];
  }

  double[][] inputs() {
    SplittableRandom random = random("inputs");
    double[][] x = new double[batch][sizes[0]];
    for (double[] row : x) {
      Arrays.setAll(row, i -> 3 * random.nextDouble() - 1.5);
    }
    return x;
  }

  /** Targets that are neither 0 nor 1: soft labels, which sum to 1 for softmax. */
  double[][] targets() {
    SplittableRandom random = random("targets");
    double[][] t = new double[batch][outputs()];
    for (double[] row : t) {
      Arrays.setAll(row, i -> random.nextDouble());
      if (cost == Cost.SOFTMAX) {
        double sum = Arrays.stream(row).sum();
        Arrays.setAll(row, i -> row[i] / sum);
      }
    }
    return t;
  }

  double[] theta() {
    SplittableRandom random = random("theta");
    double[] theta = new double[oracle().parameters];
    Arrays.setAll(theta, i -> 2 * random.nextDouble() - 1);
    return theta;
  }

  ScalarNetwork oracle() {
    return new ScalarNetwork(
        ScalarNetwork.perceptron(hidden.curve, last.curve, sizes), cost.cost, inputs(), targets());
  }

  <A> Network<A> network(Precision<A> precision) {
    return Network.perceptron(precision, hidden.activation, last.activation, sizes);
  }

  NetworkObjective<double[]> objective() {
    return objective(Precision.DOUBLE, Parallelism.none());
  }

  <A> NetworkObjective<A> objective(Precision<A> precision, Parallelism parallelism) {
    return objective(network(precision).newWorkspace(batch, parallelism));
  }

  <A> NetworkObjective<A> objective(Workspace<A> workspace) {
    Precision<A> precision = workspace.network().precision();
    return new NetworkObjective<>(
        workspace,
        cost.loss,
        precision.of(flat(inputs())),
        Targets.matrix(precision, precision.of(flat(targets())), outputs()));
  }

  static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  @Override
  public String toString() {
    return hidden + " " + Arrays.toString(sizes) + " " + last + " " + cost;
  }
}
