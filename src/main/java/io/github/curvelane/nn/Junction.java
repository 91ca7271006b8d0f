package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;
import org.jspecify.annotations.Nullable;

/** Where the outputs of several nodes become the input of one, and its signals theirs. */
abstract class Junction<A> {
  final Precision<A> precision;

  Junction(Kernels<A> kernels) {
    this.precision = kernels.precision();
  }

  /** Creates the junction in front of a node. */
  static <A> Junction<A> of(Kernels<A> kernels, Wiring.Node node, int[] widths) {
    return switch (node.join()) {
      case SUM -> new Sum<>(kernels);
      case CONCAT -> new Concatenation<>(kernels, node.places(), widths);
    };
  }

  /**
   * Writes the node's input.
   *
   * @param parts the sources' outputs or their derivatives; null where these are 0
   */
  abstract void join(@Nullable Matrix<A>[] parts, Matrix<A> joined);

  /** Writes a source's part of what comes back to the node's input. */
  abstract void split(Matrix<A> back, int source, Destination<A> below);

  /** The memory that was taken. */
  abstract long elements();

  /** Added from the first to the last; each receives the whole signal. */
  private static final class Sum<A> extends Junction<A> {
    private final VectorAlgebra<A> algebra;

    Sum(Kernels<A> kernels) {
      super(kernels);
      this.algebra = kernels.vectorAlgebra();
    }

    @Override
    void join(@Nullable Matrix<A>[] parts, Matrix<A> joined) {
      A sum = joined.array();
      boolean first = true;
      for (Matrix<A> part : parts) {
        if (part == null) {
          continue;
        }
        if (first) {
          precision.copy(part.array(), part.offset(), sum, 0, joined.size());
        } else {
          algebra.add(joined.size(), sum, 0, part.array(), part.offset(), sum, 0);
        }
        first = false;
      }
    }

    @Override
    void split(Matrix<A> back, int source, Destination<A> below) {
      below.put(back.array(), 0);
    }

    @Override
    long elements() {
      return 0;
    }
  }

  /** Columns beside each other, at each place. */
  private static final class Concatenation<A> extends Junction<A> {
    private final int places;

    /** The columns of each source at a place, where they begin, and those of all. */
    private final int[] widths;

    private final int[] starts;
    private final int stride;

    /** What comes back for one source, without gaps. */
    private @Nullable A gathered;

    Concatenation(Kernels<A> kernels, int places, int[] outputs) {
      super(kernels);
      this.places = places;
      this.widths = new int[outputs.length];
      this.starts = new int[outputs.length];
      int end = 0;
      for (int k = 0; k < outputs.length; k++) {
        widths[k] = outputs[k] / places;
        starts[k] = end;
        end += widths[k];
      }
      this.stride = end;
    }

    @Override
    void join(@Nullable Matrix<A>[] parts, Matrix<A> joined) {
      A to = joined.array();
      int runs = joined.rows() * places;
      for (int k = 0; k < parts.length; k++) {
        Matrix<A> part = parts[k];
        if (part == null) {
          continue; // nothing but the zeros of a new array ever stands in these columns
        }
        int width = widths[k];
        for (int r = 0; r < runs; r++) {
          int at = r * stride + starts[k];
          precision.copy(part.array(), part.offset() + r * width, to, at, width);
        }
      }
    }

    @Override
    void split(Matrix<A> back, int source, Destination<A> below) {
      int width = widths[source];
      int runs = back.rows() * places;
      if (gathered == null || precision.length(gathered) < runs * width) {
        gathered = precision.newArray(runs * width);
      }
      for (int r = 0; r < runs; r++) {
        precision.copy(back.array(), r * stride + starts[source], gathered, r * width, width);
      }
      below.put(gathered, 0);
    }

    @Override
    long elements() {
      return gathered == null ? 0 : precision.length(gathered);
    }
  }
}
