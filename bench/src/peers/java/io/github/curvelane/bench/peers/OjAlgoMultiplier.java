package io.github.curvelane.bench.peers;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.matmul.MatmulShape;
import io.github.curvelane.bench.matmul.MatmulTask;
import io.github.curvelane.bench.matmul.Multiplier;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.operation.MultiplyBoth;
import org.ojalgo.matrix.store.PhysicalStore;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

/** ojAlgo's products of dense (column-major) stores. */
final class OjAlgoMultiplier implements Multiplier {
  OjAlgoMultiplier(int threads) {
    MultiplyBoth.PARALLELISM = () -> threads;
  }

  @Override
  public String name() {
    return "ojAlgo";
  }

  @Override
  public String describe() {
    return OjAlgoUtils.getVersion() + ", threads " + MultiplyBoth.PARALLELISM.getAsInt();
  }

  @Override
  public <A> Prepared<A> prepare(MatmulTask<A> task) {
    MatmulShape s = task.shape();
    Precision<A> precision = task.precision();
    PhysicalStore.Factory<Double, ? extends PhysicalStore<Double>> factory =
        precision == Precision.FLOAT ? R032Store.FACTORY : R064Store.FACTORY;
    PhysicalStore<Double> left = factory.make(s.m(), s.k());
    for (int i = 0; i < s.m(); i++) {
      for (int p = 0; p < s.k(); p++) {
        left.set(i, p, precision.get(task.a(), s.indexA(i, p)));
      }
    }
    PhysicalStore<Double> right = factory.make(s.k(), s.n());
    for (int p = 0; p < s.k(); p++) {
      for (int j = 0; j < s.n(); j++) {
        right.set(p, j, precision.get(task.b(), s.indexB(p, j)));
      }
    }
    PhysicalStore<Double> result = factory.make(s.m(), s.n());
    return new Prepared<>() {
      @Override
      public void multiply() {
        result.fillByMultiplying(left, right);
      }

      @Override
      public A product() {
        A product = task.newProduct();
        for (int i = 0; i < s.m(); i++) {
          for (int j = 0; j < s.n(); j++) {
            precision.set(product, i * s.n() + j, result.doubleValue(i, j));
          }
        }
        return product;
      }
    };
  }
}
