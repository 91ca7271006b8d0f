/** The program: trains, evaluates and looks at networks from the command line. */
package io.github.curvelane.examples;
