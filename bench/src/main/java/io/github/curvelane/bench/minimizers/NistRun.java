package io.github.curvelane.bench.minimizers;

import io.github.curvelane.bench.problems.NistProblem;

/**
 * A fit of one of NIST's regressions.
 *
 * @param problem the problem
 * @param start which start, 0 or 1
 * @param digits the digits of the worst parameter, 0 to 11
 * @param residuals evaluations of the residuals
 * @param jacobians passes over the rows of the Jacobian
 * @param failure what the fitter threw, empty if it did not
 */
public record NistRun(
    NistProblem problem, int start, double digits, long residuals, long jacobians, String failure) {
  /**
   * Runs a fitter.
   *
   * @param fitter the fitter
   * @param problem the problem
   * @param start which start, 0 or 1
   * @return how it went
   */
  public static NistRun of(SquaresFitter fitter, NistProblem problem, int start) {
    Tally tally = new Tally();
    double digits = 0;
    String failure = "";
    try {
      digits =
          problem.digits(
              fitter.fit(new TalliedSquares(problem.residuals(), tally), problem.start(start)));
    } catch (RuntimeException e) {
      failure = e.toString();
    }
    return new NistRun(problem, start, digits, tally.evaluations(), tally.jacobians(), failure);
  }
}
