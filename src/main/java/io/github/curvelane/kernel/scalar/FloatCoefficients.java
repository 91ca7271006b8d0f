package io.github.curvelane.kernel.scalar;

/**
 * Coefficients of the polynomials in {@link FloatPolynomials}, lowest power first. Fitted by
 * weighted least squares over Chebyshev nodes; this file is written by the program {@code
 * Coefficients} of the tests, one of which fits them again and compares.
 */
public final class FloatCoefficients {

  // (eʳ − 1 − r)/r² for |r| ≤ ½ ln 2; error 0.234 u.
  public static final float EXP_0 = 0x1.fffffep-2f;
  public static final float EXP_1 = 0x1.5554aep-3f;
  public static final float EXP_2 = 0x1.555722p-5f;
  public static final float EXP_3 = 0x1.1228ccp-7f;
  public static final float EXP_4 = 0x1.6b6536p-10f;

  // (ln(1+f) − f)/f² for √½ ≤ 1+f ≤ √2; error 0.076 u.
  public static final float LOG_0 = -0x1.fffff8p-2f;
  public static final float LOG_1 = 0x1.555558p-2f;
  public static final float LOG_2 = -0x1.000432p-2f;
  public static final float LOG_3 = 0x1.99a016p-3f;
  public static final float LOG_4 = -0x1.5422bp-3f;
  public static final float LOG_5 = 0x1.22b8bep-3f;
  public static final float LOG_6 = -0x1.0fa384p-3f;
  public static final float LOG_7 = 0x1.06b52p-3f;
  public static final float LOG_8 = -0x1.325abp-4f;

  // (ln(1+e) − e)/e² for 0 ≤ e ≤ 1, weighted by 1 + e⁴/2; error 0.112 u.
  public static final float LOG1P_0 = -0x1.ffffc8p-2f;
  public static final float LOG1P_1 = 0x1.554c9cp-2f;
  public static final float LOG1P_2 = -0x1.ff0a1ap-3f;
  public static final float LOG1P_3 = 0x1.92c468p-3f;
  public static final float LOG1P_4 = -0x1.38bb22p-3f;
  public static final float LOG1P_5 = 0x1.af7974p-4f;
  public static final float LOG1P_6 = -0x1.cc6a08p-5f;
  public static final float LOG1P_7 = 0x1.3e2d18p-6f;
  public static final float LOG1P_8 = -0x1.9bfbe2p-9f;

  // (tanh(x)/x − 1)/x² as a polynomial in x² ≤ 1; error 0.085 u.
  public static final float TANH_0 = -0x1.55553ap-2f;
  public static final float TANH_1 = 0x1.110b9cp-3f;
  public static final float TANH_2 = -0x1.b95b52p-5f;
  public static final float TANH_3 = 0x1.5fe224p-6f;
  public static final float TANH_4 = -0x1.03ecb8p-7f;
  public static final float TANH_5 = 0x1.2c5384p-9f;
  public static final float TANH_6 = -0x1.74db72p-12f;

  // erf(x)/x − 1 as a polynomial in x² ≤ 1; error 0.024 u.
  public static final float ERF_0 = 0x1.06eba8p-3f;
  public static final float ERF_1 = -0x1.81273ep-2f;
  public static final float ERF_2 = 0x1.ce2cfp-4f;
  public static final float ERF_3 = -0x1.b7f858p-6f;
  public static final float ERF_4 = 0x1.53ff92p-8f;
  public static final float ERF_5 = -0x1.a3c95cp-11f;
  public static final float ERF_6 = 0x1.48edeep-14f;

  // Mills's ratio √(π/2)·exp(a²/2)·erfc(a/√2), 0 ≤ a ≤ 14.5: the quotient of
  // polynomials in a, the lower one with the leading coefficient 1; error 0.276 u.
  public static final float MILLS_UPPER_0 = 0x1.e5ea5ep6f;
  public static final float MILLS_UPPER_1 = 0x1.a9e298p6f;
  public static final float MILLS_UPPER_2 = 0x1.641162p5f;
  public static final float MILLS_UPPER_3 = 0x1.3bd2fcp3f;
  public static final float MILLS_UPPER_4 = 0x1.0000c2p0f;
  public static final float MILLS_LOWER_0 = 0x1.83b458p6f;
  public static final float MILLS_LOWER_1 = 0x1.44934ep7f;
  public static final float MILLS_LOWER_2 = 0x1.d224bcp6f;
  public static final float MILLS_LOWER_3 = 0x1.6bf39ap5f;
  public static final float MILLS_LOWER_4 = 0x1.3bd81cp3f;

  private FloatCoefficients() {}
}
