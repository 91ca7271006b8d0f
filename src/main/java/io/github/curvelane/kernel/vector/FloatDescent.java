package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A step of gradient descent along finished chains of a product. The last vector of a row overlaps
 * the one before: it is computed first, from the old θ, and stored last, so what lies in both is
 * stored twice with the same bits.
 */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
final class FloatDescent {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatDescent() {}

  /**
   * Takes the step for a block of rows and columns.
   *
   * @param call the product
   * @param i0 the first row
   * @param i1 the row after the last
   * @param j0 the first column
   * @param j1 the column after the last
   * @param g the block's chains, not yet scaled
   * @param gOffset the first of them
   * @param ldg the distance between their rows
   */
  static void apply(
      ProductCall<float[]> call, int i0, int i1, int j0, int j1, float[] g, int gOffset, int ldg) {
    if (call.rates != null) {
      FloatRatedDescent.apply(call, i0, i1, j0, j1, g, gOffset, ldg);
      return;
    }
    int rows = i1 - i0;
    int columns = j1 - j0;
    float[] theta = call.theta;
    int ld = call.ldTheta;
    int first = call.thetaOffset + i0 * ld + j0;
    float s = call.scaled ? (float) call.scale : 1;
    float minusRate = (float) -call.rate;
    if (ldg == columns && ld == columns) {
      row(rows * columns, g, gOffset, s, theta, first, minusRate);
    } else if (columns > LANES && columns <= 2 * LANES) {
      twoVectors(rows, columns - LANES, g, gOffset, ldg, s, theta, first, ld, minusRate);
    } else {
      for (int i = 0; i < rows; i++) {
        row(columns, g, gOffset + i * ldg, s, theta, first + i * ld, minusRate);
      }
    }
  }

  private static void row(
      int columns, float[] g, int from, float s, float[] theta, int to, float minusRate) {
    if (columns < LANES) {
      for (int j = 0; j < columns; j++) {
        theta[to + j] = Math.fma(minusRate, g[from + j] * s, theta[to + j]);
      }
      return;
    }
    FloatVector scale = FloatVector.broadcast(SPECIES, s);
    FloatVector rate = FloatVector.broadcast(SPECIES, minusRate);
    int last = columns - LANES;
    FloatVector end = FloatVector.fromArray(SPECIES, theta, to + last);
    end = FloatVector.fromArray(SPECIES, g, from + last).mul(scale).fma(rate, end);
    for (int j = 0; j < last; j += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, theta, to + j);
      v = FloatVector.fromArray(SPECIES, g, from + j).mul(scale).fma(rate, v);
      v.intoArray(theta, to + j);
    }
    end.intoArray(theta, to + last);
  }

  /** One loop for all rows: a step of 784-30-10 took 5 % longer with one for each. */
  private static void twoVectors(
      int rows,
      int second,
      float[] g,
      int gOffset,
      int ldg,
      float s,
      float[] theta,
      int first,
      int ld,
      float minusRate) {
    FloatVector scale = FloatVector.broadcast(SPECIES, s);
    FloatVector rate = FloatVector.broadcast(SPECIES, minusRate);
    for (int i = 0; i < rows; i++) {
      int from = gOffset + i * ldg;
      int to = first + i * ld;
      FloatVector v = FloatVector.fromArray(SPECIES, theta, to);
      FloatVector w = FloatVector.fromArray(SPECIES, theta, to + second);
      v = FloatVector.fromArray(SPECIES, g, from).mul(scale).fma(rate, v);
      w = FloatVector.fromArray(SPECIES, g, from + second).mul(scale).fma(rate, w);
      v.intoArray(theta, to);
      w.intoArray(theta, to + second);
    }
  }
}
