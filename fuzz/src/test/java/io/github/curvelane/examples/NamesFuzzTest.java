package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import java.util.function.Function;

/** Names as people type them: refused by a sentence, or of something whose own name reads as it. */
class NamesFuzzTest {
  private static final int STEPS = 1000;

  @FuzzTest
  void parses(FuzzedDataProvider data) {
    int kind = data.consumeInt(0, 10);
    String text = data.consumeRemainingAsString();
    try (Budget _ = Budget.start()) {
      switch (kind) {
        case 0 -> assertNamed(text, Activation::parse);
        case 1 -> assertNamed(text, Loss::parse);
        case 2 -> layers(text);
        case 3 -> assertNamed(text, Decorrelation::parse);
        case 4 -> assertThat(Averages.parse(text, STEPS).text()).isNotEmpty();
        case 5 -> assertThat(CheckpointInterval.parse(text).text()).isNotEmpty();
        case 6 ->
            assertThat(Optimizers.rule(text, new Optimizers.Circumstances(0.9, 1, 10))).isNotNull();
        case 7 -> assertThat(Optimizers.schedule(text, 0.1, STEPS)).isNotNull();
        case 8 -> assertThat(Preset.parse(text)).isNotNull();
        case 9 -> assertThat(Minimizers.checked(text)).isEqualTo(text);
        default -> assertThat(Settings.Order.parse(text)).hasToString(text);
      }
    } catch (IllegalArgumentException | UserException e) {
      Refusal.check(e);
    }
  }

  private static <T> void assertNamed(String text, Function<String, T> parser) {
    T parsed = parser.apply(text);
    T again;
    try {
      again = parser.apply(parsed.toString());
    } catch (IllegalArgumentException e) {
      throw new AssertionError("'" + text + "' is read, its name is not", e);
    }
    assertThat(again).isEqualTo(parsed).hasToString(parsed.toString());
  }

  private static void layers(String text) {
    for (Layer layer : Layers.parse(text, Activation.relu(), Activation.identity()).list()) {
      assertThat(Layer.of(layer.describe())).isEqualTo(layer);
    }
  }
}
