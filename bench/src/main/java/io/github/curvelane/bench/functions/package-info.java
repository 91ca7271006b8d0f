/** Elementary functions and activations: time an element beside the JDK's and MKL's. */
package io.github.curvelane.bench.functions;
