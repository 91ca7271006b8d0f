package io.github.curvelane.cluster;

import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.LayerDescription;
import io.github.curvelane.nn.LayerDescription.Numbers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A {@link LayerDescription} as it is sent.
 *
 * @param kind what kind of layer
 * @param names the names of the fields
 * @param values each a Double, a String, an array of layers or {@link SentNumbers}
 */
record SentLayer(String kind, String[] names, Serializable[] values) implements Serializable {
  /**
   * The numbers of a field.
   *
   * @param shape the sizes of the array
   * @param values row-major
   */
  record SentNumbers(int[] shape, double[] values) implements Serializable {}

  SentLayer {
    if (names.length != values.length) {
      throw new IllegalArgumentException(
          "%d names and %d values, must be as many".formatted(names.length, values.length));
    }
  }

  static SentLayer[] of(List<?> descriptions) {
    return descriptions.stream().map(d -> of((LayerDescription) d)).toArray(SentLayer[]::new);
  }

  private static SentLayer of(LayerDescription description) {
    Map<String, Object> fields = description.fields();
    return new SentLayer(
        description.kind(),
        fields.keySet().toArray(String[]::new),
        fields.values().stream().map(SentLayer::sent).toArray(Serializable[]::new));
  }

  private static Serializable sent(Object value) {
    return switch (value) {
      case Double number -> number;
      case Numbers numbers ->
          new SentNumbers(
              numbers.shape().stream().mapToInt(Integer::intValue).toArray(), numbers.values());
      case List<?> layers -> of(layers);
      default -> value.toString();
    };
  }

  static List<Layer> layers(SentLayer[] sent) {
    return descriptions(sent).stream().map(Layer::of).toList();
  }

  private static List<LayerDescription> descriptions(SentLayer[] sent) {
    List<LayerDescription> descriptions = new ArrayList<>();
    for (SentLayer layer : sent) {
      descriptions.add(layer.description());
    }
    return descriptions;
  }

  private LayerDescription description() {
    LayerDescription description = LayerDescription.of(kind);
    for (int k = 0; k < names.length; k++) {
      description =
          switch (values[k]) {
            case Double number -> description.with(names[k], number);
            case SentNumbers(int[] shape, double[] numbers) -> {
              List<Integer> sizes = Arrays.stream(shape).boxed().toList();
              yield description.with(names[k], new Numbers(sizes, numbers));
            }
            case SentLayer[] layers -> description.with(names[k], descriptions(layers));
            case String text -> description.with(names[k], text);
            default ->
                throw new IllegalArgumentException(
                    "the '%s' of a %s layer is of %s".formatted(names[k], kind, values[k]));
          };
    }
    return description;
  }
}
