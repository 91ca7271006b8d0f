package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the relatives of Adam do otherwise than Adam. */
final class AdamFamilyTest {
  private static Updater<double[]> updater(UpdateRule rule) {
    return rule.init(Kernels.of(Precision.DOUBLE), 1);
  }

  private static double[] walk(UpdateRule rule, double rate, double... gradients) {
    Updater<double[]> updater = updater(rule);
    double[] theta = {0};
    double[] visited = new double[gradients.length];
    for (int t = 0; t < gradients.length; t++) {
      updater.step(rate, theta, new double[] {gradients[t]});
      visited[t] = theta[0];
    }
    return visited;
  }

  /** r is 4·16 and then 2·4²: the maximum stays at the first, and is corrected by 1 − ½². */
  @Test
  void amsGradRemembersTheLargestMeanAndCorrectsIt() {
    double[] visited = walk(new AmsGrad(0, 0.5, 1e-300), 1, 4, 0.1);
    assertThat(visited[0]).isEqualTo(-1, within(1e-15));
    double largest = 0.5 * 16;
    assertThat(visited[1] - visited[0]).isEqualTo(-0.1 / Math.sqrt(largest / 0.75), within(1e-15));
  }

  /** Where the mean square never falls it is Adam. */
  @Test
  void amsGradIsAdamWhileGradientsGrow() {
    double[] growing = {1, 1.5, 2, 3, 5, 8};
    assertThat(walk(new AmsGrad(), 0.1, growing)).containsExactly(walk(new Adam(), 0.1, growing));
  }

  /** With constant gradients s = (1 − ρ₁ᵗ)g, so that the step is known. */
  @Test
  void nAdamLooksAheadByTheNextMomentum() {
    double rho = 0.9;
    double product = 1;
    double expected = 0;
    double[] visited = walk(new NAdam(), 0.1, 2, 2, 2);
    for (int t = 1; t <= 3; t++) {
      double now = rho * (1 - 0.5 * StrictMath.pow(0.96, 0.004 * t));
      double next = rho * (1 - 0.5 * StrictMath.pow(0.96, 0.004 * (t + 1)));
      product *= now;
      double s = 1 - StrictMath.pow(rho, t);
      expected -= 0.1 * ((1 - now) / (1 - product) + next / (1 - product * next) * s);
      assertThat(visited[t - 1]).isEqualTo(expected, within(1e-7)); // δ/|g| is 5e-9
    }
    Updater<double[]> updater = updater(new NAdam());
    updater.step(0.1, new double[1], new double[1]);
    assertThat(updater.numbers())
        .containsEntry("momenta", rho * (1 - 0.5 * StrictMath.pow(0.96, 0.004)));
  }

  /** The length of the mean is above 5 in the sixth step for the first time. */
  @Test
  void rAdamIsMomentumForFiveSteps() {
    double[] visited = walk(new RAdam(), 0.1, 40, 40, 40, 40, 40, 40, 40);
    for (int t = 1; t <= 5; t++) {
      assertThat(visited[t - 1]).isEqualTo(-0.1 * 40 * t, within(1e-13 * 40));
    }
    // k₆ from the definition; √(1 − ρ₂⁶)/√r is 1/40.
    double p = StrictMath.pow(0.999, 6);
    double n = 1999 - 12 * p / (1 - p);
    double k = Math.sqrt((n - 4) * (n - 2) * 1999 / (1995.0 * 1997 * n));
    assertThat(n).isBetween(5.0, 6.0);
    assertThat(visited[5] - visited[4]).isEqualTo(-0.1 * k, within(1e-8));
  }

  @Test
  void lionMovesByTheRateAlone() {
    assertThat(walk(new Lion(0), 0.25, 3, 1e-300, -1e3, 0)).containsExactly(-0.25, -0.5, -0.25, 0);
    assertThat(walk(new Lion(0), 0.25, 0, -0.0, 2)).containsExactly(0, 0, -0.25);
    Updater<double[]> decaying = updater(new Lion(0.5));
    double[] theta = {8};
    decaying.step(0.25, theta, new double[] {-1});
    assertThat(theta).containsExactly(8 - 0.25 * 0.5 * 8 + 0.25);
  }

  @Test
  void decayCanBeLeftOut() {
    assertThat(new Lion(0.8, 0.9, 0.1).withoutDecay()).isEqualTo(new Lion(0.8, 0.9, 0));
    assertThat(new ScheduleFreeAdamW(0.8, 0.9, 1e-3, 0.1).withoutDecay())
        .isEqualTo(new ScheduleFreeAdamW(0.8, 0.9, 1e-3, 0));
    assertThat(new NAdam().withoutDecay()).isEqualTo(new NAdam());
  }

  @Test
  void wrongNumbersAreRefusedByName() {
    refused(() -> new AmsGrad(1, 0.9, 1), "rho1 is 1.0, must be in [0, 1)");
    refused(() -> new AmsGrad(0.9, -1, 1), "rho2 is -1.0, must be in [0, 1)");
    refused(() -> new AmsGrad(0.9, 0.9, 0), "delta is 0.0, must be positive and finite");
    refused(() -> new NAdam(1, 0.9, 1, 0), "rho1 is 1.0, must be in [0, 1)");
    refused(() -> new NAdam(0.9, 1, 1, 0), "rho2 is 1.0, must be in [0, 1)");
    refused(() -> new NAdam(0.9, 0.9, -1, 0), "delta is -1.0, must be positive and finite");
    refused(() -> new NAdam(0.9, 0.9, 1, -1), "psi is -1.0, must be finite and not negative");
    refused(() -> new RAdam(1, 0.9, 1), "rho1 is 1.0, must be in [0, 1)");
    refused(() -> new RAdam(0.9, 1, 1), "rho2 is 1.0, must be in [0, 1)");
    refused(() -> new RAdam(0.9, 0.9, 0), "delta is 0.0, must be positive and finite");
    refused(() -> new Lion(1, 0.9, 0), "rho1 is 1.0, must be in [0, 1)");
    refused(() -> new Lion(0.9, 1, 0), "rho2 is 1.0, must be in [0, 1)");
    refused(() -> new Lion(-1), "lambda is -1.0, must be finite and not negative");
    refused(() -> new ScheduleFreeSgd(1), "beta is 1.0, must be in [0, 1)");
    refused(() -> new ScheduleFreeAdamW(1, 0.9, 1, 0), "beta is 1.0, must be in [0, 1)");
    refused(() -> new ScheduleFreeAdamW(0.9, 1, 1, 0), "rho is 1.0, must be in [0, 1)");
    refused(
        () -> new ScheduleFreeAdamW(0.9, 0.9, 0, 0), "delta is 0.0, must be positive and finite");
    refused(() -> new ScheduleFreeAdamW(-1), "lambda is -1.0, must be finite and not negative");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
