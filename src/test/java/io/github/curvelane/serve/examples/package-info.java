/** Short programs that use the public API alone; {@code ServeExamplesTest} runs them. */
package io.github.curvelane.serve.examples;
