package io.github.curvelane.bench.spectrum;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.curvature.Eigenpairs;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.curvature.OnlineEigenvalue;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.SymmetricEigen;
import io.github.curvelane.nn.NetworkObjective;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** Times what spectra cost beside the products, gradients and libraries that they are made of. */
public final class SpectrumComparison {
  private static final int STEPS = 60;
  private static final int EIGEN = 784;

  private final Contest contest;
  private final int rounds;
  private final PrintWriter out;
  private final SampleFile samples;
  private final List<String> closing = new ArrayList<>();

  /**
   * Creates the comparison.
   *
   * @param contest how to time what is short
   * @param rounds how often to time, in alternation, what takes a second
   * @param out where to report
   * @param samples where raw samples of what is short go
   */
  public SpectrumComparison(Contest contest, int rounds, PrintWriter out, SampleFile samples) {
    this.contest = contest;
    this.rounds = rounds;
    this.out = out;
    this.samples = samples;
  }

  /**
   * Runs the comparison and prints the closing lines.
   *
   * @param digits the directory of MNIST's files
   * @throws IOException if they cannot be read
   * @throws InterruptedException if this thread is interrupted
   */
  public void run(Path digits) throws IOException, InterruptedException {
    out.printf("Spectra, one thread%n%s%n%s%n", Machine.describe(), contest);
    boolean scipy = Scipy.has("scipy");
    eigensolver(scipy);
    if (SpectrumTask.isIn(digits)) {
      boolean torch = scipy && Scipy.has("torch");
      for (int examples : new int[] {300, 2000}) {
        SpectrumTask task = SpectrumTask.read(digits, examples);
        steps(task);
        if (torch) {
          top(task);
        }
      }
      if (!torch) {
        closing.add("top 10: not compared, python3 has no SciPy with PyTorch");
      }
      for (int batch : new int[] {1, 16}) {
        online(SpectrumTask.read(digits, batch));
      }
    } else {
      closing.add("lanczos, online: no digits in " + digits);
    }
    out.println();
    closing.forEach(out::println);
    out.flush();
  }

  /** 60 Lanczos steps beside their products: what keeping a basis orthogonal costs. */
  private void steps(SpectrumTask task) {
    NetworkObjective<float[]> objective = task.objective();
    float[] theta = SpectrumTask.theta();
    float[] v = new float[theta.length];
    float[] result = new float[theta.length];
    objective.linearize(theta, v);
    SymmetricOperator<float[]> hessian = objective.hessian();
    // So many are wanted that none of the steps is spared.
    Lanczos lanczos = new Lanczos().largest(40).tolerance(0).products(STEPS);
    Runnable products =
        () -> {
          for (int i = 0; i < STEPS; i++) {
            hessian.apply(v, result);
          }
        };
    Runnable steps =
        () -> {
          long made = lanczos.find(hessian).products();
          if (made != STEPS) {
            throw new IllegalStateException("the run ended after " + made + " products");
          }
        };
    double[][] seconds = alternate(products, steps);
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ratios[i] = seconds[1][i] / seconds[0][i];
    }
    report("lanczos %d steps, %s".formatted(STEPS, task), ratios, "x its products", seconds);
    closing.add(
        "lanczos %d steps: %s x its products, %s"
            .formatted(STEPS, decimals(Statistics.median(ratios)), task));
  }

  /** The ten largest eigenvalues to 1e-6 beside eigsh's. */
  private void top(SpectrumTask task) throws IOException, InterruptedException {
    NetworkObjective<float[]> objective = task.objective();
    float[] theta = SpectrumTask.theta();
    objective.linearize(theta, new float[theta.length]);
    Lanczos lanczos = new Lanczos().largest(10).tolerance(1e-6);
    Eigenpairs<float[]> found = lanczos.find(objective.hessian()).orThrow();
    double[][] ours = alternate(() -> lanczos.find(objective.hessian()));
    Optional<Scipy.Eigsh> theirs = Scipy.eigsh(task);
    if (theirs.isEmpty()) {
      closing.add("top 10: eigsh has failed, " + task);
      return;
    }
    Scipy.Eigsh eigsh = theirs.orElseThrow();
    for (int i = 0; i < 10; i++) {
      double value = found.largest().get(i).value();
      if (!(Math.abs(value - eigsh.values()[i]) <= 1e-4 * found.largest().getFirst().value())) {
        throw new IllegalStateException(
            "eigenvalue %d is %s, but %s of eigsh".formatted(i, value, eigsh.values()[i]));
      }
    }
    double seconds = Statistics.median(ours[0]);
    out.printf(
        Locale.ROOT,
        "top 10, %s: %.3f s, %d products; eigsh %.3f s, %d products%n",
        task,
        seconds,
        found.products(),
        eigsh.seconds(),
        eigsh.products());
    closing.add(
        "top 10: %s x faster than eigsh, %s".formatted(decimals(eigsh.seconds() / seconds), task));
  }

  /** A presentation of an online estimate beside a gradient of the same batch. */
  private void online(SpectrumTask task) {
    NetworkObjective<float[]> objective = task.objective();
    float[] theta = SpectrumTask.theta();
    float[] gradient = new float[theta.length];
    OnlineEigenvalue<float[]> estimate = OnlineEigenvalue.of(objective, 1);
    List<Entrant> entrants =
        List.of(
            new Entrant("gradient", 1, () -> objective.valueAndGradient(theta, gradient)),
            new Entrant("presentation", 1, () -> estimate.present(theta)));
    Contest.warmUp(entrants, Duration.ofMillis(500));
    Contest.Result result = contest.run(entrants);
    samples.write(task.toString(), result);
    closing.add(
        "online presentation: %s x gradient, %s"
            .formatted(decimals(result.ratio("gradient", "presentation")), task));
  }

  /** Eigenvalues and vectors of a dense matrix beside LAPACK's. */
  private void eigensolver(boolean scipy) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    double[] a = new double[EIGEN * EIGEN];
    for (int i = 0; i < EIGEN; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * EIGEN + j] = random.nextDouble(-1, 1);
      }
    }
    double[] values = new double[EIGEN];
    double[] vectors = new double[EIGEN * EIGEN];
    SymmetricEigen<double[]> eigen =
        Kernels.of(Precision.DOUBLE).newSymmetricEigen(Parallelism.none());
    double[][] seconds =
        alternate(() -> eigen.decompose(EIGEN, a, 0, EIGEN, values, 0, vectors, 0, EIGEN));
    double ours = Statistics.median(seconds[0]);
    Optional<Double> syev = scipy ? Scipy.syev(EIGEN) : Optional.empty();
    closing.add(
        "eigensolver %d: %s s%s"
            .formatted(
                EIGEN,
                decimals(ours),
                syev.map(theirs -> ", " + decimals(ours / theirs) + " x syev").orElse("")));
  }

  /** Seconds of works that are called in turn, by work and round; two rounds warm up. */
  private double[][] alternate(Runnable... works) {
    double[][] seconds = new double[works.length][rounds];
    for (int round = -2; round < rounds; round++) {
      for (int i = 0; i < works.length; i++) {
        long start = System.nanoTime();
        works[i].run();
        if (round >= 0) {
          seconds[i][round] = 1e-9 * (System.nanoTime() - start);
        }
      }
    }
    return seconds;
  }

  private void report(String what, double[] ratios, String of, double[][] seconds) {
    double[] interval = Statistics.medianInterval(ratios);
    out.printf(
        Locale.ROOT,
        "%s: %.3f %s (%.3f to %.3f); %.3f s of %.3f s%n",
        what,
        Statistics.median(ratios),
        of,
        interval[0],
        interval[1],
        Statistics.median(seconds[1]),
        Statistics.median(seconds[0]));
  }

  /** A number of a closing line. */
  static String decimals(double x) {
    return String.format(Locale.ROOT, "%.2f", x);
  }
}
