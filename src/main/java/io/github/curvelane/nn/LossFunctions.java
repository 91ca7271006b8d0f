package io.github.curvelane.nn;

import io.github.curvelane.Precision;

/**
 * The functions of the losses in both precisions, apart from their names: predictions need none.
 */
final class LossFunctions {
  private LossFunctions() {}

  @SuppressWarnings("unchecked")
  static <A> LossFunction<A> of(LossSetting<A> setting) {
    if (!setting.loss().parts().isEmpty()) {
      return new PartsLoss<>(setting);
    }
    LossFunction<?> created =
        setting.kernels().precision() == Precision.FLOAT
            ? inFloat((LossSetting<float[]>) setting)
            : inDouble((LossSetting<double[]>) setting);
    return (LossFunction<A>) created;
  }

  private static LossFunction<float[]> inFloat(LossSetting<float[]> setting) {
    return switch (setting.loss().kind()) {
      case HALF_SQUARED_ERROR -> FloatSquaredError.half(setting);
      case MEAN_SQUARED_ERROR -> FloatSquaredError.mean(setting);
      case SOFTMAX_CROSS_ENTROPY -> new FloatSoftmaxCrossEntropy(setting);
      case BINARY_CROSS_ENTROPY -> new FloatBinaryCrossEntropy(setting);
      case PERCEPTRON -> FloatMargin.perceptron(setting);
      case HINGE -> FloatMargin.hinge(setting);
      case HUBER -> new FloatHuber(setting);
      case LOG_COSH -> new FloatLogCosh(setting);
    };
  }

  private static LossFunction<double[]> inDouble(LossSetting<double[]> setting) {
    return switch (setting.loss().kind()) {
      case HALF_SQUARED_ERROR -> DoubleSquaredError.half(setting);
      case MEAN_SQUARED_ERROR -> DoubleSquaredError.mean(setting);
      case SOFTMAX_CROSS_ENTROPY -> new DoubleSoftmaxCrossEntropy(setting);
      case BINARY_CROSS_ENTROPY -> new DoubleBinaryCrossEntropy(setting);
      case PERCEPTRON -> DoubleMargin.perceptron(setting);
      case HINGE -> DoubleMargin.hinge(setting);
      case HUBER -> new DoubleHuber(setting);
      case LOG_COSH -> new DoubleLogCosh(setting);
    };
  }
}
