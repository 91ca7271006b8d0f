package io.github.curvelane.data;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.kernel.ExampleChunks;
import io.github.curvelane.kernel.Product;
import java.util.Arrays;
import java.util.List;

/**
 * Σ yyᵀ over examples, on and below the diagonal, where y is a normalised example less a centre or,
 * after {@link #through}, what a matrix makes of it.
 */
final class SecondMoments implements ExampleChunks<double[]> {
  private final Inputs data;
  private final double[] means;
  private final double[] scales;
  private final Product<double[]> product;
  private final double[] centre;
  private final double[] rows;

  /** What the rows go through, [features × columns]; null for nothing. */
  private double[] map;

  private int columns;
  private double[] mapped;

  SecondMoments(Inputs data, Normalization normalization, Product<double[]> product) {
    this.data = data;
    this.means = normalization.means();
    this.scales = normalization.scales();
    this.product = product;
    this.columns = data.features();
    this.centre = new double[columns];
    int most = Math.min(data.examples(), Arithmetic.EXAMPLE_CHUNK);
    this.rows = new double[Dataset.elements("a chunk of examples", most, columns)];
  }

  /** Sets what is subtracted from normalised examples; 0 until then. */
  void centre(double[] values) {
    System.arraycopy(values, 0, centre, 0, centre.length);
  }

  /** Sets what the rows go through. */
  void through(double[] matrix, int outputs) {
    map = matrix;
    columns = outputs;
    mapped = new double[rows.length / data.features() * outputs];
  }

  @Override
  public long examples() {
    return data.examples();
  }

  @Override
  public double sum(int chunk, List<double[]> sums, double scale) {
    int count = fill(chunk);
    double[] y = rows;
    if (map != null) {
      int features = data.features();
      product.a(rows, 0, features).b(map, 0, columns).c(mapped, 0, columns);
      product.multiply(count, columns, features);
      y = mapped;
    }
    double[] sum = sums.getFirst();
    product.aTransposed(y, 0, columns).b(y, 0, columns).c(sum, 0, columns).lowerTriangle();
    product.multiply(columns, columns, count);
    scale(sum, scale);
    return 0;
  }

  /** Σ x of normalised examples. */
  ExampleChunks<double[]> means() {
    return new ExampleChunks<>() {
      @Override
      public long examples() {
        return data.examples();
      }

      @Override
      public double sum(int chunk, List<double[]> sums, double scale) {
        int count = fill(chunk);
        double[] sum = sums.getFirst();
        Arrays.fill(sum, 0);
        for (int i = 0, at = 0; i < count; i++) {
          for (int j = 0; j < sum.length; j++, at++) {
            sum[j] += rows[at];
          }
        }
        scale(sum, scale);
        return 0;
      }
    };
  }

  private static void scale(double[] sum, double scale) {
    if (scale != 1) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] *= scale;
      }
    }
  }

  private int fill(int chunk) {
    int from = chunk * Arithmetic.EXAMPLE_CHUNK;
    int to = Math.min(data.examples(), from + Arithmetic.EXAMPLE_CHUNK);
    double[] row = new double[means.length];
    for (int i = from, at = 0; i < to; i++) {
      data.row(i, row);
      for (int j = 0; j < row.length; j++, at++) {
        rows[at] = (row[j] - means[j]) * scales[j] - centre[j];
      }
    }
    return to - from;
  }
}
