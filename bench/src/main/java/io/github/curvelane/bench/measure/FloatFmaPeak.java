package io.github.curvelane.bench.measure;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rate of fused multiply-adds from registers alone, at each vector width: the ceiling that a
 * matrix product cannot pass. Fourteen independent chains cover the latency of four or five cycles
 * of two units, and with both factors fill sixteen registers. Each step is x ← x + 1/8, with the
 * accumulator as the addend, as the instruction wants it. The methods are longer than what the
 * compiler inlines (325 bytecodes): inlined into a loop of calls the same code ran at 0.6 of the
 * rate.
 */
final class FloatFmaPeak {
  /** Independent chains, that is fused multiply-adds in one iteration. */
  static final int CHAINS = 14;

  private static final VectorSpecies<Float> S128 = FloatVector.SPECIES_128;
  private static final VectorSpecies<Float> S256 = FloatVector.SPECIES_256;
  private static final VectorSpecies<Float> S512 = FloatVector.SPECIES_512;

  private FloatFmaPeak() {}

  /**
   * Runs the chains at 128 bits.
   *
   * @param iterations the number of steps of each chain
   * @return a number that depends on all of them, so that none is optimised away
   */
  static float run128(int iterations) {
    FloatVector m = FloatVector.broadcast(S128, 0.5f);
    FloatVector a = FloatVector.broadcast(S128, 0.25f);
    FloatVector c0 = FloatVector.broadcast(S128, 1);
    FloatVector c1 = c0.add(a);
    FloatVector c2 = c1.add(a);
    FloatVector c3 = c2.add(a);
    FloatVector c4 = c3.add(a);
    FloatVector c5 = c4.add(a);
    FloatVector c6 = c5.add(a);
    FloatVector c7 = c6.add(a);
    FloatVector c8 = c7.add(a);
    FloatVector c9 = c8.add(a);
    FloatVector c10 = c9.add(a);
    FloatVector c11 = c10.add(a);
    FloatVector c12 = c11.add(a);
    FloatVector c13 = c12.add(a);
    for (int i = 0; i < iterations; i++) {
      c0 = m.fma(a, c0);
      c1 = m.fma(a, c1);
      c2 = m.fma(a, c2);
      c3 = m.fma(a, c3);
      c4 = m.fma(a, c4);
      c5 = m.fma(a, c5);
      c6 = m.fma(a, c6);
      c7 = m.fma(a, c7);
      c8 = m.fma(a, c8);
      c9 = m.fma(a, c9);
      c10 = m.fma(a, c10);
      c11 = m.fma(a, c11);
      c12 = m.fma(a, c12);
      c13 = m.fma(a, c13);
    }
    c0 = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6);
    c0 = c0.add(c7).add(c8).add(c9).add(c10).add(c11).add(c12).add(c13);
    return c0.lane(0);
  }

  /**
   * Runs the chains at 256 bits.
   *
   * @param iterations the number of steps of each chain
   * @return a number that depends on all of them, so that none is optimised away
   */
  static float run256(int iterations) {
    FloatVector m = FloatVector.broadcast(S256, 0.5f);
    FloatVector a = FloatVector.broadcast(S256, 0.25f);
    FloatVector c0 = FloatVector.broadcast(S256, 1);
    FloatVector c1 = c0.add(a);
    FloatVector c2 = c1.add(a);
    FloatVector c3 = c2.add(a);
    FloatVector c4 = c3.add(a);
    FloatVector c5 = c4.add(a);
    FloatVector c6 = c5.add(a);
    FloatVector c7 = c6.add(a);
    FloatVector c8 = c7.add(a);
    FloatVector c9 = c8.add(a);
    FloatVector c10 = c9.add(a);
    FloatVector c11 = c10.add(a);
    FloatVector c12 = c11.add(a);
    FloatVector c13 = c12.add(a);
    for (int i = 0; i < iterations; i++) {
      c0 = m.fma(a, c0);
      c1 = m.fma(a, c1);
      c2 = m.fma(a, c2);
      c3 = m.fma(a, c3);
      c4 = m.fma(a, c4);
      c5 = m.fma(a, c5);
      c6 = m.fma(a, c6);
      c7 = m.fma(a, c7);
      c8 = m.fma(a, c8);
      c9 = m.fma(a, c9);
      c10 = m.fma(a, c10);
      c11 = m.fma(a, c11);
      c12 = m.fma(a, c12);
      c13 = m.fma(a, c13);
    }
    c0 = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6);
    c0 = c0.add(c7).add(c8).add(c9).add(c10).add(c11).add(c12).add(c13);
    return c0.lane(0);
  }

  /**
   * Runs the chains at 512 bits.
   *
   * @param iterations the number of steps of each chain
   * @return a number that depends on all of them, so that none is optimised away
   */
  static float run512(int iterations) {
    FloatVector m = FloatVector.broadcast(S512, 0.5f);
    FloatVector a = FloatVector.broadcast(S512, 0.25f);
    FloatVector c0 = FloatVector.broadcast(S512, 1);
    FloatVector c1 = c0.add(a);
    FloatVector c2 = c1.add(a);
    FloatVector c3 = c2.add(a);
    FloatVector c4 = c3.add(a);
    FloatVector c5 = c4.add(a);
    FloatVector c6 = c5.add(a);
    FloatVector c7 = c6.add(a);
    FloatVector c8 = c7.add(a);
    FloatVector c9 = c8.add(a);
    FloatVector c10 = c9.add(a);
    FloatVector c11 = c10.add(a);
    FloatVector c12 = c11.add(a);
    FloatVector c13 = c12.add(a);
    for (int i = 0; i < iterations; i++) {
      c0 = m.fma(a, c0);
      c1 = m.fma(a, c1);
      c2 = m.fma(a, c2);
      c3 = m.fma(a, c3);
      c4 = m.fma(a, c4);
      c5 = m.fma(a, c5);
      c6 = m.fma(a, c6);
      c7 = m.fma(a, c7);
      c8 = m.fma(a, c8);
      c9 = m.fma(a, c9);
      c10 = m.fma(a, c10);
      c11 = m.fma(a, c11);
      c12 = m.fma(a, c12);
      c13 = m.fma(a, c13);
    }
    c0 = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6);
    c0 = c0.add(c7).add(c8).add(c9).add(c10).add(c11).add(c12).add(c13);
    return c0.lane(0);
  }
}
