package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Single precision against double precision under a bound that a running error analysis of plain
 * passes gives, element by element: tanh units, softmax cross-entropy.
 */
final class FloatErrorTest {
  private static final int[] SIZES = {20, 30, 16, 5};
  private static final int LAYERS = SIZES.length - 1;
  private static final int BATCH = 64;
  private static final int PARAMETERS = 21 * 30 + 31 * 16 + 17 * 5;

  private static final double[] THETA = draw(PARAMETERS, 0.5, 1);
  private static final double[] V = draw(PARAMETERS, 1, 2);
  private static final double[] X = draw(BATCH * SIZES[0], 1, 3);
  private static final int[] LABELS =
      new SplittableRandom(4).ints(BATCH, 0, SIZES[LAYERS]).toArray();

  /** Numbers that single precision holds. */
  private static double[] draw(int n, double size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, n)
        .mapToDouble(i -> (float) (size * (2 * random.nextDouble() - 1)))
        .toArray();
  }

  private static <A> NetworkObjective<A> objective(Precision<A> precision) {
    Network<A> network =
        Network.perceptron(precision, Activation.tanh(), Activation.identity(), SIZES);
    return new NetworkObjective<>(
        network.newWorkspace(BATCH),
        Loss.softmaxCrossEntropy(),
        precision.of(X),
        Targets.labels(precision, LABELS, SIZES[LAYERS]));
  }

  /** gradient, Hv, Gv and the recursion's diagonal with f″, as doubles. */
  private static <A> double[][] computed(Precision<A> precision) {
    NetworkObjective<A> objective = objective(precision);
    A theta = precision.of(THETA);
    A result = precision.newArray(PARAMETERS);
    double[][] all = new double[4][];
    objective.linearize(theta, result);
    all[0] = precision.toDoubles(result);
    objective.hessianVector(precision.of(V), result);
    all[1] = precision.toDoubles(result);
    objective.gaussNewtonVector(precision.of(V), result);
    all[2] = precision.toDoubles(result);
    objective.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, result);
    all[3] = precision.toDoubles(result);
    return all;
  }

  @Test
  void singlePrecisionStaysWithinTheBoundOfItsRoundings() {
    double[][] single = computed(Precision.FLOAT);
    double[][] precise = computed(Precision.DOUBLE);
    Bounded[][] plain = new PlainPasses().run();
    for (int q = 0; q < plain.length; q++) {
      double largest = Close.largest(new double[][] {precise[q]});
      double used = 0;
      for (int i = 0; i < PARAMETERS; i++) {
        assertThat(plain[q][i].v()).isCloseTo(precise[q][i], Close.to(10 * largest));
        assertThat(Math.abs(single[q][i] - precise[q][i]))
            .as("quantity %d, element %d", q, i)
            .isLessThanOrEqualTo(plain[q][i].e() + 1e-12 * largest);
        assertThat(plain[q][i].e()).as("a bound that tells").isLessThan(5e-3 * largest);
        used = Math.max(used, Math.abs(single[q][i] - precise[q][i]) / plain[q][i].e());
      }
      assertThat(used).as("the part of the bound that is used").isGreaterThan(1e-4);
    }
  }

  /** The passes of a network with their directional derivatives, number by number. */
  private static final class PlainPasses {
    private final Bounded[][][] a = new Bounded[LAYERS + 1][][];
    private final Bounded[][][] first = new Bounded[LAYERS][][];
    private final Bounded[][][] second = new Bounded[LAYERS][][];
    private final Bounded[][][] ra = new Bounded[LAYERS + 1][][];
    private final Bounded[][][] ry = new Bounded[LAYERS][][];
    private final Bounded[][] result = new Bounded[4][PARAMETERS];

    Bounded[][] run() {
      forward();
      backward();
      return result;
    }

    private static Bounded[][] matrix(double[] values, int offset, int rows, int columns) {
      Bounded[][] matrix = new Bounded[rows][columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          matrix[i][j] = Bounded.exact(values[offset + i * columns + j]);
        }
      }
      return matrix;
    }

    private static int offset(int layer) {
      int offset = 0;
      for (int l = 0; l < layer; l++) {
        offset += (SIZES[l] + 1) * SIZES[l + 1];
      }
      return offset;
    }

    private static Bounded[][] weights(double[] theta, int layer) {
      return matrix(theta, offset(layer), SIZES[layer], SIZES[layer + 1]);
    }

    private static Bounded[] biases(double[] theta, int layer) {
      return matrix(theta, offset(layer) + SIZES[layer] * SIZES[layer + 1], 1, SIZES[layer + 1])[0];
    }

    /** C + AB, or AB where C is null. */
    private static Bounded[][] product(Bounded[][] c, Bounded[][] a, Bounded[][] b) {
      Bounded[][] result = new Bounded[a.length][b[0].length];
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < b[0].length; j++) {
          Bounded sum = c == null ? Bounded.ZERO : c[i][j];
          for (int k = 0; k < b.length; k++) {
            sum = a[i][k].fma(b[k][j], sum);
          }
          result[i][j] = sum;
        }
      }
      return result;
    }

    private static Bounded[][] transposed(Bounded[][] a) {
      Bounded[][] t = new Bounded[a[0].length][a.length];
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < a[0].length; j++) {
          t[j][i] = a[i][j];
        }
      }
      return t;
    }

    private static Bounded[][] times(Bounded[][] a, Bounded[][] b) {
      Bounded[][] c = new Bounded[a.length][a[0].length];
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < a[0].length; j++) {
          c[i][j] = a[i][j].times(b[i][j]);
        }
      }
      return c;
    }

    private static void addRow(Bounded[][] y, Bounded[] row) {
      for (Bounded[] line : y) {
        for (int j = 0; j < line.length; j++) {
          line[j] = line[j].plus(row[j]);
        }
      }
    }

    private void forward() {
      a[0] = matrix(X, 0, BATCH, SIZES[0]);
      for (int l = 0; l < LAYERS; l++) {
        Bounded[][] y = product(null, a[l], weights(THETA, l));
        addRow(y, biases(THETA, l));
        ry[l] = ra[l] == null ? null : product(null, ra[l], weights(THETA, l));
        ry[l] = product(ry[l], a[l], weights(V, l));
        addRow(ry[l], biases(V, l));
        a[l + 1] = y;
        ra[l + 1] = ry[l];
        if (l < LAYERS - 1) {
          activate(l, y);
          ra[l + 1] = times(ry[l], first[l]);
        }
      }
    }

    private void activate(int l, Bounded[][] y) {
      int n = SIZES[l + 1];
      first[l] = new Bounded[BATCH][n];
      second[l] = new Bounded[BATCH][n];
      for (int p = 0; p < BATCH; p++) {
        for (int j = 0; j < n; j++) {
          Bounded t = y[p][j].tanh();
          y[p][j] = t;
          first[l][p][j] = t.negative().fma(t, Bounded.exact(1));
          second[l][p][j] = t.times(Bounded.exact(-2)).times(first[l][p][j]);
        }
      }
    }

    private void backward() {
      int n = SIZES[LAYERS];
      Bounded[][] delta = new Bounded[BATCH][n];
      Bounded[][] rDelta = new Bounded[BATCH][n];
      Bounded[][] h = new Bounded[BATCH][n];
      for (int p = 0; p < BATCH; p++) {
        Bounded[] prob = Bounded.softmax(a[LAYERS][p]);
        Bounded dot = Bounded.ZERO;
        for (int c = 0; c < n; c++) {
          dot = prob[c].fma(ra[LAYERS][p][c], dot);
        }
        for (int c = 0; c < n; c++) {
          delta[p][c] = prob[c].minus(Bounded.exact(c == LABELS[p] ? 1 : 0));
          rDelta[p][c] = prob[c].times(ra[LAYERS][p][c].minus(dot));
          h[p][c] = prob[c].times(Bounded.exact(1).minus(prob[c]));
        }
      }
      Bounded[][] u = rDelta;
      for (int l = LAYERS - 1; l >= 0; l--) {
        Bounded[][] xt = transposed(a[l]);
        put(0, l, product(null, xt, delta), delta);
        Bounded[][] tangent = ra[l] == null ? null : product(null, transposed(ra[l]), delta);
        put(1, l, product(tangent, xt, rDelta), rDelta);
        put(2, l, product(null, xt, u), u);
        put(3, l, product(null, times(xt, xt), h), h);
        if (l > 0) {
          Bounded[][] w = weights(THETA, l);
          Bounded[][] wt = transposed(w);
          Bounded[][] f1 = first[l - 1];
          Bounded[][] deltaA = product(null, delta, wt);
          Bounded[][] rDeltaA =
              product(product(null, rDelta, wt), delta, transposed(weights(V, l)));
          Bounded[][] hA = times(product(null, h, transposed(times(w, w))), f1);
          Bounded[][] bend = times(second[l - 1], deltaA);
          Bounded[][] tangentBend = times(ry[l - 1], bend);
          delta = times(deltaA, f1);
          rDelta = timesPlus(rDeltaA, f1, tangentBend);
          h = timesPlus(hA, f1, bend);
          u = times(product(null, u, wt), f1);
        }
      }
    }

    private static Bounded[][] timesPlus(Bounded[][] a, Bounded[][] b, Bounded[][] c) {
      Bounded[][] sum = new Bounded[a.length][a[0].length];
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < a[0].length; j++) {
          sum[i][j] = a[i][j].fma(b[i][j], c[i][j]);
        }
      }
      return sum;
    }

    private void put(int quantity, int l, Bounded[][] sums, Bounded[][] signal) {
      Bounded scale = Bounded.exact(1.0 / BATCH);
      int at = offset(l);
      for (Bounded[] row : sums) {
        for (Bounded element : row) {
          result[quantity][at++] = element.times(scale);
        }
      }
      for (int j = 0; j < signal[0].length; j++) {
        Bounded sum = Bounded.ZERO;
        for (Bounded[] row : signal) {
          sum = sum.plus(row[j]);
        }
        result[quantity][at++] = sum.times(scale);
      }
    }
  }
}
