/**
 * Objectives whose examples are spread over threads, processes or machines, with the bits of one
 * process: the chunks of examples are summed where they are, and the sums are added by the fixed
 * tree of {@link io.github.curvelane.kernel.ChunkTree}, so that a sum does not depend on who formed
 * what, or when.
 *
 * <p>{@link io.github.curvelane.cluster.Workers} is who computes. A batch of at most {@link
 * io.github.curvelane.Arithmetic#EXAMPLE_CHUNK} examples is one chunk and stays in one place: steps
 * on minibatches are not what this is for.
 */
@NullMarked
package io.github.curvelane.cluster;

import org.jspecify.annotations.NullMarked;
