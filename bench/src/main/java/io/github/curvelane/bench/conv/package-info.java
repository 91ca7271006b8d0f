/** Convolutions alone and the curvature of networks that have them. */
package io.github.curvelane.bench.conv;
