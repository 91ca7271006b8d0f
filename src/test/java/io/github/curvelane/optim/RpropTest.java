package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.Rprop.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rprop's variants, step by step, and what other implementations got wrong. */
final class RpropTest {
  private static Rprop halving(Variant variant) {
    return new Rprop(variant, 2, 0.5, 1.0 / 64, 8);
  }

  private static Updater<double[]> updater(UpdateRule rule) {
    return rule.init(Kernels.of(Precision.DOUBLE), 1);
  }

  /** Where one parameter is after each of some gradients; the loss falls unless it is given. */
  private static void visits(
      Rprop rule, double[] gradients, double[] losses, double[] expected, double lastSize) {
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      visits(precision, rule, gradients, losses, expected, lastSize);
    }
  }

  private static <A> void visits(
      Precision<A> precision,
      Rprop rule,
      double[] gradients,
      double[] losses,
      double[] expected,
      double lastSize) {
    Updater<A> updater = rule.init(Kernels.of(precision), 1);
    A theta = precision.newArray(1);
    for (int t = 0; t < gradients.length; t++) {
      updater.step(1, losses[t], theta, precision.of(gradients[t]));
      assertThat(precision.get(theta, 0)).as("%s, step %d", rule, t).isEqualTo(expected[t]);
    }
    assertThat(precision.get(updater.arrays().get("sizes"), 0)).as("%s", rule).isEqualTo(lastSize);
  }

  private static final double[] TURNING = {3, 0.1, -5, -5, -1, 2, 2};
  private static final double[] FALLING = {7, 6, 5, 4, 3, 2, 1};
  private static final double[] RISING = {1, 2, 3, 4, 5, 6, 7};

  /** Δ 1, 2; the turn halves it to 1. */
  @Test
  void eachVariantTurnsInItsOwnWay() {
    // Back to −1; forward by 1 without a comparison, by 2; back to 0; forward by 1.
    visits(halving(Variant.PLUS), TURNING, FALLING, new double[] {-1, -3, -1, 0, 2, 0, -1}, 1);
    // Forward by 1, 2, 4; the turn halves 4.
    visits(halving(Variant.MINUS), TURNING, FALLING, new double[] {-1, -3, -2, 0, 4, 2, -2}, 4);
    // Stays; forward by 1, 2; stays; forward by 1.
    visits(
        halving(Variant.IMPROVED_MINUS),
        TURNING,
        FALLING,
        new double[] {-1, -3, -3, -2, 0, 0, -1},
        1);
    // −3 is worse, but from −1 the old direction is tried with 1, ½, ¼: −2, −1½, −1¼; then on.
    visits(
        halving(Variant.CMU),
        TURNING,
        FALLING,
        new double[] {-1, -3, -2, -1.5, -1.25, -1.75, -2.75},
        1);
  }

  @Test
  void theImprovedOneGoesBackOnlyIfTheLossRose() {
    Rprop rule = halving(Variant.IMPROVED_PLUS);
    visits(rule, TURNING, FALLING, new double[] {-1, -3, -3, -2, 0, 0, -1}, 1);
    visits(rule, TURNING, RISING, new double[] {-1, -3, -1, 0, 2, 0, -1}, 1);
    double[] equal = {1, 1, 1, 1, 1, 1, 1};
    visits(rule, TURNING, equal, new double[] {-1, -3, -3, -2, 0, 0, -1}, 1);
    double[] risesOnlyAtTheSecondTurn = {5, 4, 3, 3, 3, 4, 4};
    visits(rule, TURNING, risesOnlyAtTheSecondTurn, new double[] {-1, -3, -3, -2, 0, -2, -3}, 1);
  }

  @Test
  void onlyTheImprovedOneNeedsTheLoss() {
    for (Variant variant : Variant.values()) {
      assertThat(updater(new Rprop(variant)).needsLoss())
          .isEqualTo(variant == Variant.IMPROVED_PLUS);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> updater(new Rprop(Variant.IMPROVED_PLUS)).step(0.1, new double[1], new double[1]))
        .withMessage("the rule needs the loss of each step, none was given");
  }

  /** FANN's iRprop⁻ goes on moving a weight whose slope it has set to 0. */
  @ParameterizedTest
  @EnumSource
  void aDerivativeOfZeroMovesNothingAndIsNoChangeOfSign(Variant variant) {
    Updater<double[]> updater = updater(halving(variant));
    double[] theta = {-0.0};
    for (double zero : new double[] {0, -0.0, 0}) {
      updater.step(1, 1, theta, new double[] {zero});
      assertThat(theta).containsExactly(-0.0);
    }
    updater.step(1, 1, theta, new double[] {2});
    assertThat(theta).containsExactly(-1);
    updater.step(1, 1, theta, new double[] {0});
    updater.step(1, 1, theta, new double[] {-0.0});
    assertThat(theta).containsExactly(-1);
    // Of the other sign than the last that was not 0: Δ stays, nothing is taken back.
    updater.step(1, 1, theta, new double[] {-3});
    assertThat(theta).containsExactly(0);
    assertThat(updater.arrays().get("sizes")).containsExactly(1);
  }

  /** After a turn where θ stays, the next derivative of either sign is followed with the same Δ. */
  @ParameterizedTest
  @EnumSource(names = {"PLUS", "IMPROVED_PLUS", "IMPROVED_MINUS"})
  void aTurnIsNotComparedWith(Variant variant) {
    for (double next : new double[] {1, -1}) {
      Updater<double[]> updater = updater(halving(variant));
      double[] theta = {0};
      updater.step(1, 1, theta, new double[] {1});
      updater.step(1, 2, theta, new double[] {-1});
      double turned = theta[0];
      updater.step(1, 3, theta, new double[] {next});
      assertThat(theta[0] - turned).isEqualTo(-0.5 * next);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sizesStayWithinTheirBoundsInEitherDirection(Variant variant) {
    for (double sign : new double[] {1, -1}) {
      Updater<double[]> growing = updater(halving(variant));
      Updater<double[]> shrinking = updater(halving(variant));
      double[] theta = new double[1];
      for (int t = 0; t < 30; t++) {
        growing.step(1, 1, theta, new double[] {sign});
        // A variant that does not compare with a turn meets the old sign after it.
        boolean turns =
            variant == Variant.MINUS || variant == Variant.CMU ? t % 2 == 1 : t % 3 == 1;
        double turning = variant == Variant.CMU && t > 0 ? -sign : turns ? -sign : sign;
        shrinking.step(1, t, new double[1], new double[] {turning});
      }
      assertThat(growing.arrays().get("sizes")).containsExactly(8);
      if (variant == Variant.MINUS || variant == Variant.CMU) {
        assertThat(shrinking.arrays().get("sizes")).containsExactly(1.0 / 64);
      }
    }
  }

  @Test
  void aFirstSizeOutsideItsBoundsIsMovedThere() {
    double[] theta = {0};
    updater(halving(Variant.MINUS)).step(100, theta, new double[] {1});
    assertThat(theta).containsExactly(-8);
    updater(halving(Variant.MINUS)).step(1e-9, theta, new double[] {-1});
    assertThat(theta).containsExactly(-8 + 1.0 / 64);
  }

  /** Signs of products that underflow. */
  @Test
  void tinyDerivativesHaveSigns() {
    double[] tiny = {1e-40, 1e-40, -1e-40};
    visits(halving(Variant.MINUS), tiny, new double[] {3, 2, 1}, new double[] {-1, -3, -2}, 1);
  }

  /** PyTorch ignores all rates but the first. */
  @Test
  void ratesCountRelativeToTheFirst() {
    Updater<double[]> updater = updater(halving(Variant.PLUS));
    double[] theta = {0};
    updater.step(0.5, theta, new double[] {1});
    assertThat(theta).containsExactly(-0.5);
    updater.step(0.25, theta, new double[] {1});
    assertThat(theta).as("half of 1").containsExactly(-1);
    updater.step(1, theta, new double[] {-1});
    assertThat(theta).as("the half of 1 was taken back").containsExactly(-0.5);
    assertThat(updater.arrays().get("sizes")).containsExactly(0.5);
    updater.step(0, theta, new double[] {-1});
    assertThat(theta).as("no move").containsExactly(-0.5);
    assertThat(updater.numbers()).containsEntry("firstRate", 0.5).containsEntry("lastRate", 0.0);
  }

  @Test
  void theFirstRateMustBePositive() {
    Updater<double[]> updater = updater(new Rprop());
    double[] theta = {1};
    for (double rate : new double[] {0, -0.1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> updater.step(rate, theta, new double[] {1}))
          .withMessage(
              "the learning rate of the first step is %s, must be positive: it becomes the first"
                  + " step size",
              rate);
    }
    updater.step(0.25, theta, new double[] {1});
    assertThat(theta).containsExactly(0.75);
  }

  /** Encog shares the variant among all trainers. */
  @Test
  void aVariantBelongsToItsRuleAlone() {
    Updater<double[]> plus = updater(halving(Variant.PLUS));
    Updater<double[]> minus = updater(halving(Variant.MINUS));
    double[] a = {0};
    double[] b = {0};
    for (double g : new double[] {1, -1}) {
      plus.step(1, a, new double[] {g});
      minus.step(1, b, new double[] {g});
    }
    assertThat(a).containsExactly(0);
    assertThat(b).containsExactly(-0.5);
  }

  @Test
  void signsAreForBatches() {
    assertThat(new Rprop().isForBatches()).isTrue();
    assertThat(new Quickprop().isForBatches()).isTrue();
    assertThat(new DeltaBarDelta().isForBatches()).isTrue();
    assertThat(new Murata(0.1, 0.1, 0.1).isForBatches()).isFalse();
  }

  @Test
  void wrongNumbersAreRefusedByName() {
    Variant plus = Variant.PLUS;
    refused(
        () -> new Rprop(plus, 0.9, 0.5, 1, 2), "increase is 0.9, must be finite and at least 1.0");
    refused(() -> new Rprop(plus, 1.2, 1, 1, 2), "decrease is 1.0, must be in (0, 1)");
    refused(() -> new Rprop(plus, 1.2, 0, 1, 2), "decrease is 0.0, must be in (0, 1)");
    refused(() -> new Rprop(plus, 1.2, 0.5, 0, 2), "smallest is 0.0, must be positive and finite");
    refused(
        () -> new Rprop(plus, 1.2, 0.5, 3, 2), "largest is 2.0, must be finite and at least 3.0");
    refused(() -> new Quickprop(0.5), "mu is 0.5, must be finite and at least 1.0");
    refused(() -> new Murata(0, 1, 1), "delta is 0.0, must be in (0, 1)");
    refused(() -> new Murata(0.1, 0, 1), "alpha is 0.0, must be positive and finite");
    refused(() -> new Murata(0.1, 1, -1), "beta is -1.0, must be positive and finite");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
