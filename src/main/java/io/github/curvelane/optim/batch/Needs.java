package io.github.curvelane.optim.batch;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;

/** Refuses objectives that lack what a method needs, by name. */
final class Needs {
  private Needs() {}

  static void hessianProducts(String method, Objective<?> objective) {
    if (!(objective instanceof HessianProducts<?>)) {
      throw lacking(method, "Hessian-vector products (HessianProducts)", objective);
    }
  }

  static void gaussNewtonProducts(String method, Objective<?> objective) {
    if (!(objective instanceof GaussNewtonProducts<?>)) {
      throw lacking(method, "Gauss-Newton products (GaussNewtonProducts)", objective);
    }
  }

  private static IllegalArgumentException lacking(
      String method, String products, Objective<?> objective) {
    return new IllegalArgumentException(
        "%s needs %s, which %s does not give".formatted(method, products, objective));
  }
}
