package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.LayerDescription.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Distances from centres, y_j = ½κ_j‖x − w_j‖² [EB 4.8]. With {@link Activation#gaussian} behind it
 * ({@link Layers#radial}) these are the units of a radial basis function network, at the output
 * without it the penalties of a class; a large κ is a narrow unit. Centres and κ are each trained,
 * or fixed and then not in θ; {@link KMeans} finds some.
 *
 * <p>Parameters: W, row-major [inputs × units], a centre a column, unless it is fixed; then κ
 * [units], which begin at 1, unless they are. A κ that is not positive and finite is refused where
 * outputs are computed, by an {@link IllegalArgumentException} that names it.
 *
 * <p>With d_ij = fl(x_i − w_ij), s_j the chain over ascending inputs of fma(d_ij, d_ij, ·) from +0
 * and c_j = fl(κ_j δ_j): {@code y_j = fl(fl(½κ_j)·s_j)}; ∂L/∂x_i is the chain over ascending units
 * of fma(c_j, d_ij, ·), ∂L/∂w_ij that over ascending examples of fma(c_j, fl(w_ij − x_i), ·), and
 * ∂L/∂κ_j that of fma(δ_j, fl(½s_j), ·). Recursions have the same chains with fl(fl(κ_j²)·h_j) and
 * fl(d_ij²) in place of c_j and d_ij, and h_j and fl(½s_j)² for κ. Second derivatives: κ_jδ_j at
 * w_ij, Σ_j κ_jδ_j at x_i, and mixed ones, which Hv has; those of one centre's inputs with each
 * other are 0.
 */
public final class Radial extends NodeLayer {
  static final String KIND = "radial";

  /** Of each centre its inputs; null where they are trained. */
  private final double @Nullable [] centers;

  private final double @Nullable [] kappas;

  /**
   * Creates a layer whose centres and κ are trained.
   *
   * @param inputs the number of inputs m, at least 1
   * @param units the number of centres n, at least 1
   * @throws IllegalArgumentException if a size is less than 1 or there are more than 2³¹ − 1
   *     parameters
   */
  public Radial(int inputs, int units) {
    this(size("inputs", inputs), size("units", units), null, null);
  }

  private Radial(int inputs, int units, double @Nullable [] centers, double @Nullable [] kappas) {
    super(KIND, inputs, units, blocks(inputs, units, centers == null, kappas == null));
    this.centers = centers;
    this.kappas = kappas;
  }

  private static Block[] blocks(int inputs, int units, boolean ofCenters, boolean ofKappas) {
    List<Block> blocks = new ArrayList<>();
    if (ofCenters) {
      blocks.add(Block.weight("center", inputs, units, inputs, units));
    }
    if (ofKappas) {
      blocks.add(Block.constant("kappa", 1, inputs, units));
    }
    return blocks.toArray(Block[]::new);
  }

  /**
   * Returns this layer with centres that are not trained.
   *
   * @param centers the centres, row-major [units × inputs], finite; a copy is taken
   * @return the layer
   * @throws IllegalArgumentException if there are not as many, or one is not finite
   */
  public Radial withFixedCenters(double[] centers) {
    requireLength("centers", centers, (long) outputs() * inputs());
    for (int i = 0; i < centers.length; i++) {
      if (!Double.isFinite(centers[i])) {
        throw new IllegalArgumentException(
            "centers[%d] is %s, must be finite".formatted(i, centers[i]));
      }
    }
    return new Radial(inputs(), outputs(), centers.clone(), kappas);
  }

  /**
   * Returns this layer with κ that are not trained.
   *
   * @param kappas κ of each unit, positive and finite; a copy is taken
   * @return the layer
   * @throws IllegalArgumentException if there are not as many, or one is out of range
   */
  public Radial withFixedKappas(double[] kappas) {
    requireKappas(kappas);
    return new Radial(inputs(), outputs(), centers, kappas.clone());
  }

  private void requireKappas(double[] kappas) {
    requireLength("kappas", kappas, outputs());
    for (int j = 0; j < kappas.length; j++) {
      if (!isKappa(kappas[j])) {
        throw new IllegalArgumentException(
            "kappas[%d] is %s, must be positive and finite".formatted(j, kappas[j]));
      }
    }
  }

  static boolean isKappa(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  private static void requireLength(String name, double[] values, long length) {
    if (Objects.requireNonNull(values, name).length != length) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have %d".formatted(name, values.length, length));
    }
  }

  /**
   * Writes centres and κ where they are trained, as their start.
   *
   * @param precision the precision of θ
   * @param centers the centres, row-major [units × inputs]
   * @param kappas κ of each unit, positive and finite
   * @param theta the network's parameters
   * @param offset {@link Network#offset} of this layer
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IllegalArgumentException if there are not as many centres or κ, or one is out of range
   * @throws IndexOutOfBoundsException if the layer's parameters do not lie within {@code theta}
   */
  public <A> void start(
      Precision<A> precision, double[] centers, double[] kappas, A theta, int offset) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(theta, "theta");
    withFixedCenters(centers).requireKappas(kappas);
    Arguments.extent("theta", offset, parameters(), precision.length(theta));
    int at = offset;
    if (this.centers == null) {
      for (int j = 0; j < outputs(); j++) {
        for (int i = 0; i < inputs(); i++) {
          precision.set(theta, at + i * outputs() + j, centers[j * inputs() + i]);
        }
      }
      at += centers.length;
    }
    for (int j = 0; j < outputs() && this.kappas == null; j++) {
      precision.set(theta, at + j, kappas[j]);
    }
  }

  /** The fixed centres; null where they are trained. */
  double @Nullable [] centers() {
    return centers;
  }

  /** The fixed κ; null where they are trained. */
  double @Nullable [] kappas() {
    return kappas;
  }

  @Override
  public LayerDescription describe() {
    LayerDescription description =
        LayerDescription.of(KIND).with("inputs", inputs()).with("units", outputs());
    if (centers != null) {
      description = description.with("centers", new Numbers(List.of(outputs(), inputs()), centers));
    }
    if (kappas != null) {
      description = description.with("kappas", new Numbers(List.of(outputs()), kappas));
    }
    return description;
  }

  static Layer read(LayerDescription from) {
    Radial layer = new Radial(from.integer("inputs"), from.integer("units"));
    if (from.has("centers")) {
      layer = layer.withFixedCenters(from.numbers("centers").values());
    }
    if (from.has("kappas")) {
      layer = layer.withFixedKappas(from.numbers("kappas").values());
    }
    return layer;
  }

  @Override
  String summary() {
    String fixed =
        centers == null
            ? kappas == null ? "" : " fixed kappas"
            : kappas == null ? " fixed centers" : " fixed";
    return outputs() + " radial" + fixed;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new TransformPasses<>(site, new RadialDistances<>(site, this));
  }
}
