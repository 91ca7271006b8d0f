package io.github.curvelane.nn;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;

/**
 * Where the passes of a node work.
 *
 * @param kernels the kernels to compute with
 * @param parallelism where to run
 * @param product the product shared by all nodes of a workspace, which runs there
 * @param offset the index in θ of the node's first parameter
 * @param rows the largest number of examples in a pass
 */
record Site<A>(
    Kernels<A> kernels, Parallelism parallelism, Product<A> product, int offset, int rows) {}
