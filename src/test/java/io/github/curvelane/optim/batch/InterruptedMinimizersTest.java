package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.Residuals;
import io.github.curvelane.SquareRootJacobian;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.ScheduleFreeSgd;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exceptions from the objective at each of the first 60 calls, before it has worked and after, and
 * from the watch: θ is the best point or the one accepted last, and the run goes on to the bits of
 * one in which nothing threw.
 */
final class InterruptedMinimizersTest {
  private static final int CALLS = 60;
  private static final Map<String, Minimizer> METHODS = new TreeMap<>();

  static {
    METHODS.putAll(AllMethods.forNetworks("half-squared-error"));
    METHODS.put("coordinates", new CoordinateDescent());
    METHODS.put("lm", new LevenbergMarquardt());
    METHODS.put(
        "lm, Nielsen", new LevenbergMarquardt().damping(LevenbergMarquardt.Damping.NIELSEN));
    METHODS.put(
        "lm, normal equations",
        new LevenbergMarquardt().solver(LeastSquaresSolver.NORMAL_EQUATIONS));
    METHODS.put("lm, bent", new LevenbergMarquardt().acceleration(true));
    METHODS.put("gauss-newton", new GaussNewton());
    METHODS.put("bayesian", new BayesianRegularization());
    METHODS.put("nesterov", new RuleDescent(new Nesterov(0.9), Schedule.constant(0.02)));
    METHODS.put("adam", new RuleDescent(new Adam(), Schedule.constant(0.02)));
    METHODS.put("schedule-free", new RuleDescent(new ScheduleFreeSgd(), Schedule.constant(0.1)));
    METHODS.put(
        "rprop", new RuleDescent(new Rprop(Rprop.Variant.IMPROVED_PLUS), Schedule.constant(0.01)));
    METHODS.put(
        "blocks",
        new BlockCoordinateDescent(
            new BlockCoordinateDescent.Block(
                0, 8, new Lbfgs().stopping(Stopping.DEFAULT.iterations(2))),
            new BlockCoordinateDescent.Block(
                8, 11, new SteihaugTrustRegion().stopping(Stopping.DEFAULT.iterations(2)))));
  }

  static List<String> names() {
    return List.copyOf(METHODS.keySet());
  }

  private static NetworkObjective<double[]> network() {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 3, 2, 1);
    double[] inputs = new double[3 * 14];
    double[] targets = new double[14];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = StrictMath.sin(i * i);
    }
    for (int p = 0; p < targets.length; p++) {
      targets[p] = inputs[3 * p] * inputs[3 * p + 1] + 0.1 * StrictMath.cos(3.0 * p);
    }
    return new NetworkObjective<>(
        network.newWorkspace(14, Parallelism.none()),
        Loss.halfSquaredError(),
        inputs,
        Targets.matrix(Precision.DOUBLE, targets, 1));
  }

  private static double[] start() {
    return network().network().initialize(Initializer.FAN_IN, 4);
  }

  /** What is thrown, and nothing else. */
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A network that throws at a call: an odd one before it works, an even one after. */
  private static final class Failing
      implements HessianProducts<double[]>,
          GaussNewtonProducts<double[]>,
          Residuals<double[]>,
          SquareRootJacobian<double[]> {
    private final NetworkObjective<double[]> network = network();
    private final int at;
    private int calls;

    Failing(int at) {
      this.at = at;
    }

    private void before() {
      if (++calls == at && at % 2 == 1) {
        throw new Thrown();
      }
    }

    private void after() {
      if (calls == at) {
        throw new Thrown();
      }
    }

    private double after(double value) {
      after();
      return value;
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return network.dimension();
    }

    @Override
    public double value(double[] theta) {
      before();
      return after(network.value(theta));
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      before();
      return after(network.valueAndGradient(theta, gradient));
    }

    @Override
    public double linearize(double[] theta, double[] gradient) {
      before();
      return after(network.linearize(theta, gradient));
    }

    @Override
    public void hessianVector(double[] v, double[] product) {
      before();
      network.hessianVector(v, product);
      after();
    }

    @Override
    public void gaussNewtonVector(double[] v, double[] product) {
      before();
      network.gaussNewtonVector(v, product);
      after();
    }

    @Override
    public boolean hasResiduals() {
      return network.hasResiduals();
    }

    @Override
    public int residuals() {
      return network.residuals();
    }

    @Override
    public double residuals(double[] theta, double[] residuals) {
      before();
      return after(network.residuals(theta, residuals));
    }

    @Override
    public int rows() {
      return network.rows();
    }

    @Override
    public int rowsPerExample() {
      return network.rowsPerExample();
    }

    @Override
    public double rowScale() {
      return network.rowScale();
    }

    @Override
    public void jacobianRows(int from, int to, double[] rows) {
      before();
      network.jacobianRows(from, to, rows);
      after();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theObjectiveMayThrowAtAnyCall(String name) {
    Minimizer method = METHODS.get(name).stopping(Stopping.DEFAULT.iterations(12));
    double[] end = start();
    Minimum whole = method.minimize(new Failing(0), end);
    int interrupted = 0;
    for (int call = 1; call <= CALLS; call++) {
      interrupted += interrupt(name, call, new Failing(call), RunWatch.NONE, whole, end);
    }
    assertThat(interrupted).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theWatchMayThrow(String name) {
    Minimizer method = METHODS.get(name).stopping(Stopping.DEFAULT.iterations(12));
    double[] end = start();
    Minimum whole = method.minimize(new Failing(0), end);
    for (int call = 1; call <= CALLS; call += 4) {
      int at = call;
      RunWatch watch =
          new RunWatch() {
            private int calls;

            @Override
            public void iteration(MinimizerRun<?> run) {
              cancelled();
            }

            @Override
            public boolean cancelled() {
              if (++calls == at) {
                throw new Thrown();
              }
              return false;
            }
          };
      interrupt(name, call, new Failing(0), watch, whole, end);
    }
  }

  /** Returns 1 if an exception came within an iteration. */
  private static int interrupt(
      String name, int call, Failing objective, RunWatch watch, Minimum whole, double[] end) {
    Minimizer method = METHODS.get(name).stopping(Stopping.DEFAULT.iterations(12));
    String where = name + ", call " + call;
    double[] theta = start();
    MinimizerRun<double[]> run = method.newRun(objective, theta, watch);
    if (catchThrowable(run::begin) instanceof Thrown) {
      assertThat(theta).as(where).isEqualTo(start());
      return 0;
    }
    if (!(catchThrowable(run::finish) instanceof Thrown)) {
      assertThat(theta).as(where).isEqualTo(end);
      return 0;
    }
    NetworkObjective<double[]> quiet = network();
    double value = quiet.value(theta);
    if (name.equals("bayesian")) {
      assertThat(theta).as(where).isEqualTo(run.x);
    } else {
      assertThat(value).as(where).isLessThanOrEqualTo(quiet.value(run.x) * (1 + 1e-14));
    }
    double[] resumed = new double[theta.length];
    if (call % 4 == 1 && run.reason().isEmpty()) {
      Minimum other = method.resume(new Failing(0), resumed, run.save(), RunWatch.NONE).finish();
      assertThat(resumed).as(where + ", resumed").isEqualTo(end);
      assertThat(other.iterations()).as(where).isEqualTo(whole.iterations());
    }
    Minimum rest = run.finish();
    assertThat(theta).as(where).isEqualTo(end);
    assertThat(rest.value()).as(where).isEqualTo(whole.value());
    assertThat(rest.reason()).as(where).isEqualTo(whole.reason());
    assertThat(rest.iterations()).as(where).isEqualTo(whole.iterations());
    return 1;
  }
}
