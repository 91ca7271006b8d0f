/**
 * Curvature of any objective, from the capability interfaces alone: dense matrices of second
 * derivatives for small problems, and Hessian-vector products by differences of gradients for
 * objectives that have no exact ones.
 */
package io.github.curvelane.curvature;
