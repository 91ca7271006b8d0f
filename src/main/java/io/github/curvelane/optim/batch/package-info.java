/**
 * Minimizers of whole objectives, one batch: each an immutable description ({@link
 * io.github.curvelane.optim.batch.Minimizer}) of a method, its search or damping and its
 * {@linkplain io.github.curvelane.optim.batch.Stopping stopping}; a {@linkplain
 * io.github.curvelane.optim.batch.MinimizerRun run} is made iteration by iteration, saved and
 * resumed, and ends with a {@linkplain io.github.curvelane.optim.batch.Minimum result} that says
 * why. They know objectives and kernels and nothing of networks.
 *
 * <p>Sources: [DL8] is Goodfellow, Bengio and Courville, "Deep Learning" (2016), chapter 8.
 */
@NullMarked
package io.github.curvelane.optim.batch;

import org.jspecify.annotations.NullMarked;
