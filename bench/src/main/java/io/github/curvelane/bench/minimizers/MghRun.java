package io.github.curvelane.bench.minimizers;

import io.github.curvelane.bench.problems.MghProblem;
import io.github.curvelane.curvature.LeastSquaresObjective;
import io.github.curvelane.optim.batch.Minimum;
import io.github.curvelane.optim.batch.Reason;
import java.util.Optional;

/**
 * A method's run on a problem of Moré, Garbow and Hillstrom.
 *
 * @param problem the problem
 * @param reachedAt the evaluation at which a minimum was first reached, 0 if none was
 * @param productsUntilReached the products with H or G before
 * @param evaluations all evaluations
 * @param products all products
 * @param first E at the start
 * @param lowest the least E that was seen
 * @param last E = ‖f‖² at the parameters that were handed back
 * @param end how the run ended; empty if it was refused at its start
 * @param refusal why it was refused, empty if it was not
 */
public record MghRun(
    MghProblem problem,
    long reachedAt,
    long productsUntilReached,
    long evaluations,
    long products,
    double first,
    double lowest,
    double last,
    Optional<Minimum> end,
    String refusal) {
  /**
   * Runs a method.
   *
   * @param method the method
   * @param problem the problem
   * @param factor of the standard start: 1, 10 or 100
   * @return how it went
   */
  public static MghRun of(Method method, MghProblem problem, double factor) {
    Tally tally = new Tally(problem::isReached);
    double[] theta = problem.start(factor);
    Optional<Minimum> end = Optional.empty();
    String refusal = "";
    try {
      end =
          Optional.of(
              method.ofResiduals()
                  ? method
                      .minimizer()
                      .minimize(
                          new LeastSquaresObjective<>(
                              new TalliedSquares(problem.newResiduals(), tally)),
                          theta)
                  : method
                      .minimizer()
                      .minimize(new TalliedObjective(problem.newObjective(), tally), theta));
    } catch (IllegalArgumentException e) {
      refusal = e.getMessage();
    }
    return new MghRun(
        problem,
        tally.reachedAt(),
        tally.productsUntilReached(),
        tally.evaluations(),
        tally.products(),
        tally.first(),
        tally.lowest(),
        problem.newObjective().value(theta),
        end,
        refusal);
  }

  /**
   * Tells whether a minimum was reached at some point that was evaluated.
   *
   * @return whether it was
   */
  public boolean isReached() {
    return reachedAt > 0;
  }

  /**
   * Tells whether the run says that it converged where it did not reach a minimum.
   *
   * @return whether the claim is false
   */
  public boolean claimsFalsely() {
    return !isReached() && end.map(Minimum::reason).filter(Reason.CONVERGED::equals).isPresent();
  }

  /**
   * Returns the reason of the end in a word.
   *
   * @return the reason, of convergence the test, or that the start was refused
   */
  public String reason() {
    return end.map(
            minimum -> minimum.reason() + minimum.test().map(test -> " by " + test).orElse(""))
        .orElse("REFUSED");
  }
}
