/**
 * Optimizers: {@linkplain io.github.curvelane.optim.UpdateRule update rules} with an explicit
 * state, learning-rate {@linkplain io.github.curvelane.optim.Schedule schedules} and the
 * {@linkplain io.github.curvelane.optim.StochasticTrainer stochastic trainer}. They know objectives
 * and kernels and nothing of networks.
 *
 * <p>Sources: [DL8] is Goodfellow, Bengio and Courville, "Deep Learning" (2016), chapter 8, or
 * another where the section's number says so; [EB] is LeCun, Bottou, Orr and Müller, "Efficient
 * BackProp", in "Neural Networks: Tricks of the Trade" (1998), by equation or section; [CMU] is the
 * lecture on convergence of Carnegie Mellon University's course 11-785, "Introduction to Deep
 * Learning".
 */
@NullMarked
package io.github.curvelane.optim;

import org.jspecify.annotations.NullMarked;
