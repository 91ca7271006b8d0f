/** What a predictor gives a service: {@code bench serve}. */
package io.github.curvelane.bench.serve;
