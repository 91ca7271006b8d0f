package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.Objects;

/**
 * A fully connected layer, A = f(X·W + 1bᵀ). Its parameters are W, row-major [inputs × outputs],
 * then b [outputs].
 */
public final class Dense extends NodeLayer {
  static final String KIND = "dense";

  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param inputs the number of inputs m, at least 1
   * @param outputs the number of outputs n, at least 1
   * @param activation f
   * @throws IllegalArgumentException if a size is less than 1 or there are more than 2³¹ − 1
   *     parameters
   */
  public Dense(int inputs, int outputs, Activation activation) {
    size("inputs", inputs);
    size("outputs", outputs);
    super(
        KIND,
        inputs,
        outputs,
        Block.weight("weight", inputs, outputs, inputs, outputs),
        Block.bias("bias", inputs, outputs));
    this.activation = Objects.requireNonNull(activation, "activation");
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND)
        .with("inputs", inputs())
        .with("outputs", outputs())
        .with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    return new Dense(
        from.integer("inputs"), from.integer("outputs"), from.activation("activation"));
  }

  @Override
  String summary() {
    return outputs() + " " + activation;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new DenseMap<>(site, this), activation);
  }
}
