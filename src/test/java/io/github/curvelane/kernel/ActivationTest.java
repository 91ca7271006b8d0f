package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, equality and refusals of activations. */
final class ActivationTest {
  static java.util.List<Activation> all() {
    return ElementwiseAgreementTest.activations();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aNameIsReadAgain(Activation f) {
    assertThat(Activation.parse(f.toString())).isEqualTo(f).hasSameHashCodeAs(f);
  }

  /** What the Javadoc of {@link Activation#names} promises. */
  @Test
  void namesAreThoseOfTheMethods() {
    Set<String> methods =
        Arrays.stream(Activation.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getReturnType() == Activation.class)
            .filter(method -> !method.getName().equals("parse"))
            .map(method -> hyphenated(method.getName()) + "/" + method.getParameterCount())
            .collect(Collectors.toSet());
    assertThat(Activation.names())
        .filteredOn(name -> !Set.of("leaky-relu", "elu").contains(name))
        .extracting(name -> name.split("\\(")[0] + "/" + (name.split("[(,)]").length - 1))
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  private static String hyphenated(String method) {
    return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Also with numbers in place of its parameters. */
  @Test
  void aNameMeansAnActivationOfThatName() {
    for (String name : Activation.names()) {
      Activation f = ElementwiseAgreementTest.withNumbers(name);
      assertThat(f.toString().split("\\(")[0]).isEqualTo(name.split("\\(")[0]);
    }
  }

  @Test
  void namesWithoutNumbersMeanTheUsualOnes() {
    assertThat(Activation.parse("leaky-relu")).isEqualTo(Activation.leakyRelu(0.01));
    assertThat(Activation.parse("elu")).isEqualTo(Activation.elu(1));
    assertThat(Activation.parse("lecun-tanh(0)")).isEqualTo(Activation.lecunTanh());
    assertThat(Activation.twistedTanh(1.7159, 2.0 / 3.0, 0.01)).hasToString("lecun-tanh(0.01)");
    assertThat(Activation.lecunTanh(0)).hasToString("lecun-tanh");
    assertThat(Activation.elu(1)).hasToString("elu(1.0)");
    assertThatThrownBy(() -> Activation.parse("scaled-tanh"))
        .hasMessage(
            "'scaled-tanh' is no activation, must be "
                + String.join(", ", Activation.names()).replaceFirst(", ([a-z]+)$", " or $1"));
  }

  @Test
  void whatIsTheSameFunctionIsEqual() {
    assertThat(Activation.lecunTanh(0)).isEqualTo(Activation.lecunTanh());
    assertThat(Activation.lecunTanh(-0.0)).isEqualTo(Activation.lecunTanh());
    assertThat(Activation.scaledTanh(1.7159, 2.0 / 3.0)).isEqualTo(Activation.lecunTanh());
    assertThat(Activation.leakyRelu(0)).isEqualTo(Activation.relu());
    assertThat(Activation.elu(1)).isNotEqualTo(Activation.elu(2));
    assertThat(Activation.parse(" LeCun-Tanh ")).isEqualTo(Activation.lecunTanh());
    assertThat(Activation.parse("lecun-tanh(0.01)")).isEqualTo(Activation.lecunTanh(0.01));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sinh; 'sinh' is no activation",
        "relu(1); 'relu(1)' is no activation",
        "elu(one); 'one' are not numbers",
        "elu(; 'elu(' is no activation",
        "elu(-1); alpha is -1.0, must be positive and finite",
        "elu(NaN); alpha is NaN, must be positive and finite",
        "leaky-relu(Infinity); slope is Infinity, must be finite",
        "scaled-tanh(0,1); scale is 0, must not be 0",
        "lecun-tanh(NaN); twist is NaN, must be finite"
      })
  void whatIsNoneIsRefused(String name, String message) {
    assertThatThrownBy(() -> Activation.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void flags() {
    assertThat(Activation.identity().isIdentity()).isTrue();
    assertThat(Activation.relu().isPiecewiseLinear()).isTrue();
    assertThat(Activation.tanh().isPiecewiseLinear()).isFalse();
    assertThat(Activation.lecunTanh(0.1).isOdd()).isTrue();
    assertThat(Activation.gelu().isOdd()).isFalse();
  }
}
