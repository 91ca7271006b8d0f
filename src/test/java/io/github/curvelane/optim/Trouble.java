package io.github.curvelane.optim;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Diagonal;
import io.github.curvelane.ExampleErrors;
import io.github.curvelane.FusedObjective;
import io.github.curvelane.Metric;
import io.github.curvelane.Precision;
import io.github.curvelane.Validation;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a run asks, each of which throws when its turn has come: the objective before it
 * writes and after, its team, the schedule, sizes, order, errors, validation, callbacks and store.
 */
final class Trouble {
  private final int turn;
  private int calls;
  private boolean begun;

  /** What was called, in order. */
  final List<String> asked = new ArrayList<>();

  /** Throws at a call, counted from 1; 0 for never. */
  Trouble(int turn) {
    this.turn = turn;
  }

  /** Counts from here on: the run is made. */
  void begin() {
    begun = true;
  }

  void at(String place) {
    if (!begun) {
      return;
    }
    asked.add(place);
    if (++calls == turn) {
      if (turn % 2 == 0) {
        throw new OutOfMemoryError(place);
      }
      throw new IllegalStateException(place);
    }
  }

  /** Parabolas that are evaluated, and stepped on, with trouble. */
  final class Hills extends Parabolas implements FusedObjective<double[]> {
    Hills() {
      super(20, 20);
    }

    @Override
    public void select(int[] order, int from, int to) {
      at("select");
      super.select(order, from, to);
    }

    @Override
    public double linearize(double[] theta, double[] gradient) {
      at("gradient");
      double value = super.linearize(theta, gradient);
      at("gradient written");
      return value;
    }

    @Override
    public void hessianVector(double[] v, double[] product) {
      super.hessianVector(v, product);
      at("product");
    }

    @Override
    public void diagonal(Diagonal kind, double[] diagonal) {
      super.diagonal(kind, diagonal);
      at("diagonal");
    }

    @Override
    public void monteCarloGaussNewtonDiagonal(int samples, long seed, double[] diagonal) {
      super.monteCarloGaussNewtonDiagonal(samples, seed, diagonal);
      at("sampled diagonal");
    }

    @Override
    public double valueAndUpdate(
        double[] theta, double[] gradient, CoordinateUpdate<double[]> update) {
      double value = valueAndGradient(theta, gradient);
      update.update(theta, gradient, 3, N);
      update.update(theta, gradient, 0, 3);
      return value;
    }
  }

  private final class Told implements TrainingProgress {
    @Override
    public void begin(TrainingRun<?> run) {
      at("begin");
    }

    @Override
    public void step(int epoch, long step, double loss, double rate) {
      at("step " + step);
    }

    @Override
    public void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {
      at("epoch " + epoch);
    }

    @Override
    public void validated(ValidationPoint point) {
      at("validated " + point.step());
    }
  }

  private final class Held implements Validation<double[]> {
    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public List<Metric> metrics() {
      return List.of(new Metric("height", true));
    }

    @Override
    public void measure(double[] theta, double[] values) {
      values[0] = StrictMath.sin(40 * theta[0]) + theta[1];
      at("validation");
    }
  }

  private final class Store implements TrainingStore {
    @Override
    public <A> void keep(Precision<A> precision, TrainingState<A> state) {
      at("store");
    }

    @Override
    public String toString() {
      return "store";
    }
  }

  private final class Errors implements ExampleErrors<double[]> {
    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public void errors(double[] theta, double[] errors) {
      for (int p = 0; p < errors.length; p++) {
        errors[p] = Math.abs(p * theta[0] - theta[1]);
      }
      at("errors");
    }
  }

  /** Visits the examples from one on that depends on what was reported. */
  private final class Order implements FeedbackOrder {
    private final double[] reported = new double[20];

    @Override
    public void report(int example, double error) {
      reported[example] = error;
      if (example % 7 == 3) {
        at("report");
      }
    }

    @Override
    public void arrange(int epoch, int[] order) {
      int first = epoch + (int) (100 * reported[2]);
      for (int i = 0; i < order.length; i++) {
        order[i] = (first + 3 * i) % order.length;
        if (i == 10) {
          at("order");
        }
      }
    }

    @Override
    public String toString() {
      return "order";
    }
  }

  /** A trainer of three epochs that asks everything but a validation. */
  StochasticTrainer.Builder trainer(UpdateRule rule) {
    Schedule rates =
        new NamedSchedule(
            "rates",
            k -> {
              at("schedule");
              return 0.05 / (1 + k % 3);
            });
    return StochasticTrainer.of(rule, rates)
        .epochs(3)
        .batches(
            epoch -> {
              at("batches");
              return 5 + epoch;
            })
        .order(new Order())
        .exampleErrors(new Errors())
        .progress(new Told())
        .cancelWhen(
            () -> {
              at("cancel");
              return false;
            })
        .keep(new Store(), 4);
  }

  /** The same with a validation every other step, feeding a plateau, and an average. */
  StochasticTrainer.Builder validated(UpdateRule rule) {
    return StochasticTrainer.of(rule, new PlateauSchedule(0.05, 0.5, 1, 0.1, 1e-4).warmUp(3))
        .epochs(3)
        .batch(7)
        .progress(new Told())
        .average(Averaging.exponential(0.6))
        .validation(new Held())
        .validateEverySteps(2)
        .onValidation((run, point) -> at("on validation " + point.step()))
        .keep(new Store(), 3);
  }
}
