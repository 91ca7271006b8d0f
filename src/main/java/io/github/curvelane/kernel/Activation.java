package io.github.curvelane.kernel;

import static java.util.stream.Collectors.joining;

import io.github.curvelane.internal.Shown;
import io.github.curvelane.kernel.contract.Curve;
import io.github.curvelane.kernel.contract.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * An activation function, as a description without a precision: {@link Activations} evaluates it
 * with its derivatives. Immutable; two are equal if they are the same function by the same formula.
 *
 * <p>{@link #toString()} gives a name such as {@code lecun-tanh} or {@code leaky-relu(0.01)}, which
 * {@link #parse} reads again.
 */
public final class Activation {
  private static final double LECUN_SCALE = 1.7159;
  private static final double LECUN_SLOPE = 2.0 / 3.0;

  /** What a parameter must be. */
  private enum Bound {
    FINITE,
    NOT_ZERO,
    POSITIVE
  }

  /**
   * A number behind a name.
   *
   * @param name what messages call it
   * @param bound what it must be
   * @param usual its value where a name stands without numbers; NaN if it cannot
   */
  private record Parameter(String name, Bound bound, double usual) {
    private Parameter(String name, Bound bound) {
      this(name, bound, Double.NaN);
    }

    private void check(double value) {
      if (bound == Bound.NOT_ZERO && value == 0) {
        throw new IllegalArgumentException(name + " is 0, must not be 0");
      }
      if (!Double.isFinite(value) || bound == Bound.POSITIVE && !(value > 0)) {
        String demand = bound == Bound.POSITIVE ? "positive and finite" : "finite";
        throw new IllegalArgumentException(name + " is " + value + ", must be " + demand);
      }
    }
  }

  /** The names, in the order in which they are listed: all that is known about text. */
  private enum Name {
    IDENTITY,
    LOGISTIC,
    TANH,
    LECUN_TANH(new Parameter("twist", Bound.FINITE, 0)),
    SCALED_TANH(new Parameter("scale", Bound.NOT_ZERO), new Parameter("slope", Bound.NOT_ZERO)),
    TWISTED_TANH(
        new Parameter("scale", Bound.NOT_ZERO),
        new Parameter("slope", Bound.NOT_ZERO),
        new Parameter("twist", Bound.FINITE)),
    RELU,
    LEAKY_RELU(new Parameter("slope", Bound.FINITE, 0.01)),
    SOFTPLUS,
    ELU(new Parameter("alpha", Bound.POSITIVE, 1)),
    GELU,
    SILU,
    SOFTSIGN,
    GAUSSIAN;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final List<Parameter> parameters;

    Name(Parameter... parameters) {
      this.parameters = List.of(parameters);
    }

    /** How it may be written, without numbers and with them. */
    private Stream<String> forms() {
      String with = parameters.stream().map(Parameter::name).collect(joining(",", "(", ")"));
      Stream<String> alone = standsAlone() ? Stream.of(text) : Stream.empty();
      return parameters.isEmpty() ? alone : Stream.concat(alone, Stream.of(text + with));
    }

    private boolean standsAlone() {
      for (Parameter parameter : parameters) {
        if (Double.isNaN(parameter.usual)) {
          return false;
        }
      }
      return true;
    }

    private boolean takes(int numbers) {
      return numbers == parameters.size() || numbers == 0 && standsAlone();
    }

    private Activation read(double[] numbers) {
      double[] p = new double[parameters.size()];
      for (int i = 0; i < p.length; i++) {
        p[i] = numbers.length > 0 ? numbers[i] : parameters.get(i).usual;
      }
      return switch (this) {
        case IDENTITY -> identity();
        case LOGISTIC -> logistic();
        case TANH -> tanh();
        case LECUN_TANH -> lecunTanh(p[0]);
        case SCALED_TANH -> scaledTanh(p[0], p[1]);
        case TWISTED_TANH -> twistedTanh(p[0], p[1], p[2]);
        case RELU -> relu();
        case LEAKY_RELU -> leakyRelu(p[0]);
        case SOFTPLUS -> softplus();
        case ELU -> elu(p[0]);
        case GELU -> gelu();
        case SILU -> silu();
        case SOFTSIGN -> softsign();
        case GAUSSIAN -> gaussian();
      };
    }

    /** Returns the activation of this name and these numbers, once they are checked. */
    private Activation of(Curve curve, double... numbers) {
      for (int i = 0; i < numbers.length; i++) {
        parameters.get(i).check(numbers[i]);
      }
      if (numbers.length == 0) {
        return new Activation(curve, text);
      }
      StringJoiner list = new StringJoiner(",", text + "(", ")");
      for (double number : numbers) {
        list.add(Double.toString(number));
      }
      return new Activation(curve, list.toString());
    }

    /** Returns the activation of a formula without constants. */
    private Activation of(Shape shape) {
      return of(new Curve(shape, 1, 1, 0));
    }
  }

  private static final Activation IDENTITY = Name.IDENTITY.of(Shape.IDENTITY);
  private static final Activation LOGISTIC = Name.LOGISTIC.of(Shape.LOGISTIC);
  private static final Activation TANH = Name.TANH.of(Shape.TANH);
  private static final Activation LECUN_TANH = scaledTanh(LECUN_SCALE, LECUN_SLOPE);
  private static final Activation RELU = Name.RELU.of(Shape.RELU);
  private static final Activation SOFTPLUS = Name.SOFTPLUS.of(Shape.SOFTPLUS);
  private static final Activation GELU = Name.GELU.of(Shape.GELU);
  private static final Activation SILU = Name.SILU.of(Shape.SILU);
  private static final Activation SOFTSIGN = Name.SOFTSIGN.of(Shape.SOFTSIGN);
  private static final Activation GAUSSIAN = Name.GAUSSIAN.of(Shape.GAUSSIAN);

  private final Curve curve;
  private final String name;

  private Activation(Curve curve, String name) {
    this.curve = curve;
    this.name = name;
  }

  /**
   * f(x) = x; f′ = 1, f″ = 0.
   *
   * @return the identity
   */
  public static Activation identity() {
    return IDENTITY;
  }

  /**
   * f(x) = σ(x) = 1/(1 + e⁻ˣ); f′ = σ(1 − σ), f″ = f′(1 − 2σ). f′ is computed from the smaller of σ
   * and 1 − σ and keeps its relative accuracy on both sides.
   *
   * @return the logistic function
   */
  public static Activation logistic() {
    return LOGISTIC;
  }

  /**
   * f(x) = tanh x; from the output y, f′ = 1 − y² and f″ = −2y·f′. Near saturation f′ loses
   * relative accuracy: its relative error is about u/(1 − y²), u the unit roundoff.
   *
   * @return the hyperbolic tangent
   */
  public static Activation tanh() {
    return TANH;
  }

  /**
   * f(x) = 1.7159·tanh(2x/3), after LeCun, Bottou, Orr, Müller, <i>Efficient BackProp</i>, 4.4:
   * f(±1) is ±1 but for 2.7e-6, |f″| is greatest at ±0.98772, and |f″(1)| is 0.99987 of that. Near
   * saturation f′, computed from the output y, has a relative error of about u/(1 − (y/1.7159)²).
   *
   * @return LeCun's tanh
   */
  public static Activation lecunTanh() {
    return LECUN_TANH;
  }

  /**
   * f(x) = 1.7159·tanh(2x/3) + twist·x: LeCun's tanh with a small linear term that keeps the slope
   * away from zero (<i>Efficient BackProp</i>, 4.4).
   *
   * @param twist the factor of x, finite; 0 gives {@link #lecunTanh()}
   * @return the twisted tanh
   */
  public static Activation lecunTanh(double twist) {
    return twistedTanh(LECUN_SCALE, LECUN_SLOPE, twist);
  }

  /**
   * f(x) = scale·tanh(slope·x).
   *
   * @param scale the limit at infinity, finite and not 0
   * @param slope the factor of x, finite and not 0
   * @return the scaled tanh
   */
  public static Activation scaledTanh(double scale, double slope) {
    return twistedTanh(scale, slope, 0);
  }

  /**
   * f(x) = scale·tanh(slope·x) + twist·x.
   *
   * @param scale the factor of tanh, finite and not 0
   * @param slope the factor of x in it, finite and not 0
   * @param twist the factor of x beside it, finite; 0 gives {@link #scaledTanh}
   * @return the twisted tanh
   */
  public static Activation twistedTanh(double scale, double slope, double twist) {
    Shape shape = twist == 0 ? Shape.SCALED_TANH : Shape.TWISTED_TANH;
    Curve curve = new Curve(shape, scale, slope, twist + 0.0);
    if (scale == LECUN_SCALE && slope == LECUN_SLOPE) {
      return twist == 0 ? Name.LECUN_TANH.of(curve) : Name.LECUN_TANH.of(curve, twist);
    }
    return twist == 0
        ? Name.SCALED_TANH.of(curve, scale, slope)
        : Name.TWISTED_TANH.of(curve, scale, slope, twist);
  }

  /**
   * f(x) = max(x, 0); f′(x) = 1 for x &gt; 0 and 0 for x ≤ 0, so f′(0) = 0; f″ = 0 everywhere.
   *
   * @return the rectifier
   */
  public static Activation relu() {
    return RELU;
  }

  /**
   * f(x) = x for x &gt; 0, slope·x for x ≤ 0; f′ is 1 or the slope, f′(0) = slope; f″ = 0
   * everywhere.
   *
   * @param slope the slope for negative x, finite; 0 gives {@link #relu()}
   * @return the leaky rectifier
   */
  public static Activation leakyRelu(double slope) {
    return slope == 0 ? RELU : Name.LEAKY_RELU.of(new Curve(Shape.LEAKY_RELU, 1, slope, 0), slope);
  }

  /**
   * f(x) = ln(1 + eˣ); f′ = σ(x), f″ = σ(1 − σ).
   *
   * @return softplus
   */
  public static Activation softplus() {
    return SOFTPLUS;
  }

  /**
   * f(x) = x for x &gt; 0, alpha·(eˣ − 1) for x ≤ 0; f′ = 1 and f″ = 0 for x &gt; 0, both alpha·eˣ
   * for x ≤ 0.
   *
   * @param alpha minus the limit at −∞, finite and positive
   * @return the exponential linear unit
   */
  public static Activation elu(double alpha) {
    return Name.ELU.of(new Curve(Shape.ELU, alpha, 1, 0), alpha);
  }

  /**
   * f(x) = x·Φ(x), Φ(x) = (1 + erf(x/√2))/2 the normal distribution function and φ its density (not
   * the approximation by tanh); f′ = Φ + xφ, f″ = φ·(2 − x²).
   *
   * @return the Gaussian error linear unit
   */
  public static Activation gelu() {
    return GELU;
  }

  /**
   * f(x) = x·σ(x); f′ = σ + xσ(1 − σ), f″ = σ(1 − σ)(2 + x(1 − 2σ)).
   *
   * @return the sigmoid linear unit, also called swish
   */
  public static Activation silu() {
    return SILU;
  }

  /**
   * f(x) = x/(1 + |x|), which saturates like 1/|x| where tanh does exponentially (Glorot, Bengio,
   * <i>Understanding the difficulty of training deep feedforward neural networks</i>, 2010); f′ =
   * 1/(1 + |x|)², f″ = −2 sgn(x)/(1 + |x|)³. f″ jumps from 2 to −2 at 0, where f″(0) = 0; f′ is
   * continuous, f′(0) = 1. The value is within 1.5 units in the last place, f′ within 5 units of
   * roundoff, f″ within 8, until they underflow.
   *
   * @return softsign
   */
  public static Activation softsign() {
    return SOFTSIGN;
  }

  /**
   * f(x) = e⁻ˣ; f′ = −e⁻ˣ, f″ = e⁻ˣ. Applied to x = ½κ‖u − w‖² it is the unit of a radial basis
   * function network.
   *
   * @return the Gaussian of a squared distance
   */
  public static Activation gaussian() {
    return GAUSSIAN;
  }

  /**
   * Returns what {@link #parse} reads, with the names of parameters in place of numbers: {@code
   * identity}, {@code lecun-tanh}, {@code lecun-tanh(twist)} and so on. Each is the name of a
   * method of this class, with hyphens before what are capitals there, and its parameters.
   *
   * @return the names, in no order that means anything
   */
  public static List<String> names() {
    return Arrays.stream(Name.values()).flatMap(Name::forms).toList();
  }

  /**
   * Reads a name as {@link #toString()} writes it, with numbers in place of the parameters in
   * {@link #names}: {@code tanh}, {@code scaled-tanh(1.5,0.5)}. Case does not matter; {@code
   * leaky-relu} and {@code elu} alone mean a slope of 0.01 and an alpha of 1.
   *
   * @param text the name
   * @return the activation
   * @throws IllegalArgumentException if the text is no such name
   */
  public static Activation parse(String text) {
    Objects.requireNonNull(text, "text");
    String form = text.strip();
    int open = form.indexOf('(');
    String wanted = (open < 0 ? form : form.substring(0, open)).toLowerCase(Locale.ROOT);
    double[] numbers = new double[0];
    if (open >= 0) {
      if (form.indexOf(')') != form.length() - 1) {
        throw unknown(text);
      }
      numbers = parameters(text, form.substring(open + 1, form.length() - 1));
    }
    for (Name name : Name.values()) {
      if (name.text.equals(wanted) && name.takes(numbers.length)) {
        return name.read(numbers);
      }
    }
    throw unknown(text);
  }

  private static double[] parameters(String text, String list) {
    String[] texts = list.split(",", -1);
    double[] numbers = new double[texts.length];
    try {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Double.parseDouble(texts[i]);
      }
      return numbers;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + Shown.text(text) + "' is no activation: '" + Shown.text(list) + "' are not numbers",
          e);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    List<String> names = names();
    int last = names.size() - 1;
    return new IllegalArgumentException(
        "'"
            + Shown.text(text)
            + "' is no activation, must be "
            + String.join(", ", names.subList(0, last))
            + " or "
            + names.get(last));
  }

  /**
   * Tells whether this is the identity.
   *
   * @return whether f(x) = x
   */
  public boolean isIdentity() {
    return curve.shape() == Shape.IDENTITY;
  }

  /**
   * Tells whether f″ is 0 everywhere: identity and rectifiers. What needs f″ may then leave it out.
   *
   * @return whether it is piecewise linear
   */
  public boolean isPiecewiseLinear() {
    return switch (curve.shape()) {
      case IDENTITY, RELU, LEAKY_RELU -> true;
      default -> false;
    };
  }

  /**
   * Tells whether f(−x) = −f(x), which then holds bit for bit.
   *
   * @return whether it is odd
   */
  public boolean isOdd() {
    return switch (curve.shape()) {
      case IDENTITY, TANH, SCALED_TANH, TWISTED_TANH, SOFTSIGN -> true;
      default -> false;
    };
  }

  Curve curve() {
    return curve;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Activation activation && curve.equals(activation.curve);
  }

  @Override
  public int hashCode() {
    return curve.hashCode();
  }

  /** Returns the name that {@link #parse} reads. */
  @Override
  public String toString() {
    return name;
  }
}
