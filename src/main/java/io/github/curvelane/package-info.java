/**
 * The types that everything meets at: {@link io.github.curvelane.Objective} and its capabilities,
 * the two {@linkplain io.github.curvelane.Precision precisions}, and {@link
 * io.github.curvelane.Parallelism}.
 *
 * <p>Sources: [EB] is LeCun, Bottou, Orr and Müller, "Efficient BackProp", in "Neural Networks:
 * Tricks of the Trade" (1998), by equation or section.
 */
@NullMarked
package io.github.curvelane;

import org.jspecify.annotations.NullMarked;
