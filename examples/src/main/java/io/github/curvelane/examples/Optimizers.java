package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.optim.AdaDelta;
import io.github.curvelane.optim.AdaGrad;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.RmsProp;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;

/** Update rules and schedules by the names that options have for them. */
final class Optimizers {
  static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.9;

  private Optimizers() {}

  /** Returns a rule; the momentum is that of the two rules that have one. */
  static UpdateRule rule(String name, double momentum) {
    return switch (name) {
      case "sgd" -> new Sgd();
      case "momentum" -> new Momentum(momentum);
      case "nesterov" -> new Nesterov(momentum);
      case "adagrad" -> new AdaGrad();
      case "adadelta" -> new AdaDelta();
      case "rmsprop" -> new RmsProp(DECAY);
      case "adam" -> new Adam();
      default ->
          throw new UserException(
              "--optimizer is '"
                  + name
                  + "', must be sgd, momentum, nesterov, adagrad, adadelta,"
                  + " rmsprop or adam");
    };
  }

  /** Returns a learning rate that is a place to start from with a rule. */
  static double usualRate(String name, boolean classes) {
    return switch (name) {
      case "momentum", "nesterov" -> 0.02;
      case "adagrad" -> 0.02;
      case "adadelta" -> 1;
      case "rmsprop", "adam" -> 0.001;
      default -> classes ? 0.2 : 0.05;
    };
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
