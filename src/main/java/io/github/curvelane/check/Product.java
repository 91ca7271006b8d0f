package io.github.curvelane.check;

/** A product with a matrix at the point that is kept. */
@FunctionalInterface
interface Product<A> {
  void apply(A v, A result);
}
