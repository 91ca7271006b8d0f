package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.DigestRecord;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is found of the curvature of a small network has the recorded bits, at every width, with the
 * scalar kernels and on two threads. {@code -Dcurvelane.test.record=true} writes the record anew.
 */
final class SpectrumDigestTest {
  private static final DigestRecord RECORD =
      new DigestRecord(SpectrumDigestTest.class, "spectrum-digests.txt");
  private static final int EXAMPLES = 90;
  private static final int INPUTS = 37;
  private static final int OUTPUTS = 3;
  private static final long SEED = 5;

  /** What is measured on an objective at θ, as numbers. */
  private interface Quantity {
    <A> List<Double> of(NetworkObjective<A> objective, A theta);
  }

  private static final Map<String, Quantity> QUANTITIES = quantities();

  private static Map<String, Quantity> quantities() {
    Map<String, Quantity> all = new LinkedHashMap<>();
    all.put("eigenpairs", SpectrumDigestTest::eigenpairs);
    all.put("eigenpairs of Gauss-Newton, restarted", SpectrumDigestTest::restarted);
    all.put("eigenvalues of a layer", SpectrumDigestTest::layer);
    all.put("estimates", SpectrumDigestTest::estimates);
    all.put("density", SpectrumDigestTest::density);
    all.put("rates", SpectrumDigestTest::rates);
    all.put("monitor", SpectrumDigestTest::monitor);
    all.put("power iteration", SpectrumDigestTest::power);
    return all;
  }

  private static <A> void add(List<Double> numbers, Eigenpairs<A> found, Precision<A> precision) {
    List<Eigenpair<A>> pairs = new ArrayList<>(found.largest());
    pairs.addAll(found.smallest());
    for (Eigenpair<A> pair : pairs) {
      numbers.add(pair.value());
      numbers.add(pair.residual());
      pair.vector().ifPresent(v -> add(numbers, precision.toDoubles(v)));
    }
    numbers.add((double) found.products());
  }

  private static void add(List<Double> numbers, double... more) {
    for (double number : more) {
      numbers.add(number);
    }
  }

  private static void add(List<Double> numbers, Estimate estimate) {
    add(numbers, estimate.value(), estimate.standardError());
  }

  private static <A> List<Double> eigenpairs(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    Lanczos lanczos =
        new Lanczos().largest(3).smallest(2).tolerance(1e-5).products(60).eigenvectors(true);
    add(numbers, lanczos.find(objective.hessian()), objective.precision());
    return numbers;
  }

  private static <A> List<Double> restarted(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    Lanczos lanczos = new Lanczos().largest(3).vectors(12).products(60).tolerance(1e-6).seed(SEED);
    add(numbers, lanczos.find(objective.gaussNewton()), objective.precision());
    return numbers;
  }

  private static <A> List<Double> layer(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    SymmetricOperator<A> last =
        Operators.block(objective.hessian(), objective.dimension() - 18, objective.dimension());
    add(numbers, new Lanczos().largest(2).find(last), objective.precision());
    return numbers;
  }

  private static <A> List<Double> estimates(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    Precision<A> precision = objective.precision();
    SymmetricOperator<A> h = objective.hessian();
    Hutchinson hutchinson = new Hutchinson(6, 4, SEED);
    add(numbers, hutchinson.trace(h));
    add(numbers, hutchinson.squaredNorm(h));
    A diagonal = precision.newArray(objective.dimension());
    A errors = precision.newArray(objective.dimension());
    add(numbers, hutchinson.diagonal(h, diagonal, errors, ProductWatch.NONE));
    add(numbers, precision.toDoubles(diagonal));
    add(numbers, precision.toDoubles(errors));
    add(numbers, new HutchPlusPlus(12, 4, SEED).trace(h));
    return numbers;
  }

  private static <A> List<Double> density(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    SpectralDensity density = new LanczosQuadrature(9, 3, 1, SEED).density(objective.hessian());
    add(numbers, density.nodes());
    add(numbers, density.weights());
    return numbers;
  }

  private static <A> List<Double> rates(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    int[] order = new int[EXAMPLES];
    SamplingOrder.shuffled(SEED).arrange(1, order);
    add(numbers, GradientCurvature.measure(objective, theta, order, 16).curvatures());
    for (int batch : new int[] {1, 7}) {
      OnlineEigenvalue<A> exact = OnlineEigenvalue.of(objective, SEED);
      add(numbers, exact.present(theta, order, batch, 40, ProductWatch.NONE));
      A direction = objective.precision().newArray(objective.dimension());
      exact.direction(direction);
      add(numbers, objective.precision().toDoubles(direction));
      OnlineEigenvalue<A> differences = OnlineEigenvalue.byDifferences(objective, 0.01, SEED);
      add(numbers, differences.present(theta, order, batch, 40, ProductWatch.NONE));
    }
    return numbers;
  }

  private static <A> List<Double> monitor(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    CurvatureMonitor<A> monitor = new CurvatureMonitor<>(objective, 3, SEED);
    for (int k = 0; k < 2; k++) {
      monitor.measure(theta);
      CurvatureReading reading = monitor.reading();
      add(numbers, reading.firstOrderTerm(0.1), reading.secondOrderTerm(0.1));
      add(numbers, reading.largestEigenvalue(), reading.alongGradient());
    }
    return numbers;
  }

  private static <A> List<Double> power(NetworkObjective<A> objective, A theta) {
    List<Double> numbers = new ArrayList<>();
    DominantEigenvalue<A> found = new PowerIteration().products(40).find(objective.hessian());
    add(numbers, found.value(), found.residual());
    SmallestCurvature<A> smallest =
        new SmallestCurvature<>(objective.precision(), objective.dimension(), 0.1);
    A gradient = objective.precision().newArray(objective.dimension());
    objective.linearize(theta, gradient);
    smallest.add(gradient);
    smallest.add(gradient);
    RayleighQuotient quotient = smallest.curvature(objective.hessian());
    add(numbers, smallest.norm(), quotient.value(), quotient.residual());
    return numbers;
  }

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      for (String quantity : QUANTITIES.keySet()) {
        cases.add(Arguments.of(quantity, precision));
      }
    }
    return cases;
  }

  @AfterAll
  static void write() throws IOException {
    RECORD.write();
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void whatIsFoundHasTheRecordedBits(String quantity, Precision<A> precision) {
    String one = digest(quantity, precision, 1);
    RECORD.check(quantity + ", " + precision, one);
    assertThat(digest(quantity, precision, 2)).as("%s, two threads", quantity).isEqualTo(one);
  }

  @Test
  void theRecordIsOfTheseQuantities() {
    RECORD.checkSize(cases().size());
  }

  private static <A> String digest(String quantity, Precision<A> precision, int threads) {
    SplittableRandom random = new SplittableRandom(7);
    A inputs = precision.newArray(EXAMPLES * INPUTS);
    for (int i = 0; i < EXAMPLES * INPUTS; i++) {
      precision.set(inputs, i, random.nextDouble(-1.5, 1.5));
    }
    int[] labels = random.ints(EXAMPLES, 0, OUTPUTS).toArray();
    Network<A> network =
        Network.perceptron(
            precision, Activation.lecunTanh(), Activation.identity(), INPUTS, 5, OUTPUTS);
    A theta = network.initialize(Initializer.FAN_IN, 3);
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      NetworkObjective<A> objective =
          new NetworkObjective<>(
              network.newWorkspace(EXAMPLES, parallelism),
              Loss.softmaxCrossEntropy(),
              inputs,
              Targets.labels(precision, labels, OUTPUTS));
      objective.linearize(theta, precision.newArray(network.parameters()));
      List<Double> numbers = QUANTITIES.get(quantity).of(objective, theta);
      assertThat(numbers).doesNotContain(Double.NaN);
      return DigestRecord.sha(
          DigestRecord.bits(numbers.stream().mapToDouble(Double::doubleValue).toArray()));
    }
  }
}
