/**
 * Optimizers: {@linkplain io.github.curvelane.optim.UpdateRule update rules} with an explicit
 * state, learning-rate {@linkplain io.github.curvelane.optim.Schedule schedules} and the
 * {@linkplain io.github.curvelane.optim.StochasticTrainer stochastic trainer}. They know objectives
 * and kernels and nothing of networks.
 */
package io.github.curvelane.optim;
