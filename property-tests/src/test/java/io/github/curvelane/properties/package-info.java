/**
 * Properties of the public API over random and awkward inputs: sizes around every tile, offsets,
 * leading dimensions, special values. Most compare bits, because the arithmetic is fixed.
 */
package io.github.curvelane.properties;
