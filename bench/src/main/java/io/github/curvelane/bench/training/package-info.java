/** What a training loop costs beside its steps. */
package io.github.curvelane.bench.training;
