/** How long a new process takes until its first prediction: {@code bench start}. */
package io.github.curvelane.bench.start;
