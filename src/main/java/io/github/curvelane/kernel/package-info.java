/**
 * The kernels: matrix products, elementwise functions, reductions and vector algebra over {@code
 * float[]} and {@code double[]}. The classes here check every argument and then call the
 * implementation that {@link io.github.curvelane.kernel.Provider} chose once for the process; every
 * implementation gives the same bits.
 */
@NullMarked
package io.github.curvelane.kernel;

import org.jspecify.annotations.NullMarked;
