/** The report: one HTML file with everything in it. */
package io.github.curvelane.examples.report;
