/**
 * Datasets in memory, their splits, orders and normalisation, the IDX format and digits drawn
 * without a download. Everything here is a pure function of its inputs and a seed: the same bits on
 * every machine.
 */
package io.github.curvelane.data;
