package io.github.curvelane.nn;

import io.github.curvelane.kernel.Kernels;

/**
 * What a loss's function is created from.
 *
 * @param loss the loss
 * @param kernels the kernels to compute with
 * @param outputs n, the number of outputs of an example
 * @param rows the largest number of examples at a time
 * @param limit what says so, for messages
 */
record LossSetting<A>(Loss loss, Kernels<A> kernels, int outputs, int rows, String limit) {}
