package io.github.curvelane.properties;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import java.util.SplittableRandom;

/** A matrix product with everything that can be set, on random operands. */
record ProductCase(
    Precision<?> precision,
    int m,
    int n,
    int k,
    boolean aTransposed,
    boolean bTransposed,
    boolean squareA,
    boolean squareB,
    boolean negateA,
    boolean accumulate,
    boolean scaled,
    boolean biased,
    Times times,
    Filling filling,
    long seed) {
  /** What the epilogue multiplies by. */
  enum Times {
    NOTHING,
    A_MATRIX,
    THE_RESULT
  }

  private static final double SCALE = 1.0 / 3;

  /** The operands of a case; C is both input and output. */
  record Operands<A>(Matrix<A> a, Matrix<A> b, Matrix<A> c, Matrix<A> bias, Matrix<A> times) {
    Operands<A> withOwnResult() {
      return new Operands<>(a, b, c.copy(), bias, times);
    }
  }

  <A> Operands<A> operands(Precision<A> precision) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Operands<>(
        Matrix.random(precision, filling, random, aTransposed ? k : m, aTransposed ? m : k),
        Matrix.random(precision, filling, random, bTransposed ? n : k, bTransposed ? k : n),
        Matrix.random(precision, filling, random, m, n),
        Matrix.random(precision, filling, random, 1, n),
        Matrix.random(precision, filling, random, m, n));
  }

  /** Computes the product with the library. */
  <A> void multiply(Kernels<A> kernels, Parallelism parallelism, Operands<A> x) {
    Product<A> product = kernels.newProduct(parallelism);
    set(product, x).multiply(m, n, k);
  }

  <A> Product<A> set(Product<A> product, Operands<A> x) {
    if (aTransposed) {
      product.aTransposed(x.a.array(), x.a.offset(), x.a.ld());
    } else {
      product.a(x.a.array(), x.a.offset(), x.a.ld());
    }
    if (bTransposed) {
      product.bTransposed(x.b.array(), x.b.offset(), x.b.ld());
    } else {
      product.b(x.b.array(), x.b.offset(), x.b.ld());
    }
    product.c(x.c.array(), x.c.offset(), x.c.ld());
    if (squareA) {
      product.squareA();
    }
    if (squareB) {
      product.squareB();
    }
    if (negateA) {
      product.negateA();
    }
    if (accumulate) {
      product.accumulate();
    }
    if (scaled) {
      product.scale(SCALE);
    }
    if (biased) {
      product.bias(x.bias.array(), x.bias.offset());
    }
    switch (times) {
      case NOTHING -> {}
      case A_MATRIX -> product.times(x.times.array(), x.times.offset(), x.times.ld());
      case THE_RESULT -> product.times(x.c.array(), x.c.offset(), x.c.ld());
    }
    return product;
  }

  /** Computes the product as the arithmetic is specified: three loops. */
  <A> void specified(Operands<A> x) {
    Rounding rounding = Rounding.of(precision);
    double scale = x.c.precision().round(SCALE);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double old = x.c.get(i, j);
        double v = chain(rounding, x, i, j);
        v = scaled ? rounding.multiply(v, scale) : v;
        v = biased ? rounding.add(v, x.bias.get(0, j)) : v;
        v =
            switch (times) {
              case NOTHING -> v;
              case A_MATRIX -> rounding.multiply(v, x.times.get(i, j));
              case THE_RESULT -> rounding.multiply(v, old);
            };
        x.c.set(i, j, v);
      }
    }
  }

  private <A> double chain(Rounding rounding, Operands<A> x, int i, int j) {
    double v = accumulate ? x.c.get(i, j) : 0;
    for (int p = 0; p < k; p++) {
      double a = aTransposed ? x.a.get(p, i) : x.a.get(i, p);
      double b = bTransposed ? x.b.get(j, p) : x.b.get(p, j);
      a = squareA ? rounding.multiply(a, a) : a;
      b = squareB ? rounding.multiply(b, b) : b;
      v = rounding.fma(negateA ? -a : a, b, v);
    }
    return v;
  }
}
