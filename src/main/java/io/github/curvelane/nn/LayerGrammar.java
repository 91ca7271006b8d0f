package io.github.curvelane.nn;

import io.github.curvelane.internal.Shown;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads layers from one line of text; {@link Layers#parse} says what it may hold. */
final class LayerGrammar {
  private static final String NUMBER = "[1-9][0-9]{0,8}";
  private static final Pattern IMAGE = Pattern.compile("(%1$s)x(%1$s)x(%1$s)".formatted(NUMBER));
  private static final Pattern KIND = Pattern.compile("([a-z]*)(.*)");
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?<height>%1$s)(?:x(?<width>%1$s))?(?:s(?<stride>%1$s))?(?:p(?<padding>%1$s))?(?:d(?<dilation>%1$s))?"
              .formatted(NUMBER));
  private static final Pattern MAPS = Pattern.compile("(%s):([^:g]*)".formatted(NUMBER));
  private static final Pattern CONVOLUTION =
      Pattern.compile("(%1$s):([^:g]*)(?:g(%1$s))?".formatted(NUMBER));
  private static final Pattern TWO = Pattern.compile("(%1$s):(%1$s)".formatted(NUMBER));

  /** A part of the text, and where it stands, from 1. */
  private record Token(String text, int position) {}

  private final String text;
  private final Activation hidden;
  private final Activation output;
  private final List<Token> tokens = new ArrayList<>();
  private Token token;

  /** Whether the layer just appended left its activation to the normalisation that follows. */
  private boolean beforeNormalization;

  LayerGrammar(String text, Activation hidden, Activation output) {
    this.text = text;
    this.hidden = hidden;
    this.output = output;
    int position = 1;
    for (String each : text.split("-", -1)) {
      tokens.add(new Token(each, position));
      position += each.length() + 1;
    }
  }

  Layers read() {
    token = tokens.getFirst();
    Layers layers = begin();
    for (int t = 1; t < tokens.size(); t++) {
      token = tokens.get(t);
      try {
        append(layers, activation(t), biases(t));
        beforeNormalization = isNormalization(t + 1) && isActivated(t);
      } catch (IllegalArgumentException e) {
        throw refused(e.getMessage(), e);
      }
    }
    return layers;
  }

  /** The activation stands behind a normalisation that follows. */
  private Activation activation(int t) {
    if (isNormalization(t + 1) || (isNormalization(t) && !beforeNormalization)) {
      return Activation.identity();
    }
    return t == tokens.size() - 1 ? output : hidden;
  }

  /** A bias has no effect before batch normalisation. */
  private Biases biases(int t) {
    return t + 1 < tokens.size() && tokens.get(t + 1).text.equals("bn") ? Biases.NONE : Biases.MAP;
  }

  private boolean isNormalization(int t) {
    return t < tokens.size() && tokens.get(t).text.matches("bn|ln");
  }

  private boolean isActivated(int t) {
    return tokens.get(t).text.matches("[0-9].*|conv.*|local.*|sub.*");
  }

  private Layers begin() {
    Matcher image = IMAGE.matcher(token.text);
    if (image.matches()) {
      try {
        return Layers.images(number(image, 2), number(image, 3), number(image, 1));
      } catch (IllegalArgumentException e) {
        throw refused(e.getMessage(), e);
      }
    }
    if (!token.text.matches(NUMBER)) {
      throw refused("must be the number of inputs, or channels x height x width of images", null);
    }
    return Layers.inputs(Integer.parseInt(token.text));
  }

  private void append(Layers layers, Activation activation, Biases biases) {
    Matcher kind = matched(KIND, token.text, "a word and numbers");
    String numbers = kind.group(2);
    switch (kind.group(1)) {
      case "" -> {
        if (biases == Biases.NONE) {
          layers.denseWithoutBiases(one(numbers), activation);
        } else {
          layers.dense(one(numbers), activation);
        }
      }
      case "conv" -> convolution(layers, numbers, biases, activation);
      case "local" -> {
        Matcher parts = matched(MAPS, numbers, "M:K, maps and windows, then sS, pP, dD as needed");
        layers.local(number(parts, 1), window(parts.group(2)), activation);
      }
      case "sub" -> layers.subsampling(one(numbers), activation);
      case "avg" -> {
        if (numbers.isEmpty()) {
          layers.globalAveragePooling();
        } else {
          layers.averagePooling(pooling(numbers));
        }
      }
      case "max" -> layers.maxPooling(pooling(numbers));
      case "bn", "ln" -> {
        if (!numbers.isEmpty()) {
          throw new IllegalArgumentException("'" + numbers + "' must be nothing");
        }
        if (kind.group(1).equals("bn")) {
          layers.batchNormalization(activation);
        } else {
          layers.layerNormalization(activation);
        }
      }
      case "rbf" -> layers.radial(one(numbers));
      case "maxout" -> {
        Matcher two = matched(TWO, numbers, "N:J, units and pieces of each");
        layers.maxout(number(two, 1), number(two, 2));
      }
      default ->
          throw new IllegalArgumentException(
              "unknown, must be N, convM:K[sS][pP], localM:K[sS][pP], subK, avg, avgK[sS],"
                  + " maxK[sS], bn, ln, maxoutN:J or rbfN");
    }
  }

  private static void convolution(
      Layers layers, String text, Biases biases, Activation activation) {
    Matcher parts =
        matched(CONVOLUTION, text, "M:K, maps and windows, then sS, pP, dD, gG as needed");
    int groups = parts.group(3) == null ? 1 : number(parts, 3);
    layers.convolution(number(parts, 1), window(parts.group(2)), groups, biases, activation);
  }

  private static int one(String text) {
    return number(matched(Pattern.compile("(" + NUMBER + ")"), text, "one number"), 1);
  }

  /** Windows that stand side by side unless something else is said. */
  private static Window pooling(String text) {
    Window window = window(text);
    boolean said = text.contains("s");
    return said || window.height() != window.width() ? window : window.stride(window.height());
  }

  private static Window window(String text) {
    Matcher m = matched(WINDOW, text, "K or HxW, then sS, pP, dD as needed");
    int height = number(m, "height", 0);
    return Window.of(height, number(m, "width", height))
        .stride(number(m, "stride", 1))
        .padding(number(m, "padding", 0))
        .dilation(number(m, "dilation", 1));
  }

  private static Matcher matched(Pattern pattern, String text, String what) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' must be " + what);
    }
    return matcher;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static int number(Matcher matcher, String group, int otherwise) {
    String number = matcher.group(group);
    return number == null ? otherwise : Integer.parseInt(number);
  }

  private IllegalArgumentException refused(String why, Exception cause) {
    return new IllegalArgumentException(
        "'%s' at position %d of layers '%s': %s"
            .formatted(Shown.text(token.text), token.position, Shown.text(text), why),
        cause);
  }
}
