/**
 * Training in several steps: {@linkplain io.github.curvelane.transfer.TrainingPlan plans} of
 * trainings of which each begins with what the one before has learned, {@linkplain
 * io.github.curvelane.transfer.Transfer transfer} of layers to another network, {@linkplain
 * io.github.curvelane.transfer.GreedyPretraining greedy layer-wise pretraining}, and teachers'
 * {@linkplain io.github.curvelane.transfer.Hints hints} and {@linkplain
 * io.github.curvelane.transfer.SoftTargets soft targets}.
 *
 * <p>Sources: [DL8] is Goodfellow, Bengio and Courville, "Deep Learning" (2016), chapter 8, or
 * another where the section's number says so.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.curvelane.transfer;

import org.jspecify.annotations.NullMarked;
