/**
 * Checks for writers of objectives: whether gradients, Hessian- and Gauss-Newton-vector products
 * and diagonals are what they claim to be, by differences with measured error bounds and by the
 * algebra that correct derivatives satisfy. {@link io.github.curvelane.check.Checks} runs them, a
 * {@link io.github.curvelane.check.Verdict} tells what was found.
 */
@NullMarked
package io.github.curvelane.check;

import org.jspecify.annotations.NullMarked;
