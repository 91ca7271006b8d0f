package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Steepest descent with a line search: d = −∇E. It converges linearly, by ((κ − 1)/(κ + 1))² an
 * iteration on a quadratic of condition κ at best: here to be compared with. The first trial has
 * length 1, later ones repeat the last decrease on the parabola with the new slope.
 *
 * @param search how far to go
 * @param stopping when to stop; unless set, at a relative gradient of 16u
 */
public record SteepestDescent(LineSearch search, Stopping stopping) implements Minimizer {
  /** Creates the method with the search of {@link HagerZhang} and the default stopping. */
  public SteepestDescent() {
    this(new HagerZhang(), Stopping.DEFAULT);
  }

  /** Creates the method. */
  public SteepestDescent {
    Methods.required(search, stopping);
  }

  @Override
  public SteepestDescent stopping(Stopping other) {
    return new SteepestDescent(search, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new Run<>(this, objective, theta, watch);
  }

  private static final class Run<A> extends LineSearchRun<A> {
    Run(SteepestDescent method, Objective<A> objective, A theta, RunWatch watch) {
      super("steepest descent", objective, theta, method.search, method.stopping, watch);
    }

    @Override
    boolean direct() {
      return false;
    }

    @Override
    double firstTrial(double slope) {
      return scaledTrial(slope);
    }

    @Override
    void learn(A next, A step, A change, boolean steepest) {}
  }
}
