package io.github.curvelane.threads;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Cholesky;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Convolution;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.MatrixReductions;
import io.github.curvelane.kernel.PivotedQr;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.RowSoftmax;
import io.github.curvelane.kernel.Rows;
import io.github.curvelane.kernel.StackedQr;
import io.github.curvelane.kernel.SymmetricEigen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** The façades of kernels that own memory. */
final class KernelThings {
  private static final Kernels<float[]> KERNELS = Kernels.of(Precision.FLOAT);
  private static final Kernels<double[]> DOUBLES = Kernels.of(Precision.DOUBLE);
  private static final float[][] DATA = new float[SharedThing.VARIANTS][];
  private static final double[][] DOUBLE_DATA = new double[SharedThing.VARIANTS][];

  static {
    for (int v = 0; v < SharedThing.VARIANTS; v++) {
      SplittableRandom random = new SplittableRandom(v);
      DOUBLE_DATA[v] = random.doubles(5_000, -1, 1).toArray();
      DATA[v] = Precision.FLOAT.of(DOUBLE_DATA[v]);
    }
  }

  private KernelThings() {}

  static List<SharedThing> all() {
    return List.of(
        new SharedThing("product", KernelThings::product),
        new SharedThing("products of a batch", KernelThings::batch),
        new SharedThing("convolution", KernelThings::convolution),
        new SharedThing("dot", () -> reductions((r, x) -> r.dot(777, x, 0, x, 1_003))),
        new SharedThing("short dot", () -> reductions((r, x) -> r.dot(17, x, 0, x, 1_003))),
        new SharedThing("sum", () -> reductions((r, x) -> r.sum(333, x, 0))),
        new SharedThing("norm", () -> reductions((r, x) -> r.norm2(1_011, x, 0))),
        new SharedThing("sum of absolute values", () -> reductions((r, x) -> r.norm1(55, x, 0))),
        new SharedThing("largest", () -> reductions((r, x) -> r.max(55, x, 0))),
        new SharedThing("logSumExp", () -> reductions((r, x) -> r.logSumExp(901, x, 0))),
        new SharedThing("dots", () -> reductions(KernelThings::dots)),
        new SharedThing("row sums", KernelThings::rowSums),
        new SharedThing("column maxima", KernelThings::columnMaxima),
        new SharedThing("softmax of long rows", () -> softmax(77)),
        new SharedThing("softmax of short rows", () -> softmax(7)),
        new SharedThing("Cholesky", KernelThings::cholesky),
        new SharedThing("pivoted QR", KernelThings::pivotedQr),
        new SharedThing("stacked QR", KernelThings::stackedQr),
        new SharedThing("eigensolver", KernelThings::eigen),
        new SharedThing("tree of sums", KernelThings::tree));
  }

  private static IntFunction<Object> product() {
    Product<float[]> product = KERNELS.newProduct(Parallelism.none());
    return v -> {
      float[] c = new float[13 * 17];
      product.a(DATA[v], 0, 19).b(DATA[v], 300, 17).c(c, 0, 17).bias(DATA[v], 1_000);
      product.multiply(13, 17, 19);
      return Arrays.toString(c);
    };
  }

  private static IntFunction<Object> batch() {
    Product<float[]> product = KERNELS.newProduct(Parallelism.none());
    return v -> {
      float[] c = new float[4 * 35];
      product.a(DATA[v], 0, 9).bTransposed(DATA[v], 500, 9).c(c, 0, 7).scale(0.5 + v);
      product.batch(4, 45, 63, 35).multiply(5, 7, 9);
      return Arrays.toString(c);
    };
  }

  private static IntFunction<Object> convolution() {
    ConvolutionShape shape = ConvolutionShape.of(9, 8, 2, 3, 3, 3);
    Convolution<float[]> convolution = KERNELS.newConvolution(shape, Parallelism.none());
    return v -> {
      float[] y = new float[2 * shape.outputs()];
      convolution.x(DATA[v], 0).weights(DATA[v], 1_000).y(y, 0).bias(DATA[v], 2_000).outputs(2);
      return Arrays.toString(y);
    };
  }

  private interface Reduction {
    Object of(Reductions<float[]> reductions, float[] x);
  }

  private static IntFunction<Object> reductions(Reduction reduction) {
    Reductions<float[]> reductions = KERNELS.newReductions();
    return v -> reduction.of(reductions, DATA[v]);
  }

  private static Object dots(Reductions<float[]> reductions, float[] x) {
    float[] c = new float[7];
    reductions.dots(7, 301, x, 0, 311, x, 3_000, c, 0);
    return Arrays.toString(c);
  }

  private static IntFunction<Object> rowSums() {
    MatrixReductions<float[]> reductions = KERNELS.newMatrixReductions();
    return v -> {
      float[] y = new float[9];
      reductions.rowSums(9, 201, DATA[v], 0, 211, y, 0);
      return Arrays.toString(y);
    };
  }

  private static IntFunction<Object> columnMaxima() {
    MatrixReductions<float[]> reductions = KERNELS.newMatrixReductions();
    return v -> {
      float[] y = new float[21];
      reductions.columnMaxima(9, 21, DATA[v], 0, 23, y, 0);
      return Arrays.toString(y);
    };
  }

  private static IntFunction<Object> softmax(int n) {
    RowSoftmax<float[]> softmax = KERNELS.newSoftmax();
    return v -> {
      float[] p = new float[5 * n];
      softmax.softmax(n, new Rows<>(DATA[v], 0, n, 5), new Rows<>(p, 0, n, 5));
      return Arrays.toString(p);
    };
  }

  private static IntFunction<Object> cholesky() {
    Cholesky<double[]> cholesky = DOUBLES.newCholesky(Parallelism.none());
    return v -> {
      double[] a = Arrays.copyOf(DOUBLE_DATA[v], 40 * 40);
      for (int i = 0; i < 40; i++) {
        a[41 * i] = 40;
      }
      cholesky.factor(40, a, 0, 40);
      // A matrix that fails, whose pivot belongs to it.
      int failed = cholesky.tryFactor(1, new double[] {-1 - v}, 0, 1);
      return Arrays.toString(a) + failed + cholesky.pivot();
    };
  }

  private static IntFunction<Object> pivotedQr() {
    PivotedQr<double[]> qr = DOUBLES.newPivotedQr();
    return v -> {
      double[] b = Arrays.copyOf(DOUBLE_DATA[v], 30);
      qr.factor(30, 7, DOUBLE_DATA[v], 100, 7);
      qr.applyTransposed(b, 0);
      qr.solve(qr.rank(1e-12), b, 0);
      return Arrays.toString(b) + qr.r(2, 3) + qr.column(4);
    };
  }

  private static IntFunction<Object> stackedQr() {
    StackedQr<double[]> qr = DOUBLES.newStackedQr(Parallelism.none());
    return v -> {
      double[] r = new double[49];
      qr.update(7, r, 0, 7, 60, DOUBLE_DATA[v].clone(), 0, 7);
      return Arrays.toString(r);
    };
  }

  private static IntFunction<Object> eigen() {
    SymmetricEigen<double[]> eigen = DOUBLES.newSymmetricEigen(Parallelism.none());
    return v -> {
      double[] values = new double[20];
      double[] vectors = new double[400];
      eigen.decompose(20, DOUBLE_DATA[v], 0, 20, values, 0, vectors, 0, 20);
      return Arrays.toString(values) + Arrays.toString(vectors);
    };
  }

  private static IntFunction<Object> tree() {
    ChunkTree<float[]> tree = new ChunkTree<>(KERNELS);
    return v -> {
      tree.begin(5, 1, 50);
      List<float[]> results = new ArrayList<>(List.of(new float[50]));
      for (int chunk = 0; chunk < 5; chunk++) {
        float[] sums = Arrays.copyOfRange(DATA[v], 50 * chunk, 50 * (chunk + 1));
        tree.add(chunk, DOUBLE_DATA[v][chunk], List.of(sums));
      }
      return tree.total(0.2, results) + Arrays.toString(results.getFirst());
    };
  }
}
