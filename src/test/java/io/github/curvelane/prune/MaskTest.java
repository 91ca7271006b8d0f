package io.github.curvelane.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which parameters are pruned. */
final class MaskTest {
  private static final Mask MASK = Mask.of(new boolean[] {true, false, false, true, true});

  @Test
  void tellsWhatIsPruned() {
    assertThat(MASK.dimension()).isEqualTo(5);
    assertThat(MASK.pruned()).isEqualTo(3);
    assertThat(MASK.isPruned(0)).isTrue();
    assertThat(MASK.isPruned(2)).isFalse();
    assertThat(MASK.pruned(new ParameterRange("middle", 1, 4))).isEqualTo(1);
    assertThat(Mask.none(5).pruned()).isZero();
    assertThat(MASK).asString().matches("3 of 5 pruned, [0-9a-f]{12}");
  }

  @Test
  void setsWhatIsPrunedToPositiveZero() {
    float[] theta = {-0.0f, Float.NaN, -0.0f, 4, Float.NaN};
    MASK.apply(Precision.FLOAT, theta);
    assertThat(theta).containsExactly(0, Float.NaN, -0.0f, 0, 0);
    double[] twice = {1, 2, 3, 4, 5};
    assertThat(MASK.isKeptBy(Precision.DOUBLE, twice)).isFalse();
    MASK.apply(Precision.DOUBLE, twice);
    assertThat(twice).containsExactly(0, 2, 3, 0, 0);
    assertThat(MASK.isKeptBy(Precision.DOUBLE, twice)).isTrue();
  }

  @Test
  void isFoundAgainInAModel() {
    double[] theta = {0, 1, -0.0, 0, 0};
    List<ParameterRange> weights =
        List.of(new ParameterRange("a", 0, 3), new ParameterRange("b", 4, 5));
    assertThat(Mask.ofZeros(Precision.DOUBLE, theta, weights))
        .isEqualTo(Mask.of(new boolean[] {true, false, true, false, true}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mask.ofZeros(Precision.DOUBLE, new double[4], weights))
        .withMessage("range b ends at 5, must end within the 4 parameters");
  }

  @Test
  void isEqualByWhatIsPruned() {
    Mask more = MASK.and(Mask.of(new boolean[] {true, true, false, false, false}));
    assertThat(more).isEqualTo(Mask.of(new boolean[] {true, true, false, true, true}));
    assertThat(more.hashCode())
        .isEqualTo(Mask.of(new boolean[] {true, true, false, true, true}).hashCode());
    assertThat(more).isNotEqualTo(MASK);
    assertThat(more.fingerprint()).isNotEqualTo(MASK.fingerprint());
    assertThat(Mask.none(3)).isNotEqualTo(Mask.none(4));
    assertThat(Mask.none(3).fingerprint()).isNotEqualTo(Mask.none(4).fingerprint());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mask.none(-1))
        .withMessage("dimension is -1, must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MASK.and(Mask.none(4)))
        .withMessage("other is for 4 parameters, must be for 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MASK.apply(Precision.FLOAT, new float[4]))
        .withMessage("theta has 4 elements, the mask is for 5 parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MASK.pruned(new ParameterRange("late", 3, 6)))
        .withMessage("range late ends at 6, must end within the 5 parameters");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> MASK.isPruned(5))
        .withMessage("index is 5, must be at least 0 and less than 5");
  }
}
