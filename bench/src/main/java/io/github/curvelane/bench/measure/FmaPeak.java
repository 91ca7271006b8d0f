package io.github.curvelane.bench.measure;

import io.github.curvelane.Precision;
import jdk.incubator.vector.FloatVector;

/** The measured peak of fused multiply-adds: entrants that do nothing else. */
public final class FmaPeak {
  /** The name of the entrant at the machine's own width. */
  public static final String NAME = "FMA peak";

  /** Steps of every chain in one call, some microseconds. */
  private static final int ITERATIONS = 4096;

  private static volatile double sink;

  private FmaPeak() {}

  /**
   * Returns the widest vectors of this JVM, up to 512 bits.
   *
   * @return 128, 256 or 512
   */
  public static int widestBits() {
    return Math.clamp(FloatVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
  }

  /**
   * Returns the entrant at the machine's width.
   *
   * @param precision the precision
   * @return the entrant called {@link #NAME}; its operations are floating-point operations, two for
   *     each fused multiply-add
   */
  public static Entrant widest(Precision<?> precision) {
    Entrant widest = at(precision, widestBits());
    return new Entrant(NAME, widest.operations(), widest.work());
  }

  /**
   * Returns the entrant at one width.
   *
   * @param precision the precision
   * @param bits 128, 256 or 512, not above {@link #widestBits}
   * @return the entrant
   */
  public static Entrant at(Precision<?> precision, int bits) {
    boolean single = precision == Precision.FLOAT;
    Runnable work =
        switch (bits) {
          case 128 ->
              single
                  ? () -> sink = FloatFmaPeak.run128(ITERATIONS)
                  : () -> sink = DoubleFmaPeak.run128(ITERATIONS);
          case 256 ->
              single
                  ? () -> sink = FloatFmaPeak.run256(ITERATIONS)
                  : () -> sink = DoubleFmaPeak.run256(ITERATIONS);
          case 512 ->
              single
                  ? () -> sink = FloatFmaPeak.run512(ITERATIONS)
                  : () -> sink = DoubleFmaPeak.run512(ITERATIONS);
          default -> throw new IllegalArgumentException("bits is " + bits);
        };
    double lanes = bits / 8.0 / precision.bytes();
    double operations = 2.0 * FloatFmaPeak.CHAINS * ITERATIONS * lanes;
    return new Entrant(precision + " " + bits, operations, work);
  }
}
