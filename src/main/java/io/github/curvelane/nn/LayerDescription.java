package io.github.curvelane.nn;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What a layer is, as a kind and named fields in a fixed order: {@link Layer#describe} gives it,
 * {@link Layer#of} makes the layer again, and model files store it. Immutable.
 */
public final class LayerDescription {
  /**
   * Numbers that belong to a layer and are not trained: an array of a shape. Model files keep them
   * as tensors. Equal if they are the same bits.
   */
  public static final class Numbers {
    private final List<Integer> shape;
    private final double[] values;

    /**
     * Takes a copy of an array.
     *
     * @param shape the sizes of the array
     * @param values its elements, row-major
     * @throws IllegalArgumentException if there are not as many as the shape says
     */
    public Numbers(List<Integer> shape, double[] values) {
      Objects.requireNonNull(shape, "shape");
      Objects.requireNonNull(values, "values");
      this.shape = Arguments.list("shape", shape);
      this.values = values.clone();
      long elements = 1;
      for (int size : shape) {
        elements = Math.multiplyExact(elements, (long) size);
      }
      if (elements != values.length) {
        throw new IllegalArgumentException(
            "values has %d elements, must have the %d of the shape %s"
                .formatted(values.length, elements, shape));
      }
    }

    /**
     * Returns the shape.
     *
     * @return the sizes of the array
     */
    public List<Integer> shape() {
      return shape;
    }

    /**
     * Returns the elements.
     *
     * @return a copy, row-major
     */
    public double[] values() {
      return values.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Numbers that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    /** Returns the shape. */
    @Override
    public String toString() {
      return shape.toString();
    }
  }

  private final String kind;

  /** Each a Double, a String, a list of descriptions, or Numbers. */
  private final Map<String, Object> fields;

  private LayerDescription(String kind, Map<String, Object> fields) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.fields = Collections.unmodifiableMap(fields);
  }

  /**
   * Creates a description without fields.
   *
   * @param kind what kind of layer, such as {@code dense}
   * @return the description
   */
  public static LayerDescription of(String kind) {
    return new LayerDescription(kind, new LinkedHashMap<>());
  }

  /**
   * Adds a number.
   *
   * @param name the field's name
   * @param value the number
   * @return a new description
   * @throws IllegalArgumentException if there is a field of this name
   */
  public LayerDescription with(String name, double value) {
    return withField(name, value);
  }

  /**
   * Adds a text.
   *
   * @param name the field's name
   * @param value the text
   * @return a new description
   * @throws IllegalArgumentException if there is a field of this name
   */
  public LayerDescription with(String name, String value) {
    return withField(name, Objects.requireNonNull(value, "value"));
  }

  /**
   * Adds an activation, as the text of its name.
   *
   * @param name the field's name
   * @param value the activation
   * @return a new description
   * @throws IllegalArgumentException if there is a field of this name
   */
  public LayerDescription with(String name, Activation value) {
    Objects.requireNonNull(value, "value");
    return withField(name, value.toString());
  }

  /**
   * Adds layers that the layer is made of.
   *
   * @param name the field's name
   * @param layers their descriptions
   * @return a new description
   * @throws IllegalArgumentException if there is a field of this name
   */
  public LayerDescription with(String name, List<LayerDescription> layers) {
    Objects.requireNonNull(layers, "layers");
    return withField(name, Arguments.list("layers", layers));
  }

  /**
   * Adds an array of numbers.
   *
   * @param name the field's name
   * @param numbers the array
   * @return a new description
   * @throws IllegalArgumentException if there is a field of this name
   */
  public LayerDescription with(String name, Numbers numbers) {
    return withField(name, Objects.requireNonNull(numbers, "numbers"));
  }

  private LayerDescription withField(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    if (more.put(Objects.requireNonNull(name, "name"), value) != null) {
      throw new IllegalArgumentException(
          "a %s layer has '%s' twice".formatted(Shown.text(kind), Shown.text(name)));
    }
    return new LayerDescription(kind, more);
  }

  /**
   * Returns the kind.
   *
   * @return what kind of layer
   */
  public String kind() {
    return kind;
  }

  /**
   * Returns the fields in their order: each is a {@link Double}, a {@link String}, a {@link List}
   * of descriptions or {@link Numbers}.
   *
   * @return the fields by name, unmodifiable
   */
  public Map<String, Object> fields() {
    return fields;
  }

  // ---------------------------------------------------------------- for those who make a layer of
  // it

  int integer(String name) {
    double value = number(name);
    if (value != (int) value) {
      throw new IllegalArgumentException(
          "the '%s' of a %s layer is %s, must be an integer"
              .formatted(Shown.text(name), Shown.text(kind), Shown.text(String.valueOf(value))));
    }
    return (int) value;
  }

  double number(String name) {
    return field(name, Double.class, "a number");
  }

  String text(String name) {
    return field(name, String.class, "a text");
  }

  Activation activation(String name) {
    return Activation.parse(text(name));
  }

  List<Layer> layers(String name) {
    List<Layer> layers = new ArrayList<>();
    for (Object layer : field(name, List.class, "a list of layers")) {
      layers.add(Layer.of((LayerDescription) layer));
    }
    return layers;
  }

  Numbers numbers(String name) {
    return field(name, Numbers.class, "an array of numbers");
  }

  /** The same description with other descriptions of the layers within. */
  LayerDescription mapLayers(UnaryOperator<LayerDescription> change) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    changed.replaceAll(
        (name, value) ->
            value instanceof List<?> layers
                ? layers.stream().map(layer -> change.apply((LayerDescription) layer)).toList()
                : value);
    return new LayerDescription(kind, changed);
  }

  /** The same description without a field. */
  LayerDescription without(String name) {
    Map<String, Object> fewer = new LinkedHashMap<>(fields);
    fewer.remove(name);
    return new LayerDescription(kind, fewer);
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  private <T> T field(String name, Class<T> type, String what) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "a %s layer has no '%s'".formatted(Shown.text(kind), Shown.text(name)));
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "the '%s' of a %s layer is %s, must be %s"
              .formatted(
                  Shown.text(name), Shown.text(kind), Shown.text(String.valueOf(value)), what));
    }
    return type.cast(value);
  }

  /** Refuses fields that a layer, made of this description, does not have. */
  void requireNothingBut(LayerDescription made) {
    for (String name : fields.keySet()) {
      if (!made.fields.containsKey(name)) {
        throw new IllegalArgumentException(
            "a %s layer has the unknown field '%s'".formatted(Shown.text(kind), Shown.text(name)));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerDescription that
        && kind.equals(that.kind)
        && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + fields.hashCode();
  }

  /** Returns kind and fields, such as {@code dense{inputs=784.0, outputs=10.0, …}}. */
  @Override
  public String toString() {
    return kind + fields;
  }
}
