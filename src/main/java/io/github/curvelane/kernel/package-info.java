/**
 * The kernels: matrix products, elementwise functions, reductions and vector algebra over {@code
 * float[]} and {@code double[]}. The classes here check every argument and then call the
 * implementation that {@link io.github.curvelane.kernel.Provider} chose once for the process; every
 * implementation gives the same bits.
 *
 * <p><b>One order of arguments.</b> First the sizes: m rows before n columns, or n elements of a
 * vector. Then the operands in the order of the formula, and the result last. Each array is
 * followed by the index of its first element, and a matrix by its leading dimension, the distance
 * between rows; a number stands before the array that it multiplies. Where many settings are
 * optional ({@link io.github.curvelane.kernel.Product}, {@link
 * io.github.curvelane.kernel.Convolution}) each operand is set by a method of its name, in the same
 * order, and the sizes come with the call that computes.
 *
 * <p>Vectors lie without gaps, rows of matrices at any distance: only there do loads of whole
 * vectors cost the same. A column is {@linkplain io.github.curvelane.kernel.MatrixCopies#transpose
 * copied} first. Memory that is not a Java array comes in and goes out by {@link
 * io.github.curvelane.kernel.Segments}.
 */
@NullMarked
package io.github.curvelane.kernel;

import org.jspecify.annotations.NullMarked;
