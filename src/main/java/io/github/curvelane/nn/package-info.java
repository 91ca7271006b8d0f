/**
 * Networks: immutable descriptions over one flat parameter array, the passes that give first and
 * second derivatives, losses, initialisation, and the {@linkplain
 * io.github.curvelane.nn.NetworkObjective objective} through which optimizers and curvature tools
 * see them.
 */
package io.github.curvelane.nn;
