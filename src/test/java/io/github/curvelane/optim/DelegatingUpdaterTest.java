package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What wraps a rule and adds nothing is the rule. */
final class DelegatingUpdaterTest {
  private static final int N = 97;
  private static final Kernels<double[]> KERNELS = Kernels.of(Precision.DOUBLE);

  /** What is a matter of who moves and remembers what, which a rule within does for itself. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "keepsToScope",
          "share",
          "saysWhenItWrites",
          "counted",
          "forgetUnfinishedStep",
          "toString");

  private static final class Around<A> extends DelegatingUpdater<A> {
    Around(Updater<A> rule) {
      super("within.", rule);
    }
  }

  private record Wrapped(UpdateRule rule) implements UpdateRule {
    @Override
    public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
      return new Around<>(rule.init(kernels, dimension));
    }
  }

  @Test
  void everyMethodIsPassedOn() {
    List<String> passedOn =
        Arrays.stream(DelegatingUpdater.class.getDeclaredMethods()).map(Method::getName).toList();
    for (Method method : Updater.class.getDeclaredMethods()) {
      int fixed = Modifier.FINAL | Modifier.PRIVATE | Modifier.STATIC;
      if ((method.getModifiers() & fixed) == 0 && !method.isSynthetic()) {
        String name = method.getName();
        assertThat(NOT_PASSED_ON.contains(name) || passedOn.contains(name)).as(name).isTrue();
      }
    }
  }

  private static double[] random(long seed) {
    return new SplittableRandom(seed).doubles(N, -1, 1).toArray();
  }

  @Test
  void sameBitsAsTheRuleWithin() {
    ManyRules.all()
        .forEach(
            rule -> {
              Updater<double[]> bare = rule.init(KERNELS, N);
              Updater<double[]> around = new Wrapped(rule).init(KERNELS, N);
              double[] expected = random(1);
              double[] theta = random(1);
              for (int step = 1; step <= 9; step++) {
                bare.lookAhead(expected);
                around.lookAhead(theta);
                if (bare.curvature().isPresent()) {
                  bare.receive(random(50 + step));
                  around.receive(random(50 + step));
                }
                bare.step(0.01, 1.0 / step, expected, random(100 + step));
                around.step(0.01, 1.0 / step, theta, random(100 + step));
                assertThat(theta).as("%s, step %d", rule, step).isEqualTo(expected);
              }
              bare.arrays()
                  .forEach(
                      (name, array) ->
                          assertThat(around.arrays().get("within." + name)).isEqualTo(array));
              bare.numbers()
                  .forEach(
                      (name, number) ->
                          assertThat(around.numbers()).containsEntry("within." + name, number));
            });
  }

  /** A rule that looks ahead moves the parameters of the chain alone, however deep it stands. */
  @Test
  void frozenParametersOfAChainStayWhereTheyAre() {
    ParameterRange frozen = new ParameterRange("frozen", 0, 40);
    UpdateRule groups =
        ParameterGroups.of(new Sgd(), List.of(frozen, new ParameterRange("trained", 40, N)))
            .frozen("frozen");
    UpdateRule noise = new ParameterNoise(new Sgd(), Schedule.constant(1), 3);
    Updater<double[]> chain =
        UpdateRule.chain(new Wrapped(new Wrapped(noise)), groups).init(KERNELS, N);
    double[] theta = random(1);
    chain.lookAhead(theta);
    assertThat(Arrays.copyOf(theta, 40)).isEqualTo(Arrays.copyOf(random(1), 40));
    for (int i = 40; i < N; i++) {
      assertThat(theta[i]).isNotEqualTo(random(1)[i]);
    }
    chain.step(0.1, theta, random(2));
    assertThat(Arrays.copyOf(theta, 40)).isEqualTo(Arrays.copyOf(random(1), 40));
  }
}
