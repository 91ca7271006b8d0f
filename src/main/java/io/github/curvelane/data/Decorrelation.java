package io.github.curvelane.data;

import io.github.curvelane.internal.Shown;
import java.util.Locale;
import java.util.Objects;

/**
 * What is to be made of the {@linkplain PrincipalComponents principal components} of inputs [EB
 * 4.3]: inputs that are uncorrelated, and with {@linkplain #whitening() whitening} of one variance,
 * so that the curvature of a linear unit's error is the same along all of them. Of x, centred, and
 * its components v_k with the eigenvalues λ_k in descending order, k &lt; K:
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><th>form</th><th>outputs</th><th>covariance of the training data</th></tr>
 * <tr><td>{@code decorrelation}</td><td>z_k = v_k·x</td><td>diag(λ_k)</td></tr>
 * <tr><td>{@code whitening}</td><td>y_k = z_k/√max(λ_k, floor·λ₀)</td>
 *     <td>diag(λ_k/max(λ_k, floor·λ₀)): the identity without a floor</td></tr>
 * <tr><td>{@code zca}</td><td>Σ_k y_k·v_k, as many as x has</td>
 *     <td>Σ_k v_k·v_kᵀ without a floor: the identity, if all K are taken and vary</td></tr>
 * </table>
 *
 * <p>The last, whitened and rotated back (zero-phase component analysis; Bell and Sejnowski 1997),
 * keeps each feature as near to itself as white data can be: images stay images.
 *
 * <p><b>Which components.</b> All that vary, a {@linkplain #components number} of them, or as many
 * as have a {@linkplain #share share} of the variance.
 *
 * <p><b>The floor.</b> Directions in which the training data hardly vary are blown up to the size
 * of all others, with what new data have there: a pixel that is on in one example of n is √n in it.
 * A {@linkplain #floor floor}, relative to the largest eigenvalue, leaves them small; so does
 * leaving them out.
 *
 * <p>Immutable; each method returns a copy in which one thing is set. Equal if all is.
 *
 * <pre>{@code
 * PrincipalComponents fitted = PrincipalComponents.fit(iris);
 * FixedLinear layer = fitted.layer(Decorrelation.whitening().share(0.99).floor(1e-3));
 * }</pre>
 */
public final class Decorrelation {
  private static final String FLOOR = "floor=";

  /** What the components become. */
  enum Form {
    DECORRELATION,
    WHITENING,
    ZCA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Form form;

  /** 0 if their number follows from the share. */
  private final int components;

  private final double share;
  private final double floor;

  private Decorrelation(Form form, int components, double share, double floor) {
    this.form = form;
    this.components = components;
    this.share = share;
    this.floor = floor;
  }

  /**
   * Returns the rotation alone.
   *
   * @return all components that vary, each with its own variance
   */
  public static Decorrelation rotation() {
    return new Decorrelation(Form.DECORRELATION, 0, 1, 0);
  }

  /**
   * Returns whitening.
   *
   * @return all components that vary, divided by their deviations; no floor
   */
  public static Decorrelation whitening() {
    return new Decorrelation(Form.WHITENING, 0, 1, 0);
  }

  /**
   * Returns whitening that is rotated back.
   *
   * @return all components that vary, divided by their deviations and rotated back; no floor
   */
  public static Decorrelation zca() {
    return new Decorrelation(Form.ZCA, 0, 1, 0);
  }

  /**
   * Reads what {@link #toString} writes: {@code decorrelation}, {@code whitening} or {@code zca},
   * then in any order and each after a colon a number of components ({@code :50}), a share of the
   * variance, which has a point ({@code :0.99}), and a floor ({@code :floor=0.001}).
   *
   * @param text the text
   * @return what it says
   * @throws IllegalArgumentException if it cannot be read, a number is outside its bounds, or both
   *     a number of components and a share are given
   */
  public static Decorrelation parse(String text) {
    Objects.requireNonNull(text, "text");
    String[] parts = text.split(":", -1);
    Decorrelation read = ofForm(parts[0], text);
    boolean counted = false;
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith(FLOOR)) {
        read = read.floor(number(parts[i].substring(FLOOR.length()), text));
        continue;
      }
      if (counted) {
        throw new IllegalArgumentException(
            "'" + text + "' has two numbers, must have one: of components, or a share of variance");
      }
      counted = true;
      read =
          parts[i].contains(".")
              ? read.share(number(parts[i], text))
              : read.components(integer(parts[i], text));
    }
    return read;
  }

  private static Decorrelation ofForm(String name, String text) {
    for (Form form : Form.values()) {
      if (form.toString().equals(name)) {
        return new Decorrelation(form, 0, 1, 0);
      }
    }
    throw unreadable(text);
  }

  private static double number(String part, String text) {
    try {
      return Double.parseDouble(part);
    } catch (NumberFormatException _) {
      throw unreadable(text);
    }
  }

  private static int integer(String part, String text) {
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException _) {
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "'"
            + Shown.text(text)
            + "' must be decorrelation, whitening or zca, then as wanted :50 (components),"
            + " :0.99 (share of variance), :floor=0.001");
  }

  /**
   * Takes a number of components, in place of a share.
   *
   * @param count how many, at least 1; of fitted components no more than vary
   * @return the same with so many
   * @throws IllegalArgumentException if it is less than 1
   */
  public Decorrelation components(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("components is " + count + ", must be at least 1");
    }
    return new Decorrelation(form, count, 1, floor);
  }

  /**
   * Takes the fewest components that have a share of the variance, in place of a number.
   *
   * @param share the share, in (0, 1]; 1 for all that vary
   * @return the same with so many
   * @throws IllegalArgumentException if it is outside its bounds
   */
  public Decorrelation share(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share is " + share + ", must be greater than 0 and at most 1");
    }
    return new Decorrelation(form, 0, share, floor);
  }

  /**
   * Sets the smallest eigenvalue whose root is divided by.
   *
   * @param floor the eigenvalue as a part of the largest, in [0, 1]
   * @return the same with this floor
   * @throws IllegalArgumentException if it is outside its bounds, or not 0 where nothing is divided
   */
  public Decorrelation floor(double floor) {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("floor is " + floor + ", must be from 0 to 1");
    }
    if (floor > 0 && form == Form.DECORRELATION) {
      throw new IllegalArgumentException(
          "floor is " + floor + ", must be 0 for decorrelation, which does not divide");
    }
    return new Decorrelation(form, components, share, floor);
  }

  /**
   * Tells whether what comes out are the features, changed, and not components.
   *
   * @return whether it is rotated back
   */
  public boolean keepsFeatures() {
    return form == Form.ZCA;
  }

  /** Whether components are divided by their deviations. */
  boolean divides() {
    return form != Form.DECORRELATION;
  }

  double floor() {
    return floor;
  }

  /** How many of the components are taken. */
  int count(PrincipalComponents fitted) {
    if (components > fitted.rank()) {
      throw new IllegalArgumentException(
          "components is "
              + components
              + ", must be at most "
              + fitted.rank()
              + ", as many as vary");
    }
    return components > 0 ? components : fitted.components(share);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Decorrelation that
        && form == that.form
        && components == that.components
        && share == that.share
        && floor == that.floor;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * form.hashCode() + components) + Double.hashCode(share))
        + Double.hashCode(floor);
  }

  /** Returns what {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(form.toString());
    if (components > 0) {
      text.append(':').append(components);
    } else if (share < 1) {
      text.append(':').append(share);
    }
    if (floor > 0) {
      text.append(':').append(FLOOR).append(floor);
    }
    return text.toString();
  }
}
