/**
 * Models at work: {@link io.github.curvelane.serve.Predictor} applies a trained model to raw rows,
 * from any thread.
 */
package io.github.curvelane.serve;
