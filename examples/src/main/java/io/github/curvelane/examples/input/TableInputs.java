package io.github.curvelane.examples.input;

import io.github.curvelane.data.Column;
import io.github.curvelane.data.Inputs;
import java.util.ArrayList;
import java.util.List;

/** Rows of a table as inputs: numbers, ones and zeros for categories and for missing values. */
final class TableInputs implements Inputs {
  /** Computes an input from a row of the table. */
  private interface Input {
    double of(int row);
  }

  private final int[] rows;
  private final Input[] inputs;

  /**
   * Views a table.
   *
   * @param columns what its columns become
   * @param at where each of them stands in the table; any number for those that become nothing
   * @param rows the rows
   */
  TableInputs(Table table, List<? extends Column> columns, int[] at, int[] rows) {
    this.rows = rows;
    List<Input> all = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      switch (columns.get(i)) {
        case Column.Numeric number -> add(number, table.columns().get(at[i]), all);
        case Column.Categorical category -> add(category, table.columns().get(at[i]), all);
        case Column.Id _, Column.Ignored _ -> {}
      }
    }
    this.inputs = all.toArray(Input[]::new);
  }

  private static void add(Column.Numeric column, TableColumn values, List<Input> all) {
    if (column.fill().isEmpty()) {
      all.add(values::number);
      return;
    }
    double fill = column.fill().getAsDouble();
    all.add(row -> values.isMissing(row) ? fill : values.number(row));
    all.add(row -> values.isMissing(row) ? 1 : 0);
  }

  private static void add(Column.Categorical column, TableColumn values, List<Input> all) {
    int[] places = new int[values.entries().size()];
    for (int code = 0; code < places.length; code++) {
      places[code] = column.categories().indexOf(values.entries().get(code).text());
    }
    int fill = column.fill().map(column.categories()::indexOf).orElse(-1);
    for (int category = 0; category < column.categories().size(); category++) {
      int wanted = category;
      all.add(
          row -> {
            int code = values.code(row);
            return (code < 0 ? fill : places[code]) == wanted ? 1 : 0;
          });
    }
    if (column.fill().isPresent()) {
      all.add(row -> values.isMissing(row) ? 1 : 0);
    }
  }

  @Override
  public int examples() {
    return rows.length;
  }

  @Override
  public int features() {
    return inputs.length;
  }

  @Override
  public double input(int example, int feature) {
    return inputs[feature].of(rows[example]);
  }
}
