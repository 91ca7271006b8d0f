package io.github.curvelane.nn;

import io.github.curvelane.nn.Loss.Part;
import java.util.ArrayList;
import java.util.List;

/** The text of losses of parts, and what they ask of targets. */
final class LossParts {
  private static final String PLUS = " + ";

  private LossParts() {}

  /** The text that {@link #parse} reads, such as {@code hinge[0:2] + 0.3*huber(1.0)[2:3]}. */
  static String text(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(text.isEmpty() ? "" : PLUS);
      if (part.weight() != 1) {
        text.append(part.weight()).append('*');
      }
      text.append(part.loss()).append('[').append(part.from()).append(':');
      text.append(part.to()).append(']');
    }
    return text.toString();
  }

  static Loss parse(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int plus = text.indexOf(PLUS, from);
      int end = plus < 0 ? text.length() : plus;
      parts.add(part(text.substring(from, end)));
      from = plus < 0 ? text.length() + 1 : plus + PLUS.length();
    }
    return Loss.ofParts(parts.toArray(Part[]::new));
  }

  private static Part part(String text) {
    int star = text.indexOf('*');
    int open = text.indexOf('[');
    int colon = text.indexOf(':', open);
    if (open <= star || colon < 0 || !text.endsWith("]")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no part of a loss, must be like 0.3*huber(1.0)[10:12]");
    }
    try {
      double weight = star < 0 ? 1 : Double.parseDouble(text.substring(0, star));
      int from = Integer.parseInt(text, open + 1, colon, 10);
      int to = Integer.parseInt(text, colon + 1, text.length() - 1, 10);
      return new Part(from, to, Loss.parse(text.substring(star + 1, open)), weight);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has what is not a number in it", e);
    }
  }

  static IllegalArgumentException notJoined(Loss loss, Targets<?> targets) {
    return new IllegalArgumentException(
        "targets are joined of %d parts, must be of the %d of %s"
            .formatted(targets.parts().size(), loss.parts().size(), loss));
  }

  /** Refuses what one part is not defined for. */
  static void check(Loss loss, Targets<?> targets, int k) {
    Part part = loss.parts().get(k);
    Targets<?> own = targets.parts().get(k);
    if (own.outputs() != part.outputs()) {
      throw new IllegalArgumentException(
          "the targets of part %d are for %d outputs, must be for %d"
              .formatted(k, own.outputs(), part.outputs()));
    }
    try {
      part.loss().check(own);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("part " + k + ": " + e.getMessage(), e);
    }
  }
}
