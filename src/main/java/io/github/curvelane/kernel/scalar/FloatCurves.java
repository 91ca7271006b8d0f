package io.github.curvelane.kernel.scalar;

/**
 * The curves of activations with their derivatives, element by element. Each formula is a literal
 * sequence.
 *
 * <p>All else in the kernels is derived from these loops by the build: the constants of {@code
 * Shape}, the vector loops, and what chooses among the loops of either kind. Parameters before
 * {@code order} have the names of constants of {@code Curve}; the others are those of {@code
 * ActivationKernels.apply}.
 */
final class FloatCurves {
  private FloatCurves() {}

  /** x; f′ = 1, f″ = 0. */
  static void identity(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      y[yOffset + i] = v;
      if (order > 0) {
        d1[d1Offset + i] = 1;
        if (order > 1) {
          d2[d2Offset + i] = 0;
        }
      }
    }
  }

  /** σ(x); f′ = σ(1 − σ) = q − q² by q, the smaller of σ and 1 − σ; f″ = f′·(1 − 2σ). */
  static void logistic(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float tail = FloatFunctions.logisticTail(v);
      float value = v < 0 ? tail : 1 - tail;
      y[yOffset + i] = value;
      if (order > 0) {
        float first = Math.fma(-tail, tail, tail);
        d1[d1Offset + i] = first;
        if (order > 1) {
          d2[d2Offset + i] = first * Math.fma(-2, value, 1);
        }
      }
    }
  }

  /** tanh x; from the output y: f′ = fma(−y, y, 1), f″ = (−2y)·f′. */
  static void tanh(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float value = FloatFunctions.tanh(x[xOffset + i]);
      y[yOffset + i] = value;
      if (order > 0) {
        float first = Math.fma(-value, value, 1);
        d1[d1Offset + i] = first;
        if (order > 1) {
          d2[d2Offset + i] = -2 * value * first;
        }
      }
    }
  }

  /** α·t with t = tanh(βx); with u = fma(−t, t, 1): f′ = αβ·u, f″ = (−2αβ²·t)·u. */
  static void scaledTanh(
      float scale,
      float slope,
      float firstScale,
      float secondScale,
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float t = FloatFunctions.tanh(slope * x[xOffset + i]);
      y[yOffset + i] = scale * t;
      if (order > 0) {
        float u = Math.fma(-t, t, 1);
        d1[d1Offset + i] = firstScale * u;
        if (order > 1) {
          d2[d2Offset + i] = secondScale * t * u;
        }
      }
    }
  }

  /**
   * fma(γ, x, α·t) with t = tanh(βx); with u = fma(−t, t, 1): f′ = fma(αβ, u, γ), f″ = (−2αβ²·t)·u.
   */
  static void twistedTanh(
      float scale,
      float slope,
      float twist,
      float firstScale,
      float secondScale,
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float t = FloatFunctions.tanh(slope * v);
      y[yOffset + i] = Math.fma(twist, v, scale * t);
      if (order > 0) {
        float u = Math.fma(-t, t, 1);
        d1[d1Offset + i] = Math.fma(firstScale, u, twist);
        if (order > 1) {
          d2[d2Offset + i] = secondScale * t * u;
        }
      }
    }
  }

  /** 0 for x ≤ 0, x otherwise; f′ = 0 for x ≤ 0, 1 for x > 0; f″ = 0. */
  static void relu(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      y[yOffset + i] = v <= 0 ? 0 : v;
      if (order > 0) {
        d1[d1Offset + i] = v > 0 ? 1 : v <= 0 ? 0 : v;
        if (order > 1) {
          d2[d2Offset + i] = 0;
        }
      }
    }
  }

  /** x for x > 0, βx otherwise; f′ = 1 for x > 0, β for x ≤ 0; f″ = 0. */
  static void leakyRelu(
      float slope,
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      y[yOffset + i] = v > 0 ? v : slope * v;
      if (order > 0) {
        d1[d1Offset + i] = v > 0 ? 1 : v <= 0 ? slope : v;
        if (order > 1) {
          d2[d2Offset + i] = 0;
        }
      }
    }
  }

  /**
   * ln(1 + eˣ); with e = e^−|x|: f′ = 1/(1 + e) for x > 0, e/(1 + e) otherwise, f″ = q − q² with q
   * = e·f′ for x > 0, f′ otherwise.
   */
  static void softplus(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float b = FloatFunctions.atLeast(-Math.abs(v), FloatBits.EXP_MIN);
      float t = FloatFunctions.lifted(b);
      float z = FloatFunctions.expm1Reduced(FloatFunctions.reduced(b, t - FloatBits.SHIFT_LIFTED));
      float power = FloatBits.power(t) * FloatBits.LOWER;
      y[yOffset + i] = FloatFunctions.softplusOf(v, power, z);
      if (order > 0) {
        float e = Math.fma(power, z, power);
        float first = (v > 0 ? 1 : e) / (1 + e);
        d1[d1Offset + i] = first;
        if (order > 1) {
          float q = v > 0 ? e * first : first;
          d2[d2Offset + i] = Math.fma(-q, q, q);
        }
      }
    }
  }

  /**
   * x for x > 0, α(eˣ − 1) otherwise; f′ = 1 for x > 0, αeˣ otherwise; f″ = 0 for x > 0, αeˣ
   * otherwise.
   */
  static void elu(
      float scale,
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float b = FloatFunctions.atLeast(FloatFunctions.atMost(v, 0), FloatBits.EXP_MIN);
      float t = FloatFunctions.shifted(b);
      float r = FloatFunctions.reduced(b, t - FloatBits.SHIFT_TWICE);
      float tail = r * r * FloatPolynomials.exp(r);
      float minusOne = FloatFunctions.expm1Scaled(b, t, r, tail);
      y[yOffset + i] = v > 0 ? v : scale * Math.copySign(minusOne, v);
      if (order > 0) {
        float e = scale * ((1 + (r + tail)) * FloatBits.firstHalf(t) * FloatBits.secondHalf(t));
        d1[d1Offset + i] = v > 0 ? 1 : e;
        if (order > 1) {
          d2[d2Offset + i] = v > 0 ? 0 : e;
        }
      }
    }
  }

  /**
   * x·Φ(x) = max(x, 0) − (a·M)·φ; with a = |x| bounded, φ = e^(−a²/2)/√(2π) and Mills's ratio M, so
   * that φ·M is the smaller of Φ and 1 − Φ: f′ = g for x < 0, 1 − g otherwise, where g = φ·(M − a);
   * f″ = φ·(2 − a²).
   */
  static void gelu(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float a = FloatFunctions.atMost(Math.abs(v), FloatBits.GELU_MAX);
      float minus = -a;
      float density = FloatFunctions.scaledDensity(FloatBits.INVERSE_SQRT_TWO_PI, a);
      float mills = FloatPolynomials.mills(a);
      y[yOffset + i] = Math.fma(minus * mills, density, v < 0 ? -0f : v);
      if (order > 0) {
        float side = density * (mills - a);
        d1[d1Offset + i] = v < 0 ? side : 1 - side;
        if (order > 1) {
          d2[d2Offset + i] = density * Math.fma(minus, a, 2);
        }
      }
    }
  }

  /**
   * x·σ(x), for x < 0 with the scale of σ applied last, as σ may be subnormal where the product is
   * not; with a = |x| bounded, w = ±a, q the smaller of σ and 1 − σ: f′ = fma(w·σ, 1 − σ, σ), f″ =
   * (q − q²)·fma(−a, 1 − 2q, 2).
   */
  static void silu(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float a = FloatFunctions.atMost(Math.abs(v), -FloatBits.EXP_MIN);
      float tail = FloatFunctions.logisticTail(v);
      float side = v < 0 ? tail : 1 - tail;
      float other = v < 0 ? 1 - tail : tail;
      float factor = v < 0 ? FloatFunctions.logisticFraction(v) : side;
      float scale = v < 0 ? FloatFunctions.logisticScale(v) : 1;
      y[yOffset + i] = (v < 0 ? -a : v) * factor * scale;
      if (order > 0) {
        d1[d1Offset + i] = Math.fma(Math.copySign(a, v) * side, other, side);
        if (order > 1) {
          d2[d2Offset + i] = Math.fma(-tail, tail, tail) * Math.fma(-a, Math.fma(-2, tail, 1), 2);
        }
      }
    }
  }

  /**
   * x/(1 + |x|), |x| bounded so that infinities give the limits; with q = 1/(1 + |x|): f′ = q², f″
   * = −2 sgn(x)·f′·q, 0 at 0.
   */
  static void softsign(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float a = FloatFunctions.atMost(Math.abs(v), Float.MAX_VALUE);
      float below = 1 + a;
      y[yOffset + i] = Math.copySign(a, v) / below;
      if (order > 0) {
        float q = 1 / below;
        float first = q * q;
        d1[d1Offset + i] = first;
        if (order > 1) {
          d2[d2Offset + i] = v == 0 ? 0 : Math.copySign(2 * first * q, -v);
        }
      }
    }
  }

  /** e⁻ˣ; f′ = −e⁻ˣ, f″ = e⁻ˣ. */
  static void gaussian(
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    for (int i = 0; i < n; i++) {
      float value = FloatFunctions.exp(-x[xOffset + i]);
      y[yOffset + i] = value;
      if (order > 0) {
        d1[d1Offset + i] = -value;
        if (order > 1) {
          d2[d2Offset + i] = value;
        }
      }
    }
  }
}
