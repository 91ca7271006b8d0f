package io.github.curvelane.nn;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Products with the matrices of second derivatives at the kept point: a tangent pass forward, the
 * loss's Hessian at the outputs, and one pass backward (Pearlmutter 1994; Schraudolph 2002).
 */
final class CurvatureProducts<A> {
  private final Workspace<A> workspace;
  private final Batch<A> batch;
  private final Precision<A> precision;
  private final Graph<A> graph;
  private final Batch.ChunkSum<A> hessian = this::hessianChunk;
  private final Batch.ChunkSum<A> gaussNewton = this::gaussNewtonChunk;
  private final Batch.ChunkSum<A> fisher = this::fisherChunk;
  private final Batch.ChunkSum<A> adjoint = this::adjointChunk;
  private final GradientSums<A> adjointSums = new GradientSums<>(Signal.ADJOINT);
  private final GradientSums<A> tangentSums = new GradientSums<>(Signal.TANGENT_DELTA);
  private final ParameterUpdates<A> updates = new ParameterUpdates<>(Signal.TANGENT_DELTA);

  /**
   * Directions are stacked while their signals stay in cache. Of the time of one after another,
   * four directions at once take 0.76 on 32-64-64-64-10 at batch 2, 0.86 at 8 and 0.94 at 32, and
   * 0.89 to 0.94 on 784-1024-512-256-128-64-10; there 4 × 512 rows took 1.15. A batch of several
   * chunks runs its passes again each time, so there all go together.
   */
  private static final int STACKED_ROWS = 512;

  /**
   * Whether directions are stacked at all. They share products with the weights beyond the first
   * layer; where those are few, the signals cost more cache than that saves: 4 × 128 rows took 1.02
   * on 784-512-256-10, 1.00 to 1.04 on 784-300-10.
   */
  private final boolean stacks;

  private final List<A> group = new ArrayList<>();
  private final List<A> groupProducts = new ArrayList<>();

  /** Reused lists of one array: a single direction is a batch of one. */
  private final List<A> oneVector = new ArrayList<>(1);

  private List<A> vectors = oneVector;

  CurvatureProducts(Workspace<A> workspace, Batch<A> batch) {
    this.workspace = workspace;
    this.batch = batch;
    this.precision = workspace.network().precision();
    this.graph = workspace.graph();
    this.oneVector.add(null);
    this.stacks = stacks(workspace.network());
  }

  private static boolean stacks(Network<?> network) {
    for (Layer layer : network.layers()) {
      if (layer.parameters() > 0) {
        return network.parameters() - layer.parameters() >= layer.parameters() / 2;
      }
    }
    return false;
  }

  void hessianVectors(List<A> v, List<A> products) {
    inGroups(hessian, v, products);
  }

  void gaussNewtonVectors(List<A> v, List<A> products) {
    inGroups(gaussNewton, v, products);
  }

  private void inGroups(Batch.ChunkSum<A> pass, List<A> v, List<A> products) {
    int together = together(v.size());
    for (int from = 0; from < v.size(); from += together) {
      setGroup(from, Math.min(v.size(), from + together), v, products);
      batch.means(pass, groupProducts);
    }
  }

  private void setGroup(int from, int to, List<A> v, List<A> products) {
    group.clear();
    groupProducts.clear();
    for (int k = from; k < to; k++) {
      group.add(v.get(k));
      groupProducts.add(products.get(k));
    }
    vectors = group;
  }

  /** Products summed over a single chunk at the kept point, not scaled. */
  void chunkSums(ChunkQuantity quantity, List<A> v, List<A> sums) {
    Batch.ChunkSum<A> pass =
        switch (quantity) {
          case HESSIAN_VECTORS -> hessian;
          case GAUSS_NEWTON_VECTORS -> gaussNewton;
          case EMPIRICAL_FISHER_VECTORS -> fisher;
          default -> throw new AssertionError(quantity);
        };
    int together = pass == fisher ? 1 : together(v.size());
    for (int from = 0; from < v.size(); from += together) {
      setGroup(from, Math.min(v.size(), from + together), v, sums);
      pass.run(groupProducts, 1);
    }
  }

  private int together(int directions) {
    if (!batch.isSingleChunk()) {
      return directions;
    }
    return stacks ? Math.max(1, STACKED_ROWS / batch.size()) : 1;
  }

  void hessianVector(A v, A product) {
    setOne(v);
    batch.mean(hessian, product);
  }

  /** Hv, and v is moved along it node by node. */
  void hessianVectorAndUpdate(A v, A product, CoordinateUpdate<A> update) {
    if (!batch.isSingleChunk()) {
      hessianVector(v, product);
      update.update(v, product, 0, workspace.network().parameters());
      return;
    }
    setOne(v);
    hessianPasses(updates.of(v, product, 1.0 / batch.size(), update));
  }

  void gaussNewtonVector(A v, A product) {
    setOne(v);
    batch.mean(gaussNewton, product);
  }

  void empiricalFisherVector(A v, A product) {
    setOne(v);
    batch.mean(fisher, product);
  }

  void jacobianTransposeVector(A u, A result) {
    setOne(u);
    batch.sum(adjoint, result);
  }

  void jacobianVector(A v, A result) {
    setOne(v);
    int columns = workspace.network().outputs();
    for (int start = 0; start < batch.size(); start += batch.chunkSize()) {
      batch.reload(start);
      tangent();
      Matrix<A> tangent = graph.tangentOutput();
      precision.copy(tangent.array(), 0, result, start * columns, tangent.size());
    }
  }

  private void setOne(A vector) {
    oneVector.set(0, vector);
    vectors = oneVector;
  }

  private void tangent() {
    graph.tangent(batch.theta(), vectors);
  }

  private void hessianChunk(List<A> sums, double scale) {
    hessianPasses(tangentSums.into(sums, scale));
  }

  private void hessianPasses(Visit<A> visit) {
    tangent();
    Destination<A> signal = graph.receive(Signal.TANGENT_DELTA, vectors.size());
    batch.loss().hessianVector(graph.tangentOutput(), signal.matrix());
    signal.written();
    backward(Signal.TANGENT_DELTA, visit);
  }

  private void gaussNewtonChunk(List<A> sums, double scale) {
    tangent();
    Destination<A> signal = graph.receive(Signal.ADJOINT, vectors.size());
    batch.loss().hessianVector(graph.tangentOutput(), signal.matrix());
    signal.written();
    backward(Signal.ADJOINT, adjointSums.into(sums, scale));
  }

  /** u_p = (g_p·J_p v) g_p with g_p the gradient at the outputs. */
  private void fisherChunk(List<A> sums, double scale) {
    tangent();
    Destination<A> signal = graph.receive(Signal.ADJOINT, 1);
    batch.loss().fisherVector(graph.tangentOutput(), signal.matrix());
    signal.written();
    backward(Signal.ADJOINT, adjointSums.into(sums, scale));
  }

  private void adjointChunk(List<A> sums, double scale) {
    Destination<A> signal = graph.receive(Signal.ADJOINT, 1);
    Matrix<A> u = signal.matrix();
    int from = batch.chunkStart() * workspace.network().outputs();
    precision.copy(oneVector.getFirst(), from, u.array(), u.offset(), u.size());
    signal.written();
    backward(Signal.ADJOINT, adjointSums.into(sums, scale));
  }

  private void backward(Signal signal, Visit<A> visit) {
    graph.backward(signal, graph.last(), batch.theta(), vectors, visit);
  }
}
