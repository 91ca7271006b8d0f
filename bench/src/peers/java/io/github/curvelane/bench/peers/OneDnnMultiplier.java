package io.github.curvelane.bench.peers;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.matmul.Layout;
import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.matmul.MatmulTask;
import io.github.curvelane.bench.matmul.Multiplier;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** oneDNN's own product, on native memory; it has no double precision. */
final class OneDnnMultiplier implements Multiplier {
  @Override
  public String name() {
    return "oneDNN";
  }

  @Override
  public String describe() {
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major()
        + "."
        + version.minor()
        + ", "
        + dnnl.get_effective_cpu_isa()
        + ", dnnl_sgemm, aligned native memory";
  }

  @Override
  public boolean supports(MatmulShape shape, Precision<?> precision) {
    return precision == Precision.FLOAT;
  }

  @Override
  public <A> Prepared<A> prepare(MatmulTask<A> task) {
    MatmulShape shape = task.shape();
    byte transposeA = (byte) (shape.layout() == Layout.TN ? 'T' : 'N');
    byte transposeB = (byte) (shape.layout() == Layout.NT ? 'T' : 'N');
    A product = task.newProduct();
    NativeArray a = NativeArray.copyOf(task.a());
    NativeArray b = NativeArray.copyOf(task.b());
    NativeArray c = NativeArray.copyOf(product);
    return new Prepared<>() {
      @Override
      public void multiply() {
        dnnl.dnnl_sgemm(
            transposeA,
            transposeB,
            shape.m(),
            shape.n(),
            shape.k(),
            1,
            (FloatPointer) a.pointer(),
            shape.leadingA(),
            (FloatPointer) b.pointer(),
            shape.leadingB(),
            0,
            (FloatPointer) c.pointer(),
            shape.n());
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
    };
  }
}
