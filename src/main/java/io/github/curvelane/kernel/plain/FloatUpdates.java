package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.UpdateKernels;

/** Optimizer steps in single precision. */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
public final class FloatUpdates implements UpdateKernels<float[]> {
  /** Creates the steps, which keep no state. */
  public FloatUpdates() {}

  @Override
  public void sgd(float[] theta, float[] g, int from, int to, double rate) {
    float minusRate = (float) -rate;
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusRate, g[i], theta[i]);
    }
  }

  @Override
  public void scaledSgd(float[] theta, float[] g, int from, int to, double scale, double rate) {
    float s = (float) scale;
    float minusRate = (float) -rate;
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusRate, s * g[i], theta[i]);
    }
  }

  @Override
  public void momentum(
      float[] theta, float[] g, float[] v, int from, int to, double rate, double alpha) {
    float e = (float) rate;
    float a = (float) alpha;
    for (int i = from; i < to; i++) {
      float next = Math.fma(a, v[i], -(e * g[i]));
      v[i] = next;
      theta[i] = theta[i] + next;
    }
  }

  @Override
  public void lookAhead(float[] theta, float[] v, float[] start, int from, int to, double alpha) {
    float a = (float) alpha;
    for (int i = from; i < to; i++) {
      float t = theta[i];
      start[i] = t;
      theta[i] = Math.fma(a, v[i], t);
    }
  }

  @Override
  public void momentumFrom(
      float[] start,
      float[] theta,
      float[] g,
      float[] v,
      int from,
      int to,
      double rate,
      double alpha) {
    float e = (float) rate;
    float a = (float) alpha;
    for (int i = from; i < to; i++) {
      float next = Math.fma(a, v[i], -(e * g[i]));
      v[i] = next;
      theta[i] = start[i] + next;
    }
  }

  @Override
  public void shiftedNesterov(
      float[] theta, float[] g, float[] v, int from, int to, double rate, double alpha) {
    float e = (float) rate;
    float a = (float) alpha;
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float next = Math.fma(a, v[i], -(e * slope));
      v[i] = next;
      theta[i] = Math.fma(a, next, Math.fma(-e, slope, theta[i]));
    }
  }

  @Override
  public void adaGrad(
      float[] theta, float[] g, float[] r, int from, int to, double rate, double delta) {
    float e = (float) rate;
    float d = (float) delta;
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float next = Math.fma(slope, slope, r[i]);
      r[i] = next;
      theta[i] = theta[i] - (e * slope) / (d + (float) Math.sqrt(next));
    }
  }

  @Override
  public void rmsProp(
      float[] theta,
      float[] g,
      float[] r,
      int from,
      int to,
      double rate,
      double rho,
      double delta) {
    float e = (float) rate;
    float p = (float) rho;
    float q = (float) (1 - rho);
    float d = (float) delta;
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float next = Math.fma(p, r[i], q * (slope * slope));
      r[i] = next;
      theta[i] = theta[i] - (e * slope) / (float) Math.sqrt(d + next);
    }
  }

  @Override
  public void rmsPropFrom(
      float[] start,
      float[] theta,
      float[] g,
      float[] r,
      float[] v,
      int from,
      int to,
      double rate,
      double rho,
      double delta,
      double alpha) {
    float e = (float) rate;
    float p = (float) rho;
    float q = (float) (1 - rho);
    float d = (float) delta;
    float a = (float) alpha;
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float square = Math.fma(p, r[i], q * (slope * slope));
      r[i] = square;
      float next = Math.fma(a, v[i], -((e * slope) / (float) Math.sqrt(d + square)));
      v[i] = next;
      theta[i] = start[i] + next;
    }
  }

  @Override
  public void adaDelta(
      float[] theta,
      float[] g,
      float[] r,
      float[] u,
      int from,
      int to,
      double rate,
      double rho,
      double delta) {
    float e = (float) rate;
    float p = (float) rho;
    float q = (float) (1 - rho);
    float d = (float) delta;
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float square = Math.fma(p, r[i], q * (slope * slope));
      r[i] = square;
      float moved = u[i];
      float step = (float) Math.sqrt((moved + d) / (square + d)) * slope;
      u[i] = Math.fma(p, moved, q * (step * step));
      theta[i] = Math.fma(-e, step, theta[i]);
    }
  }

  @Override
  public void adam(
      float[] theta,
      float[] g,
      float[] s,
      float[] r,
      int from,
      int to,
      double e,
      double c,
      double rho1,
      double rho2,
      double delta) {
    float e1 = (float) e;
    float c2 = (float) c;
    float p1 = (float) rho1;
    float p2 = (float) rho2;
    float q1 = (float) (1 - rho1);
    float q2 = (float) (1 - rho2);
    float d = (float) delta;
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float first = Math.fma(p1, s[i], q1 * slope);
      float second = Math.fma(p2, r[i], q2 * (slope * slope));
      s[i] = first;
      r[i] = second;
      theta[i] = theta[i] - (e1 * first) / ((float) Math.sqrt(c2 * second) + d);
    }
  }

  @Override
  public void adamW(
      float[] theta,
      float[] g,
      float[] s,
      float[] r,
      int from,
      int to,
      double e,
      double c,
      double rho1,
      double rho2,
      double delta,
      double kappa) {
    float e1 = (float) e;
    float c2 = (float) c;
    float p1 = (float) rho1;
    float p2 = (float) rho2;
    float q1 = (float) (1 - rho1);
    float q2 = (float) (1 - rho2);
    float d = (float) delta;
    float minusKappa = (float) -kappa;
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float first = Math.fma(p1, s[i], q1 * slope);
      float second = Math.fma(p2, r[i], q2 * (slope * slope));
      s[i] = first;
      r[i] = second;
      float kept = Math.fma(minusKappa, theta[i], theta[i]);
      theta[i] = kept - (e1 * first) / ((float) Math.sqrt(c2 * second) + d);
    }
  }

  @Override
  public void addDecay(float[] theta, float[] g, int from, int to, double lambda) {
    float l = (float) lambda;
    for (int i = from; i < to; i++) {
      g[i] = Math.fma(l, theta[i], g[i]);
    }
  }

  @Override
  public void shrink(float[] theta, int from, int to, double kappa) {
    float minusKappa = (float) -kappa;
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusKappa, theta[i], theta[i]);
    }
  }

  @Override
  public void clip(float[] g, int from, int to, double bound) {
    float c = (float) bound;
    for (int i = from; i < to; i++) {
      g[i] = Math.max(-c, Math.min(c, g[i]));
    }
  }
}
