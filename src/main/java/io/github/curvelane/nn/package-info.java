/**
 * Networks: immutable descriptions over one flat parameter array, the passes that give first and
 * second derivatives, losses, initialisation, and the {@linkplain
 * io.github.curvelane.nn.NetworkObjective objective} through which optimizers and curvature tools
 * see them.
 *
 * <p>Sources: [EB] is LeCun, Bottou, Orr and Müller, "Efficient BackProp", in "Neural Networks:
 * Tricks of the Trade" (1998), by equation or section; [DL8] is Goodfellow, Bengio and Courville,
 * "Deep Learning" (2016), chapter 8, or another where the section's number says so.
 */
@NullMarked
package io.github.curvelane.nn;

import org.jspecify.annotations.NullMarked;
