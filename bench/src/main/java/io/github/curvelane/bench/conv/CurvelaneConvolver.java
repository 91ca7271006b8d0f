package io.github.curvelane.bench.conv;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.conv.ConvolutionTask.Operation;
import io.github.curvelane.kernel.Convolution;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.Kernels;

/** This library. */
final class CurvelaneConvolver implements Convolver {
  static final String NAME = "Curvelane";

  private final Parallelism parallelism;

  CurvelaneConvolver(int threads) {
    parallelism = Parallelism.threads(threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Prepared prepare(ConvolutionTask task) {
    ConvolutionShape shape = task.shape();
    Convolution<float[]> convolution =
        Kernels.of(Precision.FLOAT).newConvolution(shape, parallelism);
    int batch = task.batch();
    float[] x = task.drawImages();
    float[] w = task.drawWeights();
    float[] signal = task.drawSignal();
    float[] y = new float[signal.length];
    float[] dx = new float[x.length];
    float[] dw = new float[w.length];
    return new Prepared() {
      @Override
      public void compute(Operation operation) {
        switch (operation) {
          case FORWARD -> convolution.x(x, 0).weights(w, 0).y(y, 0).outputs(batch);
          case INPUT_GRADIENT ->
              convolution.x(dx, 0).weights(w, 0).y(signal, 0).inputGradient(batch);
          case WEIGHT_GRADIENT ->
              convolution.x(x, 0).weights(dw, 0).y(signal, 0).weightGradient(batch);
        }
      }

      @Override
      public float[] result(Operation operation) {
        return switch (operation) {
          case FORWARD -> y;
          case INPUT_GRADIENT -> dx;
          case WEIGHT_GRADIENT -> dw;
        };
      }
    };
  }
}
