/**
 * From rows to a service: {@link io.github.curvelane.serve.Fit} trains a model of classes or values
 * on raw rows, {@link io.github.curvelane.serve.Predictor} applies one from any thread. Both are
 * thin; what they are made of can be used alone.
 */
@NullMarked
package io.github.curvelane.serve;

import org.jspecify.annotations.NullMarked;
