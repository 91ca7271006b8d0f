package io.github.curvelane.kernel;

import io.github.curvelane.kernel.contract.Curve;
import io.github.curvelane.kernel.contract.Curve.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern NAME = Pattern.compile("([A-Za-z-]+)(?:\\(([^()]*)\\))?");

  private static final Activation IDENTITY = plain(Shape.IDENTITY);
  private static final Activation LOGISTIC = plain(Shape.LOGISTIC);
  private static final Activation TANH = plain(Shape.TANH);
  private static final Activation RELU = plain(Shape.RELU);
  private static final Activation SOFTPLUS = plain(Shape.SOFTPLUS);
  private static final Activation GELU = plain(Shape.GELU);
  private static final Activation SILU = plain(Shape.SILU);
  private static final Activation GAUSSIAN = plain(Shape.GAUSSIAN);
  private static final Activation LECUN_TANH = scaledTanh(LECUN_SCALE, LECUN_SLOPE);

  private final Curve curve;

  private Activation(Curve curve) {
    this.curve = curve;
  }

  private static Activation plain(Shape shape) {
    return new Activation(new Curve(shape, 1, 1, 0));
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
    finite("twist", twist);
    Shape shape = twist == 0 ? Shape.SCALED_TANH : Shape.TWISTED_TANH;
    return new Activation(
        new Curve(shape, nonZero("scale", scale), nonZero("slope", slope), twist + 0.0));
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
    finite("slope", slope);
    return slope == 0 ? RELU : new Activation(new Curve(Shape.LEAKY_RELU, 1, slope, 0));
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
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", must be positive and finite");
    }
    return new Activation(new Curve(Shape.ELU, alpha, 1, 0));
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
   * f(x) = e⁻ˣ; f′ = −e⁻ˣ, f″ = e⁻ˣ. Applied to x = ½κ‖u − w‖² it is the unit of a radial basis
   * function network.
   *
   * @return the Gaussian of a squared distance
   */
  public static Activation gaussian() {
    return GAUSSIAN;
  }

  /**
   * Reads a name as {@link #toString()} writes it: {@code identity}, {@code logistic}, {@code
   * tanh}, {@code lecun-tanh}, {@code lecun-tanh(twist)}, {@code scaled-tanh(scale,slope)}, {@code
   * twisted-tanh(scale,slope,twist)}, {@code relu}, {@code leaky-relu(slope)}, {@code softplus},
   * {@code elu(alpha)}, {@code gelu}, {@code silu}, {@code gaussian}. Case does not matter; {@code
   * leaky-relu} and {@code elu} alone mean a slope of 0.01 and an alpha of 1.
   *
   * @param text the name
   * @return the activation
   * @throws IllegalArgumentException if the text is no such name
   */
  public static Activation parse(String text) {
    Objects.requireNonNull(text, "text");
    Matcher matcher = NAME.matcher(text.strip());
    if (!matcher.matches()) {
      throw unknown(text);
    }
    double[] p = parameters(text, matcher.group(2));
    return switch (matcher.group(1).toLowerCase(Locale.ROOT) + "/" + p.length) {
      case "identity/0" -> identity();
      case "logistic/0" -> logistic();
      case "tanh/0" -> tanh();
      case "lecun-tanh/0" -> lecunTanh();
      case "lecun-tanh/1" -> lecunTanh(p[0]);
      case "scaled-tanh/2" -> scaledTanh(p[0], p[1]);
      case "twisted-tanh/3" -> twistedTanh(p[0], p[1], p[2]);
      case "relu/0" -> relu();
      case "leaky-relu/0" -> leakyRelu(0.01);
      case "leaky-relu/1" -> leakyRelu(p[0]);
      case "softplus/0" -> softplus();
      case "elu/0" -> elu(1);
      case "elu/1" -> elu(p[0]);
      case "gelu/0" -> gelu();
      case "silu/0" -> silu();
      case "gaussian/0" -> gaussian();
      default -> throw unknown(text);
    };
  }

  private static double[] parameters(String text, String list) {
    if (list == null) {
      return new double[0];
    }
    try {
      return Arrays.stream(list.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no activation: '" + list + "' are not numbers", e);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no activation, must be identity, logistic, tanh, lecun-tanh, lecun-tanh(twist),"
            + " scaled-tanh(scale,slope), twisted-tanh(scale,slope,twist), relu, leaky-relu(slope),"
            + " softplus, elu(alpha), gelu, silu or gaussian");
  }

  private static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", must be finite");
    }
    return value;
  }

  private static double nonZero(String name, double value) {
    if (value == 0) {
      throw new IllegalArgumentException(name + " is 0, must not be 0");
    }
    return finite(name, value);
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
      case IDENTITY, TANH, SCALED_TANH, TWISTED_TANH -> true;
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
    boolean lecun = curve.scale() == LECUN_SCALE && curve.slope() == LECUN_SLOPE;
    return switch (curve.shape()) {
      case SCALED_TANH ->
          lecun ? "lecun-tanh" : "scaled-tanh(" + curve.scale() + "," + curve.slope() + ")";
      case TWISTED_TANH ->
          lecun
              ? "lecun-tanh(" + curve.twist() + ")"
              : "twisted-tanh(" + curve.scale() + "," + curve.slope() + "," + curve.twist() + ")";
      case LEAKY_RELU -> "leaky-relu(" + curve.slope() + ")";
      case ELU -> "elu(" + curve.scale() + ")";
      default -> curve.shape().name().toLowerCase(Locale.ROOT);
    };
  }
}
