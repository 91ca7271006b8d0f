package io.github.curvelane.bench.functions;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is timed, over arrays of one length in one precision. Operations are elements.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class FunctionEntrants<A> {
  static final String OURS = "Curvelane";
  static final String LANEWISE = "lanewise";
  static final String MATH = "Math";

  /** The activations that are timed with their derivative. */
  static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.tanh(),
          Activation.lecunTanh(),
          Activation.logistic(),
          Activation.softplus(),
          Activation.gelu(),
          Activation.silu(),
          Activation.relu());

  private final Precision<A> precision;
  private final Kernels<A> kernels;
  private final int n;
  private final A x;
  private final A y;
  private final A z;

  FunctionEntrants(Precision<A> precision, int n) {
    this.precision = precision;
    this.kernels = Kernels.of(precision);
    this.n = n;
    this.x = precision.newArray(n);
    this.y = precision.newArray(n);
    this.z = precision.newArray(n);
  }

  int elements() {
    return n;
  }

  A arguments() {
    return x;
  }

  /** Draws arguments uniformly. */
  void fill(double least, double greatest) {
    SplittableRandom random = new SplittableRandom(n);
    for (int i = 0; i < n; i++) {
      precision.set(x, i, random.nextDouble(least, greatest));
    }
  }

  /** Returns this library, the JDK's vectors where they have the function, and Math likewise. */
  List<Entrant> values(Function function, boolean withMath) {
    List<Entrant> entrants = new ArrayList<>();
    add(entrants, OURS, () -> function.apply(kernels.functions(), x, y, n));
    add(entrants, LANEWISE, lanewise(function));
    if (withMath) {
      add(entrants, MATH, math(function));
    }
    return entrants;
  }

  /** Returns every activation with its derivative, and the JDK's hyperbolic tangent with its. */
  List<Entrant> derivatives() {
    List<Entrant> entrants = new ArrayList<>();
    for (Activation activation : ACTIVATIONS) {
      add(
          entrants,
          activation.toString(),
          () -> kernels.activations().apply(activation, n, x, 0, y, 0, z, 0, null, 0));
    }
    Runnable lanewise =
        x instanceof float[] floats
            ? () -> FloatLanewise.tanhWithDerivative(floats, (float[]) y, (float[]) z, n)
            : () -> DoubleLanewise.tanhWithDerivative((double[]) x, (double[]) y, (double[]) z, n);
    add(entrants, LANEWISE, lanewise);
    return entrants;
  }

  /** Returns elementwise passes, each followed by the reference loop with the same traffic. */
  List<Entrant> passes() {
    List<Entrant> entrants = new ArrayList<>();
    add(entrants, "tanh", () -> kernels.functions().tanh(n, x, 0, y, 0));
    add(entrants, "tanh reference", oneToOne());
    add(
        entrants,
        "tanh with derivative",
        () -> kernels.activations().apply(Activation.tanh(), n, x, 0, y, 0, z, 0, null, 0));
    add(entrants, "tanh with derivative reference", oneToTwo());
    add(entrants, "axpy", () -> kernels.vectorAlgebra().axpy(n, 1e-3, x, 0, y, 0));
    add(entrants, "axpy reference", twoToSecond());
    add(entrants, "multiply", () -> kernels.vectorAlgebra().multiply(n, x, 0, y, 0, z, 0));
    add(entrants, "multiply reference", twoToThird());
    return entrants;
  }

  private void add(List<Entrant> entrants, String name, Runnable work) {
    if (work != null) {
      entrants.add(new Entrant(name, n, work));
    }
  }

  private Runnable lanewise(Function function) {
    return x instanceof float[] floats
        ? floatLanewise(function, floats, (float[]) y)
        : doubleLanewise(function, (double[]) x, (double[]) y);
  }

  private Runnable floatLanewise(Function function, float[] from, float[] to) {
    return switch (function) {
      case EXP -> () -> FloatLanewise.exp(from, to, n);
      case EXPM1 -> () -> FloatLanewise.expm1(from, to, n);
      case LOG -> () -> FloatLanewise.log(from, to, n);
      case LOG1P -> () -> FloatLanewise.log1p(from, to, n);
      case TANH -> () -> FloatLanewise.tanh(from, to, n);
      case LOGISTIC -> () -> FloatLanewise.logistic(from, to, n);
      case SOFTPLUS, ERF -> null;
    };
  }

  private Runnable doubleLanewise(Function function, double[] from, double[] to) {
    return switch (function) {
      case EXP -> () -> DoubleLanewise.exp(from, to, n);
      case EXPM1 -> () -> DoubleLanewise.expm1(from, to, n);
      case LOG -> () -> DoubleLanewise.log(from, to, n);
      case LOG1P -> () -> DoubleLanewise.log1p(from, to, n);
      case TANH -> () -> DoubleLanewise.tanh(from, to, n);
      case LOGISTIC -> () -> DoubleLanewise.logistic(from, to, n);
      case SOFTPLUS, ERF -> null;
    };
  }

  private Runnable math(Function function) {
    return x instanceof float[] floats
        ? floatMath(function, floats, (float[]) y)
        : doubleMath(function, (double[]) x, (double[]) y);
  }

  private Runnable floatMath(Function function, float[] from, float[] to) {
    return switch (function) {
      case EXP -> () -> FloatMath.exp(from, to, n);
      case EXPM1 -> () -> FloatMath.expm1(from, to, n);
      case LOG -> () -> FloatMath.log(from, to, n);
      case LOG1P -> () -> FloatMath.log1p(from, to, n);
      case TANH -> () -> FloatMath.tanh(from, to, n);
      case LOGISTIC -> () -> FloatMath.logistic(from, to, n);
      case SOFTPLUS -> () -> FloatMath.softplus(from, to, n);
      case ERF -> null;
    };
  }

  private Runnable doubleMath(Function function, double[] from, double[] to) {
    return switch (function) {
      case EXP -> () -> DoubleMath.exp(from, to, n);
      case EXPM1 -> () -> DoubleMath.expm1(from, to, n);
      case LOG -> () -> DoubleMath.log(from, to, n);
      case LOG1P -> () -> DoubleMath.log1p(from, to, n);
      case TANH -> () -> DoubleMath.tanh(from, to, n);
      case LOGISTIC -> () -> DoubleMath.logistic(from, to, n);
      case SOFTPLUS -> () -> DoubleMath.softplus(from, to, n);
      case ERF -> null;
    };
  }

  private Runnable oneToOne() {
    return x instanceof float[] floats
        ? () -> FloatTraffic.oneToOne(floats, (float[]) y, n)
        : () -> DoubleTraffic.oneToOne((double[]) x, (double[]) y, n);
  }

  private Runnable oneToTwo() {
    return x instanceof float[] floats
        ? () -> FloatTraffic.oneToTwo(floats, (float[]) y, (float[]) z, n)
        : () -> DoubleTraffic.oneToTwo((double[]) x, (double[]) y, (double[]) z, n);
  }

  private Runnable twoToSecond() {
    return x instanceof float[] floats
        ? () -> FloatTraffic.twoToSecond(floats, (float[]) y, n)
        : () -> DoubleTraffic.twoToSecond((double[]) x, (double[]) y, n);
  }

  private Runnable twoToThird() {
    return x instanceof float[] floats
        ? () -> FloatTraffic.twoToThird(floats, (float[]) y, (float[]) z, n)
        : () -> DoubleTraffic.twoToThird((double[]) x, (double[]) y, (double[]) z, n);
  }
}
