/**
 * Curvature of any objective, from the capability interfaces alone: the ends of its spectrum by
 * Lanczos iterations, dense matrices of second derivatives for small problems, and Hessian-vector
 * products by differences of gradients for objectives that have no exact ones; what curvature says
 * of learning rates.
 *
 * <p>Sources: [EB] is LeCun, Bottou, Orr and Müller, "Efficient BackProp", in "Neural Networks:
 * Tricks of the Trade" (1998), by equation or section; [DL8] is Goodfellow, Bengio and Courville,
 * "Deep Learning" (2016), chapter 8, by equation; [CMU] is the lecture on convergence of Carnegie
 * Mellon University's course 11-785, "Introduction to Deep Learning".
 */
@NullMarked
package io.github.curvelane.curvature;

import org.jspecify.annotations.NullMarked;
