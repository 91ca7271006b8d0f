package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.PrincipalComponents;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is done to inputs before the layers that are trained: a normalisation of each feature, and
 * behind it, if it is wanted, a layer that makes principal components of them. That layer stands in
 * front of a stored network; training goes without it, on inputs that went through it once.
 *
 * @param name what was asked for
 * @param normalization what inputs go through first
 * @param components the layer behind it
 * @param remark what was found
 */
record Preprocessing(
    String name,
    Normalization normalization,
    Optional<FixedLinear> components,
    Optional<String> remark) {
  /** Some units in the last place of a double: what a sum of a few numbers is off by. */
  private static final double FLOOR = 0x1p-46;

  private static final List<String> PLAIN = List.of("none", "centring", "global", "per-feature");

  /** Matrices of features by features that there are while components are fitted. */
  private static final long MATRICES = 6;

  /**
   * Fits the preprocessing on training data.
   *
   * @param name the option's value; the usual normalisation stands before components
   * @throws UserException if it is not known or does not fit the data
   */
  static Preprocessing fit(String name, String usual, Examples examples, int threads) {
    Inputs training = examples.training().inputs();
    List<Column> columns = examples.content().columns();
    if (PLAIN.contains(name)) {
      Normalization fitted = normalization(name, training, columns);
      return new Preprocessing(name, fitted, Optional.empty(), Optional.empty());
    }
    Decorrelation wanted = decorrelation(name);
    long features = training.features();
    Memory.need(MATRICES * features * features * Double.BYTES);
    try (Parallelism parallelism = Threads.start(threads)) {
      PrincipalComponents fitted =
          PrincipalComponents.fit(training, normalization(usual, training, columns), parallelism);
      FixedLinear layer = fitted.layer(wanted);
      return new Preprocessing(
          wanted.toString(),
          fitted.normalization(),
          Optional.of(layer),
          Optional.of(remark(fitted, layer)));
    } catch (IllegalArgumentException e) {
      throw new UserException("--normalization " + name + ": " + e.getMessage(), e);
    }
  }

  private static Decorrelation decorrelation(String name) {
    try {
      return Decorrelation.parse(name);
    } catch (IllegalArgumentException e) {
      boolean known = List.of("decorrelation", "whitening", "zca").contains(name.split(":")[0]);
      throw new UserException(
          "--normalization is '"
              + name
              + "'"
              + (known
                  ? ": " + e.getMessage()
                  : ", must be one of "
                      + String.join(", ", PLAIN)
                      + ", decorrelation, whitening, zca"),
          e);
    }
  }

  private static String remark(PrincipalComponents fitted, FixedLinear layer) {
    return String.format(
        Locale.ROOT,
        "of %d inputs %d principal components vary, with the condition number %.3g; the network"
            + " sees %d, %s",
        fitted.features(),
        fitted.rank(),
        fitted.condition(),
        layer.outputs(),
        layer.outputs() < fitted.rank()
            ? String.format(
                Locale.ROOT, "%.2f %% of the variance", 100 * fitted.share(layer.outputs()))
            : "all of the variance");
  }

  private static Normalization normalization(String name, Inputs training, List<Column> columns) {
    return switch (name) {
      case "none" -> Normalization.none(training.features());
      case "centring" -> Normalization.centring(training);
      case "global" -> Normalization.global(training);
      default -> perFeature(training, columns);
    };
  }

  /** Ones and zeros of categories are centred alone: a rare one would become large. */
  private static Normalization perFeature(Inputs training, List<Column> columns) {
    Normalization fitted = Normalization.perFeature(training, FLOOR);
    double[] scales = fitted.scales();
    int input = 0;
    for (Column column : columns) {
      int first = column instanceof Column.Numeric ? 1 : 0;
      int count = column.inputs().size();
      for (int i = first; i < count; i++) {
        scales[input + i] = Math.min(1, scales[input + i]);
      }
      input += count;
    }
    return Normalization.of(fitted.means(), scales);
  }

  /** The number of inputs of the layers that are trained. */
  int outputs() {
    return components.map(Layer::outputs).orElse(normalization.features());
  }

  /**
   * Returns the layers of a network as they are trained: what stands for the inputs of the data in
   * a text stands for what comes out here.
   *
   * @param text layers that begin with the inputs of the data
   * @throws UserException if they are for images and get components
   */
  String trained(String text) {
    if (components.isEmpty() || !text.contains("-")) {
      return text;
    }
    String inputs = text.substring(0, text.indexOf('-'));
    if (!inputs.contains("x")) {
      return outputs() + text.substring(inputs.length());
    }
    if (!name.startsWith("zca")) {
      throw new UserException(
          "--layers "
              + text
              + " are for images, --normalization "
              + name
              + " makes components of them; zca keeps them images");
    }
    return text;
  }

  /** Applies everything, with the bits that a network has with the layer in front. */
  <A> A apply(Inputs data, Precision<A> precision, Parallelism parallelism) {
    A inputs = normalization.apply(data, precision);
    return components
        .map(layer -> layer.apply(precision, inputs, data.examples(), parallelism))
        .orElse(inputs);
  }

  /** The layers of what is stored. */
  List<Layer> inFront(List<Layer> trained) {
    List<Layer> layers = new ArrayList<>(trained);
    components.ifPresent(layers::addFirst);
    return layers;
  }
}
