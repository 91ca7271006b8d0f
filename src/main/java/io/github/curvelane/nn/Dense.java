package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import java.util.Objects;

/**
 * A fully connected layer, A = f(X·W + 1bᵀ). Its parameters are W, row-major [inputs × outputs],
 * then b [outputs].
 *
 * @param inputs the number of inputs m, at least 1
 * @param outputs the number of outputs n, at least 1
 * @param activation f
 */
public record Dense(int inputs, int outputs, Activation activation) implements Layer {
  /**
   * Creates a layer.
   *
   * @throws IllegalArgumentException if a size is less than 1 or there are more than 2³¹ − 1
   *     parameters
   */
  public Dense {
    if (inputs < 1) {
      throw new IllegalArgumentException("inputs is " + inputs + ", must be at least 1");
    }
    if (outputs < 1) {
      throw new IllegalArgumentException("outputs is " + outputs + ", must be at least 1");
    }
    Objects.requireNonNull(activation, "activation");
    if ((inputs + 1L) * outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a dense layer of %d inputs and %d outputs has more than %d parameters"
              .formatted(inputs, outputs, Integer.MAX_VALUE));
    }
  }

  @Override
  public int parameters() {
    return (inputs + 1) * outputs;
  }

  @Override
  public <A> Passes<A> newPasses(Kernels<A> kernels, Product<A> product, int offset, int rows) {
    return new DensePasses<>(this, kernels, product, offset, rows);
  }

  @Override
  public void initialize(Initializer.Draw initializer, Initializer.Sink parameters) {
    int weights = inputs * outputs;
    for (int i = 0; i < weights; i++) {
      parameters.set(i, initializer.weight(inputs, outputs));
    }
    for (int i = weights; i < weights + outputs; i++) {
      parameters.set(i, 0);
    }
  }
}
