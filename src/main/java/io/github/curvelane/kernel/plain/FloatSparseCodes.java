package io.github.curvelane.kernel.plain;

import java.util.Arrays;

/** Sparse coding, written plainly. */
final class FloatSparseCodes implements SparseCodes<float[]> {
  /** Sweeps over the coordinates that are not zero before their signs are believed. */
  private static final int ACTIVE_SWEEPS = 3;

  @Override
  public double solve(
      int n,
      float[][] gram,
      float[] b,
      int bAt,
      float[] h,
      int hAt,
      float[] c,
      float[] face,
      int[] active,
      double penalty,
      double tolerance,
      int sweeps) {
    float lambda = (float) penalty;
    System.arraycopy(b, bAt, c, 0, n);
    for (int k = 0; k < n; k++) {
      if (h[hAt + k] != 0) {
        subtract(n, h[hAt + k], gram[k], c);
      }
    }
    double residual = residual(n, h, hAt, c, lambda);
    for (int sweep = 0; sweep < sweeps && residual > tolerance; sweep++) {
      sweep(n, gram, h, hAt, c, lambda, false);
      for (int a = 0; a < ACTIVE_SWEEPS; a++) {
        sweep(n, gram, h, hAt, c, lambda, true);
      }
      minimizeFace(n, gram, h, hAt, c, lambda, face, active);
      residual = residual(n, h, hAt, c, lambda);
    }
    return residual;
  }

  private static void sweep(
      int n, float[][] gram, float[] h, int hAt, float[] c, float lambda, boolean active) {
    for (int k = 0; k < n; k++) {
      float old = h[hAt + k];
      float curvature = gram[k][k];
      if ((active && old == 0) || !(curvature > 0)) {
        continue;
      }
      float u = Math.fma(curvature, old, c[k]);
      float size = Math.max(Math.abs(u) - lambda, 0f);
      float next = Math.copySign(size / curvature, u);
      if (next != old) {
        h[hAt + k] = next + 0f;
        subtract(n, next - old, gram[k], c);
      }
    }
  }

  private static void subtract(int n, float delta, float[] row, float[] c) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(-delta, row[j], c[j]);
    }
  }

  /**
   * While the signs are right J is a quadratic in the coordinates that are not zero: goes to its
   * minimum, or to where the first of them becomes zero, and then on without it.
   */
  private static void minimizeFace(
      int n,
      float[][] gram,
      float[] h,
      int hAt,
      float[] c,
      float lambda,
      float[] face,
      int[] active) {
    boolean inside = false;
    while (!inside) {
      int count = 0;
      for (int k = 0; k < n; k++) {
        if (h[hAt + k] != 0) {
          active[count++] = k;
        }
      }
      int d = n * n;
      for (int a = 0; a < count; a++) {
        int k = active[a];
        face[d + a] = c[k] - Math.copySign(lambda, h[hAt + k]);
      }
      if (count == 0 || !factor(n, count, gram, face, active)) {
        return;
      }
      substitute(n, count, face, d);
      float step = 1;
      int first = -1;
      for (int a = 0; a < count; a++) {
        float code = h[hAt + active[a]];
        float reach = -code / face[d + a];
        if (reach > 0 && reach <= step) {
          step = reach;
          first = active[a];
        }
      }
      for (int a = 0; a < count; a++) {
        int k = active[a];
        float old = h[hAt + k];
        float next = k == first ? 0 : Math.fma(step, face[d + a], old);
        if (next * old <= 0) {
          next = 0;
        }
        h[hAt + k] = next;
        subtract(n, next - old, gram[k], c);
      }
      inside = first < 0;
    }
  }

  /** The Cholesky factor of the rows and columns of G that are active. */
  private static boolean factor(int n, int count, float[][] gram, float[] l, int[] active) {
    for (int i = 0; i < count; i++) {
      float[] row = gram[active[i]];
      for (int j = 0; j <= i; j++) {
        float sum = row[active[j]];
        for (int k = 0; k < j; k++) {
          sum = Math.fma(-l[i * n + k], l[j * n + k], sum);
        }
        if (j < i) {
          l[i * n + j] = sum / l[j * n + j];
        } else if (sum > count * Math.ulp(row[active[i]])) {
          l[i * n + i] = (float) Math.sqrt(sum);
        } else {
          return false;
        }
      }
    }
    return true;
  }

  /** x = L⁻ᵀL⁻¹x, in place. */
  private static void substitute(int n, int count, float[] l, int x) {
    for (int i = 0; i < count; i++) {
      float sum = l[x + i];
      for (int k = 0; k < i; k++) {
        sum = Math.fma(-l[i * n + k], l[x + k], sum);
      }
      l[x + i] = sum / l[i * n + i];
    }
    for (int i = count - 1; i >= 0; i--) {
      float sum = l[x + i];
      for (int k = i + 1; k < count; k++) {
        sum = Math.fma(-l[k * n + i], l[x + k], sum);
      }
      l[x + i] = sum / l[i * n + i];
    }
  }

  private static double residual(int n, float[] h, int hAt, float[] c, float lambda) {
    float worst = 0;
    for (int k = 0; k < n; k++) {
      float code = h[hAt + k];
      float off =
          code != 0 ? Math.abs(c[k] - Math.copySign(lambda, code)) : Math.abs(c[k]) - lambda;
      worst = Math.max(worst, off);
    }
    return worst;
  }

  @Override
  public void updateAtom(int n, int features, int k, float[] ab, float[] w, float[] s) {
    Arrays.fill(s, 0, features, 0f);
    for (int j = 0; j < n; j++) {
      add(features, ab[k * n + j], w, j * features, s);
    }
    float curvature = ab[k * n + k];
    int bAt = n * n + k * features;
    int at = k * features;
    for (int f = 0; f < features; f++) {
      w[at + f] = w[at + f] + (ab[bAt + f] - s[f]) / curvature;
    }
    double squares = 0;
    for (int f = 0; f < features; f++) {
      double element = w[at + f];
      squares = Math.fma(element, element, squares);
    }
    if (squares > 1) {
      float norm = (float) Math.sqrt(squares);
      for (int f = 0; f < features; f++) {
        w[at + f] = w[at + f] / norm;
      }
    }
  }

  private static void add(int features, float factor, float[] w, int at, float[] s) {
    if (factor == 0) {
      return;
    }
    for (int f = 0; f < features; f++) {
      s[f] = Math.fma(factor, w[at + f], s[f]);
    }
  }

  @Override
  public double sumOfAbs(int n, float[] h, int at) {
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += Math.abs(h[i]);
    }
    return sum;
  }
}
