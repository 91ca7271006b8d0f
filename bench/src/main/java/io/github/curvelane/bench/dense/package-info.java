/** Factorisations of dense matrices against peers. */
package io.github.curvelane.bench.dense;
