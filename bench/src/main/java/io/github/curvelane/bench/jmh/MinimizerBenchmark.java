package io.github.curvelane.bench.jmh;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.LeastSquaresSolver;
import io.github.curvelane.optim.batch.LevenbergMarquardt;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.MinimizerRun;
import io.github.curvelane.optim.batch.Stopping;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Iterations of minimizers, one thread, double precision: Levenberg-Marquardt's on a table of 4,177
 * rows and 8 columns, and what L-BFGS does beside its evaluations, on a function that costs next to
 * nothing ({@code evaluation} is its cost), with as many parameters as 784-30-10, whose gradient on
 * 8,000 examples is the scale.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsPrepend = {"--add-modules", "jdk.incubator.vector"})
public class MinimizerBenchmark {
  private static final int PARAMETERS = 784 * 30 + 30 + 30 * 10 + 10;
  private static final Stopping NEVER =
      Stopping.DEFAULT.relativeGradient(0).value(0).step(0).iterations(0);

  /** Made by JMH. */
  public MinimizerBenchmark() {}

  /** A run that begins again when it has ended. */
  private static final class Runs {
    private final Minimizer minimizer;
    private final Objective<double[]> objective;
    private final double[] start;
    private final double[] theta;
    private MinimizerRun<double[]> run;

    Runs(Minimizer minimizer, Objective<double[]> objective, double[] start) {
      this.minimizer = minimizer.stopping(NEVER);
      this.objective = objective;
      this.start = start;
      this.theta = start.clone();
      this.run = this.minimizer.start(objective, theta);
    }

    boolean step() {
      if (run.step()) {
        return true;
      }
      System.arraycopy(start, 0, theta, 0, start.length);
      run = minimizer.start(objective, theta);
      return false;
    }
  }

  /** A network on a table of drawn numbers. */
  @State(Scope.Thread)
  public static class Table {
    private static final int ROWS = 4_177;

    /** The network. */
    @Param({"8-10-1", "8-50-1"})
    public String network;

    private Runs runs;

    /** Made by JMH. */
    public Table() {}

    /** Draws the table and begins. */
    @Setup
    public void prepare() {
      Network<double[]> net =
          Network.perceptron(
              Precision.DOUBLE,
              Activation.tanh(),
              Activation.identity(),
              Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray());
      SplittableRandom random = new SplittableRandom(1);
      double[] inputs = random.doubles(ROWS * 8L, -1, 1).toArray();
      double[] targets = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        targets[i] = Math.sin(3 * inputs[8 * i]) * inputs[8 * i + 1] + random.nextGaussian();
      }
      var objective =
          new NetworkObjective<>(
              net.newWorkspace(ROWS),
              Loss.halfSquaredError(),
              inputs,
              Targets.matrix(Precision.DOUBLE, targets, 1));
      Minimizer minimizer =
          new LevenbergMarquardt().solver(LeastSquaresSolver.NORMAL_EQUATIONS).polishing(false);
      runs = new Runs(minimizer, objective, net.initialize(Initializer.FAN_IN, 1));
    }
  }

  /** A function of as many parameters as 784-30-10 has. */
  @State(Scope.Thread)
  public static class Function {
    private final Valley valley = new Valley(PARAMETERS);
    private final double[] point = valley.start();
    private final double[] gradient = new double[PARAMETERS];
    private final Runs lbfgs = new Runs(new Lbfgs(), valley, valley.start());

    /** Made by JMH. */
    public Function() {}
  }

  /** 784-30-10 on 8,000 drawn examples. */
  @State(Scope.Thread)
  public static class Digits {
    private static final int EXAMPLES = 8_000;

    private NetworkObjective<double[]> objective;
    private double[] theta;
    private double[] gradient;

    /** Made by JMH. */
    public Digits() {}

    /** Draws the examples. */
    @Setup
    public void prepare() {
      Network<double[]> network =
          Network.perceptron(
              Precision.DOUBLE, Activation.tanh(), Activation.identity(), 784, 30, 10);
      SplittableRandom random = new SplittableRandom(1);
      objective =
          new NetworkObjective<>(
              network.newWorkspace(EXAMPLES),
              Loss.softmaxCrossEntropy(),
              random.doubles(EXAMPLES * 784L, 0, 1).toArray(),
              Targets.labels(Precision.DOUBLE, random.ints(EXAMPLES, 0, 10).toArray(), 10));
      theta = network.initialize(Initializer.FAN_IN, 1);
      gradient = new double[theta.length];
    }
  }

  /**
   * An iteration of Levenberg-Marquardt on normal equations: a trial, rows, Gram matrix, solution.
   *
   * @param table the problem
   * @return whether the run goes on
   */
  @Benchmark
  public boolean levenbergMarquardt(Table table) {
    return table.runs.step();
  }

  /**
   * An iteration of L-BFGS, m = 10.
   *
   * @param function the problem
   * @return whether the run goes on
   */
  @Benchmark
  public boolean lbfgs(Function function) {
    return function.lbfgs.step();
  }

  /**
   * Its evaluation of value and gradient.
   *
   * @param function the problem
   * @return the value
   */
  @Benchmark
  public double evaluation(Function function) {
    return function.valley.valueAndGradient(function.point, function.gradient);
  }

  /**
   * A gradient of the network.
   *
   * @param digits the network
   * @return the value
   */
  @Benchmark
  public double gradient(Digits digits) {
    return digits.objective.valueAndGradient(digits.theta, digits.gradient);
  }
}
