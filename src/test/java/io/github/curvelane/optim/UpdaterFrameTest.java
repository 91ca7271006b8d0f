package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What rules may ask for beside the gradient, and how a chain passes it on. */
class UpdaterFrameTest {
  private static final Kernels<double[]> KERNELS = Kernels.of(Precision.DOUBLE);
  private static final CurvatureRequest REQUEST =
      new CurvatureRequest(new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN), 3, 5);

  /** Descends along g/h with a step that halves when the loss has risen. */
  private record Halving() implements UpdateRule {
    @Override
    @SuppressWarnings("unchecked") // for doubles only
    public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
      return (Updater<A>) new AtWork(dimension);
    }
  }

  private static final class AtWork extends Updater<double[]> {
    private final double[] h = memory("h");
    private final StateNumber factor = number("factor", 1);
    private final StateNumber before = number("before", Double.POSITIVE_INFINITY);
    private double rate;

    AtWork(int dimension) {
      super(Precision.DOUBLE, dimension);
    }

    @Override
    public boolean needsLoss() {
      return true;
    }

    @Override
    public Optional<CurvatureRequest> curvature() {
      return Optional.of(REQUEST);
    }

    @Override
    public void receive(double[] diagonal) {
      System.arraycopy(diagonal, 0, h, 0, h.length);
    }

    @Override
    protected void prepare(double rate, double[] theta, double[] gradient) {
      factor.set(loss() > before.get() ? factor.get() / 2 : factor.get());
      before.set(loss());
      this.rate = rate * factor.get();
    }

    @Override
    public void update(double[] theta, double[] gradient, int from, int to) {
      for (int i = from; i < to; i++) {
        theta[i] -= rate * gradient[i] / h[i];
      }
    }
  }

  private static double[] steps(Updater<double[]> updater, double[] losses) {
    double[] theta = {1, 2};
    for (double loss : losses) {
      updater.step(0.5, loss, theta, new double[] {1, 4}, Parallelism.none());
    }
    return theta;
  }

  @Test
  void lossAndCurvatureReachARuleInAChain() {
    Updater<double[]> alone = new Halving().init(KERNELS, 2);
    Updater<double[]> chained =
        UpdateRule.chain(new ClipByValue(100), new Halving()).init(KERNELS, 2);
    assertThat(chained.needsLoss()).isTrue();
    assertThat(chained.curvature()).contains(REQUEST);
    alone.receive(new double[] {2, 4});
    chained.receive(new double[] {2, 4});
    double[] losses = {3, 2, 5};
    double[] theta = steps(alone, losses);
    assertThat(theta).containsExactly(1 - 0.25 - 0.25 - 0.125, 2 - 0.5 - 0.5 - 0.25);
    assertThat(steps(chained, losses)).containsExactly(theta);
    assertThat(chained.numbers()).isEqualTo(Map.of("1.factor", 0.5, "1.before", 5.0));
  }

  @Test
  void numbersAreSavedAndRestored() {
    Updater<double[]> first = new Halving().init(KERNELS, 2);
    first.receive(new double[] {1, 1});
    steps(first, new double[] {1, 2});
    Updater<double[]> second = new Halving().init(KERNELS, 2);
    second.restore(first.save());
    assertThat(steps(second, new double[] {3})).containsExactly(steps(first, new double[] {3}));
    assertThat(second.numbers()).isEqualTo(first.numbers()).containsEntry("factor", 0.25);
    assertThat(second.steps()).isEqualTo(3);
  }

  @Test
  void whatIsMissingIsRefused() {
    Updater<double[]> updater = new Halving().init(KERNELS, 2);
    double[] two = new double[2];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.step(0.1, two, new double[2]))
        .withMessage("the rule needs the loss of each step, none was given");
    assertThat(updater.steps()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> updater.restore(new UpdateState<>(1, Map.of("h", two), Map.of("factor", 1.0))))
        .withMessage("the state has the numbers [factor], this rule has [factor, before]");
    Updater<double[]> sgd = new Sgd().init(KERNELS, 2);
    assertThat(sgd.needsLoss()).isFalse();
    assertThat(sgd.curvature()).isEmpty();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> sgd.receive(two))
        .withMessage("the rule wants no second derivatives");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () -> UpdateRule.chain(new ClipByValue(1), new Sgd()).init(KERNELS, 2).receive(two));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpdateRule.chain(new Halving(), new Halving()).init(KERNELS, 2))
        .withMessage("two rules of a chain want second derivatives, at most one can");
  }

  @Test
  void requestsAreDueInTheFirstStepAndThenAsTheySay() {
    assertThat(REQUEST.isDue(0, false)).isTrue();
    assertThat(REQUEST.isDue(2, true)).isFalse();
    assertThat(REQUEST.isDue(3, false)).isTrue();
    CurvatureRequest epochs =
        new CurvatureRequest(REQUEST.estimate(), CurvatureRequest.EACH_EPOCH, 5);
    assertThat(epochs.isDue(0, false)).isTrue();
    assertThat(epochs.isDue(7, true)).isTrue();
    assertThat(epochs.isDue(7, false)).isFalse();
    CurvatureRequest once = new CurvatureRequest(REQUEST.estimate(), CurvatureRequest.ONCE, 5);
    assertThat(once.isDue(0, true)).isTrue();
    assertThat(once.isDue(1_000_000, true)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CurvatureRequest(REQUEST.estimate(), -1, 5))
        .withMessage("every is -1, must be at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CurvatureEstimate.Hutchinson(0, 1))
        .withMessage("probes is 0, must be at least 1");
  }

  @Test
  void decayCanBeTakenOutOfARule() {
    UpdateRule rule = UpdateRule.chain(new ClipByValue(1), new WeightDecay(0.1), new AdamW(0.01));
    assertThat(rule.withoutDecay())
        .isEqualTo(UpdateRule.chain(new ClipByValue(1), new WeightDecay(0), new AdamW(0)));
    assertThat(new DecoupledWeightDecay(3).withoutDecay()).isEqualTo(new DecoupledWeightDecay(0));
    assertThat(rule.isForBatches()).isFalse();
    assertThat(UpdateRule.chain(new ClipByValue(1), new DeltaBarDelta()).isForBatches()).isTrue();
  }
}
