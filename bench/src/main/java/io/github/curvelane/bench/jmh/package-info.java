/** JMH benchmarks, for the record. */
package io.github.curvelane.bench.jmh;
