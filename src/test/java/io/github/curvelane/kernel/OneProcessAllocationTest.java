package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * What the compiler inlines, and so what it puts into objects, depends on what ran before. Here all
 * functions, activations of every order and reductions of both precisions run in one process, with
 * lengths in turn, until none of them allocates.
 */
final class OneProcessAllocationTest {
  private static final long WARM_UP_NANOS = 120_000_000_000L;
  private static final int[] LENGTHS = {4099, 3, 300, 17, 64, 785, 10, 1000, 4096, 100};
  private static final int ROUNDS = 40;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private double sink;

  @Test
  void nothingIsAllocated() {
    Map<String, IntConsumer> work = new LinkedHashMap<>();
    add(work, Precision.FLOAT);
    add(work, Precision.DOUBLE);
    List<String> allocating = new ArrayList<>(work.keySet());
    long deadline = System.nanoTime() + WARM_UP_NANOS;
    while (!allocating.isEmpty() && System.nanoTime() < deadline) {
      allocating.clear();
      work.forEach(
          (name, pass) -> {
            if (bytes(pass) > 0) {
              allocating.add(name);
            }
          });
    }
    assertThat(allocating).as("what still allocates (%s)", sink).isEmpty();
  }

  private static long bytes(IntConsumer pass) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      for (int n : LENGTHS) {
        pass.accept(n);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private <A> void add(Map<String, IntConsumer> work, Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    A x = precision.of(Arguments.uniform(precision, 31, 4100, 0, 4));
    List<A> out = List.of(precision.newArray(4100), precision.newArray(4100));
    A third = precision.newArray(4100);
    ElementwiseAgreementTest.functions()
        .forEach(
            (name, pass) ->
                work.put(
                    precision + " " + name,
                    n -> pass.apply(kernels.functions(), n, x, 0, out.get(0), 0)));
    for (Activation f : ElementwiseAgreementTest.activations()) {
      for (int order = 0; order < 3; order++) {
        A first = order > 0 ? out.get(1) : null;
        A second = order > 1 ? third : null;
        work.put(
            precision + " " + f + ", order " + order,
            n -> kernels.activations().apply(f, n, x, 0, out.get(0), 0, first, 0, second, 0));
      }
    }
    Reductions<A> r = kernels.newReductions();
    work.put(precision + " sum", n -> sink += r.sum(n, x, 0));
    work.put(precision + " dot", n -> sink += r.dot(n, x, 0, x, 1));
    work.put(precision + " sum of squares", n -> sink += r.sumOfSquares(n, x, 0));
    work.put(precision + " norm1", n -> sink += r.norm1(n, x, 0));
    work.put(precision + " max", n -> sink += r.max(n, x, 0));
    work.put(precision + " min", n -> sink += r.min(n, x, 0));
    work.put(precision + " maxAbs", n -> sink += r.maxAbs(n, x, 0));
    work.put(precision + " argMax", n -> sink += r.argMax(n, x, 0));
    work.put(precision + " logSumExp", n -> sink += r.logSumExp(n, x, 0));
    addMatrices(work, kernels, x, out.get(0));
  }

  /** Five rows, or columns, of a fifth of the length. */
  private <A> void addMatrices(Map<String, IntConsumer> work, Kernels<A> kernels, A x, A y) {
    String precision = kernels.precision().toString();
    MatrixReductions<A> r = kernels.newMatrixReductions();
    MatrixCopies<A> copies = kernels.matrixCopies();
    work.put(
        precision + " columnSumsOfSquares",
        n -> r.columnSumsOfSquares(5, n / 5, x, 0, n / 5, y, 0));
    work.put(precision + " columnMaxima", n -> r.columnMaxima(5, n / 5, x, 0, n / 5, y, 0));
    work.put(precision + " columnMinima", n -> r.columnMinima(5, n / 5, x, 0, n / 5, y, 0));
    work.put(precision + " rowSums", n -> r.rowSums(n / 5, 5, x, 0, 5, y, 0));
    work.put(precision + " transpose", n -> copies.transpose(25, n / 25, x, 0, n / 25, y, 0, 25));
  }
}
