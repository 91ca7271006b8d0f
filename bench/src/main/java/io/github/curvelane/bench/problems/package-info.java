/**
 * Test problems of minimization with known answers: NIST's nonlinear regressions and those of Moré,
 * Garbow and Hillstrom.
 */
package io.github.curvelane.bench.problems;
