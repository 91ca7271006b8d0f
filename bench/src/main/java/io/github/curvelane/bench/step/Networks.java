package io.github.curvelane.bench.step;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Window;
import io.github.curvelane.nn.Workspace;

/** The networks in this library. */
public final class Networks {
  private Networks() {}

  /**
   * Builds a network.
   *
   * @param architecture its description
   * @return the network, in float
   */
  public static Network<float[]> of(Architecture architecture) {
    Activation hidden =
        switch (architecture.hidden()) {
          case TANH -> Activation.tanh();
          case RELU -> Activation.relu();
        };
    Stage.Image image = architecture.inputs();
    Layers layers =
        architecture.isDense()
            ? Layers.inputs(image.units())
            : Layers.images(image.height(), image.width(), image.channels());
    for (Architecture.Placed layer : architecture.layers()) {
      switch (layer.stage()) {
        case Stage.Convolution(int maps, int size, int padding) ->
            layers.convolution(maps, Window.of(size).padding(padding), hidden);
        case Stage.AveragePooling(int size) -> layers.averagePooling(size);
        case Stage.MaxPooling(int size) -> layers.maxPooling(size);
        case Stage.Dense(int units) ->
            layers.dense(units, layer.isLast() ? Activation.identity() : hidden);
      }
    }
    return Network.of(Precision.FLOAT, layers.list());
  }

  /**
   * Describes a single convolution.
   *
   * @param stage its maps, windows and border
   * @param image the shape of its images
   * @return its sizes
   */
  public static ConvolutionShape shape(Stage.Convolution stage, Stage.Image image) {
    return ConvolutionShape.of(
            image.height(),
            image.width(),
            image.channels(),
            stage.maps(),
            stage.size(),
            stage.size())
        .withPadding(stage.padding(), stage.padding());
  }

  /**
   * Builds the mean softmax cross-entropy of a batch.
   *
   * @param task the network and the batch
   * @param workspace the network's, for that batch
   * @return the objective
   */
  public static NetworkObjective<float[]> objective(StepTask task, Workspace<float[]> workspace) {
    return new NetworkObjective<>(
        workspace,
        Loss.softmaxCrossEntropy(),
        task.drawInputs(),
        Targets.labels(Precision.FLOAT, task.drawLabels(), task.classes()));
  }
}
