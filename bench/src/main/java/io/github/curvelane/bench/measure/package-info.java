/**
 * How things are measured here: alternating rounds, robust statistics, the machine's own limits
 * (fused multiply-adds from registers, bandwidth of each cache level), and files of raw samples.
 */
package io.github.curvelane.bench.measure;
