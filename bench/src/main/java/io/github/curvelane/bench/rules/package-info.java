/** How near the steps of update rules come to the speed of the memory that they walk through. */
package io.github.curvelane.bench.rules;
