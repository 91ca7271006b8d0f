package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClipByNormTest {
  private static final Kernels<float[]> KERNELS = Kernels.of(Precision.FLOAT);

  /** Returns the gradient that the rules after the clipping see. */
  private static float[] clipped(UpdateRule rule, float... gradient) {
    rule.init(KERNELS, gradient.length).step(1, new float[gradient.length], gradient);
    return gradient;
  }

  @Test
  void aLongGradientIsShortenedAndAShortOneKept() {
    assertThat(clipped(new ClipByNorm(1), 3, 4)).containsExactly(3 * 0.2f, 4 * 0.2f);
    assertThat(clipped(new ClipByNorm(5), 3, 4)).containsExactly(3, 4);
    assertThat(clipped(new ClipByNorm(6), 3, -0f)).containsExactly(3, -0f);
    assertThat(clipped(new ClipByNorm(1))).isEmpty();
  }

  @Test
  void aFiniteGradientWhoseNormOverflowsKeepsItsDirection() {
    float[] g = clipped(new ClipByNorm(5), 3e30f, -4e30f);
    assertThat(g[0]).isCloseTo(3, within(1e-6f));
    assertThat(g[1]).isCloseTo(-4, within(1e-6f));
  }

  /**
   * The direction (3, 4)/5 at every size, to some roundings, where squares are lost or overflow.
   */
  @Test
  void gradientsOfEverySizeAreClipped() {
    for (int k = -126; k <= 125; k++) {
      float size = Math.scalb(1f, k);
      for (int j = Math.max(k - 140, -120); j <= Math.min(k + 140, 120); j++) {
        float bound = Math.scalb(1f, j);
        float[] g = clipped(new ClipByNorm(bound), 3 * size, -4 * size);
        float part = bound < 5 * size ? bound / 5 : size;
        assertThat(g[0]).as("2^%d, bound 2^%d", k, j).isCloseTo(3 * part, withinUnits(3 * part));
        assertThat(g[1]).isCloseTo(-4 * part, withinUnits(4 * part));
      }
    }
    double[] g = {3e-300, -4e-300};
    new ClipByNorm(1e-301).init(Kernels.of(Precision.DOUBLE), 2).step(1, new double[2], g);
    assertThat(g[0]).isCloseTo(0.6e-301, withinPercentage(1e-13));
    assertThat(g[1]).isCloseTo(-0.8e-301, withinPercentage(1e-13));
  }

  private static Offset<Float> withinUnits(float value) {
    return within(4 * Math.ulp(value));
  }

  /** What is not clipped keeps its bits, subnormal numbers too. */
  @Test
  void aSmallGradientKeepsItsBits() {
    float least = Float.MIN_VALUE;
    assertThat(clipped(new ClipByNorm(1), 7 * least, -0f, 1e-40f, 1e-32f))
        .containsExactly(7 * least, -0f, 1e-40f, 1e-32f);
    assertThat(clipped(new ClipByNorm(1), 3e-45f, -least)).containsExactly(3e-45f, -least);
    assertThat(clipped(new ClipByNorm(1e-30f), 0, -0f)).containsExactly(0, -0f);
  }

  @Test
  void whatIsNotFiniteIsNotHidden() {
    assertThat(clipped(new ClipByNorm(1), 3, Float.NaN)).containsExactly(3, Float.NaN);
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(clipped(new ClipByNorm(1), 3, infinity)).containsExactly(3, infinity);
  }

  /** Clipped by value to (1, −1) first, the norm is √2; by norm first, nothing is left to clip. */
  @Test
  void theNormIsOfWhatTheRulesBeforeItLeave() {
    UpdateRule valueFirst = UpdateRule.chain(new ClipByValue(1), new ClipByNorm(1), new Sgd());
    float[] theta = new float[2];
    valueFirst.init(KERNELS, 2).step(1, theta, new float[] {30, -40});
    float root = 1 / (float) Math.sqrt(2);
    assertThat(theta).containsExactly(-root, root);

    UpdateRule normFirst = UpdateRule.chain(new ClipByNorm(1), new ClipByValue(1), new Sgd());
    theta = new float[2];
    normFirst.init(KERNELS, 2).step(1, theta, new float[] {3, -4});
    assertThat(theta).containsExactly(-0.2f * 3, 0.2f * 4);
  }

  @Test
  void aChainWithItIsNotFusable() {
    UpdateRule chain = UpdateRule.chain(new WeightDecay(0.1), new ClipByNorm(1), new Momentum(0.9));
    assertThat(chain.init(KERNELS, 3).isFusable()).isFalse();
    assertThat(UpdateRule.chain(new WeightDecay(1), new Sgd()).init(KERNELS, 3).isFusable())
        .isTrue();
  }

  /** 120 steps of decay, clipping and momentum against the formulas, bit for bit. */
  @Test
  void followsItsFormula() {
    int n = 3;
    Updater<double[]> updater =
        UpdateRule.chain(new WeightDecay(0.01), new ClipByNorm(0.5), new Momentum(0.9))
            .init(Kernels.of(Precision.DOUBLE), n);
    double[] theta = {1, -2, 3};
    double[] expected = theta.clone();
    double[] v = new double[n];
    for (int step = 0; step < 120; step++) {
      double[] g = new double[n];
      for (int i = 0; i < n; i++) {
        g[i] = StrictMath.sin(i + step) * (step % 3);
      }
      double[] e = g.clone();
      for (int i = 0; i < n; i++) {
        e[i] = Math.fma(0.01, expected[i], e[i]);
      }
      // Three elements lie in lanes of their own: the tree adds the first and third, then the rest.
      double squares = (e[0] * e[0] + e[2] * e[2]) + e[1] * e[1];
      double norm = Math.sqrt(squares);
      for (int i = 0; i < n; i++) {
        double clipped = norm > 0.5 ? e[i] * (0.5 / norm) : e[i];
        v[i] = Math.fma(0.9, v[i], -(0.1 * clipped));
        expected[i] = expected[i] + v[i];
      }
      updater.step(0.1, theta, g);
      assertThat(theta).as("step %d", step).containsExactly(expected);
    }
  }

  @Test
  void aStepAllocatesNothing() {
    Updater<float[]> updater = new ClipByNorm(1).init(KERNELS, 5_000);
    float[] theta = new float[5_000];
    float[] gradient = new float[5_000];
    assertThat(
            Allocation.perCall(
                20_000,
                () -> {
                  Arrays.fill(gradient, 1);
                  updater.step(1, theta, gradient);
                }))
        .isZero();
  }

  @Test
  void aWrongBoundIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClipByNorm(0))
        .withMessage("bound is 0.0, must be positive and finite");
  }
}
