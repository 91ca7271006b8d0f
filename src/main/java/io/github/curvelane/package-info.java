/**
 * The types that everything meets at: {@link io.github.curvelane.Objective} and its capabilities,
 * the two {@linkplain io.github.curvelane.Precision precisions}, and {@link
 * io.github.curvelane.Parallelism}.
 */
package io.github.curvelane;
