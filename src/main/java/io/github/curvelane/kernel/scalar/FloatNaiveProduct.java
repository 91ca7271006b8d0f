package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;

/**
 * The matrix product as it is defined: one chain of fused multiply-adds per element, over ascending
 * k. Everything else must give the bits of this.
 */
final class FloatNaiveProduct implements ProductKernel<float[]> {
  @Override
  public void multiply(ProductCall<float[]> call) {
    for (int i = 0; i < call.m; i++) {
      int columns = call.lower ? i + 1 : call.n;
      for (int j = 0; j < columns; j++) {
        int index = call.cOffset + i * call.ldc + j;
        float factor = call.times == null ? 1 : factor(call, i, j);
        float chain = chain(call, i, j, call.accumulate ? call.c[index] : 0);
        call.c[index] = epilogue(call, i, j, factor, chain);
      }
    }
    descend(call);
    sweep(call);
  }

  private static float chain(ProductCall<float[]> call, int i, int j, float start) {
    int aStep = call.aTransposed ? call.lda : 1;
    int bStep = call.bTransposed ? 1 : call.ldb;
    int aIndex = call.aOffset + (call.aTransposed ? i : i * call.lda);
    int bIndex = call.bOffset + (call.bTransposed ? j * call.ldb : j);
    float chain = start;
    for (int p = 0; p < call.k; p++) {
      float a = call.a[aIndex + p * aStep];
      float b = call.b[bIndex + p * bStep];
      a = call.squareA ? a * a : a;
      a = call.negateA ? -a : a;
      b = call.squareB ? b * b : b;
      chain = Math.fma(a, b, chain);
    }
    return chain;
  }

  private static float factor(ProductCall<float[]> call, int i, int j) {
    return call.times[call.timesOffset + i * call.ldTimes + j];
  }

  private static float epilogue(
      ProductCall<float[]> call, int i, int j, float factor, float chain) {
    float v = chain;
    v = call.scaled ? v * (float) call.scale : v;
    v = call.old != null ? Math.fma((float) call.beta, call.old[i * call.n + j], v) : v;
    v = call.bias != null ? v + call.bias[call.biasOffset + j] : v;
    return call.times != null ? v * factor : v;
  }

  private static void descend(ProductCall<float[]> call) {
    if (call.theta == null) {
      return;
    }
    float minusRate = (float) -call.rate;
    for (int i = 0; i < call.m; i++) {
      for (int j = 0; j < call.n; j++) {
        int at = call.thetaOffset + i * call.ldTheta + j;
        float v = call.c[call.cOffset + i * call.ldc + j];
        float r = call.rates == null ? minusRate : minusRate * call.rates[at];
        call.theta[at] = Math.fma(r, v, call.theta[at]);
      }
    }
  }

  private static void sweep(ProductCall<float[]> call) {
    if (call.sweep != null) {
      call.sweep.sweep(0, call.m, 0, call.n);
    }
  }
}
