package io.github.curvelane.examples.papers;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.continuation.Continuation;
import io.github.curvelane.continuation.ContinuationResult;
import io.github.curvelane.continuation.GaussianBlur;
import io.github.curvelane.examples.report.Chart;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.ParameterNoise;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Minimum;
import io.github.curvelane.optim.batch.Stopping;
import java.util.Arrays;
import java.util.List;

/** Continuation: functions with many minima, and a network. */
final class BlurredObjectives implements Page {
  private static final int[] DIMENSIONS = {2, 10};
  private static final double FOUND = 1e-6;
  private static final double NOISE = 0.05;
  private static final int PAIRS = 4;

  @Override
  public About about() {
    return new About(
        "dl8-continuation",
        Source.DL8,
        List.of(),
        "continuation by a blurred objective",
        "Blurred by a Gaussian, some functions with many minima become convex; their minima lead,"
            + " by smaller and smaller widths, to the global minimum that descent alone does not"
            + " find. For networks, where local minima are no longer taken to be the main problem,"
            + " blurring may still help by better conditioning [DL8 8.7.6].",
        "Not so unless, on each function and in every seed, continuation finds the minimum"
            + " from at least 95 % of the starts, and descent alone from less than half. If so: as"
            + " printed if on the network it has less than half of the median loss of L-BFGS alone,"
            + " else by half.");
  }

  /** Σ x² + 10 (1 − cos 2πx), by width: e^(−(2π)²σ²/2) damps the waves. */
  private static Objective<double[]> rastrigin(int n, double width) {
    double turn = 2 * Math.PI;
    double damped = 10 * StrictMath.exp(-0.5 * turn * turn * width * width);
    return Objective.of(
        Precision.DOUBLE,
        n,
        x -> {
          double sum = n * (width * width + 10);
          for (double each : x) {
            sum += each * each - damped * StrictMath.cos(turn * each);
          }
          return sum;
        },
        (x, g) -> {
          for (int i = 0; i < n; i++) {
            g[i] = 2 * x[i] + damped * turn * StrictMath.sin(turn * x[i]);
          }
        });
  }

  /** 1 + Σ x_i²/4000 − Π cos(x_i/√i), by width. */
  private static Objective<double[]> griewank(int n, double width) {
    double harmonic = 0;
    for (int i = 1; i <= n; i++) {
      harmonic += 1.0 / i;
    }
    double damped = StrictMath.exp(-0.5 * width * width * harmonic);
    return Objective.of(
        Precision.DOUBLE,
        n,
        x -> {
          double sum = 1 + n * width * width / 4000;
          for (double each : x) {
            sum += each * each / 4000;
          }
          return sum - damped * cosines(x, -1);
        },
        (x, g) -> {
          for (int i = 0; i < n; i++) {
            double root = Math.sqrt(i + 1);
            g[i] = x[i] / 2000 + damped * cosines(x, i) * StrictMath.sin(x[i] / root) / root;
          }
        });
  }

  /** The product of all but one. */
  private static double cosines(double[] x, int but) {
    double product = 1;
    for (int i = 0; i < x.length; i++) {
      product *= i == but ? 1 : StrictMath.cos(x[i] / Math.sqrt(i + 1));
    }
    return product;
  }

  /** One of the two functions; it knows its blur. */
  private record Waves(String name, int dimension) implements GaussianBlur<double[]> {
    @Override
    public Objective<double[]> blurred(double width) {
      return name.equals("Rastrigin") ? rastrigin(dimension, width) : griewank(dimension, width);
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public double value(double[] theta) {
      return blurred(0).value(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      return blurred(0).valueAndGradient(theta, gradient);
    }

    /** Half the side of the cube that runs start in. */
    double box() {
      return name.equals("Rastrigin") ? 5.12 : 600;
    }

    double widest() {
      return name.equals("Rastrigin") ? 1 : 10;
    }
  }

  @Override
  public Outcome run(Scale scale, Progress progress) {
    int seeds = scale.seeds();
    int starts = scale.pick(20, 200);
    int parts = 2 * DIMENSIONS.length + seeds;
    int part = 0;
    Table table =
        new Table("share of starts that end at the minimum", "descent alone", "by continuation");
    double worst = 1;
    double alone = 0;
    double[][][] shares = new double[2 * DIMENSIONS.length][2][seeds];
    for (String name : List.of("Rastrigin", "Griewank")) {
      for (int n : DIMENSIONS) {
        Waves waves = new Waves(name, n);
        double[][] found = shares[part++];
        for (int s = 0; s < seeds; s++) {
          double[] both = found(waves, starts, s + 1);
          found[0][s] = both[0];
          found[1][s] = both[1];
        }
        alone = Math.max(alone, Spread.of(found[0]).greatest());
        worst = Math.min(worst, Spread.of(found[1]).least());
        table.row(name + ", n = " + n, Spread.of(found[0]), Spread.of(found[1]));
        progress.step(part, parts);
      }
    }
    double[][] losses = new double[4][seeds];
    for (int s = 0; s < seeds; s++) {
      double[] found = losses(scale, s + 1);
      for (int k = 0; k < found.length; k++) {
        losses[k][s] = found[k];
      }
      progress.step(++part, parts);
    }
    boolean finds = worst >= 0.95 && alone < 0.5;
    boolean helps = Spread.of(losses[1]).median() < 0.5 * Spread.of(losses[0]).median();
    Outcome outcome =
        new Outcome(
            finds ? helps ? Verdict.AS_PRINTED : Verdict.BY_HALF : Verdict.NOT_SO,
            Figures.format(
                "From %d starts of each descent alone finds the global minimum in at"
                    + " most %s of the runs, continuation in at least %s; both functions are"
                    + " symmetric about their minimum, so that every blur has it too. On a network"
                    + " of digits the training loss is %s by L-BFGS alone, which may take as many"
                    + " evaluations of E as continuation takes, and %s by continuation; by gradient"
                    + " descent %s, with noise in the parameters %s.",
                starts,
                Figures.percent(100 * alone),
                Figures.percent(100 * worst),
                Spread.of(losses[0]),
                Spread.of(losses[1]),
                Spread.of(losses[2]),
                Spread.of(losses[3])));
    String[] functions = {"Rastrigin 2", "Rastrigin 10", "Griewank 2", "Griewank 10"};
    for (int k = 0; k < functions.length; k++) {
      outcome
          .numbers(functions[k] + ": share found alone", shares[k][0])
          .numbers(functions[k] + ": share found by continuation", shares[k][1]);
    }
    return outcome
        .numbers("training loss: L-BFGS alone", losses[0])
        .numbers("training loss: continuation", losses[1])
        .numbers("training loss: gradient descent", losses[2])
        .numbers("training loss: noise in the parameters", losses[3])
        .picture(chart(), "Rastrigin's function of one parameter, blurred.")
        .table(table)
        .table(
            new Table("network of digits", "training loss")
                .row("L-BFGS", Spread.of(losses[0]))
                .row("L-BFGS by continuation", Spread.of(losses[1]))
                .row("gradient descent", Spread.of(losses[2]))
                .row("gradient descent with noise in the parameters", Spread.of(losses[3])));
  }

  /** The shares of starts that end at the global minimum, by descent alone and by continuation. */
  private static double[] found(Waves waves, int starts, int seed) {
    Continuation continuation =
        Continuation.of(Continuation.geometric(waves.widest(), waves.widest() / 50, 8));
    Draws draws = new Draws(seed);
    double[] found = new double[2];
    for (int k = 0; k < starts; k++) {
      double[] theta = new double[waves.dimension()];
      Arrays.setAll(theta, i -> draws.uniform(-waves.box(), waves.box()));
      double[] descended = theta.clone();
      new Lbfgs().minimize(waves, descended);
      continuation.minimize(new Lbfgs(), waves, theta);
      found[0] += waves.value(descended) < FOUND ? 1 : 0;
      found[1] += waves.value(theta) < FOUND ? 1 : 0;
    }
    found[0] /= starts;
    found[1] /= starts;
    return found;
  }

  /** Training losses of a network: L-BFGS, by continuation, gradient descent, with noise. */
  private static double[] losses(Scale scale, int seed) {
    DigitTask task = DigitTask.draw(16, scale.pick(100, 1000), 1, seed, DigitTask.Asked.CLASSES);
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 256, 12, 12, 10);
    float[] start = network.initialize(Initializer.FAN_IN, seed);
    NetworkObjective<float[]> objective = task.objective(network);
    Lbfgs lbfgs = new Lbfgs();
    float[] continued = start.clone();
    ContinuationResult result =
        Continuation.of(List.of(0.2, 0.1, 0.05))
            .samples(PAIRS, seed)
            .minimize(
                lbfgs.stopping(Stopping.DEFAULT.iterations(scale.pick(4, 10))),
                objective,
                continued);
    long evaluations = 0;
    for (Minimum minimum : result.minima()) {
      boolean isLast = minimum == result.minima().getLast();
      evaluations += minimum.counts().evaluations() * (isLast ? 1 : 2 * PAIRS);
    }
    float[] alone = start.clone();
    lbfgs
        .stopping(Stopping.DEFAULT.evaluations(evaluations).iterations(evaluations))
        .minimize(objective, alone);
    int epochs = scale.pick(5, 20);
    long steps = (long) epochs * Math.ceilDiv(task.examples(), 20);
    UpdateRule noisy = new ParameterNoise(new Sgd(), Schedule.linear(NOISE, 1e-4, steps), seed);
    return new double[] {
      objective.value(alone),
      objective.value(continued),
      descended(task, network, start, new Sgd(), epochs, seed),
      descended(task, network, start, noisy, epochs, seed)
    };
  }

  private static double descended(
      DigitTask task,
      Network<float[]> network,
      float[] start,
      UpdateRule rule,
      int epochs,
      int seed) {
    float[] theta = start.clone();
    return task.train(
            network, theta, rule, Schedule.constant(0.1), epochs, 20, SamplingOrder.shuffled(seed))
        .loss();
  }

  private static Chart chart() {
    double[] x = new double[241];
    Arrays.setAll(x, i -> -3 + i / 40.0);
    Chart chart =
        new Chart("dl8-continuation-1", "Rastrigin's function, blurred by a Gaussian", "x")
            .vertical("E");
    for (double width : new double[] {0, 0.2, 0.3, 0.5}) {
      Objective<double[]> blurred = rastrigin(1, width);
      double[] e = new double[x.length];
      Arrays.setAll(e, i -> blurred.value(new double[] {x[i]}));
      chart.line(width == 0 ? "E itself" : "σ = " + width, x, e);
    }
    return chart;
  }
}
