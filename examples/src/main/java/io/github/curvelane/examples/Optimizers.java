package io.github.curvelane.examples;

import io.github.curvelane.Diagonal;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.optim.AdaDelta;
import io.github.curvelane.optim.AdaGrad;
import io.github.curvelane.optim.AdaHessian;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.AdamW;
import io.github.curvelane.optim.AmsGrad;
import io.github.curvelane.optim.CurvatureEstimate;
import io.github.curvelane.optim.CurvatureRequest;
import io.github.curvelane.optim.DeltaBarDelta;
import io.github.curvelane.optim.DiagonalLevenbergMarquardt;
import io.github.curvelane.optim.Lion;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Murata;
import io.github.curvelane.optim.NAdam;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.PlateauSchedule;
import io.github.curvelane.optim.Quickprop;
import io.github.curvelane.optim.RAdam;
import io.github.curvelane.optim.RmsProp;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.ScheduleFreeAdamW;
import io.github.curvelane.optim.ScheduleFreeSgd;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Sophia;
import io.github.curvelane.optim.UpdateRule;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/** Update rules and schedules by the names that options have for them. */
final class Optimizers {
  static final String USUAL = "sgd";
  static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.9;

  /** What a rate is multiplied by where the loss has stopped to fall. */
  private static final double PLATEAU = 0.1;

  /** After so many epochs. */
  private static final int PLATEAU_PATIENCE = 3;

  private static final double PLATEAU_TOLERANCE = 1e-3;

  private static final Map<Rprop.Variant, String> RPROP =
      Map.of(
          Rprop.Variant.PLUS, "rprop+",
          Rprop.Variant.MINUS, "rprop-",
          Rprop.Variant.IMPROVED_PLUS, "irprop+",
          Rprop.Variant.IMPROVED_MINUS, "irprop-",
          Rprop.Variant.CMU, "rprop-cmu");

  /** What Lion, Sophia and schedule-free AdamW let weights decay by: not at all. */
  private static final double NO_DECAY = 0;

  private static final double ADAMW_DECAY = 0.01;
  private static final double SDLM_MU = 0.02;

  /** So many training examples estimate the curvature for it, in each epoch. */
  private static final int SDLM_EXAMPLES = 500;

  /** What some rules are made for: most ignore all of it. */
  record Circumstances(double momentum, long seed, int examples) {}

  private interface Maker {
    UpdateRule rule(Circumstances circumstances);
  }

  /** How a rule is made, and a learning rate that is a place to start from. */
  private record Entry(Maker maker, double rate, double rateForClasses) {}

  /** Every rule that {@code --optimizer} knows. */
  private static final SequencedMap<String, Entry> RULES = new LinkedHashMap<>();

  static {
    add(USUAL, _ -> new Sgd(), 0.05, 0.2);
    add("momentum", c -> new Momentum(c.momentum()), 0.02, 0.02);
    add("nesterov", c -> new Nesterov(c.momentum()), 0.02, 0.02);
    add("sdlm", Optimizers::sdlm, 0.01, 0.01);
    add("murata", _ -> new Murata(0.01, 0.02, 0.1), 0.05, 0.2);
    add("delta-bar-delta", _ -> new DeltaBarDelta(), 0.05, 0.2);
    add("adagrad", _ -> new AdaGrad(), 0.02, 0.02);
    add("adadelta", _ -> new AdaDelta(), 1, 1);
    add("rmsprop", _ -> new RmsProp(DECAY), 0.001, 0.001);
    add("adam", _ -> new Adam(), 0.001, 0.001);
    add("adamw", _ -> new AdamW(ADAMW_DECAY), 0.001, 0.001);
    add("amsgrad", _ -> new AmsGrad(), 0.001, 0.001);
    add("nadam", _ -> new NAdam(), 0.002, 0.002);
    add("radam", _ -> new RAdam(), 0.001, 0.001);
    add("lion", _ -> new Lion(NO_DECAY), 0.0003, 0.0003);
    add("adahessian", c -> new AdaHessian(c.seed()), 0.05, 0.05);
    add("sophia-h", c -> Sophia.hutchinson(NO_DECAY, c.seed()), 0.001, 0.001);
    add("sophia-g", c -> Sophia.gaussNewtonBartlett(NO_DECAY, c.seed()), 0.001, 0.001);
    add("schedule-free-sgd", _ -> new ScheduleFreeSgd(), 0.2, 1);
    add("schedule-free-adamw", _ -> new ScheduleFreeAdamW(NO_DECAY), 0.0025, 0.0025);
    add("quickprop", _ -> new Quickprop(), 0.05, 0.05);
    for (Rprop.Variant variant : Rprop.Variant.values()) {
      add(RPROP.get(variant), _ -> new Rprop(variant), 0.001, 0.001);
    }
  }

  private Optimizers() {}

  private static void add(String name, Maker maker, double rate, double rateForClasses) {
    RULES.put(name, new Entry(maker, rate, rateForClasses));
  }

  /** The names of all rules, for the help of the option. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RULES.sequencedKeySet().iterator();
    }
  }

  /** Returns a rule. */
  static UpdateRule rule(String name, Circumstances circumstances) {
    return entry(name).maker.rule(circumstances);
  }

  private static UpdateRule sdlm(Circumstances circumstances) {
    return new DiagonalLevenbergMarquardt(
        SDLM_MU,
        1,
        new CurvatureRequest(
            new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN),
            CurvatureRequest.EACH_EPOCH,
            Math.min(SDLM_EXAMPLES, circumstances.examples())));
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
      case "plateau" ->
          new PlateauSchedule(rate, PLATEAU, PLATEAU_PATIENCE, PLATEAU_TOLERANCE, rate / 1000);
      default ->
          throw new UserException(
              "--schedule is '" + name + "', must be constant, linear, cosine or plateau");
    };
  }
}
