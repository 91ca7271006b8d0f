package io.github.curvelane.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Saliencies of real objectives, and rounds of pruning and training. */
final class PruningTest {
  private static final Network<double[]> NETWORK =
      Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 4, 12, 2);
  private static final int EXAMPLES = 64;
  private static final List<Double> SHARES = List.of(0.25, 0.5, 0.75);

  /** Two classes that the first two of four inputs tell, the first on a scale of 1/100. */
  private static NetworkObjective<double[]> objective() {
    SplittableRandom random = new SplittableRandom(4);
    double[] inputs = random.doubles(EXAMPLES * 4L, -1, 1).toArray();
    int[] labels = new int[EXAMPLES];
    for (int p = 0; p < EXAMPLES; p++) {
      labels[p] = inputs[4 * p] * inputs[4 * p + 1] > 0 ? 1 : 0;
      inputs[4 * p] *= 0.01;
    }
    return new NetworkObjective<>(
        NETWORK.newWorkspace(EXAMPLES),
        Loss.softmaxCrossEntropy(),
        inputs,
        Targets.labels(Precision.DOUBLE, labels, 2));
  }

  @Test
  void brainDamageIsHalfTheSecondDerivativeTimesTheSquare() {
    double[] theta = NETWORK.initialize(Initializer.FAN_IN, 3);
    for (Diagonal kind : Diagonal.values()) {
      NetworkObjective<double[]> objective = objective();
      double[] h = new double[theta.length];
      objective.linearize(theta, h);
      objective.diagonal(kind, h);
      double[] saliency = Saliency.brainDamage(kind).of(objective(), theta);
      assertHalfSquares(h, theta, saliency);
    }
    NetworkObjective<double[]> objective = objective();
    double[] h = new double[theta.length];
    objective.linearize(theta, h);
    objective.monteCarloGaussNewtonDiagonal(3, 9, h);
    assertHalfSquares(h, theta, Saliency.sampledBrainDamage(3, 9).of(objective(), theta));
  }

  /** Each of three roundings is at most u of the product. */
  private static void assertHalfSquares(double[] h, double[] theta, double[] saliency) {
    for (int i = 0; i < theta.length; i++) {
      double expected = 0.5 * theta[i] * theta[i] * h[i];
      assertThat(saliency[i]).isCloseTo(expected, within(6 * 0x1p-53 * Math.abs(expected)));
    }
    assertThat(Arrays.stream(saliency).filter(s -> s != 0).count()).isPositive();
  }

  /** On a parabola whose second derivatives are all on the diagonal the prediction is exact. */
  @Test
  void saliencyIsWhatTheErrorGrowsByOnAParabola() {
    double[] inputs = {2, 0, 0, 1, -2, 0, 0, -1}; // two inputs that are never together
    Network<double[]> linear =
        Network.perceptron(Precision.DOUBLE, Activation.identity(), Activation.identity(), 2, 1);
    double[] theta = {0.5, -3, 0};
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            linear.newWorkspace(4),
            Loss.halfSquaredError(),
            inputs,
            Targets.matrix(Precision.DOUBLE, new double[] {1, -3, -1, 3}, 1));
    double[] saliency = Saliency.brainDamage(Diagonal.BECKER_LECUN).of(objective, theta);
    double at = objective.value(theta);
    assertThat(at).isZero();
    for (int i = 0; i < 2; i++) {
      double[] without = theta.clone();
      without[i] = 0;
      assertThat(saliency[i]).isEqualTo(objective.value(without) - at);
    }
    assertThat(saliency).containsExactly(0.25, 2.25, 0);
  }

  @Test
  void magnitudesAreThoseOfTheParameters() {
    double[] theta = NETWORK.initialize(Initializer.FAN_IN, 3);
    double[] magnitude = Saliency.magnitude().of(objective(), theta);
    double[] square = Saliency.square().of(objective(), theta);
    for (int i = 0; i < theta.length; i++) {
      assertThat(magnitude[i]).isEqualTo(Math.abs(theta[i]));
      assertThat(square[i]).isEqualTo(theta[i] * theta[i]);
    }
  }

  private static StochasticTrainer trainer(int round, Mask mask) {
    return StochasticTrainer.of(new Masked(new Momentum(0.9), mask), Schedule.constant(0.05))
        .epochs(4)
        .batch(16)
        .seed(round)
        .build();
  }

  private static double[] trained() {
    double[] theta = NETWORK.initialize(Initializer.FAN_IN, 3);
    trainer(9, Mask.none(theta.length)).train(objective(), theta).orThrow();
    return theta;
  }

  private static Pruning pruning() {
    return Pruning.of(
        Saliency.brainDamage(Diagonal.GAUSS_NEWTON), Pruner.weights(NETWORK.ranges()), SHARES);
  }

  @Test
  void roundsPruneAndTrainInTurn() {
    double[] theta = trained();
    double[] byHand = theta.clone();
    List<String> told = new ArrayList<>();
    PruningResult result =
        pruning()
            .progress(
                new PruningProgress() {
                  @Override
                  public void pruned(int round, double share, Mask mask, double saliency) {
                    told.add(round + " " + share + " " + mask.pruned());
                  }

                  @Override
                  public void finished(PruningRound round) {
                    told.add("finished " + round.number());
                  }
                })
            .run(objective(), objective(), theta, PruningTest::trainer);
    assertThat(result.isFinished()).isTrue();
    assertThat(result.message()).isEqualTo("all 3 rounds are made");
    assertThat(told)
        .containsExactly(
            "1 0.25 18", "finished 1", "2 0.5 36", "finished 2", "3 0.75 54", "finished 3");
    Mask mask = Mask.none(byHand.length);
    for (int r = 0; r < 3; r++) {
      double[] saliency = Saliency.brainDamage(Diagonal.GAUSS_NEWTON).of(objective(), byHand);
      Mask before = mask;
      mask = Pruner.weights(NETWORK.ranges()).prune(saliency, before, SHARES.get(r));
      double sum = 0;
      for (int i = 0; i < saliency.length; i++) {
        sum += mask.isPruned(i) && !before.isPruned(i) ? saliency[i] : 0;
      }
      assertThat(result.rounds().get(r).saliency()).isEqualTo(sum).isPositive();
      mask.apply(Precision.DOUBLE, byHand);
      trainer(r + 1, mask).train(objective(), byHand);
    }
    assertThat(theta).isEqualTo(byHand);
    assertThat(result.mask()).isEqualTo(mask);
    assertThat(Mask.ofZeros(Precision.DOUBLE, theta, NETWORK.ranges())).isEqualTo(mask);
  }

  @Test
  void cancelledRunsGoOn() {
    double[] expected = trained();
    PruningResult whole = pruning().run(objective(), objective(), expected, PruningTest::trainer);
    double[] theta = trained();
    int[] asked = {0};
    PruningResult half =
        pruning()
            .cancelWhen(() -> asked[0]++ == 2)
            .run(objective(), objective(), theta, PruningTest::trainer);
    assertThat(half.isFinished()).isFalse();
    assertThat(half.message()).isEqualTo("cancelled after round 2");
    assertThat(half.rounds()).hasSize(2);
    Mask found = Mask.ofZeros(Precision.DOUBLE, theta, weights());
    assertThat(found).isEqualTo(half.mask());
    PruningResult rest =
        pruning().resume(objective(), objective(), theta, PruningTest::trainer, found, 2);
    assertThat(rest.isFinished()).isTrue();
    assertThat(theta).isEqualTo(expected);
    assertThat(rest.mask()).isEqualTo(whole.mask());
  }

  private static List<io.github.curvelane.ParameterRange> weights() {
    return NETWORK.ranges().stream().filter(range -> !range.isBias()).toList();
  }

  /** What was pruned before has no saliency, whatever a measure of a user's says of it. */
  @Test
  void saliencyOfARoundIsThatOfWhatItPrunes() {
    Saliency ones =
        new Saliency() {
          @Override
          public <A> double[] of(Objective<A> objective, A theta) {
            double[] ones = new double[objective.dimension()];
            Arrays.fill(ones, 1);
            return ones;
          }
        };
    PruningResult result =
        Pruning.of(ones, Pruner.weights(NETWORK.ranges()), SHARES)
            .run(objective(), objective(), trained(), PruningTest::trainer);
    assertThat(result.rounds())
        .extracting(PruningRound::saliency)
        .containsExactly(18.0, 18.0, 18.0);
  }

  @Test
  void trainingThatIsCancelledEndsTheRun() {
    PruningResult result =
        pruning()
            .run(
                objective(),
                objective(),
                trained(),
                (round, mask) ->
                    StochasticTrainer.of(new Masked(new Momentum(0), mask), Schedule.constant(0.1))
                        .cancelWhen(() -> round == 2)
                        .build());
    assertThat(result.isFinished()).isFalse();
    assertThat(result.message()).isEqualTo("round 2: cancelled in epoch 0 after step 0");
    assertThat(result.rounds()).hasSize(2);
  }

  @Test
  void rulesThatMovePrunedParametersAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                pruning()
                    .run(
                        objective(),
                        objective(),
                        trained(),
                        (round, mask) ->
                            StochasticTrainer.of(new Momentum(0), Schedule.constant(0.1)).build()))
        .withMessageMatching(
            "theta\\[\\d+] is pruned and was trained to \\S+ in round 1: the rule must be Masked by"
                + " the mask of the round");
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    Saliency saliency = Saliency.magnitude();
    Pruner pruner = Pruner.weights(NETWORK.ranges());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruning.of(saliency, pruner, List.of(0.5, 1.5)))
        .withMessage("shares[1] is 1.5, must be in [0, 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruning.of(saliency, pruner, List.of(0.5, 0.5)))
        .withMessage("shares[1] is 0.5, must be greater than the one before, 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruning.of(saliency, pruner, List.of()))
        .withMessage("shares is empty, must have at least one");
    NetworkObjective<double[]> objective = objective();
    double[] theta = trained();
    Pruning plan = pruning();
    Mask none = Mask.none(theta.length);
    Objective<double[]> other = Objective.of(Precision.DOUBLE, 3, t -> 0, (t, g) -> {});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.run(other, objective, theta, PruningTest::trainer))
        .withMessage("measured has 3 double parameters, the objective has 86 double");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.run(objective, objective, new double[85], PruningTest::trainer))
        .withMessage("theta has 85 elements, must have the objective's 86 parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> plan.resume(objective, objective, theta, PruningTest::trainer, Mask.none(85), 0))
        .withMessage("mask is for 85 parameters, the objective has 86");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.resume(objective(), objective, theta, PruningTest::trainer, none, 4))
        .withMessage("rounds is 4, must be within 0 and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.run(objective, objective, theta, PruningTest::trainer))
        .withMessage(
            "measured is the objective that is trained, must be another: training selects"
                + " minibatches of it");
    boolean[] first = new boolean[theta.length];
    first[0] = true;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> plan.resume(objective, objective, theta, PruningTest::trainer, Mask.of(first), 1))
        .withMessage("theta[0] is %s, must be 0: the mask has it pruned".formatted(theta[0]));
  }

  @Test
  void saliencyRefusesWhatTheObjectiveLacks() {
    Objective<double[]> formula = Objective.of(Precision.DOUBLE, 3, t -> 0, (t, g) -> {});
    double[] theta = new double[3];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Saliency.brainDamage(Diagonal.HESSIAN).of(formula, theta))
        .withMessage(
            "brainDamage(HESSIAN) needs CurvatureDiagonals, but the objective, "
                + formula
                + ", does not have it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Saliency.sampledBrainDamage(2, 7).of(formula, theta))
        .withMessageStartingWith("sampledBrainDamage(2, 7) needs SampledDiagonal, but");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Saliency.sampledBrainDamage(0, 7))
        .withMessage("samples is 0, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Saliency.magnitude().of(formula, new double[2]))
        .withMessage("theta has 2 elements, must have the objective's 3 parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Saliency.magnitude().of(formula, new double[] {0, Double.NaN, 0}))
        .withMessage("theta[1] is NaN, must be finite");
    assertThat(List.of(Saliency.magnitude(), Saliency.square()))
        .hasToString("[magnitude(), square()]");
  }
}
