package io.github.curvelane.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Layer;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The layers of a network as a JSON array. */
final class LayerDescriptions {
  private static final String DENSE = "dense";
  private static final int MOST_LAYERS = 10_000;

  private LayerDescriptions() {}

  static Dense requireDense(Layer layer) {
    if (layer instanceof Dense dense) {
      return dense;
    }
    throw new IllegalArgumentException(
        "a layer of type " + layer.getClass().getSimpleName() + " cannot be stored");
  }

  static String write(List<Layer> layers) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(false);
      json.beginArray();
      for (Layer layer : layers) {
        Dense dense = requireDense(layer);
        json.beginObject().name("layer").value(DENSE);
        json.name("inputs").value(dense.inputs()).name("outputs").value(dense.outputs());
        json.name("activation").value(dense.activation().toString()).endObject();
      }
      json.endArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static List<Layer> read(String text) {
    List<Layer> layers = new ArrayList<>();
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.setStrictness(Strictness.STRICT);
      json.beginArray();
      while (json.hasNext()) {
        if (layers.size() == MOST_LAYERS) {
          throw new IllegalArgumentException("there are more than " + MOST_LAYERS + " layers");
        }
        layers.add(readLayer(json));
      }
      json.endArray();
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new IllegalArgumentException("its layers cannot be read", e);
    }
    return layers;
  }

  private static Dense readLayer(JsonReader json) throws IOException {
    expect(json, "layer");
    String kind = json.nextString();
    if (!kind.equals(DENSE)) {
      throw new IllegalArgumentException("a layer is of the unknown kind '" + kind + "'");
    }
    expect(json, "inputs");
    int inputs = json.nextInt();
    expect(json, "outputs");
    int outputs = json.nextInt();
    expect(json, "activation");
    Activation activation = Activation.parse(json.nextString());
    json.endObject();
    return new Dense(inputs, outputs, activation);
  }

  private static void expect(JsonReader json, String name) throws IOException {
    if (name.equals("layer")) {
      json.beginObject();
    }
    String found = json.nextName();
    if (!found.equals(name)) {
      throw new IllegalArgumentException("a layer has '" + found + "' in place of '" + name + "'");
    }
  }
}
