package io.github.curvelane.examples;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.curvature.Eigenpair;
import io.github.curvelane.curvature.Eigenpairs;
import io.github.curvelane.curvature.Estimate;
import io.github.curvelane.curvature.GradientCurvature;
import io.github.curvelane.curvature.Hutchinson;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.curvature.LanczosQuadrature;
import io.github.curvelane.curvature.LearningRates;
import io.github.curvelane.curvature.OnlineEigenvalue;
import io.github.curvelane.curvature.Operators;
import io.github.curvelane.curvature.ProductWatch;
import io.github.curvelane.curvature.SpectralDensity;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.LastBatch;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingResult;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Measures a spectrum and what follows from it.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class SpectrumMeasurement<A> {
  private static final int PROBES = 20;
  private static final int QUADRATURE_STEPS = 64;
  private static final int QUADRATURE_PROBES = 10;
  private static final int PRESENTATIONS = 500;
  private static final int EPOCHS = 10;
  private static final int MOST_TRAINED = 1000;
  private static final int MOST_PRODUCTS = 1000;

  /** Of 1/λ_max: from an eighth to four times it [EB figure 25]. */
  private static final double[] FACTORS = {0.125, 0.25, 0.5, 1, 2, 4};

  /**
   * The curvature of a layer.
   *
   * @param at its place, from 0
   * @param name its kind and size
   * @param parameters how many it has
   * @param largest the largest eigenvalue of its block
   * @param residual how far that may be off
   * @param diagonal the mean of its diagonal by Becker and LeCun's recursion
   */
  record LayerCurvature(
      int at, String name, int parameters, double largest, double residual, double diagonal) {}

  /**
   * What training with a rate comes to.
   *
   * @param factor the rate times λ_max
   * @param losses the mean training loss at first and after each epoch; NaN where it diverged
   */
  record RateTrial(double factor, double[] losses) {}

  private final SpectrumOptions options;
  private final SpectrumSubject<A> subject;
  private final Parallelism parallelism;
  private final Console console;
  private final ProductWatch watch;
  private final BooleanSupplier cancelled;
  private final Precision<A> precision;
  private final A theta;
  private final int[] chosen;
  private final NetworkObjective<A> objective;
  private final A gradient;

  List<Eigenpair<A>> top = List.of();
  List<Eigenpair<A>> bottom = List.of();
  double largest = Double.NaN;
  double hessianLargest = Double.NaN;
  Optional<Estimate> trace = Optional.empty();
  Optional<GradientCurvature> along = Optional.empty();
  Optional<SpectralDensity> density = Optional.empty();
  final List<LayerCurvature> layers = new ArrayList<>();
  final List<RateTrial> trials = new ArrayList<>();
  double[] online = {};

  SpectrumMeasurement(
      SpectrumOptions options,
      SpectrumSubject<A> subject,
      Parallelism parallelism,
      Console console,
      BooleanSupplier cancelled) {
    this.options = options;
    this.subject = subject;
    this.parallelism = parallelism;
    this.console = console;
    this.cancelled = cancelled;
    this.watch =
        new ProductWatch() {
          @Override
          public boolean cancelled() {
            return cancelled.getAsBoolean();
          }
        };
    this.precision = subject.network().precision();
    this.theta = subject.theta();
    this.chosen = new int[subject.data().examples()];
    Arrays.setAll(chosen, i -> i);
    this.objective = subject.objective(parallelism);
    this.gradient = precision.newArray(subject.network().parameters());
  }

  /** How many examples it is about. */
  int examples() {
    return chosen.length;
  }

  /** How many rows the matrix has. */
  int dimension() {
    return matrix().dimension();
  }

  /** Measures all that was asked for, until somebody wants it to end. */
  void run() {
    try {
      measure();
    } catch (CancellationException e) {
      console.say("ended before all was measured");
    } catch (IllegalArgumentException | UnsupportedOperationException | ArithmeticException e) {
      throw new UserException(options.matrix.title() + ": " + e.getMessage(), e);
    }
  }

  private void measure() {
    keep();
    eigenvalues();
    if (cancelled.getAsBoolean()) {
      return;
    }
    trace = Optional.of(new Hutchinson(PROBES, 1, options.seed).trace(matrix(), watch));
    layers();
    if (options.density) {
      console.say(
          Figures.format(
              "density: %d probes of %d products ...", QUADRATURE_PROBES, QUADRATURE_STEPS));
      density =
          Optional.of(
              new LanczosQuadrature(QUADRATURE_STEPS, QUADRATURE_PROBES, 1, options.seed)
                  .density(matrix(), watch));
    }
    along();
    if (options.online && !cancelled.getAsBoolean()) {
      presentations();
    }
    if (options.rates && !cancelled.getAsBoolean()) {
      trials();
    }
  }

  /** The closing lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    top.stream().findFirst().ifPresent(pair -> lines.add(line("lambda max", pair)));
    bottom.stream().findFirst().ifPresent(pair -> lines.add(line("lambda min", pair)));
    trace.ifPresent(estimate -> lines.add("trace: " + estimate));
    along.ifPresent(
        curvature ->
            lines.add(
                Figures.format(
                    "rate: 1/lambda %s, along the gradient %s",
                    rate(() -> LearningRates.inverse(largest)), rate(curvature::rate))));
    if (online.length > 0) {
      double last = online[online.length - 1];
      lines.add(
          Figures.format(
              "online: %.4g after %d presentations, %.2f x exact",
              last, online.length, last / hessianLargest));
    }
    return lines;
  }

  private static String line(String name, Eigenpair<?> pair) {
    return Figures.format(
        "%s: %.6g (residual %.1e%s)",
        name, pair.value(), pair.residual(), pair.converged() ? "" : ", not converged");
  }

  /** A rate, or that there is none. */
  private static String rate(DoubleSupplier rate) {
    try {
      return Figures.format("%.4g", rate.getAsDouble());
    } catch (ArithmeticException | IllegalArgumentException e) {
      return "none (" + e.getMessage() + ")";
    }
  }

  private void keep() {
    objective.select(chosen, 0, chosen.length);
    objective.linearize(theta, gradient);
  }

  private SymmetricOperator<A> matrix() {
    SymmetricOperator<A> whole = options.matrix.of(objective);
    if (options.layer == null) {
      return whole;
    }
    int[] range = range(options.layer);
    return Operators.block(whole, range[0], range[1]);
  }

  /** The first and the last but one parameter of a layer. */
  private int[] range(int layer) {
    List<Layer> all = subject.network().layers();
    if (layer < 0 || layer >= all.size() || all.get(layer).parameters() == 0) {
      throw new UserException(
          "--layer is %d, must be one with parameters among the %d from 0"
              .formatted(layer, all.size()));
    }
    int from = 0;
    for (int l = 0; l < layer; l++) {
      from += all.get(l).parameters();
    }
    return new int[] {from, from + all.get(layer).parameters()};
  }

  private void eigenvalues() {
    SymmetricOperator<A> matrix = matrix();
    int size = matrix.dimension();
    console.say(
        Figures.format(
            "eigenvalues: %d and %d of %s, %d rows, %d examples ...",
            options.top, options.bottom, options.matrix.title(), size, chosen.length));
    Lanczos lanczos = lanczos().products(MOST_PRODUCTS);
    boolean all = options.top + options.bottom >= size;
    Eigenpairs<A> found =
        all
            ? lanczos.largest(size).find(matrix, watch)
            : lanczos.largest(options.top).smallest(options.bottom).find(matrix, watch);
    List<Eigenpair<A>> descending = found.largest();
    top = descending.subList(0, Math.min(options.top, descending.size()));
    bottom =
        all
            ? descending.reversed().subList(0, Math.min(options.bottom, descending.size()))
            : found.smallest();
    if (!top.isEmpty()) {
      largest = top.getFirst().value();
    }
  }

  private Lanczos lanczos() {
    // Residuals, beside ‖M‖; errors of single eigenvalues go with their squares.
    double tolerance = precision == Precision.DOUBLE ? 1e-9 : 1e-5;
    return new Lanczos().tolerance(tolerance).seed(options.seed);
  }

  private void layers() {
    A diagonal = precision.newArray(objective.dimension());
    objective.diagonal(Diagonal.BECKER_LECUN, diagonal);
    List<Layer> all = subject.network().layers();
    for (int l = 0; l < all.size() && !cancelled.getAsBoolean(); l++) {
      if (all.get(l).parameters() == 0) {
        continue;
      }
      int[] range = range(l);
      Eigenpairs<A> found =
          lanczos()
              .largest(1)
              .smallest(0)
              .products(MOST_PRODUCTS)
              .find(Operators.block(options.matrix.of(objective), range[0], range[1]), watch);
      if (found.reason() == Eigenpairs.Reason.CANCELLED) {
        return;
      }
      double sum = 0;
      for (int i = range[0]; i < range[1]; i++) {
        sum += precision.get(diagonal, i);
      }
      layers.add(
          new LayerCurvature(
              l,
              all.get(l).toString(),
              range[1] - range[0],
              found.largest().getFirst().value(),
              found.largest().getFirst().residual(),
              sum / (range[1] - range[0])));
    }
  }

  private void along() {
    int batch = Math.clamp(options.batch, objective.minBatch(), chosen.length);
    along = Optional.of(GradientCurvature.measure(objective, theta, order(), batch, watch));
    keep();
  }

  /** The chosen examples, shuffled. */
  private int[] order() {
    int[] order = chosen.clone();
    SamplingOrder.shuffled(options.seed).arrange(1, order);
    return order;
  }

  private void presentations() {
    console.say(Figures.format("presenting batches one by one, %d times ...", PRESENTATIONS));
    findHessianLargest();
    OnlineEigenvalue<A> estimate = OnlineEigenvalue.of(objective, options.seed);
    int[] order = order();
    double[] found = new double[PRESENTATIONS];
    // One, but where the batch's statistics are part of the network.
    int batch = objective.minBatch();
    for (int t = 0; t < PRESENTATIONS; t++) {
      int at = t * batch % (order.length - batch + 1);
      found[t] = estimate.present(theta, order, at, at + batch);
    }
    online = found;
    keep();
  }

  /** λ_max of the whole Hessian, which rates and online estimates are compared with. */
  private void findHessianLargest() {
    if (!Double.isNaN(hessianLargest)) {
      return;
    }
    if (options.matrix == SpectrumMatrix.HESSIAN && options.layer == null) {
      hessianLargest = largest;
      return;
    }
    Eigenpairs<A> found = lanczos().find(objective.hessian(), watch);
    if (found.reason() == Eigenpairs.Reason.CANCELLED) {
      throw new CancellationException();
    }
    hessianLargest = found.orThrow().largest().getFirst().value();
  }

  /** [EB figure 25]: example by example, from the same parameters. */
  private void trials() {
    findHessianLargest();
    if (!(hessianLargest > 0)) {
      console.say("rates: none, as the largest eigenvalue is " + hessianLargest);
      return;
    }
    int n = Math.min(chosen.length, MOST_TRAINED);
    console.say(
        Figures.format("rates: %d of %d epochs of %d examples ...", FACTORS.length, EPOCHS, n));
    NetworkObjective<A> few = subject.first(n).objective(parallelism);
    int[] all = Arrays.copyOf(chosen, n);
    for (double factor : FACTORS) {
      A moving = precision.newArray(objective.dimension());
      precision.copy(theta, 0, moving, 0, objective.dimension());
      double[] losses = new double[EPOCHS + 1];
      Arrays.fill(losses, Double.NaN);
      Updater<A> updater = new Sgd().init(Kernels.of(precision), objective.dimension());
      TrainingResult.Stop stop = TrainingResult.Stop.FINISHED;
      for (int e = 0; e <= EPOCHS && stop == TrainingResult.Stop.FINISHED; e++) {
        few.select(all, 0, n);
        losses[e] = few.value(moving);
        if (e < EPOCHS) {
          StochasticTrainer trainer =
              StochasticTrainer.of(new Sgd(), Schedule.constant(factor / hessianLargest))
                  .epochs(e + 1)
                  .batch(few.minBatch())
                  .lastBatch(LastBatch.DROPPED)
                  .seed(options.seed)
                  .cancelWhen(cancelled)
                  .build();
          stop = trainer.train(few, moving, updater, e + 1).stop();
        }
      }
      trials.add(new RateTrial(factor, losses));
    }
  }
}
