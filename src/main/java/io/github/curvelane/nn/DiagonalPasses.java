package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.kernel.plain.Variance;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The diagonals of second derivatives, and the moments of single examples' gradients. */
final class DiagonalPasses<A> {
  private final Workspace<A> workspace;
  private final Batch<A> batch;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Graph<A> graph;
  private final Batch.ChunkSum<A> beckerLeCun = this::beckerLeCunChunk;
  private final Batch.ChunkSum<A> secondOrder = this::secondOrderChunk;
  private final Batch.ChunkSum<A> gaussNewton = this::gaussNewtonChunk;
  private final Batch.ChunkSum<A> monteCarlo = this::monteCarloChunk;
  private final Batch.ChunkSum<A> fisher = this::fisherChunk;
  private final Batch.ChunkSum<A> hessian = this::hessianChunk;
  private final Batch.ChunkSum<A> gradient = this::gradientChunk;
  private final GradientSums<A> gradients = new GradientSums<>(Signal.DELTA);
  private final GradientSums<A> curvatures = new GradientSums<>(Signal.CURVATURE);
  private final GradientSums<A> bentCurvatures = new GradientSums<>(Signal.CURVATURE_WITH_BEND);
  private final SquareSums<A> deltaSquares = new SquareSums<>(Signal.DELTA);
  private final SquareSums<A> adjointSquares = new SquareSums<>(Signal.ADJOINT);
  private final GradientResiduals<A> residuals = new GradientResiduals<>();
  private final GradientNorms<A> squaredNorms = new GradientNorms<>();
  private final Variance<A> differences;
  private A scratch;
  private A signs;
  private int samples;
  private long seed;

  /** The place of the batch's first chunk among those that are summed. */
  private int firstPlace;

  DiagonalPasses(Workspace<A> workspace, Batch<A> batch) {
    this.workspace = workspace;
    this.batch = batch;
    this.precision = workspace.network().precision();
    this.algebra = workspace.kernels().vectorAlgebra();
    this.graph = workspace.graph();
    this.differences = Variance.of(precision);
  }

  void diagonal(Diagonal kind, A diagonal) {
    switch (kind) {
      case BECKER_LECUN -> batch.mean(beckerLeCun, diagonal);
      case BECKER_LECUN_SECOND_ORDER -> batch.mean(secondOrder, diagonal);
      case GAUSS_NEWTON -> batch.mean(gaussNewton, diagonal);
      case EMPIRICAL_FISHER -> batch.mean(fisher, diagonal);
      case HESSIAN -> batch.mean(hessian, diagonal);
    }
  }

  void monteCarlo(int samples, long seed, A diagonal) {
    setDraws(samples, seed, 0);
    batch.mean(monteCarlo, diagonal);
    algebra.scale(precision.length(diagonal), 1.0 / samples, diagonal, 0, diagonal, 0);
  }

  private void setDraws(int samples, long seed, int firstPlace) {
    this.samples = samples;
    this.seed = seed;
    this.firstPlace = firstPlace;
  }

  /** A diagonal summed over a single chunk at the kept point, not scaled. */
  void chunkSum(ChunkQuantity quantity, List<A> sums) {
    switch (quantity) {
      case BECKER_LECUN -> beckerLeCunChunk(sums, 1);
      case BECKER_LECUN_SECOND_ORDER -> secondOrderChunk(sums, 1);
      case GAUSS_NEWTON_DIAGONAL -> gaussNewtonChunk(sums, 1);
      case HESSIAN_DIAGONAL -> hessianChunk(sums, 1);
      case SQUARED_GRADIENTS -> fisherChunk(sums, 1);
      default -> throw new AssertionError(quantity);
    }
  }

  /** The sum over a single chunk and its draws at the kept point, not scaled. */
  void monteCarloChunkSum(int samples, long seed, int place, List<A> sums) {
    setDraws(samples, seed, place);
    monteCarloChunk(sums, 1);
  }

  private void beckerLeCunChunk(List<A> sums, double scale) {
    recursion(Signal.CURVATURE, curvatures.into(sums, scale));
  }

  private void secondOrderChunk(List<A> sums, double scale) {
    recursion(Signal.CURVATURE_WITH_BEND, bentCurvatures.into(sums, scale));
  }

  private void recursion(Signal signal, Visit<A> visit) {
    Destination<A> h = graph.receive(signal, 1);
    batch.loss().hessianDiagonal(h.matrix());
    h.written();
    graph.backward(signal, graph.last(), batch.theta(), null, visit);
  }

  private void gaussNewtonChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    int columns = batch.loss().rootColumns();
    if (columns == 0) {
      precision.fill(sum, 0, precision.length(sum), 0);
    }
    for (int c = 0; c < columns; c++) {
      Destination<A> column = graph.receive(Signal.ADJOINT, 1);
      batch.loss().squareRootColumn(c, column.matrix());
      column.written();
      addSquares(graph.last(), null, sum, c > 0, c == columns - 1 ? scale : 1);
    }
  }

  /** A generator for each chunk: its draws do not depend on the chunks before. */
  private void monteCarloChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    int chunk = firstPlace + batch.chunkStart() / Arithmetic.EXAMPLE_CHUNK;
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Arithmetic.chunkSeed(seed, chunk));
    for (int s = 0; s < samples; s++) {
      Destination<A> gradient = graph.receive(Signal.ADJOINT, 1);
      batch.loss().sampleGradient(random, gradient.matrix());
      gradient.written();
      addSquares(graph.last(), null, sum, s > 0, s == samples - 1 ? scale : 1);
    }
  }

  /** Sums the squared per-example gradients of the signal that stands at a node, and below it. */
  private void addSquares(int top, A signs, A sum, boolean accumulate, double scale) {
    Visit<A> visit = adjointSquares.into(signs, sum, accumulate, scale);
    graph.backward(Signal.ADJOINT, top, batch.theta(), null, visit);
  }

  private void fisherChunk(List<A> sums, double scale) {
    graph.forEach(deltaSquares.into(null, sums.getFirst(), false, scale));
  }

  // ---------------------------------------------------------------- residuals of f″

  /**
   * Gauss-Newton's sums go on with the residuals: where δ_A∘f″ at a node's Y is the diagonal of the
   * Hessian there, each unit j contributes Σ_p sign(r_pj)·(√|r_pj| · ∂Y_pj/∂θ)², the signed square
   * of a backpropagated signal. Sums of one sign each, subtracted at the end, lose what they have
   * in common: up to 0.5 % of single elements in single precision. Last comes what a node adds for
   * its own parameters.
   */
  private void hessianChunk(List<A> sums, double scale) {
    A sum = sums.getFirst();
    gaussNewtonChunk(sums, 1);
    if (signs == null) {
      signs = precision.newArray(workspace.rows());
    }
    for (int node = 0; node <= graph.last(); node++) {
      for (int c = 0; c < graph.residualColumns(node); c++) {
        if (graph.residualColumn(node, c, signs)) {
          addSquares(node, signs, sum, true, 1);
        }
      }
    }
    graph.forEach(residuals.into(sum));
    if (scale != 1) {
      algebra.scale(precision.length(sum), scale, sum, 0, sum, 0);
    }
  }

  // ---------------------------------------------------------------- single examples

  void squaredGradientNorms(A norms) {
    precision.fill(norms, 0, batch.size(), 0);
    for (int start = 0; start < batch.size(); start += batch.chunkSize()) {
      batch.reload(start);
      graph.forEach(squaredNorms.into(norms, start));
    }
  }

  void gradientVariance(A variance) {
    A mean = scratch();
    batch.mean(gradient, mean);
    batch.mean(fisher, variance);
    differences.run(precision.length(variance), mean, variance);
  }

  private void gradientChunk(List<A> sums, double scale) {
    graph.forEach(gradients.into(sums, scale));
  }

  private A scratch() {
    if (scratch == null) {
      scratch = precision.newArray(workspace.network().parameters());
    }
    return scratch;
  }
}
