package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * A row of a data frame on its way into its chunk: its inputs, the label or the values, the weight,
 * each a little-endian double.
 */
final class FrameRow {
  private FrameRow() {}

  /**
   * Checks and numbers rows of five columns: inputs, label or values, weight; the index, or the
   * file and the row in it.
   *
   * @param featuresName the column of inputs
   * @param labelName the column of labels or values
   * @param weightName the column of weights; empty for none
   * @param features the number of inputs
   * @param classes the number of classes; 0 for values
   * @param outputs the number of classes or values
   * @param offsets the number of the first row of each file; empty if rows have an index
   */
  record Encoding(
      String featuresName,
      String labelName,
      String weightName,
      int features,
      int classes,
      int outputs,
      Map<String, Long> offsets)
      implements PairFunction<Row, Long, byte[]> {
    @Override
    public Tuple2<Long, byte[]> call(Row row) {
      double[] inputs = vector(row, 0, featuresName, features);
      double[] targets =
          classes == 0 && row.get(1) instanceof Vector
              ? vector(row, 1, labelName, outputs)
              : new double[] {number(row, 1, labelName)};
      if (classes > 0) {
        requireClass(row, targets[0]);
      }
      double weight = number(row, 2, weightName);
      if (weight < 0) {
        throw new IllegalArgumentException(
            "%s: %s is %s, must be at least 0".formatted(place(row), weightName, weight));
      }
      ByteBuffer bytes =
          ByteBuffer.allocate((inputs.length + targets.length + 1) * Double.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.asDoubleBuffer().put(inputs).put(targets).put(weight);
      return new Tuple2<>(index(row), bytes.array());
    }

    private double[] vector(Row row, int column, String name, int size) {
      Vector vector = row.getAs(column);
      if (vector == null) {
        throw new IllegalArgumentException(
            "%s: %s is null, must be a vector of %d numbers".formatted(place(row), name, size));
      }
      if (vector.size() != size) {
        throw new IllegalArgumentException(
            "%s: %s has %d elements, must have %d as other rows"
                .formatted(place(row), name, vector.size(), size));
      }
      double[] values = vector.toArray();
      int bad = Precision.DOUBLE.indexOfNonFinite(values, 0, size);
      if (bad >= 0) {
        throw new IllegalArgumentException(
            "%s: element %d of %s is %s, must be finite"
                .formatted(place(row), bad, name, values[bad]));
      }
      return values;
    }

    private double number(Row row, int column, String name) {
      if (row.isNullAt(column)) {
        throw new IllegalArgumentException(
            "%s: %s is null, must be a number".formatted(place(row), name));
      }
      double value = row.getDouble(column);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "%s: %s is %s, must be finite".formatted(place(row), name, value));
      }
      return value;
    }

    private void requireClass(Row row, double label) {
      if (label != Math.rint(label) || label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "%s: %s is %s, must be an integer from 0 to %d"
                .formatted(place(row), labelName, label, classes - 1));
      }
    }

    private long index(Row row) {
      if (offsets.isEmpty()) {
        return row.getLong(3);
      }
      Long offset = offsets.get(row.getString(3));
      if (offset == null) {
        throw new IllegalStateException(
            row.getString(3) + " was not there when the frame's rows were counted");
      }
      return offset + row.getLong(4);
    }

    /** Where a row comes from, for messages. */
    private String place(Row row) {
      return offsets.isEmpty()
          ? "the row of index " + row.getLong(3)
          : file(row.getString(3)).getName() + ", row " + row.getLong(4) + " (from 0)";
    }
  }

  /** The file that Spark names by a percent-encoded address. */
  static Path file(String address) {
    return new Path(URI.create(address));
  }

  /**
   * Puts an encoded row at a place of its chunk.
   *
   * @param row the row
   * @param chunk its chunk, whose arrays are being filled
   * @param place its place in it
   */
  static void decode(byte[] row, RawChunk chunk, int place) {
    DoubleBuffer numbers = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    numbers.get(chunk.inputs(), place * chunk.features(), chunk.features());
    if (chunk.labels() != null) {
      chunk.labels()[place] = (int) numbers.get();
    } else {
      numbers.get(chunk.targets(), place * chunk.outputs(), chunk.outputs());
    }
    if (chunk.weights() != null) {
      chunk.weights()[place] = numbers.get();
    }
  }
}
