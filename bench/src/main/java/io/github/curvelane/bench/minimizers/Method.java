package io.github.curvelane.bench.minimizers;

import io.github.curvelane.optim.batch.Minimizer;
import java.util.Optional;

/**
 * A method on the problems of Moré, Garbow and Hillstrom.
 *
 * @param name what it is called in tables
 * @param minimizer the method with its settings
 * @param ofResiduals whether it is shown residuals and rows, ½‖f‖², and not the function E = ‖f‖²
 * @param peer the method of SciPy that its evaluations are compared with
 */
public record Method(
    String name, Minimizer minimizer, boolean ofResiduals, Optional<ScipyMethod> peer) {
  /**
   * Describes the same without a peer.
   *
   * @return a copy
   */
  Method alone() {
    return new Method(name, minimizer, ofResiduals, Optional.empty());
  }
}
