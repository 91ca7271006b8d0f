package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.data.Column.Categorical;
import io.github.curvelane.data.Column.Id;
import io.github.curvelane.data.Column.Ignored;
import io.github.curvelane.data.Column.Numeric;
import io.github.curvelane.data.Task.Classification;
import io.github.curvelane.data.Task.Regression;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ColumnTest {
  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void columnsBecomeInputs() {
    assertThat(new Numeric("a").inputs()).containsExactly("a");
    assertThat(new Numeric("a", "m", OptionalDouble.of(1)).inputs())
        .containsExactly("a", "a missing");
    assertThat(new Categorical("c", List.of("x", "y")).inputs()).containsExactly("c=x", "c=y");
    assertThat(new Categorical("c", List.of("x", "y"), Optional.of("y")).inputs())
        .containsExactly("c=x", "c=y", "c missing");
    assertThat(new Id("n").inputs()).isEmpty();
    assertThat(new Ignored("n").inputs()).isEmpty();
    assertThat(Column.numbered(2)).containsExactly(new Numeric("0"), new Numeric("1"));
  }

  @Test
  void refusesByName() {
    assertRefused(() -> new Numeric(""), "name is empty, must be a name");
    assertRefused(() -> new Id(""), "name is empty, must be a name");
    assertRefused(() -> new Ignored(""), "name is empty, must be a name");
    assertRefused(
        () -> new Numeric("a", "", OptionalDouble.of(Double.NaN)),
        "fill of 'a' is NaN, must be finite");
    assertRefused(() -> new Categorical("", List.of("x")), "name is empty, must be a name");
    assertRefused(
        () -> new Categorical("c", List.of()),
        "categories is empty, must have at least one element");
    assertRefused(
        () -> new Categorical("c", List.of("x", "")), "categories[1] is empty, must be a name");
    assertRefused(
        () -> new Categorical("c", List.of("x", "y", "x")),
        "categories[2] is 'x', as categories[0] is: names must differ");
    assertRefused(
        () -> new Categorical("c", List.of("x"), Optional.of("y")),
        "fill of 'c' is 'y', must be one of its categories: x");
    assertRefused(() -> Column.numbered(0), "count is 0, must be at least 1");
    assertRefused(
        () -> Column.distinct(List.of(new Id("a"), new Numeric("a"))),
        "columns[1] is 'a', as columns[0] is: names must differ");
    assertRefused(
        () -> Classification.of("a", "a"),
        "classes[1] is 'a', as classes[0] is: names must differ");
    assertRefused(() -> new Classification("", List.of("a")), "name is empty, must be a name");
    assertRefused(
        () -> Classification.numbered(0), "classes is empty, must have at least one element");
    assertRefused(Regression::of, "targets is empty, must have at least one element");
    assertRefused(
        () -> Regression.of(new Target("y"), new Target("y")),
        "targets[1] is 'y', as targets[0] is: names must differ");
    assertRefused(() -> new Target(""), "name is empty, must be a name");
    assertRefused(
        () -> new Target("y", "", Double.NEGATIVE_INFINITY, 1),
        "mean of 'y' is -Infinity, must be finite");
    assertRefused(
        () -> new Target("y", "", 0, -1),
        "deviation of 'y' is -1.0, must be finite and at least 0");
  }

  @Test
  void targetsAreScaledBothWays() {
    Target target = new Target("y", "m", 100, 0.25);
    assertThat(target.scaled(101)).isEqualTo(4);
    assertThat(target.value(4)).isEqualTo(101);
    Target constant = new Target("y", "m", 100, 0);
    assertThat(constant.scaled(101)).isZero();
    assertThat(constant.value(4)).isEqualTo(100);
  }

  @Test
  void normalizationsAreEqualByValue() {
    Normalization one = Normalization.of(new double[] {1, 2}, new double[] {3, 4});
    assertThat(one)
        .isEqualTo(Normalization.of(new double[] {1, 2}, new double[] {3, 4}))
        .hasSameHashCodeAs(Normalization.of(new double[] {1, 2}, new double[] {3, 4}))
        .isNotEqualTo(Normalization.of(new double[] {1, 3}, new double[] {3, 4}))
        .isNotEqualTo(Normalization.of(new double[] {1, 2}, new double[] {3, 5}))
        .hasToString("normalization of 2 features");
  }
}
