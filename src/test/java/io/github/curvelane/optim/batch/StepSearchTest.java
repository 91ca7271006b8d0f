package io.github.curvelane.optim.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.curvelane.optim.batch.StepSearch.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Line searches on functions of one variable. */
final class StepSearchTest {
  static final List<LineSearch> SEARCHES =
      List.of(new Armijo(), new MoreThuente(), new MoreThuente(1e-4, 0.1), new HagerZhang());

  /** φ and φ′, with a record of the trials. */
  private static final class Curve implements Ray {
    final DoubleUnaryOperator f;
    final DoubleUnaryOperator df;
    final List<Double> trials = new ArrayList<>();
    double t;
    double kept;

    Curve(DoubleUnaryOperator f, DoubleUnaryOperator df) {
      this.f = f;
      this.df = df;
    }

    @Override
    public void evaluate(double t) {
      this.t = t;
      trials.add(t);
    }

    @Override
    public double value() {
      return f.applyAsDouble(t);
    }

    @Override
    public double slope() {
      return df.applyAsDouble(t);
    }

    @Override
    public void keep() {
      kept = t;
    }

    Curve times(double factor) {
      return new Curve(t -> factor * f.applyAsDouble(t), t -> factor * df.applyAsDouble(t));
    }

    /** The curve over s = t/factor. */
    Curve stretched(double factor) {
      return new Curve(
          s -> f.applyAsDouble(factor * s), s -> factor * df.applyAsDouble(factor * s));
    }

    Outcome search(StepSearch search, double first) {
      return search(search, first, 0);
    }

    Outcome search(StepSearch search, double first, double noise) {
      return search.search(this, f.applyAsDouble(0), df.applyAsDouble(0), first, noise);
    }
  }

  /** Test functions of Moré and Thuente (1994), section 5: 1, 2, and 4 to 6 with Yanai's sums. */
  private static List<Curve> curves() {
    List<Curve> curves = new ArrayList<>();
    curves.add(new Curve(t -> -t / (t * t + 2), t -> (t * t - 2) / ((t * t + 2) * (t * t + 2))));
    double b = 0.004;
    curves.add(
        new Curve(
            t -> Math.pow(t + b, 5) - 2 * Math.pow(t + b, 4),
            t -> 5 * Math.pow(t + b, 4) - 8 * Math.pow(t + b, 3)));
    for (double[] betas : new double[][] {{0.001, 0.001}, {0.01, 0.001}, {0.001, 0.01}}) {
      double g1 = Math.sqrt(1 + betas[0] * betas[0]) - betas[0];
      double g2 = Math.sqrt(1 + betas[1] * betas[1]) - betas[1];
      curves.add(
          new Curve(
              t -> g1 * Math.hypot(1 - t, betas[1]) + g2 * Math.hypot(t, betas[0]),
              t -> g1 * (t - 1) / Math.hypot(1 - t, betas[1]) + g2 * t / Math.hypot(t, betas[0])));
    }
    return curves;
  }

  @ParameterizedTest
  @FieldSource("SEARCHES")
  void whatIsFoundMeetsTheConditions(LineSearch description) {
    StepSearch search = StepSearch.of(description);
    for (Curve curve : curves()) {
      for (double first : new double[] {1e-3, 0.1, 1, 10, 1e3}) {
        curve.trials.clear();
        assertEquals(Outcome.FOUND, curve.search(search, first), description + " from " + first);
        double t = search.keptStep();
        double promised = curve.df.applyAsDouble(0);
        assertEquals(t, curve.kept);
        assertEquals(curve.f.applyAsDouble(t), search.keptValue());
        assertEquals(curve.df.applyAsDouble(t), search.keptSlope());
        assertTrue(curve.trials.size() <= 30, () -> description + " " + curve.trials);
        double c1 =
            switch (description) {
              case Armijo a -> a.c1();
              case MoreThuente m -> m.c1();
              case HagerZhang h -> h.c1();
            };
        boolean low = search.keptValue() <= curve.f.applyAsDouble(0) + c1 * t * promised;
        boolean flat =
            switch (description) {
              case Armijo a -> true;
              case MoreThuente m -> Math.abs(search.keptSlope()) <= -m.c2() * promised;
              case HagerZhang h -> search.keptSlope() >= h.c2() * promised;
            };
        boolean approximate =
            search.keptValue() <= curve.f.applyAsDouble(0)
                && search.keptSlope() <= (2 * c1 - 1) * promised
                && search.keptSlope() >= 0.9 * promised;
        assertTrue(low && flat || approximate, description + " from " + first + ": " + t);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SEARCHES")
  void aPowerOfTwoChangesNoTrial(LineSearch description) {
    StepSearch search = StepSearch.of(description);
    for (Curve curve : curves()) {
      curve.trials.clear();
      curve.search(search, 10);
      Curve scaled = curve.times(0x1p-40);
      scaled.search(search, 10);
      assertEquals(curve.trials, scaled.trials);
      Curve stretched = curve.stretched(0x1p20);
      stretched.search(search, 10 * 0x1p-20);
      assertEquals(curve.trials, stretched.trials.stream().map(s -> s * 0x1p20).toList());
    }
  }

  @ParameterizedTest
  @FieldSource("SEARCHES")
  void trialsThatAreNotFiniteShortenTheStep(LineSearch description) {
    StepSearch search = StepSearch.of(description);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (double first : new double[] {1e-2, 1, 1e9}) {
        // falls towards a wall at 1
        Curve curve =
            new Curve(t -> t > 1 ? bad : (t - 0.9) * (t - 0.9), t -> t > 1 ? bad : 2 * (t - 0.9));
        assertEquals(Outcome.FOUND, curve.search(search, first), description + " from " + first);
        assertTrue(search.keptStep() > 0 && search.keptStep() <= 1, () -> "" + curve.trials);
      }
    }
    Curve nowhere = new Curve(t -> t > 0 ? Double.NaN : 0, t -> -1);
    assertEquals(Outcome.NOT_FINITE, nowhere.search(search, 1));
    assertEquals(StepSearch.TRIALS, nowhere.trials.size());
    Curve slopeless = new Curve(t -> -t, t -> t > 0 ? Double.NaN : -1);
    assertEquals(Outcome.NOT_FINITE, slopeless.search(search, 1));
  }

  static final List<LineSearch> WOLFE = SEARCHES.subList(1, SEARCHES.size());

  @ParameterizedTest
  @FieldSource("WOLFE")
  void aWallIsApproached(LineSearch description) {
    StepSearch search = StepSearch.of(description);
    Curve wall = new Curve(t -> t >= 1 ? Double.NaN : -t, t -> -1);
    assertEquals(Outcome.LOWER, wall.search(search, 0.1));
    assertTrue(search.keptStep() > 0.9 && search.keptStep() < 1, "" + search.keptStep());
    assertTrue(wall.trials.size() <= StepSearch.TRIALS);
  }

  @ParameterizedTest
  @FieldSource("WOLFE")
  void whatFallsForeverIsUnbounded(LineSearch description) {
    StepSearch search = StepSearch.of(description);
    assertEquals(Outcome.UNBOUNDED, new Curve(t -> -t, t -> -1).search(search, 1));
    assertEquals(Outcome.UNBOUNDED, new Curve(t -> -t - t * t, t -> -1 - 2 * t).search(search, 1));
  }

  @ParameterizedTest
  @FieldSource("SEARCHES")
  void aWrongSlopeFindsNothing(LineSearch description) {
    StepSearch search = StepSearch.of(description);
    Curve wrong = new Curve(t -> 1.1 * t, t -> -3.2);
    assertEquals(Outcome.NONE, wrong.search(search, 1));
    assertEquals(1.1, search.tellingDifference() / search.tellingStep(), 1e-12);
    assertEquals(-3.2, search.tellingSlope());
    assertTrue(search.tellingStep() < 1e-3, "" + search.tellingStep());
    assertEquals(Outcome.NONE, wrong.search(search, 1, 0.01));
    assertTrue(search.tellingStep() > 0.009, "" + search.tellingStep());
  }

  @ParameterizedTest
  @FieldSource("SEARCHES")
  void roundedValuesAreToldApartBySlopes(LineSearch description) {
    StepSearch search = StepSearch.of(description);
    // near the minimum of 1 + ½·1e-12(t − 1)², in single precision
    Curve rounded =
        new Curve(
            t -> (float) (1 + (t == 0 ? 0 : 0x1p-23) + 0.5e-12 * (t - 1) * (t - 1)),
            t -> 1e-12 * (t - 1));
    assertEquals(Outcome.FOUND, rounded.search(search, 1.5, 0x1p-20));
    assertTrue(rounded.trials.size() <= 3, () -> "" + rounded.trials);
    assertEquals(1, search.keptStep(), 0.9);
  }

  @Test
  void armijoTakesTheFirstTrialThatIsLow() {
    StepSearch search = StepSearch.of(new Armijo(0.25));
    Curve parabola = new Curve(t -> (t - 1) * (t - 1), t -> 2 * (t - 1));
    assertEquals(Outcome.FOUND, parabola.search(search, 1.5));
    assertEquals(List.of(1.5), parabola.trials);
    parabola.trials.clear();
    assertEquals(Outcome.FOUND, parabola.search(search, 1.6));
    assertEquals(List.of(1.6, 0.8), parabola.trials);
  }

  @Test
  void anExactSearchEndsWithTheSecondTrialOfAParabola() {
    Curve parabola = new Curve(t -> (t - 3) * (t - 3), t -> 2 * (t - 3));
    for (LineSearch exact : List.of(new MoreThuente(1e-9, 1e-8), new HagerZhang(0.4999, 0.9))) {
      parabola.trials.clear();
      StepSearch search = StepSearch.of(exact);
      assertEquals(Outcome.FOUND, parabola.search(search, 4));
      assertEquals(3, search.keptStep(), 1e-8);
      assertEquals(2, parabola.trials.size());
    }
  }

  @Test
  void constantsAreChecked() {
    Stream.of(0, 0.5, Double.NaN)
        .forEach(
            c1 -> {
              String message = "c1 is " + c1.doubleValue() + ", must be between 0 and 0.5";
              assertMessage(message, () -> new Armijo(c1.doubleValue()));
              assertMessage(message, () -> new MoreThuente(c1.doubleValue(), 0.9));
              assertMessage(message, () -> new HagerZhang(c1.doubleValue(), 0.9));
            });
    String message = "c2 is 0.1, must be between c1 (0.2) and 1";
    assertMessage(message, () -> new MoreThuente(0.2, 0.1));
    assertMessage(message, () -> new HagerZhang(0.2, 0.1));
    assertMessage("c2 is 1.0, must be between c1 (1.0E-4) and 1", () -> new MoreThuente(1e-4, 1));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
