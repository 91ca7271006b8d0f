package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.curvature.Eigenpairs.Reason;
import io.github.curvelane.optim.batch.Allocations;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Eigenvalues against closed forms, residuals against true ones, and how runs end. */
final class LanczosTest {
  /** Eigenvalues nearer to each other than this part of ‖M‖ are copies or clusters. */
  private static final double NEAR = 1e-5;

  static Stream<KnownSpectrum<?>> spectra() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE).flatMap(KnownSpectrum::all);
  }

  @ParameterizedTest
  @MethodSource("spectra")
  <A> void theEndsOfTheSpectrumAreFound(KnownSpectrum<A> spectrum) {
    int n = spectrum.operator().dimension();
    Lanczos lanczos =
        new Lanczos()
            .largest(Math.min(4, n))
            .smallest(Math.min(3, n - Math.min(4, n)))
            .tolerance(0)
            .eigenvectors(true);
    check(spectrum, lanczos);
  }

  @ParameterizedTest
  @MethodSource("spectra")
  <A> void theyAreFoundWithinABoundOnVectors(KnownSpectrum<A> spectrum) {
    if (spectrum.operator().dimension() >= 12) {
      Lanczos lanczos = new Lanczos().largest(3).tolerance(0).eigenvectors(true);
      check(spectrum, lanczos.vectors(7));
      if (!spectrum.name().startsWith("decaying")) {
        check(spectrum, lanczos.largest(0).smallest(3).vectors(7));
        check(spectrum, lanczos.largest(2).smallest(2).vectors(9));
      }
    }
  }

  private static <A> void check(KnownSpectrum<A> spectrum, Lanczos lanczos) {
    Eigenpairs<A> pairs = lanczos.find(spectrum.operator()).orThrow();
    String as = "%s, %s: %s".formatted(spectrum, lanczos, pairs);
    Precision<A> precision = spectrum.operator().precision();
    int n = spectrum.operator().dimension();
    double norm = spectrum.norm();
    // The eigenvalues that the test knows, and the matrix, are right to some n·u of their own.
    double bound =
        precision == Precision.DOUBLE
            ? 1e-12 * norm
            : (16 + Math.sqrt(n)) * 8 * precision.unitRoundoff() * norm + Float.MIN_NORMAL;
    assertThat(pairs.largest()).as(as).hasSize(lanczos.largest());
    assertThat(pairs.smallest()).as(as).hasSize(lanczos.smallest());
    List<Eigenpair<A>> all = new ArrayList<>(pairs.largest());
    all.addAll(pairs.smallest());
    for (Eigenpair<A> pair : all) {
      assertThat(pair.converged()).as(as).isTrue();
      assertThat(pair.residual())
          .as(as)
          .isLessThanOrEqualTo(
              (16 + Math.sqrt(n))
                      * 4
                      * precision.unitRoundoff()
                      * (norm + 1e-300)
                      * Math.sqrt(pairs.products())
                  + 1e-35);
      double distance =
          DoubleStream.of(spectrum.eigenvalues())
              .map(x -> Math.abs(x - pair.value()))
              .min()
              .orElseThrow();
      assertThat(distance).as(as).isLessThanOrEqualTo(bound);
      A y = pair.vector().orElseThrow();
      assertThat(trueResidual(spectrum.operator(), y, pair.value()))
          .as(as)
          .isLessThanOrEqualTo(pair.residual());
    }
    ends(as, spectrum.eigenvalues(), pairs, bound, norm);
    orthonormal(as, precision, n, all, pairs.products());
  }

  /** Every eigenvalue from the end inwards is there at least once. */
  private static void ends(
      String as, double[] exact, Eigenpairs<?> pairs, double bound, double norm) {
    double before = Double.POSITIVE_INFINITY;
    int at = exact.length - 1;
    for (Eigenpair<?> pair : pairs.largest()) {
      assertThat(pair.value()).as(as).isLessThanOrEqualTo(before);
      before = pair.value();
      if (at >= 0 && pair.value() < exact[at] - NEAR * norm - bound) {
        double last = exact[at];
        while (at >= 0 && exact[at] >= last - NEAR * norm - bound) {
          at--;
        }
        assertThat(at).as("the run has missed %s: %s", last, as).isGreaterThanOrEqualTo(0);
        assertThat(pair.value()).as(as).isEqualTo(exact[at], within(NEAR * norm + bound));
      }
    }
    before = Double.NEGATIVE_INFINITY;
    for (Eigenpair<?> pair : pairs.smallest()) {
      assertThat(pair.value()).as(as).isGreaterThanOrEqualTo(before);
      before = pair.value();
    }
    if (!pairs.smallest().isEmpty()) {
      assertThat(pairs.smallest().getFirst().value()).as(as).isEqualTo(exact[0], within(bound));
    }
    if (!pairs.largest().isEmpty()) {
      assertThat(pairs.largest().getFirst().value())
          .as(as)
          .isEqualTo(exact[exact.length - 1], within(bound));
    }
  }

  private static <A> double trueResidual(SymmetricOperator<A> operator, A y, double value) {
    Precision<A> precision = operator.precision();
    A image = precision.newArray(operator.dimension());
    operator.apply(y, image);
    double sum = 0;
    for (int i = 0; i < operator.dimension(); i++) {
      double difference = precision.get(image, i) - value * precision.get(y, i);
      sum = Math.fma(difference, difference, sum);
    }
    return Math.sqrt(sum);
  }

  private static <A> void orthonormal(
      String as, Precision<A> precision, int n, List<Eigenpair<A>> pairs, long products) {
    // Every restart combines what the one before had combined.
    double bound = (16 + Math.sqrt(n)) * precision.unitRoundoff() * Math.sqrt(products);
    for (int i = 0; i < pairs.size(); i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int k = 0; k < n; k++) {
          dot +=
              precision.get(pairs.get(i).vector().orElseThrow(), k)
                  * precision.get(pairs.get(j).vector().orElseThrow(), k);
        }
        assertThat(dot).as(as).isEqualTo(i == j ? 1 : 0, within(bound));
      }
    }
  }

  /** A tolerance is met with few products, and the value is as good as it says. */
  @Test
  void aToleranceIsOneOfEigenvalues() {
    KnownSpectrum<double[]> spectrum = KnownSpectrum.decaying(Precision.DOUBLE, 300);
    long before = 0;
    for (double tolerance : new double[] {1e-3, 1e-6, 1e-9}) {
      Eigenpairs<double[]> pairs =
          new Lanczos().largest(5).tolerance(tolerance).find(spectrum.operator()).orThrow();
      for (int i = 0; i < 5; i++) {
        assertThat(pairs.largest().get(i).value())
            .isEqualTo(1.0 / ((i + 1) * (i + 1)), within(tolerance));
      }
      assertThat(pairs.products()).isBetween(before + 1, 40L);
      before = pairs.products();
    }
  }

  @Test
  void copiesOfAMultipleEigenvalueComeWithFreshVectors() {
    KnownSpectrum<double[]> spectrum =
        KnownSpectrum.reflected(
            Precision.DOUBLE,
            "triple",
            DoubleStream.concat(
                DoubleStream.of(5, 5, 5), DoubleStream.generate(() -> 1).limit(30)));
    Eigenpairs<double[]> pairs = new Lanczos().largest(4).smallest(1).find(spectrum.operator());
    assertThat(pairs.largest()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(pairs.largest().get(i).value()).isEqualTo(i < 3 ? 5 : 1, within(1e-13));
    }
    assertThat(pairs.products()).isLessThan(16);
  }

  /** The first space has all that is wanted, and its eigenvalues again are in a second one. */
  @Test
  void copiesAreFoundThoughTheFirstSpaceHasEnough() {
    KnownSpectrum<double[]> spectrum =
        KnownSpectrum.reflected(
            Precision.DOUBLE,
            "five, six times each",
            DoubleStream.iterate(0, i -> i + 1).limit(30).map(i -> 1 + i % 5));
    Eigenpairs<double[]> pairs =
        new Lanczos().largest(2).tolerance(0).find(spectrum.operator()).orThrow();
    assertThat(pairs.largest().get(0).value()).isEqualTo(5, within(1e-13));
    assertThat(pairs.largest().get(1).value()).isEqualTo(5, within(1e-13));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theIdentityAndZeroAreOrdinary(Precision<A> precision) {
    Eigenpairs<A> ones =
        new Lanczos().largest(3).find(KnownSpectrum.identity(precision, 17).operator()).orThrow();
    assertThat(ones.reason()).isEqualTo(Reason.INVARIANT);
    assertThat(ones.products()).isEqualTo(4);
    for (Eigenpair<A> pair : ones.largest()) {
      assertThat(pair.value()).isEqualTo(1, within(4 * precision.unitRoundoff()));
    }
    Eigenpairs<A> zeros =
        new Lanczos()
            .largest(2)
            .find(KnownSpectrum.reflected(precision, "zero", new double[9]).operator())
            .orThrow();
    assertThat(zeros.largest().get(1).value()).isZero();
    assertThat(zeros.products()).isEqualTo(3);
    Eigenpairs<A> one =
        new Lanczos().find(KnownSpectrum.reflected(precision, "one", -3).operator()).orThrow();
    assertThat(one.largest().getFirst().value()).isEqualTo(-3);
    assertThat(one.products()).isOne();
  }

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @Test
  void aWarmStartTakesFewerProducts() {
    SymmetricOperator<double[]> operator = KnownSpectrum.decaying(Precision.DOUBLE, 500).operator();
    Lanczos lanczos = new Lanczos().eigenvectors(true);
    Eigenpairs<double[]> cold = lanczos.find(operator).orThrow();
    double[] near = cold.largest().getFirst().vector().orElseThrow();
    for (int i = 0; i < near.length; i++) {
      near[i] += 1e-6 * (i % 3 - 1);
    }
    double[] copy = near.clone();
    Eigenpairs<double[]> warm = lanczos.start(operator, near, ProductWatch.NONE).finish();
    assertThat(warm.orThrow().products()).isLessThanOrEqualTo(cold.products() / 2);
    assertThat(warm.largest().getFirst().value()).isEqualTo(1, within(1e-10));
    assertThat(near).isEqualTo(copy);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndSteppingIsFinishing() {
    SymmetricOperator<float[]> operator = KnownSpectrum.decaying(Precision.FLOAT, 60).operator();
    Lanczos lanczos = new Lanczos().largest(2).smallest(1).vectors(9).products(40).seed(3);
    LanczosRun<float[]> run = lanczos.start(operator);
    assertThat(run.result().largest()).isEmpty();
    assertThat(run.result().reason()).isEqualTo(Reason.RUNNING);
    long products = 0;
    while (run.step()) {
      products++;
      assertThat(run.products()).isEqualTo(products);
      assertThat(run.result().largest()).hasSize((int) Math.min(2, products));
    }
    assertThat(run.step()).isFalse();
    assertThat(run.result()).isEqualTo(lanczos.find(operator));
    assertThat(lanczos.seed(4).find(operator)).isNotEqualTo(run.result());
  }

  @Test
  void aRunIsWatchedAndCancelled() {
    List<Long> seen = new ArrayList<>();
    ProductWatch watch =
        new ProductWatch() {
          @Override
          public void product(long products) {
            seen.add(products);
          }

          @Override
          public boolean cancelled() {
            return seen.size() == 5;
          }
        };
    SymmetricOperator<double[]> operator =
        KnownSpectrum.secondDifferences(Precision.DOUBLE, 100).operator();
    Eigenpairs<double[]> pairs = new Lanczos().find(operator, watch);
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(pairs.reason()).isEqualTo(Reason.CANCELLED);
    assertThat(pairs.largest()).hasSize(1);
    assertThat(pairs.largest().getFirst().converged()).isFalse();
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(pairs::orThrow)
        .withMessageStartingWith("not all eigenvalues have converged: largest [")
        .withMessageEndingWith("5 products, CANCELLED");
    Eigenpairs<double[]> few = new Lanczos().products(6).find(operator);
    assertThat(few.reason()).isEqualTo(Reason.PRODUCTS);
    assertThat(few.products()).isEqualTo(6);
  }

  @Test
  void aProductThatFailsEndsTheStepAndTheRunGoesOn() {
    double[] poison = {0};
    SymmetricOperator<double[]> operator = KnownSpectrum.decaying(Precision.DOUBLE, 30).operator();
    SymmetricOperator<double[]> failing =
        new SymmetricOperator<>() {
          @Override
          public Precision<double[]> precision() {
            return Precision.DOUBLE;
          }

          @Override
          public int dimension() {
            return 30;
          }

          @Override
          public void apply(double[] v, double[] result) {
            operator.apply(v, result);
            result[7] += poison[0];
          }
        };
    LanczosRun<double[]> run = new Lanczos().start(failing);
    run.step();
    poison[0] = Double.NaN;
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(run::step)
        .withMessage("element 7 of product 2 is NaN, must be finite");
    poison[0] = 0;
    Eigenpairs<double[]> whole = new Lanczos().find(operator);
    assertThat(run.finish().largest()).isEqualTo(whole.largest());
  }

  /** Of a long string the lowest modes do not come out of 14 vectors in any number of steps. */
  @Test
  void stepsAllocateNothing() {
    int n = 3000;
    SymmetricOperator<double[]> string =
        new SymmetricOperator<>() {
          @Override
          public Precision<double[]> precision() {
            return Precision.DOUBLE;
          }

          @Override
          public int dimension() {
            return n;
          }

          @Override
          public void apply(double[] v, double[] result) {
            for (int i = 0; i < n; i++) {
              double before = i == 0 ? 0 : v[i - 1];
              result[i] = 2 * v[i] - before - (i == n - 1 ? 0 : v[i + 1]);
            }
          }
        };
    LanczosRun<double[]> run =
        new Lanczos().smallest(2).tolerance(0).vectors(14).products(Long.MAX_VALUE).start(string);
    Allocations.assertNone(50, run::step);
    assertThat(run.result().reason()).isEqualTo(Reason.RUNNING);
  }

  @Test
  void wrongArgumentsAreNamed() {
    Lanczos lanczos = new Lanczos();
    refused("largest is -1, must be at least 0", () -> lanczos.largest(-1));
    refused("smallest is -2, must be at least 0", () -> lanczos.smallest(-2));
    refused(
        "tolerance is NaN, must be at least 0 and less than 1", () -> lanczos.tolerance(0.0 / 0));
    refused("tolerance is 1.0, must be at least 0 and less than 1", () -> lanczos.tolerance(1));
    refused("products is 0, must be at least 1", () -> lanczos.products(0));
    refused("vectors is -1, must be at least 1, or 0 for the default", () -> lanczos.vectors(-1));
    SymmetricOperator<double[]> operator = KnownSpectrum.identity(Precision.DOUBLE, 17).operator();
    refused(
        "largest and smallest are 0: no eigenvalues are wanted",
        () -> lanczos.largest(0).start(operator));
    refused(
        "largest + smallest is 18, must be at most the 17 rows of the matrix",
        () -> lanczos.largest(10).smallest(8).start(operator));
    refused(
        "vectors is 6, must be at least 7 for 5 eigenvalues",
        () -> lanczos.largest(5).vectors(6).start(operator));
    refused(
        "from has 3 elements, must have the 17 of the matrix",
        () -> lanczos.start(operator, new double[3], ProductWatch.NONE));
    double[] from = new double[17];
    refused(
        "from is zero, must have a direction",
        () -> lanczos.start(operator, from, ProductWatch.NONE));
    from[4] = Double.POSITIVE_INFINITY;
    refused(
        "from[4] is Infinity, must be finite",
        () -> lanczos.start(operator, from, ProductWatch.NONE));
    from[4] = Double.MIN_NORMAL;
    assertThat(lanczos.start(operator, from, ProductWatch.NONE).finish().converged()).isTrue();
    assertThat(lanczos.start(operator))
        .hasToString("Lanczos run of 0 products, 0 vectors, RUNNING");
  }

  private static void refused(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
