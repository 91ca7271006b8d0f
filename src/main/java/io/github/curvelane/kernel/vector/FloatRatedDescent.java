package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatDescent} with a rate for each parameter; the last vector of a row as there. */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
final class FloatRatedDescent {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatRatedDescent() {}

  /** {@link FloatDescent#apply}. */
  static void apply(
      ProductCall<float[]> call, int i0, int i1, int j0, int j1, float[] g, int gOffset, int ldg) {
    int rows = i1 - i0;
    int columns = j1 - j0;
    int ld = call.ldTheta;
    int first = call.thetaOffset + i0 * ld + j0;
    float s = call.scaled ? (float) call.scale : 1;
    float minusRate = (float) -call.rate;
    if (ldg == columns && ld == columns) {
      row(rows * columns, g, gOffset, s, call.theta, first, minusRate, call.rates);
    } else {
      for (int i = 0; i < rows; i++) {
        row(columns, g, gOffset + i * ldg, s, call.theta, first + i * ld, minusRate, call.rates);
      }
    }
  }

  private static void row(
      int columns,
      float[] g,
      int from,
      float s,
      float[] theta,
      int to,
      float minusRate,
      float[] rates) {
    if (columns < LANES) {
      for (int j = 0; j < columns; j++) {
        theta[to + j] = Math.fma(minusRate * rates[to + j], g[from + j] * s, theta[to + j]);
      }
      return;
    }
    FloatVector scale = FloatVector.broadcast(SPECIES, s);
    FloatVector rate = FloatVector.broadcast(SPECIES, minusRate);
    int last = columns - LANES;
    FloatVector r = FloatVector.fromArray(SPECIES, rates, to + last).mul(rate);
    FloatVector end = FloatVector.fromArray(SPECIES, theta, to + last);
    end = FloatVector.fromArray(SPECIES, g, from + last).mul(scale).fma(r, end);
    for (int j = 0; j < last; j += LANES) {
      r = FloatVector.fromArray(SPECIES, rates, to + j).mul(rate);
      FloatVector v = FloatVector.fromArray(SPECIES, theta, to + j);
      v = FloatVector.fromArray(SPECIES, g, from + j).mul(scale).fma(r, v);
      v.intoArray(theta, to + j);
    }
    end.intoArray(theta, to + last);
  }
}
