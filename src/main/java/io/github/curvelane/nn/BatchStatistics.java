package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.nn.Passes.Keep;

/** The statistics that a network's layers have normalised batches by. */
final class BatchStatistics<A> {
  private final Workspace<A> workspace;
  private final Network<A> network;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;

  /** Those of one batch. */
  private final A batch;

  BatchStatistics(Workspace<A> workspace) {
    this.workspace = workspace;
    this.network = workspace.network();
    this.precision = network.precision();
    this.algebra = workspace.kernels().vectorAlgebra();
    this.batch = precision.newArray(network.statistics());
  }

  /** Moves averages towards those of the batch that was worked on last. */
  void update(double momentum, A averages) {
    int n = network.statistics();
    workspace.graph().copyStatistics(batch);
    algebra.subtract(n, batch, 0, averages, 0, batch, 0);
    algebra.addScaled(n, averages, 0, momentum, batch, 0, averages, 0);
  }

  /**
   * Those of all examples together, from those of batches as equal as can be: of a batch with the
   * share s of the examples so far, μ ← μ + s(μ_b − μ) and v ← v + s((v_b − v) + (1 − s)(μ_b −
   * μ)²), in double precision, rounded once at the end.
   */
  void collect(A theta, A inputs, int examples, A statistics) {
    int most = Math.min(workspace.maxBatch(), Arithmetic.EXAMPLE_CHUNK);
    int batches = Math.ceilDiv(examples, most);
    network.requireBatch(examples / batches);
    double[] all = new double[network.statistics()];
    for (int b = 0; b < batches; b++) {
      int from = (int) ((long) examples * b / batches);
      int to = (int) ((long) examples * (b + 1) / batches);
      workspace.view(inputs, from, to - from);
      workspace.graph().forward(theta, Keep.NOTHING);
      workspace.graph().copyStatistics(batch);
      add((double) (to - from) / to, all);
    }
    for (int i = 0; i < all.length; i++) {
      precision.set(statistics, i, all[i]);
    }
  }

  private void add(double share, double[] all) {
    int mean = 0;
    for (Wiring.Node node : network.wiring().nodes()) {
      int maps = node.layer().statistics() / 2;
      for (int c = 0; c < maps; c++, mean++) {
        double distance = precision.get(batch, mean) - all[mean];
        double more = precision.get(batch, mean + maps) - all[mean + maps];
        all[mean] += share * distance;
        all[mean + maps] += share * (more + (1 - share) * (distance * distance));
      }
      mean += maps;
    }
  }
}
