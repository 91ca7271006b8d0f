/**
 * What three documents on training by gradients say, run anew: each {@link
 * io.github.curvelane.examples.papers.Page} is a figure or a claim of one of them, with what was
 * measured. [EB] is LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998); [CMU] the lecture
 * on convergence of Carnegie Mellon's course on deep learning; [DL8] Goodfellow, Bengio and
 * Courville, "Deep Learning" (2016), chapter 8.
 */
package io.github.curvelane.examples.papers;
