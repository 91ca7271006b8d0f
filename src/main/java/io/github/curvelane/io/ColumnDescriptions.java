package io.github.curvelane.io;

import com.google.gson.stream.JsonWriter;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Column.Categorical;
import io.github.curvelane.data.Column.Id;
import io.github.curvelane.data.Column.Ignored;
import io.github.curvelane.data.Column.Numeric;
import io.github.curvelane.internal.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Columns as a JSON array: an object a column, with its kind and what it has. */
final class ColumnDescriptions {
  private static final String KIND = "kind";
  private static final String NAME = "name";
  private static final String UNIT = "unit";
  private static final String CATEGORIES = "categories";
  private static final String FILL = "fill";
  private static final String NUMERIC = "numeric";
  private static final String CATEGORICAL = "categorical";
  private static final String ID = "id";
  private static final String IGNORED = "ignored";

  private ColumnDescriptions() {}

  static String write(List<Column> columns) {
    return JsonFields.write(
        json -> {
          json.beginArray();
          for (Column column : columns) {
            json.beginObject();
            write(json, column);
            json.endObject();
          }
          json.endArray();
        });
  }

  private static void write(JsonWriter json, Column column) throws IOException {
    switch (column) {
      case Numeric numeric -> {
        begin(json, NUMERIC, numeric);
        if (!numeric.unit().isEmpty()) {
          json.name(UNIT).value(numeric.unit());
        }
        if (numeric.fill().isPresent()) {
          json.name(FILL).value(numeric.fill().getAsDouble());
        }
      }
      case Categorical categorical -> {
        begin(json, CATEGORICAL, categorical);
        JsonFields.write(json, CATEGORIES, categorical.categories());
        if (categorical.fill().isPresent()) {
          json.name(FILL).value(categorical.fill().get());
        }
      }
      case Id id -> begin(json, ID, id);
      case Ignored ignored -> begin(json, IGNORED, ignored);
    }
  }

  private static void begin(JsonWriter json, String kind, Column column) throws IOException {
    json.name(KIND).value(kind).name(NAME).value(column.name());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static List<Column> read(String text) {
    List<Column> columns = new ArrayList<>();
    for (JsonFields fields : JsonFields.objects(text, "column")) {
      columns.add(read(fields));
      fields.requireNoMore();
    }
    return columns;
  }

  private static Column read(JsonFields fields) {
    String kind = fields.text(KIND);
    String name = fields.text(NAME);
    return switch (kind) {
      case NUMERIC ->
          new Numeric(
              name,
              fields.optionalText(UNIT).orElse(""),
              fields.optionalNumber(FILL).map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
      case CATEGORICAL ->
          new Categorical(name, fields.texts(CATEGORIES), fields.optionalText(FILL));
      case ID -> new Id(name);
      case IGNORED -> new Ignored(name);
      default ->
          throw new IllegalArgumentException(
              "a column is of the unknown kind '" + Shown.text(kind) + "'");
    };
  }
}
