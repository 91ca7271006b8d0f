package io.github.curvelane.data;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A column of the table that a network is trained on, and the network's inputs that it becomes.
 * Stored with a model, so that other tables can be matched by name.
 *
 * <table>
 * <caption>Kinds of columns</caption>
 * <tr><th>kind</th><th>inputs</th></tr>
 * <tr><td>{@link Numeric}</td><td>the number</td></tr>
 * <tr><td>{@link Categorical}</td><td>one for each category in their order: 1 for the row's, 0 for
 * all others</td></tr>
 * <tr><td>either, with a {@code fill} for missing values</td><td>those of the fill, then one more:
 * 1 where the value is missing, else 0</td></tr>
 * <tr><td>{@link Id}, {@link Ignored}</td><td>none</td></tr>
 * </table>
 */
public sealed interface Column {
  /**
   * Returns the name.
   *
   * @return the name, not empty
   */
  String name();

  /**
   * Returns the names of the network's inputs that the column becomes: of a number the column's own
   * name, of a category {@code column=category}, of the last input of a column whose values may be
   * missing {@code column missing}.
   *
   * @return as many names as there are inputs
   */
  List<String> inputs();

  /**
   * Describes inputs of which nothing is known: numbers, named {@code 0}, {@code 1} and so on.
   *
   * @param count how many, at least 1
   * @return the columns
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  static List<Column> numbered(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", must be at least 1");
    }
    List<Column> columns = new ArrayList<>(count);
    for (String number : Names.numbers(count)) {
      columns.add(new Numeric(number));
    }
    return Arguments.list("columns", columns);
  }

  /**
   * Checks that columns have names of their own.
   *
   * @param columns the columns of a table
   * @return a copy, unmodifiable
   * @throws IllegalArgumentException if there is none, or two have one name
   */
  static List<Column> distinct(List<? extends Column> columns) {
    Objects.requireNonNull(columns, "columns");
    return Names.distinct("columns", Arguments.<Column>list("columns", columns), Column::name);
  }

  /**
   * Numbers.
   *
   * @param name the name
   * @param unit what they are counted in; empty if there is or is known none
   * @param fill what stands for missing values; empty if they are refused
   */
  record Numeric(String name, String unit, OptionalDouble fill) implements Column {
    /**
     * Describes a column.
     *
     * @throws IllegalArgumentException if the name is empty or {@code fill} not finite
     */
    public Numeric {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(fill, "fill");
      Names.require("name", name);
      Objects.requireNonNull(unit, "unit");
      if (!Double.isFinite(fill.orElse(0))) {
        throw new IllegalArgumentException(
            "fill of '" + Shown.text(name) + "' is " + fill.getAsDouble() + ", must be finite");
      }
    }

    /**
     * Describes a column whose unit is not known and where no value may be missing.
     *
     * @param name the name
     * @throws IllegalArgumentException if the name is empty
     */
    public Numeric(String name) {
      this(name, "", OptionalDouble.empty());
    }

    @Override
    public List<String> inputs() {
      return fill.isPresent() ? List.of(name, name + " missing") : List.of(name);
    }
  }

  /**
   * Texts of a fixed set.
   *
   * @param name the name
   * @param categories the texts, in the order of their inputs
   * @param fill what stands for missing values; empty if they are refused
   */
  record Categorical(String name, List<String> categories, Optional<String> fill)
      implements Column {
    /**
     * Describes a column.
     *
     * @throws IllegalArgumentException if the name is empty, there is no category, two are the same
     *     or one is empty, or {@code fill} is none of them
     */
    public Categorical {
      Objects.requireNonNull(categories, "categories");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(fill, "fill");
      Names.require("name", name);
      categories = Names.distinct("categories", categories, category -> category);
      if (fill.isPresent() && !categories.contains(fill.get())) {
        throw new IllegalArgumentException(
            "fill of '%s' is '%s', must be one of its categories: %s"
                .formatted(Shown.text(name), Shown.text(fill.get()), Names.abridged(categories)));
      }
    }

    /**
     * Describes a column where no value may be missing.
     *
     * @param name the name
     * @param categories the texts, in the order of their inputs
     * @throws IllegalArgumentException if the name is empty, there is no category, two are the same
     *     or one is empty
     */
    public Categorical(String name, List<String> categories) {
      this(name, categories, Optional.empty());
    }

    @Override
    public List<String> inputs() {
      List<String> inputs = new ArrayList<>();
      for (String category : categories) {
        inputs.add(name + "=" + category);
      }
      if (fill.isPresent()) {
        inputs.add(name + " missing");
      }
      return List.copyOf(inputs);
    }
  }

  /**
   * What tells rows apart: no input, but passed through to predictions.
   *
   * @param name the name
   */
  record Id(String name) implements Column {
    /**
     * Describes a column.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public Id {
      Objects.requireNonNull(name, "name");
      Names.require("name", name);
    }

    @Override
    public List<String> inputs() {
      return List.of();
    }
  }

  /**
   * What the network was not shown.
   *
   * @param name the name
   */
  record Ignored(String name) implements Column {
    /**
     * Describes a column.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public Ignored {
      Objects.requireNonNull(name, "name");
      Names.require("name", name);
    }

    @Override
    public List<String> inputs() {
      return List.of();
    }
  }
}
