package io.github.curvelane.examples.input;

import io.github.curvelane.data.Column;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the columns of a table are for that a network is trained on. */
final class TableRoles implements TableReader.Plan {
  /** With so few different numbers a column may hold classes, however few rows there are. */
  private static final int FEW_CLASSES = 10;

  /** With more different numbers the last column is hardly meant for classes. */
  private static final int MANY_CLASSES = 100;

  /** So many rows of a class, on average, are needed to learn it. */
  private static final int ROWS_A_CLASS = 5;

  /** A column of names among which are numbers has few, and each that is none more than once. */
  private static final int FEW_NAMES = 20;

  private static final int OFTEN = 3;

  private static final Pattern UNIT = Pattern.compile(".*\\S\\s*(?:\\[([^]]+)]|\\(([^)]+)\\))");

  private final TableOptions options;
  private List<Integer> truth;
  private int id = -1;
  private int group = -1;
  private List<TableColumn.Kind> kinds;

  TableRoles(TableOptions options) {
    this.options = options;
  }

  @Override
  public List<TableColumn.Kind> kinds(String table, List<String> titles, boolean named) {
    int width = titles.size();
    boolean classes = options.targets.isEmpty();
    truth =
        classes
            ? List.of(
                options.label.isEmpty()
                    ? width - 1
                    : Table.column(titles, options.label, table, "--label"))
            : columns(titles, options.targets, table, "--targets");
    if (truth.stream().distinct().count() != truth.size()) {
      throw new UserException("--targets names a column of " + table + " twice");
    }
    id = options.id.isEmpty() ? -1 : Table.column(titles, options.id, table, "--id");
    group = options.group.isEmpty() ? -1 : Table.column(titles, options.group, table, "--group");
    List<Integer> dropped = columns(titles, options.drop, table, "--drop");
    List<Integer> kept = columns(titles, options.keep, table, "--keep");
    List<Integer> names = columns(titles, options.categories, table, "--categories");
    kinds = new ArrayList<>(Collections.nCopies(width, TableColumn.Kind.UNKNOWN));
    for (int c = 0; c < width; c++) {
      if (truth.contains(c)) {
        kinds.set(c, classes ? TableColumn.Kind.TEXTS : TableColumn.Kind.NUMBERS);
      } else if (c == id || c == group || (names.contains(c) && !dropped.contains(c))) {
        kinds.set(c, TableColumn.Kind.TEXTS);
      } else if (dropped.contains(c) || (!kept.isEmpty() && !kept.contains(c))) {
        kinds.set(c, TableColumn.Kind.SKIPPED);
      }
    }
    if (truth.stream().anyMatch(c -> c == id || c == group || dropped.contains(c))) {
      throw new UserException(
          "--drop, --id or --group names the column to be predicted in " + table);
    }
    return kinds;
  }

  private static List<Integer> columns(
      List<String> titles, List<String> names, String table, String option) {
    return names.stream().map(name -> Table.column(titles, name, table, option)).toList();
  }

  /** Takes the rows of a table that was read by this plan. */
  Content content(Table table) {
    List<String> remarks = new ArrayList<>();
    remarks.add(table.description());
    remarks.addAll(table.remarks());
    int width = table.titles().size();
    List<Integer> inputs = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      if (isInput(table, c, remarks)) {
        inputs.add(c);
      }
    }
    if (inputs.isEmpty()) {
      throw new UserException(
          table.name() + " has " + width + " columns: none is left for the inputs");
    }
    refuseMixtures(table, inputs);
    refuseManyTexts(table, inputs);
    List<Integer> required = new ArrayList<>(truth);
    if (group >= 0) {
      required.add(group);
    }
    boolean fills = options.missing == TableOptions.Missing.FILL;
    if (!fills) {
      required.addAll(inputs);
    }
    Collections.sort(required);
    int[] rows = TableRows.complete(table, required, options.missing, remarks);
    List<Column> columns = new ArrayList<>();
    List<Integer> at = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      if (!truth.contains(c)) {
        columns.add(describe(table, c, inputs.contains(c), rows));
        at.add(c);
      }
    }
    int[] places = at.stream().mapToInt(Integer::intValue).toArray();
    TableInputs values = new TableInputs(table, columns, places, rows);
    Task task = options.targets.isEmpty() ? classes(table, rows) : targets(table);
    Part part =
        TableTruth.part(table, values, task, truth, rows)
            .withGroups(group < 0 ? null : table.columns().get(group), rows);
    return new Content(part, columns, task, truth, table.named(), Optional.empty(), remarks);
  }

  private boolean isInput(Table table, int c, List<String> remarks) {
    TableColumn column = table.columns().get(c);
    if (column == null || truth.contains(c) || c == id || c == group) {
      return false;
    }
    boolean chosen = !options.keep.isEmpty();
    String title = Table.title(table.titles(), c);
    if (column.missing() == table.rows()) {
      remarks.add("column " + title + " has no values: it is left out");
      return false;
    }
    boolean unnamed = table.named() && table.titles().get(c).equals(String.valueOf(c));
    if (column.countsRows() && table.rows() > 2) {
      if (unnamed && !chosen) {
        remarks.add("column " + c + " has no name and counts the rows: it is left out");
        return false;
      }
      remarks.add("column " + title + " counts the rows and is an input; --drop leaves it out");
    } else if (unnamed) {
      remarks.add("column " + c + " has no name and is an input; --drop " + c + " leaves it out");
    }
    return true;
  }

  /** A single text among numbers is a mistake; a few that come again and again are names. */
  private void refuseMixtures(Table table, List<Integer> inputs) {
    for (int c : inputs) {
      TableColumn column = table.columns().get(c);
      if (kinds.get(c) != TableColumn.Kind.UNKNOWN || !column.isText()) {
        continue;
      }
      TableColumn.Entry first = null;
      boolean numbers = false;
      boolean names = column.entries().size() <= FEW_NAMES;
      for (TableColumn.Entry entry : column.entries()) {
        numbers |= entry.isNumber();
        names &= entry.isNumber() || entry.count()[0] >= OFTEN;
        first = first == null && !entry.isNumber() ? entry : first;
      }
      if (numbers && !names) {
        throw table.refused(
            first.firstLine(),
            c,
            "'%s' is no number; --categories %s takes all of the column for texts, --drop leaves it out"
                .formatted(
                    MalformedDataException.shown(first.text()),
                    MalformedDataException.shown(table.titles().get(c))));
      }
    }
  }

  private void refuseManyTexts(Table table, List<Integer> inputs) {
    List<String> many = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int c : inputs) {
      TableColumn column = table.columns().get(c);
      if (column.isText() && column.entries().size() > options.mostCategories) {
        names.add(table.titles().get(c));
        many.add(
            Texts.format(
                "column %s has %d different texts, such as '%s'",
                Table.title(table.titles(), c),
                column.entries().size(),
                MalformedDataException.shown(column.entries().getFirst().text())));
      }
    }
    if (!many.isEmpty()) {
      throw new UserException(
          "%s: %s: more than %d categories; --drop %s leaves them out, --most-categories takes them"
              .formatted(
                  table.name(),
                  String.join(", ", many),
                  options.mostCategories,
                  String.join(",", Lines.names(names))));
    }
  }

  private Column describe(Table table, int c, boolean input, int[] rows) {
    String name = table.titles().get(c);
    if (c == id) {
      return new Column.Id(name);
    }
    if (!input) {
      return new Column.Ignored(name);
    }
    TableColumn column = table.columns().get(c);
    boolean fills = options.missing == TableOptions.Missing.FILL && column.missing() > 0;
    if (fills && Arrays.stream(rows).allMatch(column::isMissing)) {
      throw new UserException(
          "column "
              + Table.title(table.titles(), c)
              + " has values only in rows that are left out, so none to fill it with;"
              + " --drop leaves it out");
    }
    if (!column.isText()) {
      return new Column.Numeric(
          name,
          unit(name),
          fills ? OptionalDouble.of(column.median(rows)) : OptionalDouble.empty());
    }
    List<String> categories =
        column.entries().stream().map(TableColumn.Entry::text).sorted(Texts::compare).toList();
    return new Column.Categorical(
        name, categories, fills ? Optional.of(column.mode(rows)) : Optional.empty());
  }

  /** A name may end with its unit: {@code length [mm]}, {@code price (EUR)}. */
  static String unit(String name) {
    Matcher matcher = UNIT.matcher(name);
    if (!matcher.matches()) {
      return "";
    }
    return (matcher.group(1) != null ? matcher.group(1) : matcher.group(2)).strip();
  }

  private Task targets(Table table) {
    return new Task.Regression(
        truth.stream()
            .map(c -> table.titles().get(c))
            .map(name -> new Target(name, unit(name), 0, 1))
            .toList());
  }

  private Task classes(Table table, int[] rows) {
    int c = truth.getFirst();
    TableColumn column = table.columns().get(c);
    Map<String, Boolean> found = new HashMap<>();
    for (int row : rows) {
      found.put(column.text(row), column.entries().get(column.code(row)).isNumber());
    }
    String name = table.titles().get(c);
    if (options.label.isEmpty()) {
      refuseNumbers(table, name, found, rows.length);
    }
    if (found.size() > ClassCount.MOST) {
      throw new UserException(
          "%s has %d different classes in column '%s', at most %d can be learnt: are they numbers"
                  .formatted(
                      table.name(),
                      found.size(),
                      MalformedDataException.shown(name),
                      ClassCount.MOST)
              + " to be predicted (--targets)?");
    }
    return new Task.Classification(name, found.keySet().stream().sorted(Texts::compare).toList());
  }

  /** Asks, where the last column holds numbers that are hardly meant for classes. */
  private static void refuseNumbers(
      Table table, String name, Map<String, Boolean> found, int rows) {
    if (found.containsValue(false)) {
      return;
    }
    boolean decimal = found.keySet().stream().anyMatch(text -> !isWhole(text));
    boolean many =
        found.size() > MANY_CLASSES
            || (found.size() > FEW_CLASSES && (long) found.size() * ROWS_A_CLASS > rows);
    if (decimal || many) {
      String shown = MalformedDataException.shown(name);
      throw new UserException(
          "%s: column '%s' holds %d different %snumbers: --targets %s predicts them, --label %s takes them for classes"
              .formatted(
                  table.name(), shown, found.size(), decimal ? "decimal " : "", shown, shown));
    }
  }

  private static boolean isWhole(String text) {
    double value = Numbers.parse(text, text.indexOf(',') >= 0 ? ',' : '.');
    return value == Math.rint(value);
  }
}
