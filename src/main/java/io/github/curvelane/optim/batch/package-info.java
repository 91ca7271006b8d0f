/**
 * Minimizers of whole objectives, one batch: each an immutable description ({@link
 * io.github.curvelane.optim.batch.Minimizer}) of a method, its search or damping and its
 * {@linkplain io.github.curvelane.optim.batch.Stopping stopping}; a {@linkplain
 * io.github.curvelane.optim.batch.MinimizerRun run} is made iteration by iteration, saved and
 * resumed, and ends with a {@linkplain io.github.curvelane.optim.batch.Minimum result} that says
 * why. They know objectives and kernels and nothing of networks.
 *
 * <p>Sources: [DL8] is Goodfellow, Bengio and Courville, "Deep Learning" (2016), chapter 8; [EB] is
 * LeCun, Bottou, Orr and Müller, "Efficient BackProp", in "Neural Networks: Tricks of the Trade"
 * (1998), by equation or section.
 */
@NullMarked
package io.github.curvelane.optim.batch;

import org.jspecify.annotations.NullMarked;
