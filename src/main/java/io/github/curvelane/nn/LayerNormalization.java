package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016), A = f(γ∘X̂ + 1βᵀ): the units of each example
 * less their mean, divided by their deviation, all units of images alike. The parameters are γ
 * [units], which start at 1, then β [units], which start at 0.
 *
 * <p>Of a row of n units: μ = fl(Σx·fl(1/n)); d = fl(x − μ); v = fl(Σd²·fl(1/n)); r = fl(1/fl(√fl(v
 * + ε))); x̂ = fl(d·r); y = fma(γ, x̂, β); sums as {@link io.github.curvelane.kernel.Reductions}
 * form them.
 *
 * <p>An example does not depend on the others, so there is all that other layers have. What the
 * exact diagonal of the Hessian takes is units + 4 backward passes.
 */
public final class LayerNormalization extends Layer {
  static final String KIND = "layer-normalization";

  private final double epsilon;
  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param units the number of inputs and outputs, at least 1
   * @param epsilon ε, which is added to variances, at least 1e-37 and finite
   * @param activation f
   * @throws IllegalArgumentException if a number is outside its bounds
   */
  public LayerNormalization(int units, double epsilon, Activation activation) {
    size("units", units);
    Epsilon.require(epsilon);
    super(KIND, units, units, new Gain(units, activation).blocks());
    this.epsilon = epsilon;
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  /**
   * Returns what is added to variances.
   *
   * @return ε
   */
  public double epsilon() {
    return epsilon;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return arriving;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND)
        .with("units", inputs())
        .with("epsilon", epsilon)
        .with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    return new LayerNormalization(
        from.integer("units"), from.number("epsilon"), from.activation("activation"));
  }

  @Override
  String summary() {
    return outputs() + " layer-normalization " + activation;
  }

  @Override
  int wire(Wiring wiring, int source) {
    int standard = wiring.node(new ExampleStandardization(inputs(), epsilon), source);
    return wiring.node(new Gain(inputs(), activation), standard);
  }
}
