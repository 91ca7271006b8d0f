package io.github.curvelane.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.nn.LayerDescription;
import io.github.curvelane.nn.LayerDescription.Numbers;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network as a JSON array: an object a layer, with its kind as {@code layer} and
 * then its fields. Layers within layers are arrays of such objects. Of an array of numbers only the
 * shape stands here; its elements are a tensor, which has the path to the field for its name, such
 * as {@code layers.0.matrix} or {@code layers.2.layers.0.matrix}.
 */
final class LayerDescriptions {
  /** Finds the elements of an array of numbers. */
  @FunctionalInterface
  interface Tensors {
    double[] elements(String name, List<Integer> shape) throws IOException;
  }

  private static final String KIND = "layer";
  private static final String ROOT = "layers";
  private static final int MOST_LAYERS = 10_000;
  private static final int DEEPEST = 32;

  private final JsonReader json;
  private final Tensors tensors;
  private int layers;

  private LayerDescriptions(JsonReader json, Tensors tensors) {
    this.json = json;
    this.tensors = tensors;
  }

  // ---------------------------------------------------------------- writing

  /**
   * Writes layers.
   *
   * @throws IllegalArgumentException if they are more, or deeper in others, than {@link #read}
   *     takes
   */
  static String write(List<LayerDescription> layers) {
    int count = count(layers, 0);
    if (count > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "the network has %d layers, must have at most %d".formatted(count, MOST_LAYERS));
    }
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(false);
      write(json, layers);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  /** The layers, with those within them; their number alone is bounded while it is small. */
  private static int count(List<?> layers, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "the network has layers within more than "
              + DEEPEST
              + " others, must have at most so many");
    }
    int count = layers.size();
    for (Object layer : layers) {
      for (Object field : ((LayerDescription) layer).fields().values()) {
        if (field instanceof List<?> parts) {
          count += count(parts, depth + 1);
        }
      }
    }
    return count;
  }

  private static void write(JsonWriter json, List<?> layers) throws IOException {
    json.beginArray();
    for (Object layer : layers) {
      LayerDescription description = (LayerDescription) layer;
      json.beginObject().name(KIND).value(description.kind());
      for (Map.Entry<String, Object> field : description.fields().entrySet()) {
        json.name(field.getKey());
        switch (field.getValue()) {
          case Double number -> write(json, number);
          case Numbers numbers -> write(json, numbers);
          case List<?> parts -> write(json, parts);
          default -> json.value(field.getValue().toString());
        }
      }
      json.endObject();
    }
    json.endArray();
  }

  /** Whole numbers stand without a point. */
  private static void write(JsonWriter json, double number) throws IOException {
    if (Double.compare((int) number, number) == 0) {
      json.value((int) number);
    } else {
      json.value(number);
    }
  }

  private static void write(JsonWriter json, Numbers numbers) throws IOException {
    json.beginArray();
    for (int size : numbers.shape()) {
      json.value(size);
    }
    json.endArray();
  }

  /** The arrays of numbers in layers, by the names of their tensors. */
  static Map<String, Numbers> numbers(List<LayerDescription> layers) {
    Map<String, Numbers> found = new LinkedHashMap<>();
    collect(ROOT, layers, found);
    return found;
  }

  private static void collect(String path, List<?> layers, Map<String, Numbers> found) {
    for (int l = 0; l < layers.size(); l++) {
      LayerDescription layer = (LayerDescription) layers.get(l);
      for (Map.Entry<String, Object> field : layer.fields().entrySet()) {
        String name = path + "." + l + "." + field.getKey();
        if (field.getValue() instanceof Numbers numbers) {
          found.put(name, numbers);
        } else if (field.getValue() instanceof List<?> parts) {
          collect(name, parts, found);
        }
      }
    }
  }

  // ---------------------------------------------------------------- reading

  /**
   * Reads what {@link #write} wrote.
   *
   * @param tensors finds the elements of arrays of numbers
   * @throws IllegalArgumentException if it is anything else
   * @throws IOException if the elements of an array are not to be found
   */
  static List<LayerDescription> read(String text, Tensors tensors) throws IOException {
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.setStrictness(Strictness.STRICT);
      json.beginArray();
      List<LayerDescription> read = new LayerDescriptions(json, tensors).readLayers(ROOT, 0);
      json.peek(); // which refuses whatever follows
      return read;
    } catch (MalformedJsonException
        | EOFException
        | IllegalStateException
        | NumberFormatException e) {
      throw new IllegalArgumentException("its layers cannot be read", e);
    }
  }

  /** The rest of an array of layers. */
  private List<LayerDescription> readLayers(String path, int depth) throws IOException {
    List<LayerDescription> read = new ArrayList<>();
    while (json.hasNext()) {
      if (++layers > MOST_LAYERS) {
        throw new IllegalArgumentException("there are more than " + MOST_LAYERS + " layers");
      }
      read.add(readLayer(path + "." + read.size(), depth));
    }
    json.endArray();
    return read;
  }

  private LayerDescription readLayer(String path, int depth) throws IOException {
    json.beginObject();
    String first = json.nextName();
    if (!first.equals(KIND)) {
      throw new IllegalArgumentException(
          "a layer has '" + Shown.text(first) + "' in place of '" + KIND + "'");
    }
    LayerDescription layer = LayerDescription.of(json.nextString());
    while (json.hasNext()) {
      layer = readField(layer, json.nextName(), path, depth);
    }
    json.endObject();
    return layer;
  }

  private LayerDescription readField(LayerDescription layer, String name, String path, int depth)
      throws IOException {
    return switch (json.peek()) {
      case NUMBER -> layer.with(name, json.nextDouble());
      case STRING -> layer.with(name, json.nextString());
      case BEGIN_ARRAY -> readArray(layer, name, path + "." + name, depth);
      default ->
          throw new IllegalArgumentException(
              "the '%s' of a %s layer is neither a number, a text nor an array"
                  .formatted(Shown.text(name), Shown.text(layer.kind())));
    };
  }

  private LayerDescription readArray(LayerDescription layer, String name, String path, int depth)
      throws IOException {
    json.beginArray();
    if (json.peek() == JsonToken.NUMBER) {
      List<Integer> shape = new ArrayList<>();
      while (json.hasNext()) {
        shape.add(json.nextInt());
      }
      json.endArray();
      return layer.with(name, new Numbers(shape, tensors.elements(path, shape)));
    }
    if (depth == DEEPEST) {
      throw new IllegalArgumentException(
          "its layers stand within more than " + DEEPEST + " others");
    }
    return layer.with(name, readLayers(path, depth + 1));
  }
}
