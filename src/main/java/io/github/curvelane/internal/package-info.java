/** What packages of the library need of each other and users do not. Not exported. */
package io.github.curvelane.internal;
