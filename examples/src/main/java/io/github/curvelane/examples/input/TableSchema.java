package io.github.curvelane.examples.input;

import io.github.curvelane.data.Column;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The columns that a model knows, found in another table: by name, whatever their order; by
 * position only where one of the two has no names.
 */
public final class TableSchema implements TableReader.Plan {
  private final List<Column> columns;
  private final Task task;
  private final List<Integer> places;
  private final boolean named;
  private final boolean wantsTruth;
  private final TableOptions options;
  private int[] at;
  private List<Integer> truth = List.of();
  private final List<String> remarks = new ArrayList<>();

  /**
   * Describes what is wanted.
   *
   * @param columns the columns that were trained on, in their order
   * @param task what is predicted
   * @param places where the class or targets stood among the columns
   * @param named whether the columns have names of their own
   * @param wantsTruth whether the class or targets are needed
   * @param options how the table is read
   */
  public TableSchema(
      List<Column> columns,
      Task task,
      List<Integer> places,
      boolean named,
      boolean wantsTruth,
      TableOptions options) {
    this.columns = columns;
    this.task = task;
    this.places = places;
    this.named = named;
    this.wantsTruth = wantsTruth;
    this.options = options;
  }

  @Override
  public List<TableColumn.Kind> kinds(String table, List<String> titles, boolean hasNames) {
    remarks.clear();
    if (hasNames && named) {
      byName(table, titles);
    } else {
      byPosition(table, titles);
    }
    List<TableColumn.Kind> kinds =
        new ArrayList<>(Collections.nCopies(titles.size(), TableColumn.Kind.SKIPPED));
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= 0) {
        kinds.set(at[i], kind(columns.get(i)));
      }
    }
    for (int c : truth) {
      kinds.set(
          c,
          task instanceof Task.Classification ? TableColumn.Kind.TEXTS : TableColumn.Kind.NUMBERS);
    }
    return kinds;
  }

  private static TableColumn.Kind kind(Column column) {
    return switch (column) {
      case Column.Numeric _ -> TableColumn.Kind.NUMBERS;
      case Column.Categorical _, Column.Id _ -> TableColumn.Kind.TEXTS;
      case Column.Ignored _ -> TableColumn.Kind.SKIPPED;
    };
  }

  private static boolean isInput(Column column) {
    return column instanceof Column.Numeric || column instanceof Column.Categorical;
  }

  private List<String> truthNames() {
    return switch (task) {
      case Task.Classification classes ->
          List.of(options.label.isEmpty() ? classes.name() : options.label);
      case Task.Regression targets -> options.targets.isEmpty() ? targets.names() : options.targets;
    };
  }

  private void byName(String table, List<String> titles) {
    List<String> missing = new ArrayList<>();
    at = new int[columns.size()];
    for (int i = 0; i < at.length; i++) {
      String name = columns.get(i).name();
      at[i] = titles.indexOf(name);
      if (at[i] < 0 && isInput(columns.get(i))) {
        missing.add(name);
      }
    }
    List<String> truthNames = truthNames();
    List<Integer> found = new ArrayList<>();
    for (String name : truthNames) {
      int c = titles.indexOf(name);
      if (c >= 0) {
        found.add(c);
      } else if (wantsTruth) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw new UserException(
          "%s has no column '%s', which the model needs; its columns are %s"
              .formatted(table, String.join("', '", Lines.names(missing)), Texts.list(titles)));
    }
    List<String> known = columns.stream().map(Column::name).toList();
    List<String> more =
        IntStream.range(0, titles.size())
            .filter(c -> !found.contains(c) && !known.contains(titles.get(c)))
            .mapToObj(titles::get)
            .toList();
    if (!more.isEmpty()) {
      remarks.add(
          Texts.format(
              "%s has columns that the model does not know, which are ignored: %s",
              table, Texts.list(more)));
    }
    truth = wantsTruth ? found : List.of();
  }

  private void byPosition(String table, List<String> titles) {
    int width = titles.size();
    int all = columns.size() + places.size();
    int inputs = (int) columns.stream().filter(TableSchema::isInput).count();
    at = new int[columns.size()];
    Arrays.fill(at, -1);
    truth = List.of();
    if (width == all && places.size() > 0) {
      for (int i = 0, c = 0; c < width; c++) {
        if (!places.contains(c)) {
          at[i++] = c;
        }
      }
      truth = wantsTruth ? places : List.of();
    } else if (width == columns.size() && !wantsTruth) {
      Arrays.setAll(at, i -> i);
    } else if (width == inputs && !wantsTruth) {
      for (int i = 0, c = 0; i < at.length; i++) {
        at[i] = isInput(columns.get(i)) ? c++ : -1;
      }
    } else {
      throw new UserException(
          "%s has %d columns, the data do not fit the model, which has %d inputs and was trained on a table of %d columns"
              .formatted(table, width, inputs, all));
    }
    if (named) {
      remarks.add(table + " has no names of columns: they are taken by their position");
    }
  }

  /** Takes the rows of a table that was read by this plan. */
  Content content(Table table) {
    List<String> said = new ArrayList<>(table.remarks());
    said.addAll(remarks);
    List<Integer> required = new ArrayList<>(truth);
    for (int i = 0; i < at.length; i++) {
      boolean fill =
          switch (columns.get(i)) {
            case Column.Numeric number -> number.fill().isPresent();
            case Column.Categorical category -> category.fill().isPresent();
            case Column.Id _, Column.Ignored _ -> true;
          };
      if (!fill) {
        required.add(at[i]);
      }
    }
    Collections.sort(required);
    int[] rows = TableRows.complete(table, required, options.missing, said);
    for (int i = 0; i < at.length; i++) {
      if (columns.get(i) instanceof Column.Categorical category) {
        refuseUnseen(table, category, at[i]);
      }
    }
    TableInputs inputs = new TableInputs(table, columns, at, rows);
    Part part =
        truth.isEmpty()
            ? new Part(
                inputs, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())
            : TableTruth.part(table, inputs, task, truth, rows);
    return new Content(
        part.withIds(idColumn(table), rows), columns, task, places, named, Optional.empty(), said);
  }

  private TableColumn idColumn(Table table) {
    for (int i = 0; i < at.length; i++) {
      if (columns.get(i) instanceof Column.Id && at[i] >= 0) {
        return table.columns().get(at[i]);
      }
    }
    return null;
  }

  private static void refuseUnseen(Table table, Column.Categorical column, int c) {
    for (TableColumn.Entry entry : table.columns().get(c).entries()) {
      if (!column.categories().contains(entry.text())) {
        throw table.refused(
            entry.firstLine(),
            c,
            "'%s' is not among the categories that the model knows: %s"
                .formatted(
                    MalformedDataException.shown(entry.text()), Texts.list(column.categories())));
      }
    }
  }
}
