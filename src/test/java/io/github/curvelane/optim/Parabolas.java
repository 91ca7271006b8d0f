package io.github.curvelane.optim;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.SampledDiagonal;
import io.github.curvelane.StochasticObjective;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * E(θ) = mean of ½ θᵀ(C_p + aA)θ with a diagonal C_p of numbers of either sign and A of ones beside
 * the diagonal and zeros on it; remembers what was selected last. The sampled diagonal is the exact
 * one and {@link #seed}.
 */
class Parabolas
    implements StochasticObjective<double[]>,
        HessianProducts<double[]>,
        CurvatureDiagonals<double[]>,
        SampledDiagonal<double[]> {
  static final int N = 5;
  private static final double BESIDE = 0.25;
  final double[][] curvatures;
  int selections;
  private int[] order;
  private int from;
  private int to;
  long seed;
  private final int maxBatch;
  private final int[] last;
  private final double[] mean = new double[N];

  Parabolas(int examples, int maxBatch) {
    Random random = new Random(3);
    curvatures = new double[examples][];
    for (int p = 0; p < examples; p++) {
      curvatures[p] = random.doubles(N, -1, 2).toArray();
    }
    this.maxBatch = maxBatch;
    last = new int[maxBatch];
  }

  int[] selected() {
    return Arrays.copyOf(last, to - from);
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return N;
  }

  @Override
  public int examples() {
    return curvatures.length;
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public void select(int[] order, int from, int to) {
    if (to - from > maxBatch) {
      throw new IllegalArgumentException();
    }
    this.order = order;
    this.from = from;
    this.to = to;
    selections++;
    System.arraycopy(order, from, last, 0, to - from);
  }

  @Override
  public double value(double[] theta) {
    return valueAndGradient(theta, new double[N]);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    return linearize(theta, gradient);
  }

  @Override
  public double linearize(double[] theta, double[] gradient) {
    Arrays.fill(mean, 0);
    for (int k = from; k < to; k++) {
      for (int i = 0; i < N; i++) {
        mean[i] += curvatures[order[k]][i] / (to - from);
      }
    }
    hessianVector(theta, gradient);
    double value = 0;
    for (int i = 0; i < N; i++) {
      value += theta[i] * gradient[i] / 2;
    }
    return value;
  }

  @Override
  public void hessianVector(double[] v, double[] product) {
    double sum = 0;
    for (double element : v) {
      sum += element;
    }
    for (int i = 0; i < N; i++) {
      product[i] = mean[i] * v[i] + BESIDE * (sum - v[i]);
    }
  }

  @Override
  public Set<Diagonal> diagonals() {
    return EnumSet.of(Diagonal.HESSIAN);
  }

  @Override
  public void diagonal(Diagonal kind, double[] diagonal) {
    System.arraycopy(mean, 0, diagonal, 0, N);
  }

  @Override
  public boolean hasDistribution() {
    return true;
  }

  @Override
  public void monteCarloGaussNewtonDiagonal(int samples, long seed, double[] diagonal) {
    this.seed = seed;
    System.arraycopy(mean, 0, diagonal, 0, N);
  }

  @Override
  public String toString() {
    return "parabolas";
  }
}
