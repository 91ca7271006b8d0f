package io.github.curvelane.bench.functions;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The JDK's vector functions, {@code lanewise} with its native library behind it. Lengths are
 * multiples of the lanes.
 */
final class FloatLanewise {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private FloatLanewise() {}

  static void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.EXP).intoArray(y, i);
    }
  }

  static void expm1(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.EXPM1).intoArray(y, i);
    }
  }

  static void log(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.LOG).intoArray(y, i);
    }
  }

  static void log1p(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.LOG1P).intoArray(y, i);
    }
  }

  static void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.TANH).intoArray(y, i);
    }
  }

  /** The same with the derivative 1 − y². */
  static void tanhWithDerivative(float[] x, float[] y, float[] d, int n) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector t = FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.TANH);
      t.intoArray(y, i);
      t.neg().fma(t, one).intoArray(d, i);
    }
  }

  static void logistic(float[] x, float[] y, int n) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = 0; i < n; i += SPECIES.length()) {
      FloatVector e = FloatVector.fromArray(SPECIES, x, i).neg().lanewise(VectorOperators.EXP);
      one.div(e.add(one)).intoArray(y, i);
    }
  }
}
