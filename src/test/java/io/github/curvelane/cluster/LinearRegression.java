package io.github.curvelane.cluster;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.ChunkSums;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.Set;

/** ½(xθ₀ + θ₁ − y)² over points: an objective of a user's own, by formulas. */
record LinearRegression() implements ChunkedObjective<double[], LinearRegression.Points> {
  /** The points of a chunk. */
  record Points(double[] x, double[] y) {}

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public Set<ChunkQuantity> quantities() {
    return Set.of(ChunkQuantity.VALUE, ChunkQuantity.GRADIENT, ChunkQuantity.HESSIAN_VECTORS);
  }

  @Override
  public int examples(Points chunk) {
    return chunk.x.length;
  }

  @Override
  public ChunkLoader<double[], Points> newLoader() {
    Sums sums = new Sums();
    return chunk -> {
      sums.points = chunk;
      return sums;
    };
  }

  private final class Sums implements ChunkSums<double[]> {
    Points points;

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] theta) {
      throw new AssertionError("workers ask for sums");
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      throw new AssertionError("workers ask for sums");
    }

    @Override
    public Set<ChunkQuantity> chunkQuantities() {
      return quantities();
    }

    @Override
    public double chunkSums(ChunkRequest<double[]> request, int place, List<double[]> sums) {
      double[] theta = request.theta();
      double value = 0;
      for (double[] sum : sums) {
        sum[0] = 0;
        sum[1] = 0;
      }
      for (int i = 0; i < points.x.length; i++) {
        double x = points.x[i];
        double residual = x * theta[0] + theta[1] - points.y[i];
        switch (request.quantity()) {
          case VALUE -> value += residual * residual / 2;
          case GRADIENT -> {
            value += residual * residual / 2;
            sums.getFirst()[0] += residual * x;
            sums.getFirst()[1] += residual;
          }
          case HESSIAN_VECTORS -> {
            for (int k = 0; k < sums.size(); k++) {
              double[] v = request.directions().get(k);
              sums.get(k)[0] += x * (x * v[0] + v[1]);
              sums.get(k)[1] += x * v[0] + v[1];
            }
          }
          default -> throw new UnsupportedOperationException("no " + request.quantity());
        }
      }
      return value;
    }
  }
}
