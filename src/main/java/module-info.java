/**
 * SIMD kernels in pure Java for training neural networks with first and second derivatives; the
 * same bits for every thread count, vector width and machine.
 *
 * @since 0.1.0
 */
module io.github.curvelane {
  requires com.google.gson;
  requires jdk.incubator.vector;
  requires static org.jspecify;

  exports io.github.curvelane;
  exports io.github.curvelane.check;
  exports io.github.curvelane.cluster;
  exports io.github.curvelane.continuation;
  exports io.github.curvelane.curvature;
  exports io.github.curvelane.data;
  exports io.github.curvelane.io;
  exports io.github.curvelane.kernel;
  exports io.github.curvelane.metrics;
  exports io.github.curvelane.nn;
  exports io.github.curvelane.optim;
  exports io.github.curvelane.optim.batch;
  exports io.github.curvelane.prune;
  exports io.github.curvelane.serve;
  exports io.github.curvelane.transfer;
}
