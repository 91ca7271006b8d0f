package io.github.curvelane.kernel.vector;

import static io.github.curvelane.kernel.vector.FloatLanes.LANES;
import static io.github.curvelane.kernel.vector.FloatLanes.SPECIES;

import io.github.curvelane.kernel.contract.ReflectionKernel;
import jdk.incubator.vector.FloatVector;

/**
 * The reflections of a strip with its columns in lanes: a row is one vector, two or four. The last
 * rows go round the chains, whose sum is the same wherever the round ends; conditions in place of
 * that loop made C2 box the chains of two doubles.
 */
final class FloatReflection implements ReflectionKernel<float[]> {
  private static final int WIDTH = 64 / Float.BYTES;

  @Override
  public void reflect(int rows, float[] v, int vOffset, double t, float[] strip, int offset) {
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      reflectLanes(rows, v, vOffset, (float) -t, strip, offset + lane);
    }
  }

  private static void reflectLanes(
      int rows, float[] v, int vOffset, float minusT, float[] strip, int offset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int i = 0;
    int at = offset;
    for (; i < rows - 3; i += 4) {
      s0 = load(strip, at).fma(FloatVector.broadcast(SPECIES, v[vOffset + i]), s0);
      s1 = load(strip, at + WIDTH).fma(FloatVector.broadcast(SPECIES, v[vOffset + i + 1]), s1);
      s2 = load(strip, at + 2 * WIDTH).fma(FloatVector.broadcast(SPECIES, v[vOffset + i + 2]), s2);
      s3 = load(strip, at + 3 * WIDTH).fma(FloatVector.broadcast(SPECIES, v[vOffset + i + 3]), s3);
      at += 4 * WIDTH;
    }
    for (; i < rows; i++) {
      FloatVector next = load(strip, at).fma(FloatVector.broadcast(SPECIES, v[vOffset + i]), s0);
      s0 = s1;
      s1 = s2;
      s2 = s3;
      s3 = next;
      at += WIDTH;
    }
    FloatVector f = s0.add(s2).add(s1.add(s3)).mul(minusT);
    at = offset;
    for (i = 0; i < rows; i++) {
      f.fma(FloatVector.broadcast(SPECIES, v[vOffset + i]), load(strip, at)).intoArray(strip, at);
      at += WIDTH;
    }
  }

  @Override
  public void squares(int rows, float[] strip, int offset, float[] sums, int sumsOffset) {
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      squaresOfLanes(rows, strip, offset + lane, sums, sumsOffset + lane);
    }
  }

  private static void squaresOfLanes(
      int rows, float[] strip, int offset, float[] sums, int sumsOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int i = 0;
    int at = offset;
    for (; i < rows - 3; i += 4) {
      s0 = square(load(strip, at), s0);
      s1 = square(load(strip, at + WIDTH), s1);
      s2 = square(load(strip, at + 2 * WIDTH), s2);
      s3 = square(load(strip, at + 3 * WIDTH), s3);
      at += 4 * WIDTH;
    }
    for (; i < rows; i++) {
      FloatVector next = square(load(strip, at), s0);
      s0 = s1;
      s1 = s2;
      s2 = s3;
      s3 = next;
      at += WIDTH;
    }
    s0.add(s2).add(s1.add(s3)).intoArray(sums, sumsOffset);
  }

  private static FloatVector load(float[] strip, int at) {
    return FloatVector.fromArray(SPECIES, strip, at);
  }

  private static FloatVector square(FloatVector x, FloatVector sum) {
    return x.fma(x, sum);
  }
}
