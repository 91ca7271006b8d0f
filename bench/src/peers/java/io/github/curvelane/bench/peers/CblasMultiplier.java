package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.matmul.MatmulTask;
import io.github.curvelane.bench.matmul.Multiplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A native BLAS, called either on native memory aligned to cache lines, its best case, or on heap
 * arrays, which the binding copies or pins on each call.
 */
final class CblasMultiplier implements Multiplier {
  private final String name;
  private final Cblas blas;
  private final boolean heap;

  CblasMultiplier(String name, Cblas blas, boolean heap) {
    this.name = name;
    this.blas = blas;
    this.heap = heap;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String describe() {
    return blas.describe() + (heap ? ", heap arrays" : ", aligned native memory");
  }

  @Override
  public <A> Prepared<A> prepare(MatmulTask<A> task) {
    MatmulShape shape = task.shape();
    Cblas.Sizes sizes =
        new Cblas.Sizes(
            shape.layout().transposesA() ? Cblas.TRANSPOSE : Cblas.NO_TRANSPOSE,
            shape.layout().transposesB() ? Cblas.TRANSPOSE : Cblas.NO_TRANSPOSE,
            shape.m(),
            shape.n(),
            shape.k(),
            shape.leadingA(),
            shape.leadingB(),
            shape.n());
    return heap ? new OnHeap<>(blas, sizes, task) : new Native<>(blas, sizes, task);
  }

  private record OnHeap<A>(Cblas blas, Cblas.Sizes sizes, A a, A b, A c) implements Prepared<A> {
    OnHeap(Cblas blas, Cblas.Sizes sizes, MatmulTask<A> task) {
      this(blas, sizes, task.a(), task.b(), task.newProduct());
    }

    @Override
    public void multiply() {
      if (c instanceof float[] product) {
        blas.multiply(sizes, (float[]) a, (float[]) b, product);
      } else {
        blas.multiply(sizes, (double[]) a, (double[]) b, (double[]) c);
      }
    }

    @Override
    public A product() {
      return c;
    }
  }

  private static final class Native<A> implements Prepared<A> {
    private final Cblas blas;
    private final Cblas.Sizes sizes;
    private final NativeArray a;
    private final NativeArray b;
    private final NativeArray c;
    private final A product;

    Native(Cblas blas, Cblas.Sizes sizes, MatmulTask<A> task) {
      this.blas = blas;
      this.sizes = sizes;
      a = NativeArray.copyOf(task.a());
      b = NativeArray.copyOf(task.b());
      product = task.newProduct();
      c = NativeArray.copyOf(product);
    }

    @Override
    public void multiply() {
      if (c.pointer() instanceof FloatPointer floats) {
        blas.multiply(sizes, (FloatPointer) a.pointer(), (FloatPointer) b.pointer(), floats);
      } else {
        blas.multiply(
            sizes,
            (DoublePointer) a.pointer(),
            (DoublePointer) b.pointer(),
            (DoublePointer) c.pointer());
      }
    }

    @Override
    public A product() {
      c.copyTo(product);
      return product;
    }

    @Override
    public void close() {
      a.close();
      b.close();
      c.close();
    }
  }
}
