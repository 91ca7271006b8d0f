/**
 * Datasets in memory, their splits, orders and normalisation, the IDX format and digits drawn
 * without a download. Everything here is a pure function of its inputs and a seed: the same bits on
 * every machine.
 *
 * <p>Sources: [EB] is LeCun, Bottou, Orr and Müller, "Efficient BackProp", in "Neural Networks:
 * Tricks of the Trade" (1998), by equation or section; [DL8] is Goodfellow, Bengio and Courville,
 * "Deep Learning" (2016), chapter 8.
 */
@NullMarked
package io.github.curvelane.data;

import org.jspecify.annotations.NullMarked;
