package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Softmax cross-entropy where a class is all but certain, its logit ahead of the others by a gap:
 * what is left of the curvature has its relative accuracy in every form that it is given in.
 */
final class SureSoftmaxTest {
  private static final int MOST_GAP = 40;

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void productsDiagonalAndRootsAreOneMatrix(Precision<A> precision) {
    for (int n : new int[] {2, 3, 10, 70}) {
      for (int gap = 0; gap <= MOST_GAP; gap++) {
        Head<A> head = new Head<>(precision, n, gap);
        double[] products = head.products();
        double[] diagonal = head.diagonal();
        double[] roots = head.squaredRoots();
        for (int i = 0; i < n * n; i++) {
          // Σ p and S have up to eight roundings, of which half a bit each is usual; every entry
          // has
          // some six more.
          double size = Math.sqrt(diagonal[i / n]) * Math.sqrt(diagonal[i % n]);
          double bound = 16 * precision.unitRoundoff() * size;
          String as = "n %d, gap %d, element %d".formatted(n, gap, i);
          assertThat(products[i]).as(as).isCloseTo(roots[i], within(bound));
          if (i / n == i % n) {
            assertThat(products[i]).as(as).isCloseTo(diagonal[i / n], within(bound));
          }
        }
      }
    }
  }

  /** A row of targets that is one class is that class, and a soft one has its own exact value. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theGradientOfAMatrixOfTargetsHasItsRelativeAccuracy(Precision<A> precision) {
    double u = precision.unitRoundoff();
    int n = 3;
    LossFunction<A> loss = Loss.softmaxCrossEntropy().on(Kernels.of(precision), n, 1);
    Rows<A> a = new Rows<>(precision.newArray(n), 0, n, 1);
    Rows<A> b = new Rows<>(precision.newArray(n), 0, n, 1);
    for (int gap = 1; gap <= MOST_GAP; gap++) {
      Rows<A> x = new Rows<>(precision.of(0, gap, -0.5), 0, n, 1);
      loss.valueAndGradient(x, Targets.labels(precision, new int[] {1}, n), null, 0, a);
      loss.valueAndGradient(x, Targets.matrix(precision, precision.of(0, 1, 0), n), null, 0, b);
      for (int j = 0; j < n; j++) {
        double expected = precision.get(a.array(), j);
        assertThat(precision.get(b.array(), j))
            .as("gap %d, class %d", gap, j)
            .isCloseTo(expected, within(2 * u * Math.abs(expected)));
      }
      double rest = precision.round(0x1p-20);
      A soft = precision.of(rest, 1 - rest, 0);
      loss.valueAndGradient(x, Targets.matrix(precision, soft, n), null, 0, b);
      double others = StrictMath.exp(-gap) + StrictMath.exp(-gap - 0.5);
      double complement = others / (1 + others);
      assertThat(precision.get(b.array(), 1))
          .as("gap %d, soft", gap)
          .isCloseTo(rest - complement, within(10 * u * (rest + complement)));
    }
  }

  /** The Hessian of one example at its logits, in its three forms. */
  private static final class Head<A> {
    private final Precision<A> precision;
    private final int n;
    private final LossFunction<A> loss;
    private final Rows<A> in;
    private final Rows<A> out;

    Head(Precision<A> precision, int n, int gap) {
      this.precision = precision;
      this.n = n;
      this.in = new Rows<>(precision.newArray(n), 0, n, 1);
      this.out = new Rows<>(precision.newArray(n), 0, n, 1);
      SplittableRandom random = new SplittableRandom(31L * n + gap);
      int likeliest = random.nextInt(n);
      for (int j = 0; j < n; j++) {
        precision.set(in.array(), j, j == likeliest ? gap : -random.nextDouble());
      }
      this.loss = Loss.softmaxCrossEntropy().on(Kernels.of(precision), n, 1);
      loss.value(in, Targets.labels(precision, new int[] {random.nextInt(n)}, n), null, 0);
    }

    double[] products() {
      double[] products = new double[n * n];
      for (int c = 0; c < n; c++) {
        precision.fill(in.array(), 0, n, 0);
        precision.set(in.array(), c, 1);
        loss.hessianVector(0, in, out);
        System.arraycopy(precision.toDoubles(out.array()), 0, products, c * n, n);
      }
      return products;
    }

    double[] diagonal() {
      loss.hessianDiagonal(out);
      return precision.toDoubles(out.array());
    }

    /** S Sᵀ; what its additions lose is kept and added last. */
    double[] squaredRoots() {
      double[] sum = new double[n * n];
      double[] lost = new double[n * n];
      for (int c = 0; c < n; c++) {
        loss.squareRootColumn(c, out);
        double[] s = precision.toDoubles(out.array());
        for (int i = 0; i < n * n; i++) {
          double product = s[i / n] * s[i % n];
          double next = sum[i] + product;
          double back = next - sum[i];
          lost[i] += (sum[i] - (next - back)) + (product - back);
          sum[i] = next;
        }
      }
      for (int i = 0; i < n * n; i++) {
        sum[i] += lost[i];
      }
      return sum;
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aNetworksProductsAreItsDiagonalItsRowsAndItsBlock(Precision<A> precision) {
    for (int gap = 0; gap <= MOST_GAP; gap += 4) {
      Net<A> net = new Net<>(precision, gap);
      int n = net.theta.length;
      double[] products = net.gaussNewton();
      double[] diagonal = net.diagonal();
      double[] rows = net.squaredRows();
      double norm = Close.largest(new double[][] {diagonal});
      // Beside the loss's some ten roundings: two layers forward and back, with sums of four terms.
      double bound = 16 * precision.unitRoundoff() * norm;
      for (int i = 0; i < n * n; i++) {
        String as = "gap %d, element %d".formatted(gap, i);
        assertThat(products[i]).as(as).isCloseTo(rows[i], within(bound));
        if (i / n == i % n) {
          assertThat(products[i]).as(as).isCloseTo(diagonal[i / n], within(bound));
        }
      }
      double[] block = net.block();
      int biases = n - Net.CLASSES;
      for (int i = 0; i < block.length; i++) {
        int at = (biases + i / Net.CLASSES) * n + biases + i % Net.CLASSES;
        assertThat(block[i]).as("gap %d, block %d", gap, i).isCloseTo(products[at], within(bound));
      }
    }
  }

  /** The bound is of the size of the product itself, which is far below ‖G‖‖v‖ now and then. */
  @ParameterizedTest
  @ValueSource(ints = {8, 12, 18, 30})
  void gaussNewtonIsPositiveSemidefiniteInSinglePrecision(int gap) {
    Net<float[]> net = new Net<>(Precision.FLOAT, gap);
    int n = net.theta.length;
    SplittableRandom random = new SplittableRandom(gap);
    float[] v = new float[n];
    float[] product = new float[n];
    for (int k = 0; k < 20_000; k++) {
      double size = 0;
      for (int i = 0; i < n; i++) {
        v[i] = (float) random.nextDouble(-1, 1);
        size = Math.fma(v[i], v[i], size);
      }
      net.objective.gaussNewtonVector(v, product);
      double quotient = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        quotient = Math.fma(v[i], product[i], quotient);
        squares = Math.fma(product[i], product[i], squares);
      }
      assertThat(quotient)
          .as("direction %d", k)
          .isGreaterThanOrEqualTo(
              -16 * Precision.FLOAT.unitRoundoff() * Math.sqrt(size) * Math.sqrt(squares));
    }
  }

  /** One example of a network whose last bias puts a class ahead. */
  private static final class Net<A> {
    static final int CLASSES = 3;

    final NetworkObjective<A> objective;
    final double[] theta;
    private final Precision<A> precision;

    Net(Precision<A> precision, int gap) {
      this.precision = precision;
      Network<A> network =
          Network.perceptron(precision, Activation.tanh(), Activation.identity(), 4, 4, CLASSES);
      this.theta = precision.toDoubles(precision.of(LossCase.random(network.parameters(), 0.5, 3)));
      theta[theta.length - 2] += gap;
      this.objective =
          new NetworkObjective<>(
              network.newWorkspace(1),
              Loss.softmaxCrossEntropy(),
              precision.of(LossCase.random(4, 1, 4)),
              Targets.labels(precision, new int[] {0}, CLASSES));
      objective.linearize(precision.of(theta), precision.newArray(theta.length));
    }

    double[] gaussNewton() {
      int n = theta.length;
      double[] products = new double[n * n];
      A product = precision.newArray(n);
      for (int c = 0; c < n; c++) {
        A unit = precision.newArray(n);
        precision.set(unit, c, 1);
        objective.gaussNewtonVector(unit, product);
        System.arraycopy(precision.toDoubles(product), 0, products, c * n, n);
      }
      return products;
    }

    double[] diagonal() {
      A diagonal = precision.newArray(theta.length);
      objective.diagonal(Diagonal.GAUSS_NEWTON, diagonal);
      return precision.toDoubles(diagonal);
    }

    double[] squaredRows() {
      int n = theta.length;
      int count = objective.rowsPerExample();
      A array = precision.newArray(count * n);
      objective.jacobianRows(0, count, array);
      double[] rows = precision.toDoubles(array);
      double[] sum = new double[n * n];
      for (int r = 0; r < count; r++) {
        for (int i = 0; i < n * n; i++) {
          sum[i] = Math.fma(rows[r * n + i / n], rows[r * n + i % n], sum[i]);
        }
      }
      return sum;
    }

    double[] block() {
      A block = precision.newArray(CLASSES * CLASSES);
      objective.outputCurvature(1, 0, true, block);
      return precision.toDoubles(block);
    }
  }
}
