package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.ExampleErrors;
import io.github.curvelane.Metric;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.data.EmphasizingOrder;
import io.github.curvelane.optim.TrainingResult.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingRunTest {
  private static StochasticTrainer.Builder sgd(double rate) {
    return StochasticTrainer.of(new Sgd(), Schedule.constant(rate));
  }

  /** How wrong a line is on each example, for an order that asks. */
  private static final class Errors implements ExampleErrors<double[]> {
    private final LineFit fit = new LineFit(50);

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public void errors(double[] theta, double[] errors) {
      int[] order = new int[50];
      SamplingOrder.sequential().arrange(1, order);
      for (int i = 0; i < errors.length; i++) {
        fit.select(order, i, i + 1);
        errors[i] = fit.value(theta);
      }
    }
  }

  /** Runs that differ in all that a state has to hold. */
  enum Kind {
    PLAIN(() -> sgd(0.1)),
    LOOKING_AHEAD(() -> StochasticTrainer.of(new Nesterov(0.9), Schedule.cosine(0.05, 0, 60))),
    AVERAGED(
        () ->
            StochasticTrainer.of(new Adam(), Schedule.constant(0.05))
                .average(Averaging.exponential(0.9))
                .validation(new FitValidation())),
    PATIENT(
        () ->
            sgd(0.2)
                .validation(
                    new FitValidation(
                        new Metric("made up", false), (_, t) -> StrictMath.sin(90 * t[0])))
                .validateEverySteps(5)
                .patience(4)),
    STAGNATING(
        () ->
            StochasticTrainer.of(
                    new Momentum(0.5), new PlateauSchedule(0.1, 0.5, 1, 0.01, 1e-3).warmUp(4))
                .batches(BatchSizes.growing(3, 1.5, 20))
                .validation(new FitValidation())),
    STAGNATING_BY_ITS_OWN_LOSS(
        () ->
            StochasticTrainer.of(new Sgd(), new PlateauSchedule(0.3, 0.5, 1, 0.01, 1e-3))
                .average(Averaging.polyak(20))),
    EMPHASIZING(() -> sgd(0.1).order(new EmphasizingOrder(50, 0.7, 3)).exampleErrors(new Errors()));

    private final Supplier<StochasticTrainer.Builder> builder;

    Kind(Supplier<StochasticTrainer.Builder> builder) {
      this.builder = builder;
    }

    StochasticTrainer.Builder batched() {
      StochasticTrainer.Builder made = builder.get().epochs(7);
      return this == STAGNATING ? made : made.batch(8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumedFromAnyStepARunEndsInTheSameBits(Kind kind) {
    double[] expected = new double[3];
    TrainingRun<double[]> through = kind.batched().build().start(new LineFit.Fused(50), expected);
    List<TrainingState<double[]>> states = new ArrayList<>();
    states.add(through.save());
    while (through.step()) {
      states.add(through.save());
    }
    states.add(through.save());
    TrainingResult result = through.result();
    assertThat(states).hasSizeGreaterThan(20);
    for (TrainingState<double[]> state : states) {
      double[] theta = {9, 9, 9};
      TrainingResult again =
          kind.batched()
              .fused(states.indexOf(state) % 2 == 0)
              .build()
              .resume(new LineFit.Fused(50), theta, state)
              .finish();
      assertThat(theta).as("from step %s", state.numbers().get("counters")[4]).isEqualTo(expected);
      assertThat(again.stop()).isEqualTo(result.stop());
      assertThat(again.message()).isEqualTo(result.message());
      assertThat(again.validations()).isEqualTo(result.validations());
      assertThat(again.loss()).isEqualTo(result.loss());
    }
  }

  private static StochasticTrainer curved(CurvatureEstimate estimate, long every, int examples) {
    CurvatureRequest request = new CurvatureRequest(estimate, every, examples);
    return StochasticTrainer.of(
            new DiagonalLevenbergMarquardt(0.5, 0.5, request), Schedule.constant(0.1))
        .batch(4)
        .epochs(4)
        .seed(3)
        .build();
  }

  /** The estimates of every k-th step and of each epoch, and what a resumed run makes of them. */
  @Test
  void secondDerivativesAreMeasuredWhenTheyAreDue() {
    CurvatureEstimate exact = new CurvatureEstimate.OfDiagonal(Diagonal.HESSIAN);
    CurvatureEstimate probed = new CurvatureEstimate.Hutchinson(2, 7);
    double[] start = {1, -1, 0.5, 2, -0.25};
    for (StochasticTrainer trainer :
        List.of(
            curved(exact, CurvatureRequest.EACH_EPOCH, 7),
            curved(exact, 3, 0),
            curved(probed, 3, 9),
            curved(probed, 2, 0),
            curved(exact, CurvatureRequest.ONCE, 18))) {
      double[] expected = start.clone();
      TrainingRun<double[]> through = trainer.start(new Parabolas(18, 18), expected);
      List<TrainingState<double[]>> states = new ArrayList<>();
      while (through.step()) {
        states.add(through.save());
      }
      assertThat(states).hasSize(20);
      for (TrainingState<double[]> state : states) {
        double[] theta = new double[Parabolas.N];
        trainer.resume(new Parabolas(18, 18), theta, state).finish();
        assertThat(theta).isEqualTo(expected);
      }
    }
    // By hand: an estimate of the batch of every third step.
    Parabolas by = new Parabolas(18, 18);
    double[] theta = start.clone();
    double[] h = null;
    int[] order = new int[18];
    for (int k = 0; k < 20; k++) {
      int from = k % 5 * 4;
      if (from == 0) {
        SamplingOrder.shuffled(3).arrange(1 + k / 5, order);
      }
      by.select(order, from, Math.min(18, from + 4));
      double[] gradient = new double[Parabolas.N];
      by.linearize(theta, gradient);
      if (k % 3 == 0) {
        double[] diagonal = new double[Parabolas.N];
        by.diagonal(Diagonal.HESSIAN, diagonal);
        for (int i = 0; i < Parabolas.N; i++) {
          diagonal[i] =
              h == null ? Math.abs(diagonal[i]) : Math.fma(0.5, h[i], 0.5 * Math.abs(diagonal[i]));
        }
        h = diagonal;
      }
      for (int i = 0; i < Parabolas.N; i++) {
        theta[i] = Math.fma(-(0.1 * (1 / (h[i] + 0.5))), gradient[i], theta[i]);
      }
    }
    double[] trained = start.clone();
    curved(exact, 3, 0).train(new Parabolas(18, 18), trained);
    assertThat(trained).isEqualTo(theta);
  }

  @Test
  void anObjectiveWithoutSecondDerivativesIsRefusedBeforeTheFirstStep() {
    CurvatureEstimate exact = new CurvatureEstimate.OfDiagonal(Diagonal.HESSIAN);
    double[] theta = {1, 2, 3};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curved(exact, 1, 0).start(new LineFit(50), theta))
        .withMessageContaining("does not have CurvatureDiagonals");
    assertThat(theta).containsExactly(1, 2, 3);
  }

  @Test
  void aFinishedRunGoesOnForMoreEpochs() {
    for (Kind kind : Kind.values()) {
      double[] expected = new double[3];
      kind.batched().epochs(9).build().train(new LineFit(50), expected);
      double[] theta = new double[3];
      TrainingRun<double[]> seven = kind.batched().build().start(new LineFit(50), theta);
      seven.finish();
      kind.batched().epochs(9).build().resume(new LineFit(50), theta, seven.save()).finish();
      assertThat(theta).as("%s", kind).isEqualTo(expected);
    }
  }

  /** The best parameters are returned whatever ends the run. */
  @Test
  void theBestParametersAreReturnedWhateverEndsTheRun() {
    Map<Stop, StochasticTrainer.Builder> ends = new HashMap<>();
    // Better until the fourth measurement, then worse.
    Supplier<FitValidation> valley =
        () -> new FitValidation(new Metric("valley", true), (n, _) -> Math.abs(n - 3));
    Map<Stop, FitValidation> validations = new HashMap<>();
    for (Stop stop : Stop.values()) {
      FitValidation validation = valley.get();
      validations.put(stop, validation);
      ends.put(stop, sgd(0.1).batch(10).epochs(20).validation(validation));
    }
    ends.get(Stop.FINISHED).epochs(8);
    ends.get(Stop.PATIENCE).patience(2);
    ends.get(Stop.TIME).budget(Duration.ofMillis(200)).progress(slow());
    ends.get(Stop.STOPPED)
        .onValidation(
            (run, point) -> {
              if (point.epoch() == 6) {
                run.stop("six are enough");
              }
            });
    int[] asked = {0};
    ends.get(Stop.CANCELLED).cancelWhen(() -> asked[0]++ == 33);
    LineFit diverging =
        new LineFit(50) {
          @Override
          public double valueAndGradient(double[] theta, double[] gradient) {
            double loss = super.valueAndGradient(theta, gradient);
            return batches.size() > 38 ? Double.NaN : loss;
          }
        };
    for (Stop stop : Stop.values()) {
      double[] theta = new double[3];
      TrainingResult result =
          ends.get(stop).build().train(stop == Stop.DIVERGED ? diverging : new LineFit(50), theta);
      assertThat(result.stop()).isEqualTo(stop);
      FitValidation validation = validations.get(stop);
      assertThat(theta).as("%s", stop).isEqualTo(validation.seen.get(3).theta());
      assertThat(validation.seen).hasSizeGreaterThan(4);
      assertThat(result.best()).get().extracting(ValidationPoint::epoch).isEqualTo(3);
      assertThat(result.message()).endsWith("; the best parameters are those of epoch 3, step 15");
    }
  }

  private static TrainingProgress slow() {
    return new TrainingProgress() {
      @Override
      public void step(int epoch, long step, double loss, double rate) {
        if (step >= 30) {
          try {
            Thread.sleep(250);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
      }
    };
  }

  @Test
  void aThrowingCallbackLeavesTheBestParameters() {
    FitValidation validation =
        new FitValidation(new Metric("valley", true), (n, _) -> Math.abs(n - 2));
    double[] theta = new double[3];
    TrainingRun<double[]> run =
        sgd(0.1)
            .batch(10)
            .epochs(20)
            .validation(validation)
            .progress(
                new TrainingProgress() {
                  @Override
                  public void epoch(int epoch, long step, double loss, double rate, double speed) {
                    if (epoch == 5) {
                      throw new IllegalStateException("thrown");
                    }
                  }
                })
            .build()
            .start(new LineFit(50), theta);
    assertThatIllegalStateException().isThrownBy(run::finish).withMessage("thrown");
    assertThat(theta).isEqualTo(validation.seen.get(2).theta());
    assertThat(run.isEnded()).isFalse();
    run.stop("enough");
    assertThat(run.step()).isFalse();
    assertThat(run.result().message()).contains("after step 25: enough");
    assertThat(theta).isEqualTo(validation.seen.get(2).theta());
  }

  @Test
  void nanIsNeverBest() {
    FitValidation validation =
        new FitValidation(
            new Metric("gaps", false),
            (n, _) -> n == 2 ? 5 : n == 4 ? Double.POSITIVE_INFINITY : Double.NaN);
    double[] theta = new double[3];
    TrainingResult result =
        sgd(0.1).batch(10).epochs(6).validation(validation).build().train(new LineFit(50), theta);
    assertThat(result.best()).get().extracting(ValidationPoint::epoch).isEqualTo(2);
    assertThat(theta).isEqualTo(validation.seen.get(2).theta());
    Metric loss = new Metric("loss", true);
    assertThat(loss.isBetter(Double.NaN, loss.worst(), 0)).isFalse();
    assertThat(loss.isBetter(Double.NEGATIVE_INFINITY, 1, 0)).isFalse();
    assertThat(loss.isBetter(0.5, 1, 0.4)).isTrue();
    assertThat(loss.isBetter(0.5, 1, 0.5)).isFalse();
    assertThat(loss.isBetter(1e300, loss.worst(), 0.5)).isTrue();
  }

  @Test
  void gainsThatAreTooSmallKeepTheParametersButLosePatience() {
    FitValidation validation =
        new FitValidation(new Metric("creeping", true), (n, _) -> 10 - 0.1 * n);
    double[] theta = new double[3];
    TrainingResult result =
        sgd(0.1)
            .batch(10)
            .epochs(50)
            .validation(validation)
            .patience(3, 0.25)
            .build()
            .train(new LineFit(50), theta);
    // Every third gain counts: never three in a row without.
    assertThat(result.stop()).isEqualTo(Stop.FINISHED);
    FitValidation slower = new FitValidation(new Metric("creeping", true), (n, _) -> 10 - 0.1 * n);
    TrainingResult lost =
        sgd(0.1)
            .batch(10)
            .epochs(50)
            .validation(slower)
            .patience(2, 0.25)
            .build()
            .train(new LineFit(50), theta);
    assertThat(lost.stop()).isEqualTo(Stop.PATIENCE);
    assertThat(lost.epoch()).isEqualTo(2);
    assertThat(theta).isEqualTo(slower.seen.get(2).theta());
    assertThat(lost.message())
        .isEqualTo("creeping has not become better in 2 validations, in epoch 2 after step 10");
  }

  /** The rate of each epoch's last step. */
  private static final class Rates implements TrainingProgress {
    final List<Double> ofEpochs = new ArrayList<>();

    @Override
    public void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {
      ofEpochs.add(rate);
    }
  }

  private static List<Double> rates(
      StochasticTrainer.Builder builder, StochasticObjective<double[]> objective) {
    Rates rates = new Rates();
    builder.batch(10).progress(rates).build().train(objective, new double[objective.dimension()]);
    return rates.ofEpochs;
  }

  @Test
  void aPlateauIsFedWithTheWatchedMetricOrElseWithTheTrainingLoss() {
    PlateauSchedule plateau = new PlateauSchedule(0.1, 0.5, 2, 0, 1e-9);
    // Measured before the first epoch and after each: 10, 9, 8, and then no better.
    FitValidation falling = new FitValidation(new Metric("e", true), (n, _) -> Math.max(10 - n, 8));
    FitValidation rising =
        new FitValidation(new Metric("r", false), (n, _) -> Math.min(n - 10, -8));
    for (FitValidation validation : List.of(falling, rising)) {
      StochasticTrainer.Builder builder =
          StochasticTrainer.of(new Sgd(), plateau).epochs(7).validation(validation);
      assertThat(rates(builder, new LineFit(50)))
          .as("%s", validation.metrics())
          .containsExactly(0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.025);
    }
    Means level =
        new Means(new double[20]) {
          @Override
          public double valueAndGradient(double[] theta, double[] gradient) {
            gradient[0] = 0;
            return 1;
          }
        };
    assertThat(rates(StochasticTrainer.of(new Sgd(), plateau).epochs(6), level))
        .containsExactly(0.1, 0.1, 0.1, 0.05, 0.05, 0.025);
    // Two steps an epoch: the rise ends with the third epoch.
    assertThat(rates(StochasticTrainer.of(new Sgd(), plateau.warmUp(6)).epochs(4), level))
        .containsExactly(2.0 / 6 * 0.1, 4.0 / 6 * 0.1, 0.1, 0.05);
    assertThat(plateau.save().rate()).isEqualTo(0.1);
  }

  /** Visits the examples in order, and remembers what it was told before each epoch. */
  private static final class Asking implements FeedbackOrder {
    final List<double[]> told = new ArrayList<>();
    private final double[] reported = new double[50];

    @Override
    public void report(int example, double error) {
      reported[example] = error;
    }

    @Override
    public void arrange(int epoch, int[] order) {
      told.add(reported.clone());
      SamplingOrder.sequential().arrange(epoch, order);
    }
  }

  @Test
  void anOrderIsToldBeforeEachEpochHowWrongTheModelIsThen() {
    Asking order = new Asking();
    sgd(0.1)
        .batch(10)
        .epochs(3)
        .order(order)
        .exampleErrors(new Errors())
        .build()
        .train(new LineFit(50), new double[3]);
    assertThat(order.told).hasSize(3);
    for (int e = 0; e < 3; e++) {
      double[] theta = new double[3];
      sgd(0.1)
          .batch(10)
          .epochs(e)
          .order(SamplingOrder.sequential())
          .build()
          .train(new LineFit(50), theta);
      double[] errors = new double[50];
      new Errors().errors(theta, errors);
      assertThat(order.told.get(e)).as("before epoch %d", e + 1).isEqualTo(errors);
    }
    assertThat(order.told.get(2)).isNotEqualTo(order.told.get(1));
  }

  @Test
  void averagesAreThoseOfTheirFormulas() {
    List<double[]> path = new ArrayList<>();
    double[] raw = new double[3];
    TrainingRun<double[]> plain = sgd(0.1).batch(10).epochs(6).build().start(new LineFit(50), raw);
    while (plain.step()) {
      path.add(raw.clone());
    }
    for (int i = 0; i < 3; i++) {
      int coordinate = i;
      double[] at = path.stream().mapToDouble(t -> t[coordinate]).toArray();
      double mean = 0;
      double zero = 0;
      double first = at[0];
      for (int t = 1; t <= at.length; t++) {
        mean += t >= 11 ? at[t - 1] / 20 : 0;
        zero = 0.8 * zero + 0.2 * at[t - 1];
        first = t == 1 ? first : 0.8 * first + 0.2 * at[t - 1];
      }
      double corrected = zero / (1 - Math.pow(0.8, at.length));
      assertThat(averaged(Averaging.polyak(11))[i]).isCloseTo(mean, within(1e-14));
      assertThat(averaged(Averaging.exponential(0.8))[i]).isCloseTo(corrected, within(1e-14));
      assertThat(averaged(Averaging.exponential(0.8).uncorrected())[i])
          .isCloseTo(first, within(1e-14));
    }
    assertThat(averaged(Averaging.exponential(0))).isEqualTo(raw);
    assertThat(averaged(Averaging.polyak(30))).isEqualTo(raw);
    assertThat(averaged(Averaging.polyak(1000))).isEqualTo(raw);
    assertThat(Averaging.exponential(0.8).uncorrected())
        .hasToString("exponential(0.8).uncorrected()");
    refused(() -> Averaging.polyak(0), "from is 0, must be at least 1");
    refused(() -> Averaging.exponential(1), "rho is 1.0, must be in [0, 1)");
  }

  private static double[] averaged(Averaging averaging) {
    double[] theta = new double[3];
    sgd(0.1).batch(10).epochs(6).average(averaging).build().train(new LineFit.Fused(50), theta);
    return theta;
  }

  @Test
  void statesAreKeptAsOftenAsSaidAndAtTheEnd() {
    List<Double> kept = new ArrayList<>();
    TrainingStore store =
        new TrainingStore() {
          @Override
          public <A> void keep(Precision<A> precision, TrainingState<A> state) {
            kept.add(state.numbers().get("counters")[4]);
          }
        };
    sgd(0.1).batch(10).epochs(3).keep(store, 4).build().train(new LineFit(50), new double[3]);
    assertThat(kept).containsExactly(4.0, 8.0, 12.0, 15.0);
    kept.clear();
    sgd(0.1)
        .batch(10)
        .epochs(3)
        .keep(store, Duration.ofNanos(1))
        .build()
        .train(new LineFit(50), new double[3]);
    assertThat(kept).hasSize(15);
    kept.clear();
    sgd(0.1)
        .batch(10)
        .epochs(3)
        .keep(store, Duration.ofDays(1))
        .build()
        .train(new LineFit(50), new double[3]);
    assertThat(kept).containsExactly(15.0);
  }

  @Test
  void trainingGoesOnWhenAStateCannotBeKept() {
    List<Long> told = new ArrayList<>();
    TrainingStore full =
        new TrainingStore() {
          @Override
          public <A> void keep(Precision<A> precision, TrainingState<A> state) throws IOException {
            throw new IOException("no space left");
          }
        };
    double[] expected = new double[3];
    sgd(0.1).batch(10).epochs(3).build().train(new LineFit(50), expected);
    double[] theta = new double[3];
    TrainingResult result =
        sgd(0.1)
            .batch(10)
            .epochs(3)
            .keep(full, 5)
            .progress(
                new TrainingProgress() {
                  @Override
                  public void notKept(long step, Exception reason) {
                    told.add(step);
                  }
                })
            .build()
            .train(new LineFit(50), theta);
    assertThat(theta).isEqualTo(expected);
    assertThat(result.stop()).isEqualTo(Stop.FINISHED);
    assertThat(result.unkept()).get().extracting(Exception::getMessage).isEqualTo("no space left");
    assertThat(told).containsExactly(5L, 10L, 15L);
  }

  @Test
  void statesOfOtherRunsAreRefused() {
    double[] theta = new double[3];
    StochasticTrainer trainer =
        sgd(0.1).batch(10).epochs(3).validation(new FitValidation()).build();
    TrainingRun<double[]> run = trainer.start(new LineFit(50), theta);
    for (int i = 0; i < 7; i++) {
      run.step();
    }
    TrainingState<double[]> state = run.save();
    double[] untouched = {7, 8, 9};
    refused(
        () ->
            sgd(0.2)
                .batch(10)
                .epochs(3)
                .validation(new FitValidation())
                .build()
                .resume(new LineFit(50), untouched, state),
        "the state is of another run: it had schedule: constant(0.1), this one has schedule:"
            + " constant(0.2)");
    refused(
        () -> sgd(0.1).batch(10).epochs(3).build().resume(new LineFit(50), untouched, state),
        "the state is of another run: it had validation: [loss, slope] every 1 epochs,"
            + " patience without end, least gain 0.0, this one has validation: none");
    LineFit other =
        new LineFit(50) {
          @Override
          public String fingerprint() {
            return "other";
          }
        };
    assertThatThrownBy(() -> trainer.resume(other, untouched, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this one has");
    for (Map.Entry<String, double[]> wrong :
        Map.of(
                "counters", new double[9],
                "validation", new double[] {1, 1, 0, 4},
                "rule.more", new double[] {1})
            .entrySet()) {
      Map<String, double[]> numbers = new HashMap<>(state.numbers());
      numbers.put(wrong.getKey(), wrong.getValue());
      if (wrong.getKey().equals("counters")) {
        numbers.get("counters")[1] = -1;
      }
      TrainingState<double[]> damaged =
          new TrainingState<>(state.configuration(), state.arrays(), state.integers(), numbers);
      assertThatIllegalArgumentException()
          .as(wrong.getKey())
          .isThrownBy(() -> trainer.resume(new LineFit(50), untouched, damaged));
    }
    Map<String, int[]> integers = new HashMap<>(state.integers());
    integers.put("order", new int[49]);
    TrainingState<double[]> shorter =
        new TrainingState<>(state.configuration(), state.arrays(), integers, state.numbers());
    refused(
        () -> trainer.resume(new LineFit(50), untouched, shorter),
        "the state's integers 'order' are 49, must be 50");
    assertThat(untouched).containsExactly(7, 8, 9);
    TrainingState<double[]> more = state.withOwn("rows", 1, 2);
    assertThat(more.own("rows")).containsExactly(1, 2);
    assertThat(state.own("rows")).isEmpty();
    trainer.resume(new LineFit(50), untouched, more).finish();
    run.finish();
    assertThat(untouched).isEqualTo(theta);
  }

  @Test
  void aStepWithAnAverageAllocatesNothing() {
    Means means = new Means(new double[20_000]);
    double[] theta = {1};
    StochasticTrainer trainer =
        sgd(0.01).batch(2).average(Averaging.exponential(0.99)).budget(Duration.ofDays(1)).build();
    int steps = 10_000;
    long setUp = 16L * 20_000; // the order, and the objects of a run and an epoch
    long bytes = Allocation.perCall(20, setUp + steps - 1, () -> trainer.train(means, theta));
    assertThat((bytes - setUp) / steps).as("bytes a step").isLessThanOrEqualTo(0);
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    refused(() -> sgd(1).patience(0), "patience is 0, must be at least 1");
    refused(() -> sgd(1).patience(1, -1), "leastGain is -1.0, must be finite and not negative");
    refused(() -> sgd(1).validateEveryEpochs(0), "epochs is 0, must be at least 1");
    refused(() -> sgd(1).validateEverySteps(0), "steps is 0, must be at least 1");
    refused(() -> sgd(1).budget(Duration.ZERO), "budget is PT0S, must be positive");
    refused(
        () -> sgd(1).batch(5).patience(3).build().train(new LineFit(50), new double[3]),
        "patience is 3, needs a validation to lose it with");
    refused(
        () ->
            sgd(1)
                .order(new EmphasizingOrder(50, 0.5, 1))
                .build()
                .train(new LineFit(50), new double[3]),
        "emphasizing(50, 0.5, 1) asks how wrong the model is on each example: exampleErrors must be"
            + " given");
    refused(
        () ->
            sgd(1)
                .batches(BatchSizes.growing(5, 2, 60))
                .epochs(9)
                .build()
                .train(new LineFit(50), new double[3]),
        "batch is 60, larger than the number of examples, 50");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
