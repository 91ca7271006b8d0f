package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses bit for bit: providers against each other, batches against rows, gathered against copied.
 */
final class LossBitsTest {
  private static final int EXAMPLES = 37;
  private static final int[] SIZES = {1, 2, 3, 8, 9, 10, 16, 17, 31, 64, 65, 100, 1000, 4099};

  /**
   * C2 needs some seconds for vectors when the machine is busy; the test ends as soon as it has.
   */
  private static final long WARM_UP_NANOS = 120_000_000_000L;

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void providersAgree(Precision<A> precision) {
    for (int n : SIZES) {
      for (int special = 0; special < 3; special++) {
        for (Run<A> run : runs(precision, n, special)) {
          A expected = run.all(Kernels.scalar(precision), EXAMPLES, 1, null);
          A actual = run.all(Kernels.of(precision), EXAMPLES, 1, null);
          assertSame(precision, actual, expected, run + ", values " + special);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void anExampleDoesNotDependOnItsBatchNorOnWhereItLies(Precision<A> precision) {
    for (int n : new int[] {1, 3, 10, 70}) {
      for (Run<A> run : runs(precision, n, 0)) {
        A batch = run.all(Kernels.of(precision), EXAMPLES, 1, null);
        A padded = run.all(Kernels.of(precision), EXAMPLES, 4, null);
        assertSame(precision, padded, batch, run + " with a stride");
        int width = precision.length(batch) / EXAMPLES;
        for (int i = 0; i < EXAMPLES; i += 9) {
          A alone = run.all(Kernels.of(precision), 1, 1, new int[] {i});
          A row = precision.newArray(width);
          precision.copy(batch, i * width, row, 0, width);
          assertSame(precision, alone, row, run + ", example " + i + " alone");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theGradientMayOverwriteTheOutputs(Precision<A> precision) {
    for (int n : new int[] {1, 10, 70}) {
      for (Run<A> run : runs(precision, n, 0)) {
        LossFunction<A> f = run.loss.on(Kernels.of(precision), n, EXAMPLES);
        A apart = precision.newArray(EXAMPLES * n);
        A same = precision.newArray(EXAMPLES * n);
        precision.copy(run.outputs, 0, same, 0, EXAMPLES * n);
        Rows<A> x = new Rows<>(same, 0, n, EXAMPLES);
        double value =
            f.valueAndGradient(x, run.targets, null, 0, new Rows<>(apart, 0, n, EXAMPLES));
        double inPlace = f.valueAndGradient(x, run.targets, null, 0, x);
        assertThat(inPlace).as("%s", run).isEqualTo(value);
        assertSame(precision, same, apart, run + " in place");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theValueIsTheSumOfTheExamplesInChunks(Precision<A> precision) {
    int examples = 11 * Arithmetic.EXAMPLE_CHUNK + 100;
    SplittableRandom random = new SplittableRandom(3);
    int[] labels = new int[examples];
    A outputs = precision.newArray(examples * 3);
    for (int i = 0; i < examples; i++) {
      labels[i] = random.nextInt(3);
      for (int j = 0; j < 3; j++) {
        precision.set(
            outputs, 3 * i + j, 30 * random.nextDouble() / (1 + i / Arithmetic.EXAMPLE_CHUNK));
      }
    }
    LossFunction<A> f = Loss.softmaxCrossEntropy().on(Kernels.of(precision), 3, examples);
    Targets<A> targets = Targets.labels(precision, labels, 3);
    f.value(new Rows<>(outputs, 0, 3, examples), targets, null, 0);
    double[] chunks = new double[12];
    for (int i = 0; i < examples; i++) {
      chunks[i / Arithmetic.EXAMPLE_CHUNK] += f.value(i);
    }
    for (int count = 1; count <= chunks.length; count++) {
      int rows = Math.min(examples, count * Arithmetic.EXAMPLE_CHUNK);
      double value = f.value(new Rows<>(outputs, 0, 3, rows), targets, null, 0);
      assertThat(value).isEqualTo(tree(chunks, 0, count));
    }
  }

  private static double tree(double[] sums, int from, int count) {
    int left = Integer.highestOneBit(count - 1);
    return count == 1 ? sums[from] : tree(sums, from, left) + tree(sums, from + left, count - left);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    for (int n : new int[] {10, 40, 100}) {
      List<Run<A>> runs = runs(precision, n, 0);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      long deadline = System.nanoTime() + WARM_UP_NANOS;
      while (least > 0 && System.nanoTime() < deadline) {
        for (int i = 0; i < 100; i++) {
          repeat(runs);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        long overhead = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        repeat(runs);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - overhead);
      }
      assertThat(least).as("bytes a round, n = %d", n).isZero();
    }
  }

  private static <A> void repeat(List<Run<A>> runs) {
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).again();
    }
  }

  private static <A> void assertSame(Precision<A> precision, A actual, A expected, String as) {
    if (!precision.sameBits(actual, expected)) {
      assertThat(precision.toDoubles(actual)).as(as).containsExactly(precision.toDoubles(expected));
    }
  }

  private static <A> List<Run<A>> runs(Precision<A> precision, int n, int special) {
    List<Run<A>> runs = new ArrayList<>();
    A outputs = outputs(precision, n, special);
    for (LossCase c : LossCase.all(n, EXAMPLES)) {
      Targets<A> targets =
          c.targets.areLabels()
              ? Targets.labels(precision, labels(c), n)
              : Targets.matrix(precision, precision.of(values(c)), n);
      if (c.targets.areWeighted()) {
        A weights = precision.newArray(EXAMPLES);
        for (int i = 0; i < EXAMPLES; i++) {
          precision.set(weights, i, c.targets.weight(i));
        }
        targets = targets.withWeights(weights);
      }
      runs.add(new Run<>(precision, c.loss, n, targets, outputs));
    }
    return runs;
  }

  private static int[] labels(LossCase c) {
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = c.targets.label(i);
    }
    return labels;
  }

  private static double[] values(LossCase c) {
    double[] values = new double[EXAMPLES * c.n];
    for (int i = 0; i < values.length; i++) {
      values[i] = c.targets.value(i / c.n, i % c.n);
    }
    return values;
  }

  /** 0: ordinary; 1: up to ±1e4 with equal largest ones and zeros; 2: some NaN and infinities. */
  private static <A> A outputs(Precision<A> precision, int n, int special) {
    double[] values = LossCase.random(EXAMPLES * n, special == 1 ? 1e4 : 3, n);
    for (int i = 0; i < values.length; i++) {
      if (special == 1 && i % 3 == 0) {
        values[i] = i % 2 == 0 ? 1e4 : -0.0;
      } else if (special == 2 && i % 11 == 5) {
        values[i] =
            i % 3 == 0
                ? Double.NaN
                : i % 3 == 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
    }
    return precision.of(values);
  }

  /** One loss on one batch, and everything it gives. */
  private static final class Run<A> {
    final Loss loss;
    final Targets<A> targets;
    final A outputs;
    private final Precision<A> precision;
    private final int n;
    private final LossFunction<A> function;
    private final Rows<A> rows;
    private final Rows<A> gradient;

    /** Made with the first call that counts: of 4,099 classes it is 134 MB. */
    private ConfusionMatrix confusion;

    Run(Precision<A> precision, Loss loss, int n, Targets<A> targets, A outputs) {
      this.precision = precision;
      this.loss = loss;
      this.n = n;
      this.targets = targets;
      this.outputs = outputs;
      this.function = loss.on(Kernels.of(precision), n, EXAMPLES);
      this.rows = new Rows<>(outputs, 0, n, EXAMPLES);
      this.gradient = new Rows<>(precision.newArray(EXAMPLES * n), 0, n, EXAMPLES);
    }

    /** Loss, gradient, diagonal and product of every example, one after the other. */
    A all(Kernels<A> kernels, int examples, int padding, int[] order) {
      LossFunction<A> f = loss.on(kernels, n, examples);
      int stride = n + padding - 1;
      int first = order == null ? 0 : order[0];
      A x = precision.newArray(examples * stride + 2);
      for (int i = 0; i < examples; i++) {
        precision.copy(outputs, (first + i) * n, x, 2 + i * stride, n);
      }
      Rows<A> g = new Rows<>(precision.newArray(examples * stride + 3), 3, stride, examples);
      Rows<A> d = new Rows<>(precision.newArray(examples * stride), 0, stride, examples);
      Rows<A> h = new Rows<>(precision.newArray(examples * stride + 1), 1, stride, examples);
      f.valueAndGradient(new Rows<>(x, 2, stride, examples), targets, order, 0, g);
      f.hessianDiagonal(d);
      f.hessianVector(0, g, h);
      A all = precision.newArray(examples * (1 + 3 * n));
      for (int i = 0; i < examples; i++) {
        int at = i * (1 + 3 * n);
        precision.set(all, at, f.value(i));
        precision.copy(g.array(), g.at(i), all, at + 1, n);
        precision.copy(d.array(), d.at(i), all, at + 1 + n, n);
        precision.copy(h.array(), h.at(i), all, at + 1 + 2 * n, n);
      }
      return all;
    }

    void again() {
      if (confusion == null) {
        confusion = new ConfusionMatrix(Math.max(2, n));
      }
      function.valueAndGradient(rows, targets, null, 0, gradient);
      function.count(rows, targets, null, 0, confusion);
      function.hessianDiagonal(gradient);
      function.hessianVector(0, gradient, gradient);
      if (function.rootColumns() > 0) {
        function.squareRootColumn(0, gradient);
      }
    }

    @Override
    public String toString() {
      return "%s, %s, n = %d%s"
          .formatted(loss, precision, n, targets.areWeighted() ? ", weighted" : "");
    }
  }
}
