package io.github.curvelane.kernel.scalar;

/**
 * Coefficients of the polynomials in {@link DoublePolynomials}, lowest power first. Fitted by
 * weighted least squares over Chebyshev nodes; this file is written by the program {@code
 * Coefficients} of the tests, one of which fits them again and compares.
 */
public final class DoubleCoefficients {

  // (eʳ − 1 − r)/r² for |r| ≤ ½ ln 2; error 0.170 u.
  public static final double EXP_0 = 0x1.0000000000005p-1;
  public static final double EXP_1 = 0x1.555555555553dp-3;
  public static final double EXP_2 = 0x1.555555555210fp-5;
  public static final double EXP_3 = 0x1.1111111118208p-7;
  public static final double EXP_4 = 0x1.6c16c17f2f021p-10;
  public static final double EXP_5 = 0x1.a01a017988a92p-13;
  public static final double EXP_6 = 0x1.a019a69f07bbcp-16;
  public static final double EXP_7 = 0x1.71de7e5fa6ee8p-19;
  public static final double EXP_8 = 0x1.28a2943c2758ap-22;
  public static final double EXP_9 = 0x1.ae7a920f7f552p-26;

  // (ln(1+f) − f)/f² for √½ ≤ 1+f ≤ √2; error 0.016 u.
  public static final double LOG_0 = -0x1.0p-1;
  public static final double LOG_1 = 0x1.555555555556fp-2;
  public static final double LOG_2 = -0x1.ffffffffffe54p-3;
  public static final double LOG_3 = 0x1.99999999946f2p-3;
  public static final double LOG_4 = -0x1.555555556dc05p-3;
  public static final double LOG_5 = 0x1.249249277ee5cp-3;
  public static final double LOG_6 = -0x1.fffffff19379fp-4;
  public static final double LOG_7 = 0x1.c71c70228f753p-4;
  public static final double LOG_8 = -0x1.99999b0aa7984p-4;
  public static final double LOG_9 = 0x1.745d5a357fdp-4;
  public static final double LOG_10 = -0x1.55556aa73ef09p-4;
  public static final double LOG_11 = 0x1.3b0d57a39416ep-4;
  public static final double LOG_12 = -0x1.248a1b1898744p-4;
  public static final double LOG_13 = 0x1.116c40df92bbfp-4;
  public static final double LOG_14 = -0x1.00c7ce122402ep-4;
  public static final double LOG_15 = 0x1.dc64f46e38294p-5;
  public static final double LOG_16 = -0x1.b4a53621f7de2p-5;
  public static final double LOG_17 = 0x1.bcee3ad28b594p-5;
  public static final double LOG_18 = -0x1.010304385109dp-4;
  public static final double LOG_19 = 0x1.cf57d3b74cc84p-5;
  public static final double LOG_20 = -0x1.8804c5c4713f2p-6;

  // (ln(1+e) − e)/e² for 0 ≤ e ≤ 1, weighted by 1 + e⁴/2; error 0.019 u.
  public static final double LOG1P_0 = -0x1.fffffffffffe9p-2;
  public static final double LOG1P_1 = 0x1.555555555441dp-2;
  public static final double LOG1P_2 = -0x1.ffffffff6c9b8p-3;
  public static final double LOG1P_3 = 0x1.99999985425cdp-3;
  public static final double LOG1P_4 = -0x1.555553a08241dp-3;
  public static final double LOG1P_5 = 0x1.249230ac6f962p-3;
  public static final double LOG1P_6 = -0x1.fffe0e110e5c3p-4;
  public static final double LOG1P_7 = 0x1.c70dccc2e6b6bp-4;
  public static final double LOG1P_8 = -0x1.99457a6ce564bp-4;
  public static final double LOG1P_9 = 0x1.72e3df2d77f54p-4;
  public static final double LOG1P_10 = -0x1.50151a57d6892p-4;
  public static final double LOG1P_11 = 0x1.2bfdbcdb1af13p-4;
  public static final double LOG1P_12 = -0x1.013114a467deep-4;
  public static final double LOG1P_13 = 0x1.990b2c5ce2d57p-5;
  public static final double LOG1P_14 = -0x1.21ac53c66a8bdp-5;
  public static final double LOG1P_15 = 0x1.5dedf520fb0e7p-6;
  public static final double LOG1P_16 = -0x1.586b5cecdbcd1p-7;
  public static final double LOG1P_17 = 0x1.05e8bc3be076dp-8;
  public static final double LOG1P_18 = -0x1.1e3b2ab809436p-10;
  public static final double LOG1P_19 = 0x1.8db764b88905ap-13;
  public static final double LOG1P_20 = -0x1.06d0e1b4a9253p-16;

  // (tanh(x)/x − 1)/x² as a polynomial in x² ≤ 1; error 0.120 u.
  public static final double TANH_0 = -0x1.5555555555507p-2;
  public static final double TANH_1 = 0x1.111111110d2ddp-3;
  public static final double TANH_2 = -0x1.ba1ba1b7eb215p-5;
  public static final double TANH_3 = 0x1.664f48322c668p-6;
  public static final double TANH_4 = -0x1.226e2e6d78c63p-7;
  public static final double TANH_5 = 0x1.d6d3084bc50f8p-9;
  public static final double TANH_6 = -0x1.7d9b8d15ac1bep-10;
  public static final double TANH_7 = 0x1.351fcf8b24a3cp-11;
  public static final double TANH_8 = -0x1.f32a95557df8dp-13;
  public static final double TANH_9 = 0x1.8d57c8d24a407p-14;
  public static final double TANH_10 = -0x1.2e688bba72e5ap-15;
  public static final double TANH_11 = 0x1.9d2f4e1b2f0bp-17;
  public static final double TANH_12 = -0x1.c92860bf0f86fp-19;
  public static final double TANH_13 = 0x1.5d3b84762976p-21;
  public static final double TANH_14 = -0x1.0afd39ce9b8a2p-24;

  // erf(x)/x − 1 as a polynomial in x² ≤ 1; error 0.098 u.
  public static final double ERF_0 = 0x1.06eba8214db69p-3;
  public static final double ERF_1 = -0x1.812746b0379fdp-2;
  public static final double ERF_2 = 0x1.ce2f21a04361p-4;
  public static final double ERF_3 = -0x1.b82ce312ab114p-6;
  public static final double ERF_4 = 0x1.565bcd126eb03p-8;
  public static final double ERF_5 = -0x1.c02db49267ac7p-11;
  public static final double ERF_6 = 0x1.f9a334289efeap-14;
  public static final double ERF_7 = -0x1.f4d31e13b86f4p-17;
  public static final double ERF_8 = 0x1.b9ed791a90f17p-20;
  public static final double ERF_9 = -0x1.5f8e89288ca2ap-23;
  public static final double ERF_10 = 0x1.fc0fdaf91b897p-27;
  public static final double ERF_11 = -0x1.453261200b184p-30;
  public static final double ERF_12 = 0x1.2600810671331p-34;

  // Mills's ratio √(π/2)·exp(a²/2)·erfc(a/√2), 0 ≤ a ≤ 39.0: the quotient of
  // polynomials in a, the lower one with the leading coefficient 1; error 0.274 u.
  public static final double MILLS_UPPER_0 = 0x1.11ab503c22016p21;
  public static final double MILLS_UPPER_1 = 0x1.c51296704983bp21;
  public static final double MILLS_UPPER_2 = 0x1.73d4a21eab71dp21;
  public static final double MILLS_UPPER_3 = 0x1.86edb140056cap20;
  public static final double MILLS_UPPER_4 = 0x1.20d3eba30306fp19;
  public static final double MILLS_UPPER_5 = 0x1.37f545d6e9a81p17;
  public static final double MILLS_UPPER_6 = 0x1.f22b422d9681dp14;
  public static final double MILLS_UPPER_7 = 0x1.22b5b0179dbd2p12;
  public static final double MILLS_UPPER_8 = 0x1.dc70afec28d29p8;
  public static final double MILLS_UPPER_9 = 0x1.f286342b5b308p4;
  public static final double MILLS_UPPER_10 = 0x1.00000000003b6p0;
  public static final double MILLS_LOWER_0 = 0x1.b4b67d313e153p20;
  public static final double MILLS_LOWER_1 = 0x1.0bdc869e554ecp22;
  public static final double MILLS_LOWER_2 = 0x1.3378eb41df2fap22;
  public static final double MILLS_LOWER_3 = 0x1.b4d363fd7a291p21;
  public static final double MILLS_LOWER_4 = 0x1.abba6bd06498ep20;
  public static final double MILLS_LOWER_5 = 0x1.2fef6920bc63fp19;
  public static final double MILLS_LOWER_6 = 0x1.40ebcb050b316p17;
  public static final double MILLS_LOWER_7 = 0x1.f99504e932bfdp14;
  public static final double MILLS_LOWER_8 = 0x1.24a8364c269a5p12;
  public static final double MILLS_LOWER_9 = 0x1.dd70afec11e86p8;
  public static final double MILLS_LOWER_10 = 0x1.f286342b5e9a6p4;

  private DoubleCoefficients() {}
}
