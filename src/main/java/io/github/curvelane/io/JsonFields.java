package io.github.curvelane.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.github.curvelane.internal.Shown;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a JSON object that describes something: texts, numbers, and arrays of texts or of
 * such objects. Each field is asked for once, and in the end none may be left.
 */
final class JsonFields {
  /** Writes a value. */
  @FunctionalInterface
  interface Writing {
    void to(JsonWriter json) throws IOException;
  }

  private final String what;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private JsonFields(String what) {
    this.what = what;
  }

  static String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(false);
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  static void write(JsonWriter json, String name, List<String> texts) throws IOException {
    json.name(name).beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  // ---------------------------------------------------------------- reading

  /**
   * Reads an object.
   *
   * @param what what it describes, for messages
   * @throws IllegalArgumentException if the text is anything else
   */
  static JsonFields object(String text, String what) {
    if (!(parse(text, what) instanceof JsonFields fields)) {
      throw new IllegalArgumentException("a " + what + " is no object");
    }
    return fields;
  }

  /**
   * Reads an array of objects.
   *
   * @param what what each describes, for messages
   * @throws IllegalArgumentException if the text is anything else
   */
  static List<JsonFields> objects(String text, String what) {
    if (!(parse(text, what) instanceof List<?> list)) {
      throw new IllegalArgumentException("its " + what + "s are no array");
    }
    List<JsonFields> objects = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof JsonFields fields)) {
        throw new IllegalArgumentException("a " + what + " is no object");
      }
      objects.add(fields);
    }
    return objects;
  }

  private static Object parse(String text, String what) {
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.setStrictness(Strictness.STRICT);
      Object read = value(json, what);
      json.peek(); // which refuses whatever follows
      return read;
    } catch (MalformedJsonException
        | EOFException
        | IllegalStateException
        | NumberFormatException e) {
      throw new IllegalArgumentException("its " + what + " cannot be read", e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /** Arrays within arrays are as deep as the reader allows, 255. */
  private static Object value(JsonReader json, String what) throws IOException {
    JsonToken token = json.peek();
    return switch (token) {
      case STRING -> json.nextString();
      case NUMBER -> json.nextDouble();
      case BEGIN_ARRAY -> {
        List<Object> list = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
          list.add(value(json, what));
        }
        json.endArray();
        yield list;
      }
      case BEGIN_OBJECT -> {
        JsonFields object = new JsonFields(what);
        json.beginObject();
        while (json.hasNext()) {
          String name = json.nextName();
          if (object.fields.put(name, value(json, what)) != null) {
            throw new IllegalArgumentException(
                "a " + what + " has '" + Shown.text(name) + "' twice");
          }
        }
        json.endObject();
        yield object;
      }
      default ->
          throw new IllegalArgumentException(
              "a "
                  + what
                  + " has a value that is neither a text, a number, an array nor an object");
    };
  }

  String text(String name) {
    return required(name, optionalText(name));
  }

  Optional<String> optionalText(String name) {
    return take(name, String.class, "a text");
  }

  Optional<Double> optionalNumber(String name) {
    return take(name, Double.class, "a number");
  }

  List<String> texts(String name) {
    return list(name, String.class, "an array of texts");
  }

  List<JsonFields> objects(String name) {
    return list(name, JsonFields.class, "an array of objects");
  }

  private <T> List<T> list(String name, Class<T> type, String description) {
    List<T> elements = new ArrayList<>();
    for (Object element : required(name, take(name, List.class, description))) {
      elements.add(cast(name, element, type, description));
    }
    return elements;
  }

  private <T> Optional<T> take(String name, Class<T> type, String description) {
    Object value = fields.remove(name);
    return value == null ? Optional.empty() : Optional.of(cast(name, value, type, description));
  }

  private <T> T cast(String name, Object value, Class<T> type, String description) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "the '%s' of a %s must be %s".formatted(name, what, description));
    }
    return type.cast(value);
  }

  private <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("a " + what + " has no '" + name + "'"));
  }

  void requireNoMore() {
    for (String name : fields.keySet()) {
      throw new IllegalArgumentException(
          "a " + what + " has the unknown field '" + Shown.text(name) + "'");
    }
  }
}
