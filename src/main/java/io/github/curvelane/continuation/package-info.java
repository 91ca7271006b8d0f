/**
 * Minimizing by continuation [DL8 8.7.6]: E blurred by a Gaussian, E_σ(θ) = E[E(θ + σξ)], ξ ~ N(0,
 * I), has fewer minima the greater σ is; the minimum of one width is where descent on the next,
 * smaller one begins, and the last is E itself (Wu 1997; Mobahi and Fisher 2015).
 *
 * <p>{@link io.github.curvelane.continuation.Continuation} goes through the widths with any
 * minimizer. {@link io.github.curvelane.continuation.GaussianBlur} is what an objective says that
 * knows its blur in closed form; of any other, {@link io.github.curvelane.continuation.SampledBlur}
 * averages fixed samples. The stochastic form, a new sample in each step, is the rule {@link
 * io.github.curvelane.optim.ParameterNoise}.
 *
 * <p>Sources: [DL8] is Goodfellow, Bengio and Courville, "Deep Learning" (2016), by section.
 */
@NullMarked
package io.github.curvelane.continuation;

import org.jspecify.annotations.NullMarked;
