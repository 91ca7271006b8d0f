package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.Objects;

/** D^(−½)·M·D^(−½). */
final class ScaledOperator<A> implements SymmetricOperator<A> {
  private final SymmetricOperator<A> operator;
  private final SoleUse use = new SoleUse("this scaled operator");
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final int n;
  private final A factors;
  private final A scaled;

  ScaledOperator(SymmetricOperator<A> operator, A diagonal) {
    this.operator = Objects.requireNonNull(operator, "operator");
    this.precision = operator.precision();
    this.n = operator.dimension();
    this.algebra = Kernels.of(precision).vectorAlgebra();
    int length = precision.length(Objects.requireNonNull(diagonal, "diagonal"));
    if (length != n) {
      throw new IllegalArgumentException(
          "diagonal has %d elements, must have the %d of the matrix".formatted(length, n));
    }
    this.factors = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      double d = precision.get(diagonal, i);
      if (!(d > 0 && d < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "diagonal[%d] is %s, must be positive and finite".formatted(i, d));
      }
      precision.set(factors, i, 1 / precision.round(Math.sqrt(d)));
    }
    this.scaled = precision.newArray(n);
  }

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public void apply(A v, A result) {
    use.begin();
    try {
      Vectors.check(precision, n, v, result);
      algebra.multiply(n, v, 0, factors, 0, scaled, 0);
      operator.apply(scaled, result);
      algebra.multiply(n, result, 0, factors, 0, result, 0);
    } finally {
      use.end();
    }
  }

  @Override
  public String toString() {
    return "%s, its axes scaled".formatted(operator);
  }
}
