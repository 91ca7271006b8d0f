/** Programs that use the library as its users do, compiled and run by the tests. */
package io.github.curvelane.consumers;
