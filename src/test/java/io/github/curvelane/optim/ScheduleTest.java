package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long FAR = 1L << 60;

  @Test
  void constant() {
    Schedule schedule = Schedule.constant(0.3);
    assertThat(schedule.rate(0)).isEqualTo(0.3);
    assertThat(schedule.rate(FAR)).isEqualTo(0.3);
  }

  @Test
  void inverse() {
    Schedule schedule = Schedule.inverse(0.5);
    assertThat(schedule.rate(0)).isEqualTo(0.5);
    assertThat(schedule.rate(1)).isEqualTo(0.25);
    assertThat(schedule.rate(9)).isEqualTo(0.05);
    assertThat(schedule.rate(FAR)).isPositive();
  }

  @Test
  void inverseSquare() {
    Schedule schedule = Schedule.inverseSquare(0.5);
    assertThat(schedule.rate(0)).isEqualTo(0.5);
    assertThat(schedule.rate(1)).isEqualTo(0.125);
    assertThat(schedule.rate(9)).isEqualTo(0.005);
  }

  @Test
  void exponential() {
    Schedule schedule = Schedule.exponential(0.5, 0.1);
    assertThat(schedule.rate(0)).isEqualTo(0.5);
    assertThat(schedule.rate(10)).isEqualTo(0.5 * StrictMath.exp(-1));
    assertThat(schedule.rate(FAR)).isZero();
  }

  @Test
  void linear() {
    Schedule schedule = Schedule.linear(1, 0.01, 4);
    assertThat(schedule.rate(0)).isEqualTo(1);
    assertThat(schedule.rate(2)).isCloseTo(0.505, within(1e-16));
    assertThat(schedule.rate(3)).isCloseTo(0.2575, within(1e-16));
    assertThat(schedule.rate(4)).isEqualTo(0.01);
    assertThat(schedule.rate(FAR)).isEqualTo(0.01);
    assertThat(Schedule.linear(1, 0, 1).rate(0)).isEqualTo(1);
  }

  @Test
  void cosine() {
    Schedule schedule = Schedule.cosine(1, 0.5, 10);
    assertThat(schedule.rate(0)).isEqualTo(1);
    assertThat(schedule.rate(5)).isEqualTo(0.75);
    assertThat(schedule.rate(9)).isBetween(0.5, 0.52);
    assertThat(schedule.rate(10)).isEqualTo(0.5);
    assertThat(schedule.rate(FAR)).isEqualTo(0.5);
  }

  @Test
  void warmUpRisesToTheFirstRateAndThenStartsFromTheBeginning() {
    Schedule schedule = Schedule.linear(1, 0, 10).warmUp(4);
    assertThat(schedule.rate(0)).isEqualTo(0.25);
    assertThat(schedule.rate(3)).isEqualTo(1);
    assertThat(schedule.rate(4)).isEqualTo(1);
    assertThat(schedule.rate(5)).isEqualTo(0.9);
    assertThat(schedule.rate(14)).isZero();
    assertThat(Schedule.inverse(1).warmUp(0).rate(1)).isEqualTo(0.5);
  }

  @Test
  void stairs() {
    Schedule schedule = Schedule.inverse(1).every(100);
    assertThat(schedule.rate(0)).isEqualTo(1);
    assertThat(schedule.rate(99)).isEqualTo(1);
    assertThat(schedule.rate(100)).isEqualTo(0.5);
  }

  @Test
  void plateauReducesAfterPatienceWithoutImprovement() {
    PlateauSchedule schedule = new PlateauSchedule(1, 0.1, 2, 0, 0.005);
    schedule.observe(5);
    schedule.observe(4);
    schedule.observe(4);
    assertThat(schedule.rate(7)).isEqualTo(1);
    schedule.observe(Double.NaN);
    assertThat(schedule.rate(8)).isEqualTo(0.1);
    schedule.observe(4.5);
    schedule.observe(3);
    schedule.observe(3.5);
    assertThat(schedule.rate(0)).isEqualTo(0.1);
    schedule.restore(new PlateauSchedule.State(1, 3, Integer.MAX_VALUE));
    schedule.observe(4);
    assertThat(schedule.rate(0)).isEqualTo(0.1);
    schedule.restore(new PlateauSchedule.State(0.1, 3, 1));
    PlateauSchedule.State saved = schedule.save();
    assertThat(saved).isEqualTo(new PlateauSchedule.State(0.1, 3, 1));
    schedule.observe(3.5);
    assertThat(schedule.rate(0)).isCloseTo(0.01, within(1e-17));
    schedule.observe(9);
    schedule.observe(9);
    assertThat(schedule.rate(0)).isEqualTo(0.005);

    PlateauSchedule continued = new PlateauSchedule(1, 0.1, 2, 0, 0.005);
    continued.restore(saved);
    continued.observe(3.5);
    assertThat(continued.rate(0)).isCloseTo(0.01, within(1e-17));
  }

  @Test
  void plateauIgnoresImprovementsWithinTheTolerance() {
    PlateauSchedule schedule = new PlateauSchedule(1, 0.5, 1, 0.1, 0);
    schedule.observe(10);
    schedule.observe(9.5);
    assertThat(schedule.rate(0)).isEqualTo(0.5);
    schedule.observe(8.9);
    assertThat(schedule.rate(0)).isEqualTo(0.5);
    PlateauSchedule negative = new PlateauSchedule(1, 0.5, 1, 0.1, 0);
    negative.observe(-10);
    negative.observe(-12);
    assertThat(negative.rate(0)).isEqualTo(1);
    negative.observe(-12.5);
    assertThat(negative.rate(0)).isEqualTo(0.5);
  }

  @Test
  void cosineFollowsTheCosine() {
    Schedule schedule = Schedule.cosine(3, 1, 1_000);
    for (int k = 0; k < 1_000; k++) {
      double expected = 1 + 0.5 * 2 * (1 + StrictMath.cos(Math.PI * k / 1_000));
      assertThat(schedule.rate(k)).isCloseTo(expected, within(1e-15));
    }
  }

  @Test
  void aRateAllocatesNothing() {
    PlateauSchedule plateau = new PlateauSchedule(1, 0.1, 2, 0, 0.005);
    for (Schedule schedule :
        List.of(
            Schedule.constant(1),
            Schedule.inverse(1),
            Schedule.inverseSquare(1),
            Schedule.exponential(1, 1e-3),
            Schedule.linear(1, 0, 5_000),
            Schedule.cosine(1, 0, 40_000).warmUp(10).every(2),
            plateau)) {
      long[] k = {0};
      double[] sum = {0};
      assertThat(Allocation.perCall(20_000, () -> sum[0] += schedule.rate(k[0]++))).isZero();
    }
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    refused(() -> Schedule.constant(0), "rate is 0.0, must be positive and finite");
    refused(() -> Schedule.inverse(-1), "first is -1.0, must be positive and finite");
    refused(() -> Schedule.inverseSquare(Double.NaN), "first is NaN, must be positive and finite");
    refused(() -> Schedule.exponential(1, 0), "beta is 0.0, must be positive and finite");
    refused(() -> Schedule.linear(1, -1, 5), "last is -1.0, must be finite and not negative");
    refused(() -> Schedule.linear(1, 1, 0), "tau is 0, must be at least 1");
    refused(() -> Schedule.cosine(1, 1, 0), "tau is 0, must be at least 1");
    refused(() -> Schedule.constant(1).warmUp(-1), "steps is -1, must be at least 0");
    refused(() -> Schedule.constant(1).every(0), "steps is 0, must be at least 1");
    refused(
        () -> new PlateauSchedule(0, 0.1, 1, 0, 0), "first is 0.0, must be positive and finite");
    refused(() -> new PlateauSchedule(1, 1, 1, 0, 0), "factor is 1.0, must be in [0, 1)");
    refused(() -> new PlateauSchedule(1, 0.1, 0, 0, 0), "patience is 0, must be at least 1");
    refused(
        () -> new PlateauSchedule(0.1, 0.1, 1, 0, 0.5), "least is 0.5, must be at most first, 0.1");
    refused(
        () -> new PlateauSchedule.State(1, Double.NaN, 0), "best is NaN, must be a number or +∞");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
