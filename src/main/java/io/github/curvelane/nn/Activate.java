package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A layer that is an activation alone, A = f(X); without parameters. */
public final class Activate extends NodeLayer {
  static final String KIND = "activation";

  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param units the number of inputs and outputs, at least 1
   * @param activation f
   * @throws IllegalArgumentException if the size is less than 1
   */
  public Activate(int units, Activation activation) {
    super(KIND, size("units", units), units);
    this.activation = Objects.requireNonNull(activation, "activation");
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
    return LayerDescription.of(KIND).with("units", inputs()).with("activation", activation);
  }

  static Layer read(LayerDescription from) {
    return new Activate(from.integer("units"), from.activation("activation"));
  }

  @Override
  String summary() {
    return outputs() + " activation " + activation;
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new Identity<>(site, this), activation);
  }

  /** Y = X. */
  private static final class Identity<A> extends FixedMap<A> {
    Identity(Site<A> site, Activate layer) {
      super(site, layer);
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      to.put(x, xOffset);
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      to.put(u, uOffset);
    }
  }
}
