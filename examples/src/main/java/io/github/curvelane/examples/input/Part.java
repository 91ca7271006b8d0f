package io.github.curvelane.examples.input;

import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Some examples: their raw inputs, and what is known of each.
 *
 * @param inputs the inputs, as they were read
 * @param labels the class of each example; empty if numbers are predicted
 * @param targets the numbers to predict, in their units, row-major; empty if classes are
 * @param ids what tells examples apart; empty if nothing does
 * @param groups what must not be on both sides of a split; empty if there is nothing
 */
public record Part(
    Inputs inputs,
    Optional<int[]> labels,
    Optional<double[]> targets,
    Optional<List<String>> ids,
    Optional<int[]> groups) {

  /** Takes a dataset. */
  static <A> Part of(Dataset<A> data) {
    return new Part(
        data,
        data.isClassification() ? Optional.of(data.labels()) : Optional.empty(),
        data.isClassification()
            ? Optional.empty()
            : Optional.of(
                IntStream.range(0, data.precision().length(data.targets()))
                    .mapToDouble(i -> data.precision().get(data.targets(), i))
                    .toArray()),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns the number of examples.
   *
   * @return at least 1
   */
  public int examples() {
    return inputs.examples();
  }

  /** Adds what tells rows of a table apart; nothing does without a column. */
  Part withIds(TableColumn column, int[] rows) {
    return column == null
        ? this
        : new Part(
            inputs,
            labels,
            targets,
            Optional.of(Arrays.stream(rows).mapToObj(column::text).toList()),
            groups);
  }

  /** Adds what must not be on both sides of a split; without a column there is nothing. */
  Part withGroups(TableColumn column, int[] rows) {
    return column == null
        ? this
        : new Part(
            inputs,
            labels,
            targets,
            ids,
            Optional.of(Arrays.stream(rows).map(column::code).toArray()));
  }

  /**
   * Views some of the examples.
   *
   * @param rows which, from 0
   * @return these, in this order
   */
  public Part select(int... rows) {
    Inputs all = inputs;
    Inputs some =
        new Inputs() {
          @Override
          public int examples() {
            return rows.length;
          }

          @Override
          public int features() {
            return all.features();
          }

          @Override
          public double input(int example, int feature) {
            return all.input(rows[example], feature);
          }

          @Override
          public void row(int example, double[] row) {
            all.row(rows[example], row);
          }
        };
    return new Part(
        some,
        labels.map(numbers -> pick(numbers, rows)),
        targets.map(numbers -> pick(numbers, numbers.length / examples(), rows)),
        ids.map(names -> Arrays.stream(rows).mapToObj(names::get).toList()),
        groups.map(numbers -> pick(numbers, rows)));
  }

  private static int[] pick(int[] from, int[] rows) {
    return Arrays.stream(rows).map(row -> from[row]).toArray();
  }

  private static double[] pick(double[] from, int width, int[] rows) {
    double[] picked = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(from, rows[i] * width, picked, i * width, width);
    }
    return picked;
  }
}
