package io.github.curvelane.nn;

/** {@link RowScores} in single precision; {@code DoubleRowScores} is derived from it. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatRowScores implements RowScores<float[]> {
  @Override
  public double distance(int n, float[] a, int aAt, float[] t, int tAt) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += Math.abs((double) a[aAt + j] - t[tAt + j]);
    }
    return sum;
  }

  @Override
  public double squaredDistance(int n, float[] a, int aAt, float[] t, int tAt) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double d = (double) a[aAt + j] - t[tAt + j];
      sum = Math.fma(d, d, sum);
    }
    return sum;
  }

  @Override
  public boolean isAmongLargest(int k, int output, int n, float[] a, int aAt) {
    float own = a[aAt + output];
    int larger = 0;
    boolean ordered = true;
    for (int j = 0; j < n; j++) {
      float other = a[aAt + j];
      ordered &= other == other;
      larger += other > own || other == own && j < output ? 1 : 0;
    }
    return ordered && larger < k;
  }
}
