package io.github.curvelane.examples.input;

import io.github.curvelane.data.Inputs;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a table says of its rows. */
final class TableTruth {
  private TableTruth() {}

  /**
   * Makes a part with the classes or targets that stand in some columns.
   *
   * @throws UserException if a class is not of the task
   */
  static Part part(Table table, Inputs inputs, Task task, List<Integer> at, int[] rows) {
    return switch (task) {
      case Task.Classification classes ->
          new Part(
              inputs,
              Optional.of(labels(table, classes, at.getFirst(), rows)),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      case Task.Regression _ ->
          new Part(
              inputs,
              Optional.empty(),
              Optional.of(targets(table, at, rows)),
              Optional.empty(),
              Optional.empty());
    };
  }

  private static int[] labels(Table table, Task.Classification task, int at, int[] rows) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int c = 0; c < task.classes().size(); c++) {
      numbers.put(task.classes().get(c), c);
    }
    TableColumn column = table.columns().get(at);
    return Arrays.stream(rows)
        .map(
            row -> {
              String text = column.text(row);
              Integer number = numbers.get(text);
              if (number == null) {
                throw new UserException(
                    "the data have the class '"
                        + MalformedDataException.shown(text)
                        + "', which the model does not know");
              }
              return number;
            })
        .toArray();
  }

  private static double[] targets(Table table, List<Integer> at, int[] rows) {
    double[] targets = new double[rows.length * at.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < at.size(); j++) {
        targets[i * at.size() + j] = table.columns().get(at.get(j)).number(rows[i]);
      }
    }
    return targets;
  }
}
