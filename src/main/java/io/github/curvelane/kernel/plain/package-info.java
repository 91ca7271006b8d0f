/**
 * Flat loops over equal indices of several arrays, which the JVM's own compiler turns into vector
 * code as good as ours. Both providers use them.
 */
package io.github.curvelane.kernel.plain;
