package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.batch.BayesianRegularization;
import io.github.curvelane.optim.batch.Bfgs;
import io.github.curvelane.optim.batch.ConjugateGradient;
import io.github.curvelane.optim.batch.HessianFree;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.LeastSquaresSolver;
import io.github.curvelane.optim.batch.LevenbergMarquardt;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.RegularizedNewton;
import io.github.curvelane.optim.batch.RuleDescent;
import io.github.curvelane.optim.batch.RunWatch;
import io.github.curvelane.optim.batch.ScaledConjugateGradient;
import io.github.curvelane.optim.batch.SteihaugTrustRegion;
import io.github.curvelane.optim.batch.Stopping;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Minimizers by the names that {@code --minimizer} has for them. */
final class Minimizers {
  /** Of each parameter with Rprop: that of PyTorch, a tenth of the paper's. */
  private static final double FIRST_STEP_SIZE = 0.01;

  private static final SequencedMap<String, Supplier<Minimizer>> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("lbfgs", Lbfgs::new);
    METHODS.put("cg", ConjugateGradient::new);
    METHODS.put("scg", ScaledConjugateGradient::new);
    METHODS.put("bfgs", Bfgs::new);
    METHODS.put("lm", () -> new LevenbergMarquardt().solver(LeastSquaresSolver.NORMAL_EQUATIONS));
    METHODS.put("br", BayesianRegularization::new);
    METHODS.put("hf", HessianFree::new);
    METHODS.put("newton", RegularizedNewton::new);
    METHODS.put("trust-region", SteihaugTrustRegion::new);
    METHODS.put(
        "rprop",
        () ->
            new RuleDescent(
                new Rprop(Rprop.Variant.IMPROVED_PLUS), Schedule.constant(FIRST_STEP_SIZE)));
  }

  private Minimizers() {}

  /** The names of all methods, for the help of the option. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return METHODS.sequencedKeySet().iterator();
    }
  }

  /** Returns a name that is known. */
  static String checked(String name) {
    if (!METHODS.containsKey(name)) {
      throw new UserException(
          "--minimizer is '" + name + "', must be one of " + String.join(", ", METHODS.keySet()));
    }
    return name;
  }

  /** Refuses methods that want numbers of single examples. */
  static void checkSpread(String name) {
    if (checked(name).equals("lm") || name.equals("br")) {
      throw new UserException(
          "--master: --minimizer "
              + name
              + " wants the residuals of all examples in one place; those that do not are "
              + METHODS.sequencedKeySet().stream()
                  .filter(method -> !method.equals("lm") && !method.equals("br"))
                  .collect(Collectors.joining(", ")));
    }
  }

  static Minimizer of(String name, Stopping stopping) {
    return METHODS.get(checked(name)).get().stopping(stopping);
  }

  static RunWatch cancelWhen(BooleanSupplier cancelled) {
    return new RunWatch() {
      @Override
      public boolean cancelled() {
        return cancelled.getAsBoolean();
      }
    };
  }
}
