/** Adapters to other libraries, compiled only with the Maven profile {@code peers}. */
package io.github.curvelane.bench.peers;
