/**
 * How good predictions are: {@link io.github.curvelane.metrics.ClassificationScores} for predicted
 * classes, {@link io.github.curvelane.metrics.ProbabilityScores} for their probabilities, {@link
 * io.github.curvelane.metrics.Auc} for any score of two classes, and {@link
 * io.github.curvelane.metrics.RegressionScores} for numbers.
 *
 * <p>Results are immutable values whose text is for people. Everything is computed in double
 * precision from arrays of the caller, which are read only; sums go over ascending rows and carry
 * what their roundings lose (Neumaier 1974), logarithms are {@link java.lang.StrictMath}'s: the
 * same bits on every machine. Predictions in single precision are widened first, which is exact:
 * {@code Precision.FLOAT.toDoubles(outputs)}.
 *
 * <p>Truth comes first, then what was predicted; weights are the last argument and can be left out,
 * which counts every row once. A weight of 2 is the row twice, of 0 no row at all.
 */
@NullMarked
package io.github.curvelane.metrics;

import org.jspecify.annotations.NullMarked;
