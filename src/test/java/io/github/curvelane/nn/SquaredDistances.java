package io.github.curvelane.nn;

import io.github.curvelane.Precision;

/**
 * y_j = ½κ_j(x_j − w_j)² of each unit, κ and then w in θ: a transform whose second derivatives by
 * inputs, by parameters and by both are none of them 0.
 */
final class SquaredDistances extends NodeLayer {
  SquaredDistances(int units) {
    super(
        "squared-distances",
        units,
        units,
        Block.constant("precision", 1, 1, units),
        Block.weight("centre", 1, 1, units));
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of("squared-distances").with("units", inputs());
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new TransformPasses<>(site, new Distances<>(site, this));
  }

  private static final class Distances<A> extends Transform<A> {
    private final Precision<A> precision;

    Distances(Site<A> site, SquaredDistances layer) {
      super(site, layer);
      this.precision = site.kernels().precision();
    }

    private double kappa(int j) {
      return precision.get(theta, offset + j);
    }

    /** x − w of an example's unit. */
    private double distance(int p, int j) {
      double w = precision.get(theta, offset + inputs + j);
      return precision.get(x.array(), x.offset() + p * inputs + j) - w;
    }

    private double get(Matrix<A> matrix, int row, int j) {
      return precision.get(matrix.array(), matrix.offset() + row * inputs + j);
    }

    private void set(Matrix<A> matrix, int row, int j, double value) {
      precision.set(matrix.array(), row * inputs + j, value);
    }

    private void add(A array, int at, double value) {
      precision.set(array, at, precision.get(array, at) + value);
    }

    @Override
    void apply(Matrix<A> x, Matrix<A> y) {
      for (int p = 0; p < y.rows(); p++) {
        for (int j = 0; j < inputs; j++) {
          set(y, p, j, 0.5 * kappa(j) * distance(p, j) * distance(p, j));
        }
      }
    }

    @Override
    void push(Matrix<A> tangentX, Matrix<A> tangentY, int from, int rows) {
      scale(tangentX, tangentY, from, rows);
    }

    @Override
    void pull(Matrix<A> u, Matrix<A> back, int from, int rows) {
      scale(u, back, from, rows);
    }

    private void scale(Matrix<A> u, Matrix<A> result, int from, int rows) {
      for (int p = 0; p < rows; p++) {
        for (int j = 0; j < inputs; j++) {
          set(result, from + p, j, kappa(j) * distance(p, j) * get(u, from + p, j));
        }
      }
    }

    @Override
    void pullSquares(Matrix<A> h, Matrix<A> back) {
      for (int p = 0; p < h.rows(); p++) {
        for (int j = 0; j < inputs; j++) {
          double slope = kappa(j) * distance(p, j);
          set(back, p, j, slope * slope * get(h, p, j));
        }
      }
    }

    @Override
    void addBend(Matrix<A> delta, Matrix<A> tangentX, Matrix<A> back, int from, int rows) {
      for (int p = 0; p < rows; p++) {
        for (int j = 0; j < inputs; j++) {
          double bent = get(delta, p, j) * kappa(j) * get(tangentX, from + p, j);
          add(back.array(), (from + p) * inputs + j, bent);
        }
      }
    }

    @Override
    void addBendDiagonal(Matrix<A> delta, Matrix<A> back) {
      for (int p = 0; p < delta.rows(); p++) {
        for (int j = 0; j < inputs; j++) {
          add(back.array(), p * inputs + j, get(delta, p, j) * kappa(j));
        }
      }
    }

    @Override
    int residualColumns() {
      return inputs;
    }

    @Override
    boolean residualColumn(int column, A signs, Matrix<A> delta, Matrix<A> back) {
      precision.fill(back.array(), 0, back.size(), 0);
      for (int p = 0; p < delta.rows(); p++) {
        double bend = get(delta, p, column) * kappa(column);
        precision.set(signs, p, bend < 0 ? -1 : 1);
        set(back, p, column, Math.sqrt(Math.abs(bend)));
      }
      return true;
    }

    @Override
    void addPush(A direction, Matrix<A> tangentY, int from, int rows) {
      for (int p = 0; p < rows; p++) {
        for (int j = 0; j < inputs; j++) {
          double d = distance(p, j);
          double byKappa = 0.5 * d * d * precision.get(direction, offset + j);
          double byCentre = -kappa(j) * d * precision.get(direction, offset + inputs + j);
          add(tangentY.array(), (from + p) * inputs + j, byKappa + byCentre);
        }
      }
    }

    @Override
    void gradient(Matrix<A> u, int from, int example, int rows, A sum, int at) {
      precision.fill(sum, at, at + parameters, 0);
      for (int p = 0; p < rows; p++) {
        for (int j = 0; j < inputs; j++) {
          double d = distance(example + p, j);
          add(sum, at + j, 0.5 * d * d * get(u, from + p, j));
          add(sum, at + inputs + j, -kappa(j) * d * get(u, from + p, j));
        }
      }
    }

    @Override
    void addGradientBend(
        Matrix<A> delta, A direction, Matrix<A> tangentX, int from, int rows, A sum, int at) {
      for (int p = 0; p < rows; p++) {
        for (int j = 0; j < inputs; j++) {
          double moved = tangentX == null ? 0 : get(tangentX, from + p, j);
          double tangent = moved - precision.get(direction, offset + inputs + j);
          double d = distance(p, j);
          double ofSlope = precision.get(direction, offset + j) * d + kappa(j) * tangent;
          add(sum, at + j, get(delta, p, j) * d * tangent);
          add(sum, at + inputs + j, -get(delta, p, j) * ofSlope);
        }
      }
    }

    @Override
    void addParameterBend(Matrix<A> delta, A direction, Matrix<A> back, int from, int rows) {
      for (int p = 0; p < rows; p++) {
        for (int j = 0; j < inputs; j++) {
          double byKappa = precision.get(direction, offset + j) * distance(p, j);
          double byCentre = -kappa(j) * precision.get(direction, offset + inputs + j);
          double bent = get(delta, p, j) * (byKappa + byCentre);
          add(back.array(), (from + p) * inputs + j, bent);
        }
      }
    }

    @Override
    void gradientSquares(Matrix<A> h, A sum, int at) {
      precision.fill(sum, at, at + parameters, 0);
      for (int p = 0; p < h.rows(); p++) {
        for (int j = 0; j < inputs; j++) {
          double d = distance(p, j);
          add(sum, at + j, 0.25 * d * d * d * d * get(h, p, j));
          add(sum, at + inputs + j, kappa(j) * kappa(j) * d * d * get(h, p, j));
        }
      }
    }

    @Override
    void addGradientBendDiagonal(Matrix<A> delta, A sum, int at) {
      for (int p = 0; p < delta.rows(); p++) {
        for (int j = 0; j < inputs; j++) {
          add(sum, at + inputs + j, get(delta, p, j) * kappa(j));
        }
      }
    }
  }
}
