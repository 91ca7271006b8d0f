package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.SoleUse;
import java.util.Objects;

/** The rows and columns of an index range. */
final class BlockOperator<A> implements SymmetricOperator<A> {
  private final SymmetricOperator<A> operator;
  private final SoleUse use = new SoleUse("this block of an operator");
  private final Precision<A> precision;
  private final int from;
  private final int size;
  private final A whole;
  private final A image;

  BlockOperator(SymmetricOperator<A> operator, int from, int to) {
    this.operator = Objects.requireNonNull(operator, "operator");
    this.precision = operator.precision();
    int n = operator.dimension();
    if (from < 0 || to > n || from >= to) {
      throw new IllegalArgumentException(
          "the range from %d to %d is not one of the %d rows".formatted(from, to, n));
    }
    this.from = from;
    this.size = to - from;
    this.whole = precision.newArray(n);
    this.image = precision.newArray(n);
  }

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return size;
  }

  @Override
  public void apply(A v, A result) {
    use.begin();
    try {
      Vectors.check(precision, size, v, result);
      precision.copy(v, 0, whole, from, size);
      operator.apply(whole, image);
      precision.copy(image, from, result, 0, size);
    } finally {
      use.end();
    }
  }

  @Override
  public String toString() {
    return "rows %d to %d of %s".formatted(from, from + size, operator);
  }
}
