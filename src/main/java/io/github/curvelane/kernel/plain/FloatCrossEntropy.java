package io.github.curvelane.kernel.plain;

/** Cross-entropy after softmax; see {@link io.github.curvelane.kernel.RowLosses}. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatCrossEntropy {
  private FloatCrossEntropy() {}

  static float withClass(
      FloatRowSums sums,
      int n,
      double weight,
      double smoothing,
      float[] x,
      int xOffset,
      int label,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    float w = (float) weight;
    float s = (float) smoothing;
    float off = s / n;
    float logSum = state[stateOffset];
    float max = state[stateOffset + 1];
    float loss = Math.fma(-(1 - s), x[xOffset + label] - max, logSum);
    if (s != 0) {
      loss = Math.fma(-off, sums.deviations(n, x, xOffset, max), loss);
    }
    boolean isLargest = x[xOffset + label] == max;
    int p = stateOffset + FloatSoftmax.HEADER;
    if (gradient != null) {
      for (int j = 0; j < n; j++) {
        gradient[gradientOffset + j] = w * (state[p + j] - off);
      }
      float probability = state[p + label];
      float excess = s == 0 && isLargest ? -state[stateOffset + 2] : probability - ((1 - s) + off);
      gradient[gradientOffset + label] = w * excess;
    }
    loss *= w;
    state[stateOffset] = loss;
    state[stateOffset + 1] = w;
    return loss;
  }

  static float withDistribution(
      FloatRowSums sums,
      int n,
      double weight,
      double smoothing,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    float w = (float) weight;
    float s = (float) smoothing;
    float off = s / n;
    float keep = 1 - s;
    float logSum = state[stateOffset];
    float max = state[stateOffset + 1];
    float mass = Math.fma(keep, sums.sum(n, target, targetOffset), s);
    float expected = keep * sums.dot(n, target, targetOffset, x, xOffset, max);
    if (s != 0) {
      expected = Math.fma(off, sums.deviations(n, x, xOffset, max), expected);
    }
    if (gradient != null) {
      int p = stateOffset + FloatSoftmax.HEADER;
      for (int j = 0; j < n; j++) {
        float t = Math.fma(keep, target[targetOffset + j], off);
        gradient[gradientOffset + j] = w * Math.fma(mass, state[p + j], -t);
      }
    }
    float loss = w * Math.fma(mass, logSum, -expected);
    state[stateOffset] = loss;
    state[stateOffset + 1] = w * mass;
    return loss;
  }
}
