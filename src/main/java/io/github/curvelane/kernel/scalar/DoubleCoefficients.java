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

  // (ln(1+e) − e)/e² for 0 ≤ e ≤ 1; error 0.017 u.
  public static final double LOG1P_0 = -0x1.fffffffffffebp-2;
  public static final double LOG1P_1 = 0x1.5555555554579p-2;
  public static final double LOG1P_2 = -0x1.ffffffff77371p-3;
  public static final double LOG1P_3 = 0x1.99999986976dep-3;
  public static final double LOG1P_4 = -0x1.555553ba6d193p-3;
  public static final double LOG1P_5 = 0x1.249231fad42edp-3;
  public static final double LOG1P_6 = -0x1.fffe25c67e104p-4;
  public static final double LOG1P_7 = 0x1.c70e6a45ca1c2p-4;
  public static final double LOG1P_8 = -0x1.99488e357df12p-4;
  public static final double LOG1P_9 = 0x1.72efb03a572d9p-4;
  public static final double LOG1P_10 = -0x1.503869109a197p-4;
  public static final double LOG1P_11 = 0x1.2c50827ba42a8p-4;
  public static final double LOG1P_12 = -0x1.01c9e3090ae97p-4;
  public static final double LOG1P_13 = 0x1.9ac714d3777d2p-5;
  public static final double LOG1P_14 = -0x1.23a4a894fe66dp-5;
  public static final double LOG1P_15 = 0x1.61637a6910771p-6;
  public static final double LOG1P_16 = -0x1.5d041aa7510e6p-7;
  public static final double LOG1P_17 = 0x1.0a604160caf5ep-8;
  public static final double LOG1P_18 = -0x1.24379020adca2p-10;
  public static final double LOG1P_19 = 0x1.979960993c394p-13;
  public static final double LOG1P_20 = -0x1.0e637d492286ap-16;

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

  /** k in the variable u = (v − k)/(v + k) of the ERFCX polynomial. */
  public static final double ERFCX_POLE = 2;

  // (v + k)·exp(v²)·erfc(v) as a polynomial in u = (v − k)/(v + k), v ≥ 0; error 0.156 u.
  public static final double ERFCX_0 = 0x1.058671b52c776p0;
  public static final double ERFCX_1 = -0x1.5fd386754eff9p-1;
  public static final double ERFCX_2 = 0x1.1e2deea6b1104p-2;
  public static final double ERFCX_3 = -0x1.2a88e6107d395p-5;
  public static final double ERFCX_4 = -0x1.606e41550f09fp-6;
  public static final double ERFCX_5 = 0x1.a89eaff83c64cp-8;
  public static final double ERFCX_6 = 0x1.9517bb5c73f79p-9;
  public static final double ERFCX_7 = -0x1.b6fbf9795b99ep-11;
  public static final double ERFCX_8 = -0x1.5ba4346571908p-11;
  public static final double ERFCX_9 = 0x1.2053fac76c64bp-15;
  public static final double ERFCX_10 = 0x1.2ef9b60a7f42ap-13;
  public static final double ERFCX_11 = 0x1.1e76f4d91004bp-15;
  public static final double ERFCX_12 = -0x1.6bf0279877dbfp-16;
  public static final double ERFCX_13 = -0x1.0e7ccb45ec471p-16;
  public static final double ERFCX_14 = -0x1.3175f8f12ce32p-20;
  public static final double ERFCX_15 = 0x1.e98224456144fp-19;
  public static final double ERFCX_16 = 0x1.1072b56f1ca28p-19;
  public static final double ERFCX_17 = -0x1.4a499d4316be6p-29;
  public static final double ERFCX_18 = -0x1.4a5ad7997454fp-21;
  public static final double ERFCX_19 = -0x1.5a2b1c9f07a3ap-22;
  public static final double ERFCX_20 = 0x1.79b26e136f023p-25;
  public static final double ERFCX_21 = 0x1.e6716f7a8f071p-24;
  public static final double ERFCX_22 = 0x1.b0c9caf260a84p-26;
  public static final double ERFCX_23 = -0x1.057a3fd9d5d21p-26;
  public static final double ERFCX_24 = -0x1.a50872c5f584dp-28;

  private DoubleCoefficients() {}
}
