package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.optim.AdaDelta;
import io.github.curvelane.optim.AdaGrad;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.DeltaBarDelta;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.RmsProp;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.DoubleFunction;

/** Update rules and schedules by the names that options have for them. */
final class Optimizers {
  static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.9;

  /**
   * A rule for a momentum, which most ignore, and a learning rate that is a place to start from.
   */
  private record Entry(DoubleFunction<UpdateRule> rule, double rate, double rateForClasses) {}

  /** Every rule that {@code --optimizer} knows. */
  private static final SequencedMap<String, Entry> RULES = new LinkedHashMap<>();

  static {
    add("sgd", m -> new Sgd(), 0.05, 0.2);
    add("momentum", Momentum::new, 0.02, 0.02);
    add("nesterov", Nesterov::new, 0.02, 0.02);
    add("delta-bar-delta", m -> new DeltaBarDelta(), 0.05, 0.2);
    add("adagrad", m -> new AdaGrad(), 0.02, 0.02);
    add("adadelta", m -> new AdaDelta(), 1, 1);
    add("rmsprop", m -> new RmsProp(DECAY), 0.001, 0.001);
    add("adam", m -> new Adam(), 0.001, 0.001);
  }

  private Optimizers() {}

  private static void add(
      String name, DoubleFunction<UpdateRule> rule, double rate, double rateForClasses) {
    RULES.put(name, new Entry(rule, rate, rateForClasses));
  }

  /** The names of all rules, for the help of the option. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RULES.sequencedKeySet().iterator();
    }
  }

  /** Returns a rule; the momentum is that of the two rules that have one. */
  static UpdateRule rule(String name, double momentum) {
    return entry(name).rule.apply(momentum);
  }

  /** Returns a learning rate that is a place to start from with a rule. */
  static double usualRate(String name, boolean classes) {
    Entry entry = entry(name);
    return classes ? entry.rateForClasses : entry.rate;
  }

  /**
   * Returns the rate for a curvature along gradients; empty for rules whose steps do not follow
   * from it.
   */
  static OptionalDouble rateFor(String name, double momentum, double curvature) {
    return switch (name) {
      case "sgd", "delta-bar-delta" -> OptionalDouble.of(1 / curvature);
      case "momentum", "nesterov" -> OptionalDouble.of((1 - momentum) / curvature);
      default -> OptionalDouble.empty();
    };
  }

  private static Entry entry(String name) {
    Entry entry = RULES.get(name);
    if (entry == null) {
      throw new UserException(
          "--optimizer is '" + name + "', must be one of " + String.join(", ", RULES.keySet()));
    }
    return entry;
  }

  /** Returns a schedule that ends with the run. */
  static Schedule schedule(String name, double rate, long steps) {
    long last = Math.max(1, steps);
    return switch (name) {
      case "constant" -> Schedule.constant(rate);
      case "linear" -> Schedule.linear(rate, rate / 100, last);
      case "cosine" -> Schedule.cosine(rate, rate / 100, last);
      default ->
          throw new UserException(
              "--schedule is '" + name + "', must be constant, linear or cosine");
    };
  }
}
