package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OnlineEigenvalueTest {
  /** Examples whose Hessians are diagonal: example p has λ_i on average, and ±spread beside it. */
  private static final class Diagonals
      implements StochasticObjective<double[]>, HessianProducts<double[]> {
    private final double[] lambda;
    private final double spread;
    private int[] order;
    private int from;
    private int to;

    Diagonals(double spread, double... lambda) {
      this.lambda = lambda;
      this.spread = spread;
    }

    @Override
    public int examples() {
      return 8;
    }

    @Override
    public int maxBatch() {
      return 8;
    }

    @Override
    public void select(int[] order, int from, int to) {
      this.order = order;
      this.from = from;
      this.to = to;
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return lambda.length;
    }

    @Override
    public double value(double[] t) {
      return 0;
    }

    @Override
    public double valueAndGradient(double[] t, double[] gradient) {
      hessianVector(t, gradient);
      return 0;
    }

    @Override
    public double linearize(double[] t, double[] gradient) {
      return valueAndGradient(t, gradient);
    }

    @Override
    public void hessianVector(double[] v, double[] product) {
      double sign = 0;
      for (int k = from; k < to; k++) {
        sign += order[k] % 2 == 0 ? 1.0 : -1.0;
      }
      for (int i = 0; i < lambda.length; i++) {
        product[i] = (lambda[i] + spread * sign / (to - from)) * v[i];
      }
    }
  }

  private static final int[] ORDER = {3, 0, 5, 2, 7, 6, 1, 4};

  @Test
  void theLeakIsTheOneThatIsWritten() {
    assertThat(OnlineEigenvalue.leak(0)).isEqualTo(0.5);
    assertThat(OnlineEigenvalue.leak(5)).isEqualTo(0.5);
    assertThat(OnlineEigenvalue.leak(45)).isEqualTo(0.1);
    assertThat(OnlineEigenvalue.leak(100_000)).isEqualTo(0.003);
  }

  /** Scaling what is stored is no step of its own: the recursion as it is written, without it. */
  @Test
  void isTheRecursion() {
    double[] lambda = {5, 1, -3};
    Diagonals objective = new Diagonals(2, lambda);
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(objective, 4);
    double[] psi = new double[3];
    online.direction(psi);
    for (int t = 0; t < 400; t++) {
      double norm = norm(psi);
      double leak = Math.max(0.003, Math.min(0.5, 5.0 / (t + 5)));
      double sign = ORDER[t % 8] % 2 == 0 ? 2 : -2;
      for (int i = 0; i < 3; i++) {
        psi[i] = (1 - leak) * psi[i] + leak * (lambda[i] + sign) * psi[i] / norm;
      }
      double estimate = online.present(new double[3], ORDER, t % 8, t % 8 + 1);
      // Each presentation rounds some ten times.
      assertThat(estimate).isCloseTo(norm(psi), within((t + 1) * 10 * 0x1p-53 * 10));
    }
    assertThat(online.presentations()).isEqualTo(400);
    double[] direction = new double[3];
    online.direction(direction);
    assertThat(direction[0]).isCloseTo(psi[0] / norm(psi), within(1e-12));
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double e : x) {
      sum += e * e;
    }
    return Math.sqrt(sum);
  }

  /** −9 is larger in magnitude; every second example has no positive eigenvalue at all. */
  @Test
  void convergesToTheAlgebraicallyLargest() {
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(new Diagonals(4.5, 4, -9, 1, 0.5), 1);
    online.present(new double[4], ORDER, 1, 3_000, ProductWatch.NONE);
    // A leak of 0.003 keeps a third of a thousandth of what a pair of examples does to it.
    assertThat(online.estimate()).isCloseTo(4, within(5 * 0.003));
    assertThat(online.rate()).isEqualTo(1 / online.estimate());
    assertThat(online.curvature()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void takesBatchesOfAnySize(int batch) {
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(new Diagonals(1, 4, 2, 1), 2);
    online.present(new double[3], ORDER, batch, 2_000, ProductWatch.NONE);
    assertThat(online.estimate()).isCloseTo(4, within(0.01));
  }

  /** ‖Ψ‖ has decayed to a small multiple of γ, and its inverse is no rate. */
  @Test
  void withoutAPositiveEigenvalueThereIsNoRate() {
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(new Diagonals(0.1, -4, -2, -1), 1);
    assertThatThrownBy(online::rate).isInstanceOf(ArithmeticException.class);
    for (int k = 0; k < 12; k++) {
      online.present(new double[3], ORDER, 1, 100, ProductWatch.NONE);
      assertThatThrownBy(online::rate)
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("no positive eigenvalue has been found");
    }
    assertThat(online.estimate()).isLessThan(0.05);
    assertThat(online.curvature()).isNegative();
  }

  @Test
  void aMatrixOfZerosLeavesTooLittle() {
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(new Diagonals(0, 0, 0), 1);
    online.present(new double[2], ORDER, 1, 50, ProductWatch.NONE);
    assertThatThrownBy(online::rate).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void whatIsNotFiniteEndsTheEstimate() {
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(new Diagonals(0, 1, Double.NaN), 1);
    for (int k = 0; k < 2; k++) {
      assertThatThrownBy(() -> online.present(new double[2], ORDER, 0, 1))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage(
              "the norm of the vector is NaN after presentation 1, must be positive and finite");
    }
  }

  @Test
  void theWatchEndsThePresentations() {
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(new Diagonals(0, 1, 2), 1);
    long[] seen = {0};
    online.present(
        new double[2],
        ORDER,
        3,
        100,
        new ProductWatch() {
          @Override
          public void product(long products) {
            seen[0] = products;
          }

          @Override
          public boolean cancelled() {
            return seen[0] == 7;
          }
        });
    assertThat(online.presentations()).isEqualTo(7);
  }

  @Test
  void argumentsAreChecked() {
    OnlineEigenvalue<double[]> online = OnlineEigenvalue.of(new Diagonals(0, 1, 2), 1);
    double[] theta = new double[2];
    for (int batch : new int[] {0, 9}) {
      assertThatThrownBy(() -> online.present(theta, ORDER, batch, 1, ProductWatch.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("batch is %d, must be from 1 to the order's 8 examples".formatted(batch));
    }
    assertThatThrownBy(() -> online.present(theta, ORDER, 1, -1, ProductWatch.NONE))
        .hasMessage("count is -1, must be at least 0");
    assertThatThrownBy(() -> online.direction(new double[3]))
        .hasMessage("direction has 3 elements, must have the objective's 2 parameters");
    assertThatThrownBy(() -> OnlineEigenvalue.byDifferences(new Diagonals(0, 1), 0, 1))
        .hasMessage("step is 0.0, must be positive and finite");
  }

  // ---------------------------------------------------------------- on networks

  private static final int INPUTS = 12;
  private static final int EXAMPLES = 40;

  private static <A> NetworkObjective<A> network(Precision<A> precision, Activation hidden) {
    SplittableRandom random = new SplittableRandom(3);
    double[] inputs = random.doubles(INPUTS * EXAMPLES, -1, 1).toArray();
    double[] targets = random.doubles(4 * EXAMPLES, -1, 1).toArray();
    Network<A> network =
        Network.of(precision, new Dense(INPUTS, 9, hidden), new Dense(9, 4, Activation.identity()));
    return new NetworkObjective<>(
        network.newWorkspace(EXAMPLES),
        Loss.halfSquaredError(),
        precision.of(inputs),
        Targets.matrix(precision, precision.of(targets), 4));
  }

  private static final int[] ALL = IntStream.range(0, EXAMPLES).toArray();

  /** Differences of gradients are right to α times the change of H. */
  @Test
  void differencesAndExactProductsAgree() {
    NetworkObjective<double[]> objective = network(Precision.DOUBLE, Activation.lecunTanh());
    double[] theta = objective.network().initialize(Initializer.FAN_IN, 1);
    OnlineEigenvalue<double[]> exact = OnlineEigenvalue.of(objective, 6);
    OnlineEigenvalue<double[]> differences = OnlineEigenvalue.byDifferences(objective, 1e-5, 6);
    exact.present(theta, ALL, 3, 300, ProductWatch.NONE);
    differences.present(theta, ALL, 3, 300, ProductWatch.NONE);
    assertThat(differences.estimate()).isCloseTo(exact.estimate(), within(1e-3));
    assertThat(exact.rate()).isCloseTo(differences.rate(), within(1e-3));
  }

  /** The fused product against one that knows nothing of it. */
  @Test
  void theFusedPresentationHasTheBitsOfTheUnfused() {
    NetworkObjective<float[]> objective = network(Precision.FLOAT, Activation.lecunTanh());
    float[] theta = objective.network().initialize(Initializer.FAN_IN, 1);
    OnlineEigenvalue<float[]> fused = OnlineEigenvalue.of(objective, 6);
    OnlineEigenvalue<float[]> unfused = OnlineEigenvalue.of(new Unfused(objective), 6);
    float[] one = new float[theta.length];
    float[] other = new float[theta.length];
    for (int batch : new int[] {1, 16, 17}) {
      fused.present(theta, ALL, batch, 40, ProductWatch.NONE);
      unfused.present(theta, ALL, batch, 40, ProductWatch.NONE);
      fused.direction(one);
      unfused.direction(other);
      assertThat(one).as("batch %d", batch).containsExactly(other);
    }
  }

  private record Unfused(NetworkObjective<float[]> network)
      implements StochasticObjective<float[]>, HessianProducts<float[]> {
    @Override
    public int examples() {
      return network.examples();
    }

    @Override
    public int maxBatch() {
      return network.maxBatch();
    }

    @Override
    public void select(int[] order, int from, int to) {
      network.select(order, from, to);
    }

    @Override
    public Precision<float[]> precision() {
      return network.precision();
    }

    @Override
    public int dimension() {
      return network.dimension();
    }

    @Override
    public double value(float[] theta) {
      return network.value(theta);
    }

    @Override
    public double valueAndGradient(float[] theta, float[] gradient) {
      return network.valueAndGradient(theta, gradient);
    }

    @Override
    public double linearize(float[] theta, float[] gradient) {
      return network.linearize(theta, gradient);
    }

    @Override
    public void hessianVector(float[] v, float[] product) {
      network.hessianVector(v, product);
    }
  }

  @Test
  void aPresentationAllocatesNothing() {
    NetworkObjective<float[]> objective = network(Precision.FLOAT, Activation.lecunTanh());
    float[] theta = objective.network().initialize(Initializer.FAN_IN, 1);
    OnlineEigenvalue<float[]> exact = OnlineEigenvalue.of(objective, 6);
    OnlineEigenvalue<float[]> differences = OnlineEigenvalue.byDifferences(objective, 0.01, 6);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = -1;
    for (int round = 0; round < 4_000 && allocated != 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < 40; k++) {
        exact.present(theta, ALL, k, k + 1);
        differences.present(theta, ALL, 0, 16);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }
}
