/** Training steps: forward, backward and update of whole networks. */
package io.github.curvelane.bench.step;
