package io.github.curvelane.nn;

import io.github.curvelane.kernel.Rows;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.nn.Loss.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A weighted sum of losses of neighbouring outputs. Each part works on its own columns; what it
 * writes is multiplied by its weight where it stands.
 */
final class PartsLoss<A> extends LossFunction<A> {
  private final List<Part> parts;
  private final List<LossFunction<A>> functions = new ArrayList<>();
  private final VectorAlgebra<A> algebra;

  /** Columns of one part. */
  private final Rows<A> read;

  private final Rows<A> written;

  PartsLoss(LossSetting<A> setting) {
    super(setting, 1);
    this.parts = setting.loss().parts();
    this.algebra = setting.kernels().vectorAlgebra();
    for (Part part : parts) {
      functions.add(
          part.loss().on(setting.kernels(), part.outputs(), setting.rows(), setting.limit()));
    }
    this.read = new Rows<>(precision.newArray(0), 0, n, 0);
    this.written = new Rows<>(precision.newArray(0), 0, n, 0);
  }

  private Rows<A> columns(Rows<A> view, Rows<A> all, Part part) {
    return view.set(all.array(), all.offset() + part.from(), all.stride(), all.count());
  }

  private void scale(Part part, double factor, A array, int rowAt) {
    if (factor != 1) {
      int at = rowAt + part.from();
      algebra.scale(part.outputs(), factor, array, at, array, at);
    }
  }

  @Override
  void prepare() {
    Rows<A> gradients = gradients();
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      Rows<A> gradient = gradients == null ? null : columns(written, gradients, part);
      functions
          .get(k)
          .valueAndGradient(
              columns(read, outputs, part), targets.parts().get(k), order(), from(), gradient);
    }
  }

  @Override
  double row(int row) {
    double loss = 0;
    for (int k = 0; k < parts.size(); k++) {
      loss = Math.fma(parts.get(k).weight(), functions.get(k).value(row), loss);
      if (gradient() != null) {
        scale(parts.get(k), parts.get(k).weight(), gradient(), gradientAt(row));
      }
    }
    precision.set(state.array(), state.at(row), loss);
    return precision.get(state.array(), state.at(row));
  }

  @Override
  void hessianVectors(int first, Rows<A> r, Rows<A> out) {
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      functions.get(k).hessianVector(first, columns(read, r, part), columns(written, out, part));
      for (int i = 0; i < out.count(); i++) {
        scale(part, part.weight(), out.array(), out.at(i));
      }
    }
  }

  @Override
  void hessianDiagonalRow(int row, A out, int outAt) {
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      functions.get(k).hessianDiagonalRow(row, out, outAt + part.from());
      scale(part, part.weight(), out, outAt);
    }
  }

  @Override
  int rootColumns() {
    int columns = 0;
    for (int k = 0; k < parts.size(); k++) {
      columns += functions.get(k).rootColumns();
    }
    return columns;
  }

  /** The columns of the parts one after the other, 0 in the rows of others. */
  @Override
  void rootColumnRow(int c, int row, A out, int outAt) {
    precision.fill(out, outAt, outAt + n, 0);
    int own = c;
    int k = 0;
    while (own >= functions.get(k).rootColumns()) {
      own -= functions.get(k++).rootColumns();
    }
    Part part = parts.get(k);
    functions.get(k).rootColumnRow(own, row, out, outAt + part.from());
    scale(part, Math.sqrt(part.weight()), out, outAt);
  }

  @Override
  boolean hasDistribution() {
    return functions.stream().allMatch(LossFunction::hasDistribution);
  }

  @Override
  void sampleRow(RandomGenerator random, int row, A out, int outAt) {
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      functions.get(k).sampleRow(random, row, out, outAt + part.from());
      scale(part, Math.sqrt(part.weight()), out, outAt);
    }
  }

  /** Of the first part, the network's output proper. */
  @Override
  int classes() {
    return functions.getFirst().classes();
  }

  @Override
  int actualClass(Targets<A> targets, int example) {
    return functions.getFirst().actualClass(targets.parts().getFirst(), example);
  }

  @Override
  int predictedClass(A outputs, int at) {
    return functions.getFirst().predictedClass(outputs, at);
  }
}
