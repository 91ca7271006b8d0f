/** The benchmark program. */
package io.github.curvelane.bench;
