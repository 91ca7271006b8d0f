package io.github.curvelane.nn;

import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.plain.InverseDeviations;
import io.github.curvelane.nn.LayerDescription.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * A standardisation by means and variances that are given, x̂ = fl(fl(x − μ)·r): what stands for
 * {@link BatchStandardization} when outputs must not depend on the batch.
 */
final class FixedStandardization extends NodeLayer {
  private static final String KIND = "fixed-standardization";

  private final Numbers means;
  private final Numbers variances;
  private final double epsilon;

  FixedStandardization(int units, Numbers means, Numbers variances, double epsilon) {
    super(KIND, units, units);
    this.means = means;
    this.variances = variances;
    this.epsilon = epsilon;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    return arriving;
  }

  @Override
  public LayerDescription describe() {
    return LayerDescription.of(KIND)
        .with("units", outputs())
        .with("mean", means)
        .with("variance", variances)
        .with("epsilon", epsilon);
  }

  @Override
  <A> Passes<A> newPasses(Site<A> site) {
    return new LinearPasses<>(site, new Fixed<>(site, this), Activation.identity());
  }

  private static final class Fixed<A> extends FixedMap<A> {
    private final int n;

    /** Of each unit. */
    private final A means;

    private final A inverses;
    private final A squares;
    private final A centred;

    Fixed(Site<A> site, FixedStandardization layer) {
      super(site, layer);
      this.n = outputs;
      this.means = units(layer.means.values());
      A variances = units(layer.variances.values());
      this.inverses = precision.newArray(n);
      InverseDeviations.of(precision).run(n, variances, layer.epsilon, inverses);
      this.squares = precision.newArray(n);
      algebra.square(n, inverses, 0, squares, 0);
      this.centred = precision.newArray(n);
    }

    private A units(double[] maps) {
      double[] units = new double[n];
      for (int j = 0; j < n; j++) {
        units[j] = maps[j % maps.length];
      }
      return precision.of(units);
    }

    @Override
    void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
      for (int p = 0; p < rows; p++) {
        int from = xOffset + p * n;
        int at = to.start() + p * n;
        if (biased) {
          algebra.subtract(n, x, from, means, 0, centred, 0);
          times(inverses, centred, 0, to, at);
        } else {
          times(inverses, x, from, to, at);
        }
      }
      to.written();
    }

    @Override
    void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
      A factors = squared ? squares : inverses;
      for (int p = 0; p < rows; p++) {
        times(factors, u, uOffset + p * n, to, to.start() + p * n);
      }
      to.written();
    }

    private void times(A factors, A x, int from, Destination<A> to, int at) {
      if (to.adds()) {
        algebra.multiplyAdd(n, factors, 0, x, from, to.array(), at, to.array(), at);
      } else {
        algebra.multiply(n, factors, 0, x, from, to.array(), at);
      }
    }
  }
}
