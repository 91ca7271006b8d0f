/** Minimizers on problems with known answers, beside SciPy's counts and Hipparchus. */
package io.github.curvelane.bench.minimizers;
