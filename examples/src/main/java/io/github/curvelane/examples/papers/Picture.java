package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Chart;

/**
 * A chart and what is to be seen.
 *
 * @param chart the chart, readable without the caption
 * @param caption what is to be seen
 */
public record Picture(Chart chart, String caption) {}
