package io.github.curvelane.nn;

/**
 * What a loss is beside its arithmetic.
 *
 * @param parameter the number behind its name
 * @param targets what it asks of targets
 */
record LossTraits(LossParameter parameter, TargetRule targets) {}
