/**
 * Smaller models by leaving out weights: optimal brain damage (LeCun, Denker and Solla 1990), which
 * deletes the weights whose deletion is predicted to change the error least, and trains the others
 * again.
 *
 * <p>{@link io.github.curvelane.prune.Saliency} says what each parameter is worth, {@link
 * io.github.curvelane.prune.Pruner} chooses which to delete, {@link io.github.curvelane.prune.Mask}
 * is what was chosen, {@link io.github.curvelane.prune.Masked} keeps a rule from moving it, and
 * {@link io.github.curvelane.prune.Pruning} does all of this in rounds. A pruned model is an
 * ordinary one with zeros in its parameters: files and passes are as before, and so is the time
 * that a pass takes.
 */
@NullMarked
package io.github.curvelane.prune;

import org.jspecify.annotations.NullMarked;
