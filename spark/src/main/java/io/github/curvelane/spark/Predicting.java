package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import io.github.curvelane.serve.Predictor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Predicts the rows of a partition, a batch at a time.
 *
 * @param model the model
 * @param features where the inputs are among the columns
 * @param featuresName what messages call them
 * @param columns the number of columns that are kept
 * @param placed whether the file and the row in it follow these
 */
record Predicting(
    Broadcast<ServedModel> model, int features, String featuresName, int columns, boolean placed)
    implements MapPartitionsFunction<Row, Row> {
  /** Products of so many rows have reached their speed. */
  private static final int BATCH = 128;

  /**
   * Where the two largest probabilities are closer than this part of the larger, rounding may have
   * changed their order: the network's outputs tell the class.
   */
  private static final double CLOSE = 0x1p-10;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Batches(rows);
  }

  private final class Batches implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Predictor predictor = model.value().predictor();
    private final int outputs = predictor.outputs();
    private final double[] inputs = new double[BATCH * predictor.inputs()];
    private final double[] results = new double[BATCH * outputs];
    private final int[] classes = new int[1];
    private final List<Row> batch = new ArrayList<>();
    private long first;
    private int next;

    Batches(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return next < batch.size() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (next == batch.size()) {
        fill();
      }
      return predicted(next++);
    }

    private void fill() {
      next = 0;
      first += batch.size();
      batch.clear();
      while (batch.size() < BATCH && rows.hasNext()) {
        Row row = rows.next();
        takeInputs(row);
        batch.add(row);
      }
      try {
        predict(0, batch.size());
      } catch (IllegalArgumentException e) {
        for (int i = 0; i < batch.size(); i++) {
          predictAlone(i);
        }
        throw e;
      }
    }

    private void predict(int place, int count) {
      int width = predictor.inputs();
      predictor.predict(inputs, place * width, width, count, results, place * outputs, outputs);
    }

    /** Finds which row it is that a batch was refused for. */
    private void predictAlone(int place) {
      try {
        predict(place, 1);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            place(batch.get(place), first + place) + ": " + e.getMessage(), e);
      }
    }

    private void takeInputs(Row row) {
      int width = predictor.inputs();
      Vector vector = row.getAs(features);
      if (vector == null) {
        throw new IllegalArgumentException(
            "%s: %s is null, must be a vector of %d numbers"
                .formatted(place(row, first + batch.size()), featuresName, width));
      }
      if (vector.size() != width) {
        throw new IllegalArgumentException(
            "%s: %s has %d elements, must have the model's %d"
                .formatted(place(row, first + batch.size()), featuresName, vector.size(), width));
      }
      double[] values = vector.toArray();
      int bad = Precision.DOUBLE.indexOfNonFinite(values, 0, width);
      if (bad >= 0) {
        throw new IllegalArgumentException(
            "%s: element %d of %s is %s, must be finite"
                .formatted(place(row, first + batch.size()), bad, featuresName, values[bad]));
      }
      System.arraycopy(values, 0, inputs, batch.size() * width, width);
    }

    private String place(Row row, long number) {
      return placed
          ? FrameRow.file(row.getString(columns)).getName()
              + ", row "
              + row.getLong(columns + 1)
              + " (from 0)"
          : "row " + number + " of partition " + TaskContext.getPartitionId() + " (from 0)";
    }

    private Row predicted(int place) {
      boolean classifies = predictor.isClassifier();
      Object[] cells = new Object[columns + (classifies ? 2 : 1)];
      Row row = batch.get(place);
      for (int j = 0; j < columns; j++) {
        cells[j] = row.get(j);
      }
      double[] result = new double[outputs];
      System.arraycopy(results, place * outputs, result, 0, outputs);
      if (classifies) {
        cells[columns] = Vectors.dense(result);
        cells[columns + 1] = classOf(result, place);
      } else {
        cells[columns] = outputs == 1 ? (Object) result[0] : Vectors.dense(result);
      }
      return RowFactory.create(cells);
    }

    /** The place of the largest result where it stands out, otherwise what the predictor says. */
    private double classOf(double[] result, int place) {
      int largest = 0;
      for (int k = 1; k < outputs; k++) {
        largest = result[k] > result[largest] ? k : largest;
      }
      double bound = result[largest] - CLOSE * Math.abs(result[largest]);
      for (int k = 0; k < outputs; k++) {
        boolean isClear = k == largest ? !Double.isNaN(result[k]) : result[k] < bound;
        if (!isClear) {
          predictor.classify(inputs, place * predictor.inputs(), predictor.inputs(), 1, classes, 0);
          return classes[0] < 0 ? Double.NaN : classes[0];
        }
      }
      return largest;
    }
  }
}
