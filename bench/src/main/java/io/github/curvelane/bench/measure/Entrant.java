package io.github.curvelane.bench.measure;

/**
 * One side of a comparison.
 *
 * @param name what it is called in tables and files
 * @param operations what one call of {@code work} counts for (floating-point operations, bytes or
 *     elements)
 * @param work the call that is timed
 */
public record Entrant(String name, double operations, Runnable work) {}
