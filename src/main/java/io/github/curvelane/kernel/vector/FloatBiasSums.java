package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gradients by a bias a map of a convolution: chains over rows, whose lanes are the maps. */
final class FloatBiasSums {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private final ConvolutionShape shape;
  private final float[] chain;

  FloatBiasSums(ConvolutionShape shape) {
    this.shape = shape;
    chain = new float[shape.maps() + LANES];
  }

  void compute(ConvolutionCall<float[]> call) {
    int maps = shape.maps();
    Arrays.fill(call.bias, call.biasOffset, call.biasOffset + maps, 0);
    for (int e = 0; e < call.examples; e += shape.examplesPerChain()) {
      int count = Math.min(shape.examplesPerChain(), call.examples - e);
      Arrays.fill(chain, 0);
      for (int j = 0; j < maps; j += LANES) {
        int first = call.yOffset + e * shape.outputs() + j;
        int rows = count * shape.places();
        int done = addVectors(call.y, first, rows, maps, chain, j);
        addElements(call.y, first + done * maps, rows - done, maps, Math.min(LANES, maps - j), j);
      }
      for (int m = 0; m < maps; m++) {
        int at = call.biasOffset + m;
        call.bias[at] = e == 0 ? chain[m] : call.bias[at] + chain[m];
      }
    }
  }

  /** Adds rows as long as whole vectors lie within y, and returns how many. */
  private static int addVectors(float[] y, int first, int rows, int ld, float[] chain, int j) {
    int inside = Math.floorDiv(y.length - LANES - first, ld) + 1;
    int count = Math.min(rows, inside);
    FloatVector sum = FloatVector.fromArray(SPECIES, chain, j);
    for (int r = 0; r < count; r++) {
      sum = sum.add(FloatVector.fromArray(SPECIES, y, first + r * ld));
    }
    sum.intoArray(chain, j);
    return Math.max(count, 0);
  }

  private void addElements(float[] y, int first, int rows, int ld, int lanes, int j) {
    for (int r = 0; r < rows; r++) {
      for (int lane = 0; lane < lanes; lane++) {
        chain[j + lane] += y[first + r * ld + lane];
      }
    }
  }
}
