package io.github.curvelane.optim;

/** Batches that grow by a factor every epoch, up to a bound. */
record GrowingBatches(int first, double factor, int most) implements BatchSizes {
  GrowingBatches {
    if (first < 1 || most < first) {
      throw new IllegalArgumentException(
          "batch sizes from " + first + " to " + most + ": must be at least 1 and not shrink");
    }
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor is " + factor + ", must be finite, at least 1");
    }
  }

  @Override
  public int in(int epoch) {
    double size = first;
    for (int i = 1; i < epoch && size < most && factor > 1; i++) {
      size *= factor;
    }
    return (int) Math.min(most, Math.rint(size));
  }

  @Override
  public String toString() {
    return most == first
        ? String.valueOf(first)
        : "growing(" + first + ", " + factor + ", " + most + ")";
  }
}
