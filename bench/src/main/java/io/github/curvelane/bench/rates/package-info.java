/** Learning rates from curvature, beside the best ones that a search finds. */
package io.github.curvelane.bench.rates;
