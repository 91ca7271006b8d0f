package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LearningRatesTest {
  @Test
  void ratesFollowFromEigenvalues() {
    assertThat(LearningRates.inverse(4)).isEqualTo(0.25);
    assertThat(LearningRates.divergenceBound(4)).isEqualTo(0.5);
    assertThat(LearningRates.minimax(1, 4)).isEqualTo(0.4);
  }

  /** On ½(λ₁x² + λ₂y²) a step multiplies x and y by 1 − ηλ. */
  @Test
  void theMinimaxRateBalancesBothEnds() {
    double rate = LearningRates.minimax(0.5, 8);
    assertThat(1 - 0.5 * rate).isEqualTo(-(1 - 8 * rate));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE})
  void whatGivesNoRateIsRefused(double lambda) {
    String end = " is " + lambda + ", must be positive and finite: it gives no learning rate";
    assertThatThrownBy(() -> LearningRates.inverse(lambda))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lambda" + end);
    assertThatThrownBy(() -> LearningRates.divergenceBound(lambda))
        .hasMessage("the largest eigenvalue" + end);
    assertThatThrownBy(() -> LearningRates.minimax(lambda, 1))
        .hasMessage("the smallest eigenvalue" + end);
    assertThatThrownBy(() -> LearningRates.minimax(1, lambda))
        .hasMessage("the largest eigenvalue" + end);
  }

  @Test
  void theOrderOfEigenvaluesIsChecked() {
    assertThatThrownBy(() -> LearningRates.minimax(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the smallest eigenvalue is 3.0, must be at most the largest, 2.0");
  }
}
