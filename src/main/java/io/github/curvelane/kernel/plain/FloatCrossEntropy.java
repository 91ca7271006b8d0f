package io.github.curvelane.kernel.plain;

/** Cross-entropy after softmax; see {@link io.github.curvelane.kernel.RowSoftmax}. */
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
      float[] kept,
      int keptOffset,
      float[] gradient,
      int gradientOffset) {
    float w = (float) weight;
    float s = (float) smoothing;
    float off = s / n;
    float logSum = kept[keptOffset];
    float max = kept[keptOffset + 1];
    float loss = Math.fma(-(1 - s), x[xOffset + label] - max, logSum);
    if (s != 0) {
      loss = Math.fma(-off, sums.deviations(n, x, xOffset, max), loss);
    }
    boolean isLargest = x[xOffset + label] == max;
    int p = keptOffset + FloatSoftmax.HEADER;
    if (gradient != null) {
      for (int j = 0; j < n; j++) {
        gradient[gradientOffset + j] = w * (kept[p + j] - off);
      }
      float probability = kept[p + label];
      float excess = s == 0 && isLargest ? -kept[keptOffset + 2] : probability - ((1 - s) + off);
      gradient[gradientOffset + label] = w * excess;
    }
    loss *= w;
    kept[keptOffset] = loss;
    kept[keptOffset + 1] = w;
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
      float[] kept,
      int keptOffset,
      float[] gradient,
      int gradientOffset) {
    float w = (float) weight;
    float s = (float) smoothing;
    float off = s / n;
    float keep = 1 - s;
    float logSum = kept[keptOffset];
    float max = kept[keptOffset + 1];
    float mass = Math.fma(keep, sums.sum(n, target, targetOffset), s);
    float expected = keep * sums.dot(n, target, targetOffset, x, xOffset, max);
    if (s != 0) {
      expected = Math.fma(off, sums.deviations(n, x, xOffset, max), expected);
    }
    if (gradient != null) {
      int p = keptOffset + FloatSoftmax.HEADER;
      int largest = sums.indexOf(n, x, xOffset, max);
      for (int j = 0; j < n; j++) {
        gradient[gradientOffset + j] = Math.fma(keep, target[targetOffset + j], off);
      }
      float others = 0;
      if (largest >= 0) {
        gradient[gradientOffset + largest] = 0;
        others = sums.sum(n, gradient, gradientOffset);
      }
      for (int j = 0; j < n; j++) {
        float t = gradient[gradientOffset + j];
        gradient[gradientOffset + j] = w * Math.fma(mass, kept[p + j], -t);
      }
      if (largest >= 0) {
        gradient[gradientOffset + largest] = w * Math.fma(-mass, kept[keptOffset + 2], others);
      }
    }
    float loss = w * Math.fma(mass, logSum, -expected);
    kept[keptOffset] = loss;
    kept[keptOffset + 1] = w * mass;
    return loss;
  }

  static void hessianVector(
      FloatRowSums sums,
      int n,
      float[] kept,
      int keptOffset,
      float[] r,
      int rOffset,
      float[] out,
      int outOffset) {
    int p = keptOffset + FloatSoftmax.HEADER;
    float h = kept[keptOffset + 1];
    float likeliest = r[rOffset + likeliest(sums, n, kept, p)];
    for (int j = 0; j < n; j++) {
      out[outOffset + j] = r[rOffset + j] - likeliest;
    }
    float mean = sums.dot(n, kept, p, out, outOffset, 0);
    for (int j = 0; j < n; j++) {
      out[outOffset + j] = (h * kept[p + j]) * (out[outOffset + j] - mean);
    }
  }

  /** The first of the largest probabilities; 0 if one is NaN. */
  private static int likeliest(FloatRowSums sums, int n, float[] probabilities, int offset) {
    if (n > FloatSoftmax.SHORT) {
      float largest = sums.max(n, probabilities, offset);
      return Math.max(0, sums.indexOf(n, probabilities, offset, largest));
    }
    int likeliest = 0;
    float largest = probabilities[offset];
    for (int j = 1; j < n; j++) {
      float p = probabilities[offset + j];
      likeliest = p > largest ? j : likeliest;
      largest = p > largest ? p : largest;
    }
    return likeliest;
  }
}
