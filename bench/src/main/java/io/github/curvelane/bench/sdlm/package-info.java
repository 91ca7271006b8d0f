/** Which rates of single parameters make online training faster, and what they cost. */
package io.github.curvelane.bench.sdlm;
