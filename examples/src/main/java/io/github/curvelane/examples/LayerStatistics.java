package io.github.curvelane.examples;

/**
 * What one layer does on the test examples.
 *
 * @param name its number and size
 * @param activation the name of its activation
 * @param meanActivation the mean of its outputs
 * @param rmsActivation the root mean square of its outputs
 * @param saturated the share of outputs on a flat part of the activation, in percent; NaN if it has
 *     none
 * @param saturatedUnits the number of units that are there for almost all examples
 * @param rmsWeight the root mean square of its weights
 * @param rmsGradient the root mean square of the gradient with respect to them
 */
record LayerStatistics(
    String name,
    String activation,
    double meanActivation,
    double rmsActivation,
    double saturated,
    int saturatedUnits,
    double rmsWeight,
    double rmsGradient) {}
