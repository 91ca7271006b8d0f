/** What eigenvalues of Hessians cost beside products, gradients, SciPy and PyTorch. */
package io.github.curvelane.bench.spectrum;
