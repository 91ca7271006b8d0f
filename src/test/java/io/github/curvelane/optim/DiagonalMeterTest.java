package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.internal.Probes;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.BatchNormalization;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiagonalMeterTest {
  private static final CurvatureEstimate HESSIAN =
      new CurvatureEstimate.OfDiagonal(Diagonal.HESSIAN);
  private static final double[] THETA = {1, -2, 0.5, 3, -0.25};

  private static <A> DiagonalMeter<A> meter(
      StochasticObjective<A> objective, CurvatureEstimate estimate, int examples) {
    return DiagonalMeter.of(objective, new CurvatureRequest(estimate, 1, examples), "the rule");
  }

  private static double[] measured(DiagonalMeter<double[]> meter, long number) {
    double[] diagonal = new double[Parabolas.N];
    Arrays.fill(diagonal, Double.NaN);
    meter.measure(THETA, number, diagonal);
    return diagonal;
  }

  private static double[] kept(
      Parabolas objective, CurvatureEstimate estimate, int[] batch, long number) {
    objective.select(batch, 0, batch.length);
    objective.linearize(THETA, new double[Parabolas.N]);
    double[] diagonal = new double[Parabolas.N];
    Arrays.fill(diagonal, Double.NaN);
    meter(objective, estimate, 0).measureKept(number, diagonal);
    return diagonal;
  }

  // ---------------------------------------------------------------- which examples

  @Test
  void eachEstimateDrawsDistinctExamplesAnewAndAsOftenOneAsAnother() {
    Parabolas objective = new Parabolas(30, 30);
    DiagonalMeter<double[]> meter = meter(objective, HESSIAN, 5);
    int[] count = new int[30];
    Set<Set<Integer>> draws = new HashSet<>();
    int times = 3_000;
    int[] tenth = null;
    for (int number = 0; number < times; number++) {
      measured(meter, number);
      Set<Integer> distinct = new HashSet<>();
      for (int p : objective.selected()) {
        count[p]++;
        distinct.add(p);
      }
      assertThat(distinct).hasSize(5);
      draws.add(distinct);
      tenth = number == 10 ? objective.selected() : tenth;
    }
    // 142,506 sets: some 32 of 3,000 are drawn twice.
    assertThat(draws).hasSizeGreaterThan(times - 60);
    double deviation = Math.sqrt(times * (1 / 6.0) * (5 / 6.0));
    for (int p = 0; p < 30; p++) {
      assertThat((double) count[p]).isCloseTo(times / 6.0, within(4.5 * deviation));
    }
    Parabolas other = new Parabolas(30, 30);
    measured(meter(other, HESSIAN, 5), 10);
    assertThat(other.selected()).isEqualTo(tenth);
  }

  @Test
  void anEstimateIsTheSameWhateverWasMeasuredBefore() {
    for (CurvatureEstimate estimate :
        List.of(
            HESSIAN,
            new CurvatureEstimate.Hutchinson(3, 8),
            new CurvatureEstimate.SampledGaussNewton(1, 8))) {
      DiagonalMeter<double[]> meter = meter(new Parabolas(30, 7), estimate, 12);
      double[] first = measured(meter, 4);
      measured(meter, 5);
      assertThat(measured(meter, 4)).isEqualTo(first);
      assertThat(measured(meter, 6)).isNotEqualTo(first);
      assertThat(measured(meter(new Parabolas(30, 7), estimate, 12), 4)).isEqualTo(first);
    }
  }

  /** 20 examples, at most 8 at once: 6, 7 and 7. */
  @Test
  void whatDoesNotFitIsTheMeanOfItsPieces() {
    Parabolas objective = new Parabolas(30, 8);
    double[] actual = measured(meter(objective, HESSIAN, 20), 4);
    assertThat(objective.selections).isEqualTo(3);
    Parabolas whole = new Parabolas(30, 30);
    double[] atOnce = measured(meter(whole, HESSIAN, 20), 4);
    int[] drawn = whole.selected();
    double[] expected = new double[Parabolas.N];
    int[] ends = {0, 6, 13, 20};
    for (int k = 0; k < 3; k++) {
      int[] batch = Arrays.copyOfRange(drawn, ends[k], ends[k + 1]);
      double[] piece = kept(new Parabolas(30, 8), HESSIAN, batch, 4);
      for (int i = 0; i < Parabolas.N; i++) {
        expected[i] = Math.fma(batch.length / 20.0, piece[i], expected[i]);
      }
    }
    assertThat(actual).isEqualTo(expected);
    for (int i = 0; i < Parabolas.N; i++) {
      assertThat(actual[i]).isCloseTo(atOnce[i], within(25 * 0x1p-53 * 2));
    }
  }

  // ---------------------------------------------------------------- what is measured

  @Test
  void hutchinsonsEstimateIsTheMeanOverItsProbes() {
    int[] batch = {3, 1, 7};
    Parabolas objective = new Parabolas(30, 30);
    double[] actual = kept(objective, new CurvatureEstimate.Hutchinson(3, 8), batch, 21);
    double[] expected = new double[Parabolas.N];
    for (int k = 0; k < 3; k++) {
      double[] z = new double[Parabolas.N];
      Probes.signs(Probes.series(8, 21), k, Parabolas.N, z, 0);
      double[] image = new double[Parabolas.N];
      objective.hessianVector(z, image);
      for (int i = 0; i < Parabolas.N; i++) {
        expected[i] = k == 0 ? z[i] * image[i] : Math.fma(z[i], image[i], expected[i]);
      }
    }
    for (int i = 0; i < Parabolas.N; i++) {
      expected[i] *= 1 / 3.0;
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** z_i Σ_{j≠i} ¼z_j has the variance (N − 1)/16. */
  @Test
  void hutchinsonsEstimateIsUnbiased() {
    int[] batch = {3, 1, 7};
    double[] exact = kept(new Parabolas(30, 30), HESSIAN, batch, 0);
    double[] sum = new double[Parabolas.N];
    int times = 4_000;
    for (int number = 0; number < times; number++) {
      double[] one =
          kept(new Parabolas(30, 30), new CurvatureEstimate.Hutchinson(1, 5), batch, number);
      for (int i = 0; i < Parabolas.N; i++) {
        sum[i] += one[i];
      }
    }
    double deviation = Math.sqrt((Parabolas.N - 1) / 16.0 / times);
    for (int i = 0; i < Parabolas.N; i++) {
      assertThat(sum[i] / times).isCloseTo(exact[i], within(4.5 * deviation));
    }
  }

  @Test
  void drawnTargetsHaveASeedForEachEstimateAndPiece() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      CurvatureEstimate estimate = new CurvatureEstimate.SampledGaussNewton(1, seed);
      for (long number = 0; number < 20; number++) {
        Parabolas objective = new Parabolas(30, 30);
        kept(objective, estimate, new int[] {1, 2}, number);
        seeds.add(objective.seed);
        Parabolas pieces = new Parabolas(30, 8);
        measured(meter(pieces, estimate, 20), number); // the last of three
        seeds.add(pieces.seed);
      }
    }
    assertThat(seeds).hasSize(3 * 20 * 2);
  }

  private static final int EXAMPLES = 40;

  private static NetworkObjective<double[]> objective(Network<double[]> network, Loss loss) {
    Random random = new Random(1);
    double[] inputs = random.doubles(EXAMPLES * 3, -1, 1).toArray();
    double[] targets = random.doubles(EXAMPLES * 2, 0, 1).toArray();
    for (int p = 0; p < EXAMPLES; p++) {
      targets[2 * p + 1] = 1 - targets[2 * p];
    }
    return new NetworkObjective<>(
        network.newWorkspace(16), loss, inputs, Targets.matrix(Precision.DOUBLE, targets, 2));
  }

  private static Network<double[]> network() {
    return Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 3, 5, 2);
  }

  @Test
  void aNetworkGivesAllOfThem() {
    Network<double[]> network = network();
    NetworkObjective<double[]> objective = objective(network, Loss.softmaxCrossEntropy());
    int n = network.parameters();
    double[] theta = new Random(2).doubles(n, -1, 1).toArray();
    double[] gradient = new double[n];
    double[] actual = new double[n];
    double[] expected = new double[n];
    objective.select(IntStream.range(5, 15).toArray(), 0, 10);
    for (Diagonal kind : Diagonal.values()) {
      objective.linearize(theta, gradient);
      objective.diagonal(kind, expected);
      meter(objective, new CurvatureEstimate.OfDiagonal(kind), 0).measureKept(3, actual);
      assertThat(actual).as("%s", kind).isEqualTo(expected);
    }
    objective.monteCarloGaussNewtonDiagonal(2, Probes.series(Probes.series(9, 3), 0), expected);
    meter(objective, new CurvatureEstimate.SampledGaussNewton(2, 9), 0).measureKept(3, actual);
    assertThat(actual).isEqualTo(expected);
    double[] z = new double[n];
    Probes.signs(Probes.series(9, 3), 0, n, z, 0);
    objective.hessianVector(z, expected);
    meter(objective, new CurvatureEstimate.Hutchinson(1, 9), 0).measureKept(3, actual);
    for (int i = 0; i < n; i++) {
      assertThat(actual[i]).isEqualTo(z[i] * expected[i]);
    }
  }

  /** All 40 examples, in three pieces and in another order. */
  @Test
  void aNetworkGivesTheDiagonalOfAllItsExamples() {
    Network<double[]> network = network();
    int n = network.parameters();
    double[] theta = new Random(2).doubles(n, -1, 1).toArray();
    CurvatureEstimate estimate = new CurvatureEstimate.OfDiagonal(Diagonal.GAUSS_NEWTON);
    double[] actual = new double[n];
    meter(objective(network, Loss.halfSquaredError()), estimate, EXAMPLES)
        .measure(theta, 0, actual);
    double[] expected = new double[n];
    NetworkObjective<double[]> objective = objective(network, Loss.halfSquaredError());
    for (int p = 0; p < EXAMPLES; p++) {
      objective.select(new int[] {p}, 0, 1);
      objective.linearize(theta, new double[n]);
      double[] one = new double[n];
      objective.diagonal(Diagonal.GAUSS_NEWTON, one);
      for (int i = 0; i < n; i++) {
        expected[i] += one[i] / EXAMPLES;
      }
    }
    // Two sums of positive terms, each within (terms + 2) u of the exact one.
    for (int i = 0; i < n; i++) {
      double bound = 2 * (2 * EXAMPLES + 4) * 0x1p-53 * expected[i];
      assertThat(actual[i]).isCloseTo(expected[i], within(bound));
    }
  }

  @Test
  void anEstimateAllocatesNothing() {
    for (CurvatureEstimate estimate :
        List.of(
            HESSIAN,
            new CurvatureEstimate.Hutchinson(2, 8),
            new CurvatureEstimate.SampledGaussNewton(1, 8))) {
      DiagonalMeter<double[]> meter = meter(new Parabolas(30, 7), estimate, 12);
      double[] diagonal = new double[Parabolas.N];
      long[] number = {0};
      long bytes = Allocation.perCall(5_000, () -> meter.measure(THETA, number[0]++, diagonal));
      assertThat(bytes).as("%s", estimate).isZero();
    }
  }

  // ---------------------------------------------------------------- in a run

  private static List<UpdateRule> rules() {
    return List.of(
        new DiagonalLevenbergMarquardt(
            0.02,
            1,
            new CurvatureRequest(
                new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN),
                CurvatureRequest.EACH_EPOCH,
                20)),
        new AdaHessian(1),
        new AdaHessian(1, 3),
        Sophia.hutchinson(0.01, 1),
        Sophia.gaussNewtonBartlett(0.01, 1));
  }

  private static StochasticTrainer trainer(UpdateRule rule, double rate, int epochs) {
    return StochasticTrainer.of(rule, Schedule.constant(rate)).epochs(epochs).batch(8).build();
  }

  @Test
  void aNetworkLearnsByEachRule() {
    Network<double[]> network = network();
    for (UpdateRule rule : rules()) {
      NetworkObjective<double[]> objective = objective(network, Loss.softmaxCrossEntropy());
      double[] theta = new Random(2).doubles(network.parameters(), -1, 1).toArray();
      double rate = rule instanceof AdaHessian ? 0.05 : 0.01;
      double[] losses = new double[31];
      TrainingProgress progress =
          new TrainingProgress() {
            @Override
            public void epoch(int e, long step, double loss, double r, double speed) {
              losses[e] = loss;
            }
          };
      StochasticTrainer.of(rule, Schedule.constant(rate))
          .epochs(30)
          .batch(8)
          .progress(progress)
          .build()
          .train(objective, theta)
          .orThrow();
      assertThat(losses[30]).as("%s", rule).isLessThan(0.9 * losses[1]);
    }
  }

  /** The first step leads to parameters that are not finite, at which nothing can be measured. */
  @Test
  void aRunThatDivergesBetweenTwoStepsSaysSo() {
    Network<double[]> network = network();
    for (UpdateRule rule : rules()) {
      NetworkObjective<double[]> objective = objective(network, Loss.softmaxCrossEntropy());
      double[] theta = new Random(2).doubles(network.parameters(), -1, 1).toArray();
      TrainingResult result = trainer(rule, 0x1p1020, 2).train(objective, theta);
      assertThat(result.stop()).as("%s", rule).isEqualTo(TrainingResult.Stop.DIVERGED);
    }
  }

  @Test
  void whatAnObjectiveCannotGiveIsRefusedBeforeTheFirstStep() {
    for (UpdateRule rule : rules()) {
      double[] theta = {1, 2, 3};
      LineFit line = new LineFit(20);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer(rule, 0.1, 1).train(line, theta))
          .withMessageStartingWith(rule + " needs ");
      assertThat(theta).containsExactly(1, 2, 3);
      assertThat(line.batches).isEmpty();
    }
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void whatAnObjectiveCannotGiveIsRefusedByName() {
    LineFit line = new LineFit(20);
    String needs = "the rule needs ";
    refused(
        () -> meter(line, HESSIAN, 0),
        needs + HESSIAN + ", but the objective, " + line + ", does not have CurvatureDiagonals");
    CurvatureEstimate hutchinson = new CurvatureEstimate.Hutchinson(1, 2);
    refused(
        () -> meter(line, hutchinson, 0),
        needs + hutchinson + ", but the objective, " + line + ", does not have HessianProducts");
    CurvatureEstimate sampled = new CurvatureEstimate.SampledGaussNewton(1, 2);
    refused(
        () -> meter(line, sampled, 0),
        needs + sampled + ", but the objective, " + line + ", does not have SampledDiagonal");
    CurvatureEstimate fisher = new CurvatureEstimate.OfDiagonal(Diagonal.EMPIRICAL_FISHER);
    refused(
        () -> meter(new Parabolas(9, 9), fisher, 0),
        needs
            + fisher
            + ", but the objective, parabolas, does not have EMPIRICAL_FISHER among its diagonals,"
            + " [HESSIAN]");
    NetworkObjective<double[]> hinge = objective(network(), Loss.logCosh());
    refused(
        () -> meter(hinge, sampled, 0),
        needs
            + sampled
            + ", but the objective, "
            + hinge
            + ", does not have a distribution to draw targets from");
  }

  @Test
  void asManyExamplesAsThereAreNotAreRefused() {
    refused(
        () -> meter(new Parabolas(9, 9), HESSIAN, 10),
        "the rule asks for second derivatives of 10 examples, the objective has 9");
    Network<double[]> normalized =
        Network.of(
            Precision.DOUBLE,
            new BatchNormalization(3, 1e-5, Activation.identity()),
            new Dense(3, 2, Activation.identity()));
    CurvatureEstimate recursion = new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN);
    refused(
        () -> meter(objective(normalized, Loss.halfSquaredError()), recursion, 1),
        "the rule asks for second derivatives of 1 examples, the objective takes at least 2");
  }

  private static void refused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
