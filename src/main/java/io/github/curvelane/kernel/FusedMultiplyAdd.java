package io.github.curvelane.kernel;

/**
 * Finds out whether {@link Math#fma(float, float, float)} is an instruction here. Without one the
 * JDK computes it exactly through {@code BigDecimal}, about a thousand times slower, which one
 * timing of a short loop tells beyond doubt. There is no supported way to ask the JVM.
 */
final class FusedMultiplyAdd {
  private static final int CALLS = 2_000;

  /** An instruction takes below 20 ns a call even interpreted; BigDecimal some microseconds. */
  private static final long SLOW_NANOS_PER_CALL = 400;

  private FusedMultiplyAdd() {}

  static boolean isFast() {
    long best = Long.MAX_VALUE;
    double x = 1;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        x = Math.fma(x, 0.999, 1e-3);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return x > 0 && best < CALLS * SLOW_NANOS_PER_CALL;
  }
}
