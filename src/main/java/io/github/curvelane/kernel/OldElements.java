package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.ProductCall;

/** Keeps the elements of C that a product with β adds a multiple of. */
final class OldElements<A> {
  private final Precision<A> precision;
  private A copy;

  OldElements(Precision<A> precision) {
    this.precision = precision;
    this.copy = precision.newArray(0);
  }

  /** Copies C into the memory of this object, and hands it to the call, if there is a β. */
  void save(ProductCall<A> call) {
    if (call.beta == 0) {
      return;
    }
    if (call.m * call.n > precision.length(copy)) {
      copy = precision.newArray(call.m * call.n);
    }
    for (int i = 0; i < call.m; i++) {
      precision.copy(call.c, call.cOffset + i * call.ldc, copy, i * call.n, call.n);
    }
    call.old = copy;
  }
}
