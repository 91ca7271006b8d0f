package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Rules that square slopes go on where the squares are no numbers of the precision. */
final class LargeSlopesTest {
  private static final int N = 37;
  private static final double RATE = 0x1p-10;

  /** Those whose steps do not depend on the scale of the slopes. */
  private static final List<UpdateRule> SCALE_FREE =
      List.of(
          new Adam(),
          new AdamW(0),
          new AmsGrad(),
          new NAdam(),
          new AdaGrad(),
          new RmsProp(0.9),
          new RmsPropNesterov(0.8, 0.9),
          new AdaDelta(),
          new ScheduleFreeAdamW(0));

  private static final List<UpdateRule> ALL = new ArrayList<>(SCALE_FREE);

  static {
    ALL.add(new RAdam());
    ALL.add(UpdateRule.chain(new WeightDecay(0.01), new Adam()));
    ALL.add(UpdateRule.chain(new Lion(0), new Adam()));
  }

  private static <A> void fill(Precision<A> precision, A gradient, int step, double size) {
    for (int i = 0; i < N; i++) {
      double part = 1 + 0.1 * StrictMath.sin(i + 0.3 * step);
      precision.set(gradient, i, i % 3 == 0 ? -size * part : size * part);
    }
  }

  private static <A> void steps(Updater<A> updater, A theta, int from, int to, double size) {
    Precision<A> precision = updater.precision();
    A gradient = precision.newArray(N);
    for (int step = from; step < to; step++) {
      updater.lookAhead(theta);
      fill(precision, gradient, step, size);
      updater.step(RATE, theta, gradient);
    }
  }

  @ParameterizedTest
  @FieldSource("SCALE_FREE")
  void theyMoveAsAlongSlopesThatTheirSquaresHold(UpdateRule rule) {
    movesAsAlongSmaller(rule, Precision.FLOAT, 1e6, 1e30);
    movesAsAlongSmaller(rule, Precision.FLOAT, 1e6, 1e38);
    movesAsAlongSmaller(rule, Precision.DOUBLE, 1e20, 1e300);
  }

  /** Slopes that count as ends of the range have lost their wave of a tenth. */
  private static <A> void movesAsAlongSmaller(
      UpdateRule rule, Precision<A> precision, double ordinary, double large) {
    A expected = precision.newArray(N);
    A theta = precision.newArray(N);
    Updater<A> small = rule.init(Kernels.of(precision), N);
    Updater<A> huge = rule.init(Kernels.of(precision), N);
    for (int step = 0; step < 400; step += 100) {
      steps(small, expected, step, step + 100, ordinary);
      steps(huge, theta, step, step + 100, large);
      for (int i = 0; i < N; i++) {
        double ratio = precision.get(theta, i) / precision.get(expected, i);
        assertThat(ratio).as("%s, theta[%d]", precision, i).isBetween(0.85, 1.15);
      }
    }
  }

  /** When they come late it takes at most 128 steps until they are seen. */
  @ParameterizedTest
  @FieldSource("SCALE_FREE")
  void theyGoOnWhenTheSlopesBecomeLarge(UpdateRule rule) {
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      goesOn(rule, precision, precision == Precision.FLOAT ? 1e30 : 1e300);
    }
  }

  private static <A> void goesOn(UpdateRule rule, Precision<A> precision, double large) {
    Updater<A> updater = rule.init(Kernels.of(precision), N);
    A theta = precision.newArray(N);
    steps(updater, theta, 0, 500, 1);
    steps(updater, theta, 500, 640, large);
    A before = precision.newArray(N);
    precision.copy(theta, 0, before, 0, N);
    steps(updater, theta, 640, 1200, large);
    for (int i = 0; i < N; i++) {
      double moved = precision.get(theta, i) - precision.get(before, i);
      assertThat(i % 3 == 0 ? moved : -moved).as("%s, theta[%d]", precision, i).isPositive();
    }
    updater
        .arrays()
        .forEach(
            (name, array) ->
                assertThat(precision.indexOfNonFinite(array, 0, N)).as(name).isEqualTo(-1));
  }

  /** Whatever the ranges, and from a saved state. */
  @ParameterizedTest
  @FieldSource("ALL")
  void theBitsDoNotDependOnRangesOrInterruptions(UpdateRule rule) {
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    Updater<float[]> whole = rule.init(kernels, N);
    Updater<float[]> parts = rule.init(kernels, N);
    float[] expected = new float[N];
    float[] theta = new float[N];
    float[] gradient = new float[N];
    for (int step = 0; step < 700; step++) {
      whole.lookAhead(expected);
      parts.lookAhead(theta);
      fill(Precision.FLOAT, gradient, step, 1);
      if (step > 300) {
        gradient[step % 5] = 1e25f;
      }
      float[] other = gradient.clone();
      whole.step(RATE, expected, gradient);
      parts.begin(RATE, theta, other);
      for (int from = N - 1; from >= 0; from--) {
        parts.update(theta, other, from, from + 1);
      }
      assertThat(theta).as("step %d", step).isEqualTo(expected);
      if (step % 50 == 7) {
        UpdateState<float[]> state = parts.save();
        parts = rule.init(kernels, N);
        parts.restore(state);
      }
    }
  }

  /** One step of Adam in single precision, and how long its slopes are looked at after it. */
  private static double lookedAtUntil(Updater<float[]> adam, double slope) {
    adam.step(RATE, new float[1], new float[] {(float) slope});
    return adam.numbers().get("largeUntil");
  }

  @Test
  void slopesAreLookedAtForAsLongAsSome() {
    Updater<float[]> adam = new Adam().init(Kernels.of(Precision.FLOAT), 1);
    for (double slope : new double[] {1, 0x1p56, -0x1p56, 0}) {
      assertThat(lookedAtUntil(adam, slope)).isZero();
    }
    assertThat(lookedAtUntil(adam, 0x1.000002p56)).isEqualTo(5 + 128);
    assertThat(lookedAtUntil(adam, 1)).isEqualTo(5 + 128);
    assertThat(lookedAtUntil(adam, -1e38)).isEqualTo(7 + 128);
    assertThat(adam.arrays().get("squares")[0]).isLessThan(0x1p112f);
  }

  @Test
  void squaresThatHaveOverflowedAreMendedAtTheNextLook() {
    Updater<float[]> adam = new Adam().init(Kernels.of(Precision.FLOAT), 1);
    while (adam.steps() < 299) {
      assertThat(lookedAtUntil(adam, 1)).isZero();
    }
    assertThat(lookedAtUntil(adam, 1e30)).isZero();
    while (adam.steps() < 383) {
      assertThat(lookedAtUntil(adam, 0)).isZero();
      assertThat(adam.arrays().get("squares")[0]).isInfinite();
    }
    assertThat(lookedAtUntil(adam, 0)).isEqualTo(384 + 128);
    assertThat(adam.arrays().get("squares")).containsExactly(0.999f * 0x1p112f);
    // The mean of 1e30 fell by 0.9 in each of 83 steps, to 1.6e25, beyond the range.
    assertThat(adam.arrays().get("mean")).containsExactly(0.9f * 0x1p56f);
  }

  @Test
  void whatIsNotFiniteIsSeenInTheParameters() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (UpdateRule rule : SCALE_FREE) {
        Updater<float[]> updater = rule.init(Kernels.of(Precision.FLOAT), N);
        float[] theta = new float[N];
        steps(updater, theta, 0, 3, 1);
        float[] gradient = new float[N];
        gradient[4] = bad;
        updater.lookAhead(theta);
        updater.step(RATE, theta, gradient);
        assertThat(theta[4]).as("%s at %s", rule, bad).isNaN();
        assertThat(theta[5]).isFinite();
      }
    }
  }

  @Test
  void curvatureWhoseSquareOverflowsIsLarge() {
    CurvatureRequest request = new CurvatureRequest(new CurvatureEstimate.Hutchinson(1, 1), 1, 0);
    for (double power : new double[] {1, 0.5}) {
      Updater<float[]> updater =
          new AdaHessian(0.9, 0.999, power, 1e-4, request).init(Kernels.of(Precision.FLOAT), 1);
      float[] theta = {0};
      updater.receive(new float[] {1e30f});
      updater.step(1, theta, new float[] {1e20f});
      // |D|ᵏ = 2⁵⁶ᵏ: the first step is as long as the slope over it
      double expected = -1e20 / StrictMath.pow(0x1p56, power);
      assertThat(theta[0] / expected).isBetween(0.999, 1.001);
    }
  }
}
