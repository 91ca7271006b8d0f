package io.github.curvelane.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Network;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is chosen, by saliencies that are given. */
final class PrunerTest {
  private static final List<ParameterRange> RANGES =
      List.of(
          new ParameterRange("a.weight", 0, 4, 2, 1, false),
          new ParameterRange("a.bias", 4, 6, 2, 1, true),
          new ParameterRange("b.weight", 6, 10, 2, 1, false));

  private static final double[] SALIENCY = {3, 1, 4, 1, 0, 0, 5, -9, 2, 6};

  private static List<Integer> pruned(Mask mask) {
    return IntStream.range(0, mask.dimension()).filter(mask::isPruned).boxed().toList();
  }

  @Test
  void prunesTheLeastAndOfEqualOnesTheFirst() {
    Pruner pruner = Pruner.weights(RANGES);
    Mask none = Mask.none(10);
    assertThat(pruned(pruner.prune(SALIENCY, none, 0))).isEmpty();
    assertThat(pruned(pruner.prune(SALIENCY, none, 0.25))).containsExactly(1, 7);
    assertThat(pruned(pruner.prune(SALIENCY, none, 0.5))).containsExactly(1, 3, 7, 8);
    assertThat(pruned(pruner.prune(SALIENCY, none, 1))).containsExactly(0, 1, 2, 3, 6, 7, 8, 9);
    double[] equal = {0.0, -0.0, 0.0, -0.0, 0, 0, 0.0, -0.0, 0, 0};
    assertThat(pruned(pruner.prune(equal, none, 0.375))).containsExactly(0, 1, 2);
  }

  @Test
  void prunesBiasesWhereAskedTo() {
    Pruner pruner = Pruner.weightsAndBiases(RANGES);
    assertThat(pruned(pruner.prune(SALIENCY, Mask.none(10), 0.3))).containsExactly(4, 5, 7);
  }

  @Test
  void takesTheShareOfEachLayer() {
    Pruner pruner = Pruner.weights(RANGES).perLayer();
    assertThat(pruned(pruner.prune(SALIENCY, Mask.none(10), 0.5))).containsExactly(1, 3, 7, 8);
    double[] uneven = {30, 10, 40, 10, 0, 0, 5, -9, 2, 6};
    assertThat(pruned(pruner.prune(uneven, Mask.none(10), 0.5))).containsExactly(1, 3, 7, 8);
    assertThat(pruned(Pruner.weights(RANGES).prune(uneven, Mask.none(10), 0.5)))
        .containsExactly(6, 7, 8, 9);
    assertThat(pruner).hasToString("weights(a.weight, b.weight).perLayer()");
  }

  @Test
  void keepsWhatIsPruned() {
    Pruner pruner = Pruner.weights(RANGES);
    Mask before = pruner.prune(SALIENCY, Mask.none(10), 0.25);
    double[] turned = {1, Double.NaN, 2, 3, 0, 0, 4, Double.NaN, 5, 6};
    assertThat(pruned(pruner.prune(turned, before, 0.5))).containsExactly(0, 1, 2, 7);
    assertThat(pruner.prune(turned, before, 0.25)).isEqualTo(before);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.prune(turned, before, 0.125))
        .withMessage(
            "share is 0.125 of 8 parameters of a.weight, b.weight, of which 2 are pruned already:"
                + " must not be less");
  }

  /** 2-3-2-1: W₀ [2×3] 0–5, b₀ 6–8, W₁ [3×2] 9–14, b₁ 15–16, W₂ [2×1] 17–18, b₂ 19. */
  private static final Network<float[]> NETWORK =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 3, 2, 1);

  @Test
  void prunesUnitsWithTheirWeightsAndBias() {
    List<Units> units = Units.of(NETWORK);
    assertThat(units).extracting(Units::count).containsExactly(3, 2);
    double[] saliency = IntStream.range(0, 20).mapToDouble(i -> i == 6 ? 1e9 : 1).toArray();
    saliency[4] = 0.5; // an incoming weight of unit 1
    saliency[17] = -1; // the outgoing weight of unit 0 of the second layer
    Pruner pruner = Pruner.units(units);
    // Unit 1 of the first layer: 1 + 0.5 + 1 + 1; unit 0 of the second: 1 + 1 + 1 − 1.
    assertThat(pruned(pruner.prune(saliency, Mask.none(20), 0.2)))
        .containsExactly(9, 11, 13, 15, 17);
    Mask both = pruner.prune(saliency, Mask.none(20), 0.4);
    assertThat(pruned(both)).containsExactly(1, 4, 7, 9, 11, 12, 13, 15, 17).doesNotContain(8);
    assertThat(pruned(both)).contains(11);
    assertThat(pruned(Pruner.units(units).perLayer().prune(saliency, Mask.none(20), 0.5)))
        .contains(1, 4, 7, 9, 15, 17);
    assertThat(pruner.prune(saliency, both, 0.4)).isEqualTo(both);
    assertThat(pruner).hasToString("units(layers.0.weight, layers.1.weight)");
  }

  @Test
  void unitsWithoutBiasesAreFound() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Dense.withoutBiases(2, 3, Activation.tanh()),
            new Dense(3, 1, Activation.identity()));
    assertThat(Units.of(network).getFirst().bias()).isEmpty();
    assertThat(Units.of(network).getFirst().outgoing().from()).isEqualTo(6);
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    Pruner pruner = Pruner.weights(RANGES);
    for (double share : new double[] {-0.1, 1.5, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pruner.prune(SALIENCY, Mask.none(10), share))
          .withMessage("share is " + share + ", must be in [0, 1]");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.prune(new double[9], Mask.none(10), 0.5))
        .withMessage("saliency has 9 elements, must have one for each of the mask's 10 parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.prune(SALIENCY, Mask.none(9), 0.5))
        .withMessage(
            "weights(a.weight, b.weight) reaches to parameter 9, must be within 9 parameters");
    double[] bad = SALIENCY.clone();
    bad[7] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.prune(bad, Mask.none(10), 0.5))
        .withMessage(
            "the saliency of number 5 of the parameters of a.weight, b.weight is NaN, must be"
                + " finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruner.weights(List.of(RANGES.get(1))))
        .withMessage("ranges has no weights, must have some");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruner.weightsAndBiases(List.of()))
        .withMessage("ranges is empty, must have at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruner.units(List.of()))
        .withMessage("layers is empty, must have at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruner.weights(List.of(RANGES.get(0), new ParameterRange("again", 3, 5))))
        .withMessage("range again has parameter 3, which another range has too");
    Units units = Units.of(NETWORK).getFirst();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pruner.units(List.of(units, units)))
        .withMessage("range layers.0.weight has parameter 0, which another range has too");
  }

  @Test
  void refusesUnitsThatDoNotFit() {
    ParameterRange six = new ParameterRange("six", 0, 6, 2, 1, false);
    ParameterRange bias = new ParameterRange("bias", 6, 9, 2, 1, true);
    ParameterRange next = new ParameterRange("next", 9, 15, 3, 1, false);
    assertThat(new Units(six, Optional.of(bias), next).count()).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Units(new ParameterRange("odd", 0, 6, 4, 1, false), Optional.empty(), next))
        .withMessage("incoming, odd, has 6 weights, must be a multiple of its fan-in, 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Units(six, Optional.of(new ParameterRange("two", 6, 8)), next))
        .withMessage("bias, two, has 2 elements, must have one for each of the 3 units");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Units(six, Optional.empty(), six))
        .withMessage(
            "outgoing, six, has 6 weights of fan-in 2, must be a row for each of the 3 units");
  }
}
