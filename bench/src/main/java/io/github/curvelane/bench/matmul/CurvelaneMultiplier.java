package io.github.curvelane.bench.matmul;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Provider;

/** This library. */
final class CurvelaneMultiplier implements Multiplier {
  private final Parallelism parallelism;

  CurvelaneMultiplier(int threads) {
    parallelism = Parallelism.threads(threads);
  }

  @Override
  public String name() {
    return Multipliers.OURS;
  }

  @Override
  public String describe() {
    Provider provider = Provider.current();
    return provider.name() + " kernels, " + provider.bits() + " bits";
  }

  @Override
  public <A> Prepared<A> prepare(MatmulTask<A> task) {
    MatmulShape shape = task.shape();
    Product<A> product = Kernels.of(task.precision()).newProduct(parallelism);
    A c = task.newProduct();
    return new Prepared<>() {
      @Override
      public void multiply() {
        if (shape.layout().transposesA()) {
          product.aTransposed(task.a(), 0, shape.leadingA());
        } else {
          product.a(task.a(), 0, shape.leadingA());
        }
        if (shape.layout().transposesB()) {
          product.bTransposed(task.b(), 0, shape.leadingB());
        } else {
          product.b(task.b(), 0, shape.leadingB());
        }
        product.c(c, 0, shape.n()).multiply(shape.m(), shape.n(), shape.k());
      }

      @Override
      public A product() {
        return c;
      }
    };
  }
}
