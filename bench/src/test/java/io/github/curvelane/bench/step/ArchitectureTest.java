package io.github.curvelane.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  @Test
  void notation() {
    assertThat(Architecture.LENET)
        .hasToString("lenet: 1x28x28-conv6:5-avg2-conv16:5-avg2-120-84-10, tanh");
    assertThat(Architecture.VGG)
        .hasToString(
            "vgg: 3x32x32-conv32:3p1-conv32:3p1-max2-conv64:3p1-conv64:3p1-max2-128-10, relu");
    assertThat(Architecture.dense(List.of(784, 30, 10))).hasToString("784-30-10");
  }

  @Test
  void multiplyAddsOfOneExample() {
    // Places · window · maps, then inputs · units.
    assertThat(Architecture.LENET.multiplyAdds(1, 0)).isEqualTo(24 * 24 * 25 * 6);
    assertThat(Architecture.LENET.multiplyAdds(0, 1))
        .isEqualTo(8 * 8 * 25 * 6 * 16 + 256 * 120 + 120 * 84 + 84 * 10);
    assertThat(Architecture.VGG.multiplyAdds(1, 0)).isEqualTo(32 * 32 * 27 * 32);
    assertThat(Architecture.VGG.multiplyAdds(0, 1))
        .isEqualTo(
            32 * 32 * 9 * 32 * 32 + 16 * 16 * 9 * (32 + 64) * 64 + 8 * 8 * 64 * 128 + 128 * 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "vgg", "dense"})
  void theLibrarysNetworkHasTheSameSizesAndTrains(String name) {
    Architecture architecture =
        switch (name) {
          case "lenet" -> Architecture.LENET;
          case "vgg" -> Architecture.VGG;
          default -> Architecture.dense(List.of(7, 5, 3));
        };
    Network<float[]> network = Networks.of(architecture);
    List<Integer> outputs = network.layers().stream().map(layer -> layer.outputs()).toList();
    assertThat(outputs)
        .isEqualTo(architecture.layers().stream().map(layer -> layer.to().units()).toList());
    assertThat(network.initialize(Initializer.FAN_IN, 1)).hasSize(parameters(architecture));
    Trainee.Steps steps = new CurvelaneTrainee(1).prepare(new StepTask(architecture, 2));
    steps.step();
    double before = steps.loss();
    for (int step = 0; step < 5; step++) {
      steps.step();
    }
    assertThat(steps.loss()).isLessThan(before);
  }

  private static int parameters(Architecture architecture) {
    int sum = 0;
    for (Architecture.Placed layer : architecture.layers()) {
      sum +=
          switch (layer.stage()) {
            case Stage.Convolution(int maps, int size, _) ->
                (size * size * layer.from().channels() + 1) * maps;
            case Stage.Dense(int units) -> (layer.from().units() + 1) * units;
            case Stage.AveragePooling _, Stage.MaxPooling _ -> 0;
          };
    }
    return sum;
  }

  @Test
  void planesAndBack() {
    float[] images = {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6};
    float[] planes = Planes.transposed(images, 2, 3, 2);
    assertThat(planes).containsExactly(1, 3, 5, 2, 4, 6, -1, -3, -5, -2, -4, -6);
    assertThat(Planes.transposed(planes, 2, 2, 3)).isEqualTo(images);
  }
}
