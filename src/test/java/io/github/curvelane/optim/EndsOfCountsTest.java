package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.TrainingResult.Stop;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Minimum;
import io.github.curvelane.optim.batch.Stopping;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Epochs, steps, batches and times up to the ends of their types. */
@Timeout(60)
final class EndsOfCountsTest {
  private static StochasticTrainer.Builder trainer() {
    return StochasticTrainer.of(new Momentum(0.5), Schedule.constant(0.1)).batch(10);
  }

  /** A trainer for as many epochs as there are, that ends after some steps. */
  private static StochasticTrainer.Builder endless(int steps) {
    return trainer()
        .epochs(Integer.MAX_VALUE)
        .progress(
            new TrainingProgress() {
              private TrainingRun<?> run;

              @Override
              public void begin(TrainingRun<?> run) {
                this.run = run;
              }

              @Override
              public void step(int epoch, long step, double loss, double rate) {
                if (step == steps) {
                  run.stop("enough");
                }
              }
            });
  }

  @Test
  void epochsWithoutEndAreThoseOfAShorterRun() {
    double[] expected = new double[3];
    trainer().epochs(3).build().train(new LineFit(50), expected);
    for (BatchSizes sizes :
        new BatchSizes[] {
          BatchSizes.constant(10),
          BatchSizes.growing(10, 1 + 1e-12, 50),
          BatchSizes.growing(10, 1 + 0x1p-52, 50),
          epoch -> epoch <= 3 ? 10 : -epoch
        }) {
      double[] theta = new double[3];
      StochasticTrainer.Builder without = endless(15).batches(sizes);
      if (sizes.in(4) < 0) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> without.build().start(new LineFit(50), theta))
            .withMessage("batch is -1000000, must be at least 1");
        continue;
      }
      TrainingResult result = without.build().train(new LineFit(50), theta);
      assertThat(result.stop()).isEqualTo(Stop.STOPPED);
      assertThat(theta).isEqualTo(expected);
    }
  }

  @Test
  void theLastEpochIsTheLast() {
    LineFit fit = new LineFit(50);
    Updater<double[]> updater = new Sgd().init(Kernels.of(Precision.DOUBLE), 3);
    TrainingResult result =
        trainer()
            .epochs(Integer.MAX_VALUE)
            .build()
            .train(fit, new double[3], updater, Integer.MAX_VALUE);
    assertThat(result.stop()).isEqualTo(Stop.FINISHED);
    assertThat(result.epoch()).isEqualTo(Integer.MAX_VALUE);
    assertThat(result.step()).isEqualTo(5);
  }

  @Test
  void batchesPastTheExamplesAreRefusedByName() {
    for (BatchSizes sizes :
        new BatchSizes[] {
          BatchSizes.constant(Integer.MAX_VALUE),
          BatchSizes.growing(Integer.MAX_VALUE, 1e300, Integer.MAX_VALUE)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer().batches(sizes).build().start(new LineFit(50), new double[3]))
          .withMessage("batch is 2147483647, larger than the number of examples, 50");
    }
    assertThat(BatchSizes.growing(1, 1e300, Integer.MAX_VALUE).in(2)).isEqualTo(Integer.MAX_VALUE);
    assertThat(BatchSizes.growing(1, 2, Integer.MAX_VALUE).in(Integer.MAX_VALUE))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void longTimesDoNotPass() {
    for (Duration time :
        new Duration[] {
          Duration.ofNanos(Long.MAX_VALUE),
          Duration.ofDays(200_000),
          Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)
        }) {
      int[] kept = {0};
      TrainingStore store =
          new TrainingStore() {
            @Override
            public <A> void keep(Precision<A> precision, TrainingState<A> state) {
              kept[0]++;
            }
          };
      TrainingResult result =
          trainer()
              .epochs(2)
              .budget(time)
              .keep(store, time)
              .build()
              .train(new LineFit(50), new double[3]);
      assertThat(result.stop()).isEqualTo(Stop.FINISHED);
      assertThat(kept[0]).isEqualTo(1);
    }
  }

  /** The time of the runs before may be anything that is a number. */
  @Test
  void aTimeThatIsUsedUpStaysSo() {
    TrainingRun<double[]> run = trainer().epochs(2).build().start(new LineFit(50), new double[3]);
    run.step();
    TrainingState<double[]> state = run.save();
    for (double seconds : new double[] {Long.MAX_VALUE * 1e-9, 1e10, 1e300}) {
      Map<String, double[]> numbers = new HashMap<>(state.numbers());
      double[] counters = numbers.get(RunCounters.NAME).clone();
      counters[RunCounters.COUNT - 1] = seconds;
      numbers.put(RunCounters.NAME, counters);
      TrainingState<double[]> later =
          new TrainingState<>(state.configuration(), state.arrays(), state.integers(), numbers);
      TrainingResult result =
          trainer()
              .epochs(2)
              .budget(Duration.ofDays(100))
              .build()
              .resume(new LineFit(50), new double[3], later)
              .finish();
      assertThat(result.stop()).as("%s s", seconds).isEqualTo(Stop.TIME);
      assertThat(result.seconds()).isGreaterThan(9e9);
    }
  }

  @Test
  void intervalsWithoutEndNeverCome() {
    FitValidation validation = new FitValidation();
    TrainingResult result =
        trainer()
            .epochs(4)
            .validation(validation)
            .validateEverySteps(Long.MAX_VALUE)
            .patience(Integer.MAX_VALUE)
            .average(Averaging.polyak(Long.MAX_VALUE))
            .build()
            .train(new LineFit(50), new double[3]);
    assertThat(result.stop()).isEqualTo(Stop.FINISHED);
    assertThat(validation.seen).hasSize(1);
    assertThat(Schedule.constant(1).warmUp(Long.MAX_VALUE).rate(0)).isPositive();
    assertThat(Schedule.inverse(1).every(Long.MAX_VALUE).rate(Long.MAX_VALUE - 1)).isEqualTo(1);
  }

  @Test
  void stepsThatAStateCannotCountAreNotKept() {
    LineFit fit = new LineFit(50);
    Updater<double[]> updater = new Sgd().init(Kernels.of(Precision.DOUBLE), 3);
    updater.restore(new UpdateState<>((1L << 53) - 1, Map.of(), Map.of()));
    int[] kept = {0};
    TrainingStore store =
        new TrainingStore() {
          @Override
          public <A> void keep(Precision<A> precision, TrainingState<A> state) {
            assertThat(state.steps()).isEqualTo(1L << 53);
            kept[0]++;
          }
        };
    double[] theta = new double[3];
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer().keep(store, 1).build().train(fit, theta, updater, 1))
        .withMessage(
            "the run has taken 9007199254740993 steps, a state can count 9007199254740992");
    assertThat(kept[0]).isEqualTo(1);
  }

  @Test
  void aStaircaseThatIsTooLongIsRefusedByName() {
    PlateauSchedule plateau = new PlateauSchedule(0.1, 0.5, 1, 0, 0).warmUp(3);
    assertThat(plateau.every(Long.MAX_VALUE).rate(Long.MAX_VALUE)).isPositive();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plateau.every(3).every(Long.MAX_VALUE / 2))
        .withMessage(
            "steps is 4611686018427387903, times the 3 of before it must be at most"
                + " 9223372036854775807");
  }

  @Test
  void limitsOfMinimizersMayBeTheLargest() {
    LineFit fit = new LineFit(50);
    int[] order = new int[50];
    SamplingOrder.sequential().arrange(1, order);
    fit.select(order, 0, 50);
    double[] theta = new double[3];
    Stopping stopping =
        Stopping.DEFAULT
            .iterations(Long.MAX_VALUE)
            .evaluations(Long.MAX_VALUE)
            .seconds(Double.MAX_VALUE);
    Minimum minimum = new Lbfgs().stopping(stopping).minimize(fit, theta);
    assertThat(minimum.isMinimum()).as(minimum.toString()).isTrue();
  }
}
