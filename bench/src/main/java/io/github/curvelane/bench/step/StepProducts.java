package io.github.curvelane.bench.step;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Convolution;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import java.util.ArrayList;
import java.util.List;

/** Collects the products and convolutions of a step, layer by layer. */
final class StepProducts {
  private final Parallelism parallelism;
  private final int batch;
  private final Product<float[]> product;
  private final List<Runnable> forward = new ArrayList<>();

  /** In the order of the layers: of each what goes back to its inputs, then its weights. */
  private final List<Runnable> backward = new ArrayList<>();

  private StepProducts(int batch, Parallelism parallelism) {
    this.parallelism = parallelism;
    this.batch = batch;
    this.product = Kernels.of(Precision.FLOAT).newProduct(parallelism);
  }

  /** Returns the calls of a step on operands of their own. */
  static Runnable of(StepTask task, Parallelism parallelism) {
    StepProducts products = new StepProducts(task.batch(), parallelism);
    List<Architecture.Placed> layers = task.network().layers();
    float[] x = task.drawInputs();
    for (int l = 0; l < layers.size(); l++) {
      x = products.add(layers.get(l), x, l > 0);
    }
    List<Runnable> all = new ArrayList<>(products.forward);
    all.addAll(products.backward.reversed());
    Runnable[] calls = all.toArray(Runnable[]::new);
    return () -> {
      for (Runnable call : calls) {
        call.run();
      }
    };
  }

  private float[] add(Architecture.Placed layer, float[] x, boolean sendsBack) {
    float[] y = new float[batch * layer.to().units()];
    switch (layer.stage()) {
      case Stage.Dense(int units) -> addDense(layer.from().units(), units, x, y, sendsBack);
      case Stage.Convolution stage -> addConvolution(stage, layer.from(), x, y, sendsBack);
      case Stage.AveragePooling _, Stage.MaxPooling _ -> {}
    }
    return y;
  }

  private void addDense(int from, int to, float[] x, float[] y, boolean sendsBack) {
    float[] w = new float[from * to];
    float[] dw = new float[from * to];
    float[] dx = new float[x.length];
    forward.add(() -> product.a(x, 0, from).b(w, 0, to).c(y, 0, to).multiply(batch, to, from));
    if (sendsBack) {
      backward.add(
          () -> product.a(y, 0, to).bTransposed(w, 0, to).c(dx, 0, from).multiply(batch, from, to));
    }
    backward.add(
        () -> product.aTransposed(x, 0, from).b(y, 0, to).c(dw, 0, to).multiply(from, to, batch));
  }

  private void addConvolution(
      Stage.Convolution stage, Stage.Image from, float[] x, float[] y, boolean sendsBack) {
    ConvolutionShape shape = Networks.shape(stage, from);
    Convolution<float[]> convolution =
        Kernels.of(Precision.FLOAT).newConvolution(shape, parallelism);
    float[] w = new float[shape.weights()];
    float[] dw = new float[shape.weights()];
    float[] dx = new float[x.length];
    forward.add(() -> convolution.x(x, 0).weights(w, 0).y(y, 0).outputs(batch));
    if (sendsBack) {
      backward.add(() -> convolution.x(dx, 0).weights(w, 0).y(y, 0).inputGradient(batch));
    }
    backward.add(() -> convolution.x(x, 0).weights(dw, 0).y(y, 0).weightGradient(batch));
  }
}
