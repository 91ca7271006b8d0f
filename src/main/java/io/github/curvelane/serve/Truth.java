package io.github.curvelane.serve;

import io.github.curvelane.data.MalformedDataException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** What is known of rows: the class of each, or its targets. */
sealed interface Truth {
  /**
   * Classes.
   *
   * @param names their names
   * @param numbers the class of each row, an index into the names
   */
  record Classes(List<String> names, int[] numbers) implements Truth {
    /** Texts in ascending order of their UTF-16 code units, whatever the locale. */
    static Classes of(String[] labels) {
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == null) {
          throw new NullPointerException("labels[" + i + "] is null");
        }
      }
      return of(labels, List.copyOf(new TreeSet<>(List.of(labels))));
    }

    /** Numbers in ascending order; their names are their digits. */
    static Classes of(int[] labels) {
      return of(
          texts(labels),
          Arrays.stream(labels).sorted().distinct().mapToObj(Integer::toString).toList());
    }

    /**
     * Finds labels among names.
     *
     * @throws IllegalArgumentException naming the first row whose label is not among them
     */
    static Classes of(String[] labels, List<String> names) {
      int[] numbers = new int[labels.length];
      for (int i = 0; i < labels.length; i++) {
        numbers[i] = names.indexOf(Objects.requireNonNull(labels[i], "an element of labels"));
        if (numbers[i] < 0) {
          throw new IllegalArgumentException(
              "the label of row %d is '%s', must be one of the model's classes: %s"
                  .formatted(i, MalformedDataException.shown(labels[i]), Engine.list(names)));
        }
      }
      return new Classes(names, numbers);
    }

    static String[] texts(int[] labels) {
      return Arrays.stream(labels).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Override
    public int rows() {
      return numbers.length;
    }

    @Override
    public Truth select(int... rows) {
      return new Classes(names, Arrays.stream(rows).map(row -> numbers[row]).toArray());
    }
  }

  /**
   * Targets.
   *
   * @param table one a column
   */
  record Values(Table table) implements Truth {
    @Override
    public int rows() {
      return table.rows();
    }

    @Override
    public Truth select(int... rows) {
      return new Values(table.select(rows));
    }
  }

  /** The number of rows. */
  int rows();

  /** What is known of some of the rows. */
  Truth select(int... rows);
}
