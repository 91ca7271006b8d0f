/** Matrix products: the shapes, what computes them, and the comparison. */
package io.github.curvelane.bench.matmul;
