package io.github.curvelane.bench.matmul;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Activations;
import io.github.curvelane.kernel.BlockSweep;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What fusing costs: the product of a layer's forward pass alone, with bias and an activation and
 * its derivative swept over finished blocks, and with a squared operand. Float, one thread.
 */
public final class EpilogueComparison {
  private static final Duration WARM_UP = Duration.ofMillis(800);
  private static final String PLAIN = "product";

  private final Contest contest;
  private final PrintWriter out;
  private final SampleFile samples;

  /**
   * Creates the comparison.
   *
   * @param contest how to time; at least thirty rounds give an interval worth reading
   * @param out where to report
   * @param samples where raw samples go
   */
  public EpilogueComparison(Contest contest, PrintWriter out, SampleFile samples) {
    this.contest = contest;
    this.out = out;
    this.samples = samples;
  }

  /**
   * Runs the comparison and prints a table.
   *
   * @param shape the shape, in layout NN
   */
  public void run(MatmulShape shape) {
    List<Entrant> entrants = entrants(shape);
    Contest.warmUp(entrants, WARM_UP);
    Contest.Result result = contest.run(entrants);
    samples.write(shape.toString(), result);
    out.printf("Epilogues and operand transforms at %s, float, one thread%n", shape);
    out.printf("%s%n%s%n%n", Machine.describe(), contest);
    for (Entrant entrant : entrants) {
      double[] ratios = result.ratios(PLAIN, entrant.name());
      double[] interval = Statistics.medianInterval(ratios);
      out.printf(
          Locale.ROOT,
          "%-32s%10.1f µs, %.3f x the product alone (95 %% interval %.3f to %.3f, %d pairs)%n",
          entrant.name(),
          1e-3 * Statistics.median(result.nanos(entrant.name())),
          Statistics.median(ratios),
          interval[0],
          interval[1],
          ratios.length);
    }
    out.flush();
  }

  private static List<Entrant> entrants(MatmulShape shape) {
    MatmulTask<float[]> task = MatmulTask.random(shape, Precision.FLOAT);
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    Product<float[]> product = kernels.newProduct(Parallelism.none());
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    float[] c = task.newProduct();
    float[] slope = task.newProduct();
    float[] bias = new float[n];
    BlockSweep tanh = tanh(kernels.activations(), c, slope, n);
    return List.of(
        new Entrant(
            PLAIN,
            1,
            () -> product.a(task.a(), 0, k).b(task.b(), 0, n).c(c, 0, n).multiply(m, n, k)),
        new Entrant(
            "with bias",
            1,
            () ->
                product
                    .a(task.a(), 0, k)
                    .b(task.b(), 0, n)
                    .c(c, 0, n)
                    .bias(bias, 0)
                    .multiply(m, n, k)),
        new Entrant(
            "with bias, tanh and derivative",
            1,
            () ->
                product
                    .a(task.a(), 0, k)
                    .b(task.b(), 0, n)
                    .c(c, 0, n)
                    .bias(bias, 0)
                    .sweep(tanh)
                    .multiply(m, n, k)),
        new Entrant(
            "with A squared",
            1,
            () ->
                product.a(task.a(), 0, k).squareA().b(task.b(), 0, n).c(c, 0, n).multiply(m, n, k)),
        new Entrant(
            "with B squared",
            1,
            () ->
                product
                    .a(task.a(), 0, k)
                    .b(task.b(), 0, n)
                    .squareB()
                    .c(c, 0, n)
                    .multiply(m, n, k)));
  }

  private static BlockSweep tanh(
      Activations<float[]> activations, float[] c, float[] slope, int n) {
    Activation tanh = Activation.tanh();
    return (i0, i1, j0, j1) -> {
      if (j1 - j0 == n) {
        apply(activations, tanh, c, slope, i0 * n, (i1 - i0) * n);
      } else {
        for (int i = i0; i < i1; i++) {
          apply(activations, tanh, c, slope, i * n + j0, j1 - j0);
        }
      }
    };
  }

  private static void apply(
      Activations<float[]> activations,
      Activation activation,
      float[] c,
      float[] slope,
      int from,
      int length) {
    activations.apply(activation, length, c, from, c, from, slope, from, null, 0);
  }
}
