package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.data.Normalization;

/**
 * The examples of a chunk as they were read, in double precision: what is normalised is centred
 * before it is rounded. Checked by its reader: everything is finite, labels are classes.
 *
 * @param source where they were read, for messages
 * @param index the chunk's index, from 0
 * @param features the number of inputs of each example
 * @param inputs row-major [examples × features]
 * @param outputs the number of classes or of target values
 * @param labels null unless the targets are classes
 * @param targets null if they are; row-major [examples × outputs]
 * @param weights null without weights
 */
record RawChunk(
    String source,
    int index,
    int features,
    double[] inputs,
    int outputs,
    int[] labels,
    double[] targets,
    double[] weights)
    implements Inputs {
  @Override
  public int examples() {
    return inputs.length / features;
  }

  @Override
  public double input(int example, int feature) {
    return inputs[example * features + feature];
  }

  @Override
  public void row(int example, double[] row) {
    System.arraycopy(inputs, example * features, row, 0, row.length);
  }

  /** Normalises, rounds and stores the examples. */
  <A> StoredBlock stored(Normalization normalization, Precision<A> precision) {
    A x = normalization.apply(this, precision);
    requireRounded(precision, "input", inputs, x, features);
    StoredBlock block =
        labels != null
            ? StoredBlock.labels(precision, index, x, features, labels, outputs)
            : StoredBlock.matrix(
                precision,
                index,
                x,
                features,
                rounded(precision, "target", targets, outputs),
                outputs);
    block = block.from(source);
    return weights == null ? block : block.withWeights(rounded(precision, "weight", weights, 1));
  }

  private <A> A rounded(Precision<A> precision, String what, double[] values, int columns) {
    A rounded = precision.newArray(values.length);
    for (int i = 0; i < values.length; i++) {
      precision.set(rounded, i, values[i]);
    }
    requireRounded(precision, what, values, rounded, columns);
    return rounded;
  }

  private <A> void requireRounded(
      Precision<A> precision, String what, double[] raw, A rounded, int columns) {
    int bad = precision.indexOfNonFinite(rounded, 0, raw.length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "%s: %s %d of example %d is %s, which becomes %s in %s, must be finite"
              .formatted(
                  source,
                  what,
                  bad % columns,
                  ChunkRanges.start(index) + bad / columns,
                  raw[bad],
                  precision.get(rounded, bad),
                  precision));
    }
  }
}
