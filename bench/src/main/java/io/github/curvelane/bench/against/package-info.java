/** One build of this library against another, in one JVM. */
package io.github.curvelane.bench.against;
