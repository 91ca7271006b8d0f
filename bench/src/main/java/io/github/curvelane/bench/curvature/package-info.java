/** The price of second derivatives, in gradients. */
package io.github.curvelane.bench.curvature;
