package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A short name for the exact bits of examples: data with one fingerprint train a network to the
 * same parameters. It is SHA-256 over the precision, the shapes, the inputs, and the targets with
 * their weights, in little-endian order. It takes one pass over the data, some two to five
 * nanoseconds an element.
 */
public final class DataFingerprint {
  private static final int BLOCK = 1 << 14;

  private final MessageDigest digest = sha256();
  private final ByteBuffer block =
      ByteBuffer.allocate(BLOCK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private DataFingerprint() {}

  /**
   * Computes the fingerprint of inputs and targets.
   *
   * @param precision the precision
   * @param inputs the inputs, row-major, all of the array
   * @param targets the targets, one an example
   * @param <A> {@code float[]} or {@code double[]}
   * @return 64 hexadecimal digits
   * @throws IllegalArgumentException if the number of inputs is no multiple of that of the targets
   */
  public static <A> String of(Precision<A> precision, A inputs, Targets<A> targets) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(targets, "targets");
    int length = precision.length(inputs);
    int examples = targets.examples();
    if (examples == 0 ? length > 0 : length % examples != 0) {
      throw new IllegalArgumentException(
          "inputs has %d elements, must be a multiple of the %d examples"
              .formatted(length, examples));
    }
    DataFingerprint fingerprint = new DataFingerprint();
    fingerprint.text(precision + " " + length + "/" + examples);
    for (int from = 0; from < length; from += BLOCK) {
      int size = Math.min(BLOCK, length - from);
      fingerprint.elements(inputs, from, size);
    }
    fingerprint.add(targets);
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private void elements(Object array, int from, int size) {
    int bytes;
    if (array instanceof float[] floats) {
      block.asFloatBuffer().put(floats, from, size);
      bytes = size * Float.BYTES;
    } else {
      block.asDoubleBuffer().put((double[]) array, from, size);
      bytes = size * Double.BYTES;
    }
    digest.update(block.limit(bytes));
    block.clear();
  }

  /** Adds a text so that no two sequences of texts add the same bytes. */
  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private void add(Targets<?> targets) {
    boolean single = targets.parts().isEmpty();
    text(
        "%s %d*%d"
            .formatted(
                !single ? "joined " + targets.parts().size() : kind(targets),
                targets.examples(),
                targets.outputs()));
    targets.parts().forEach(this::add);
    if (single) {
      addElements(targets);
    }
  }

  private static String kind(Targets<?> targets) {
    return (targets.areWeighted() ? "weighted " : "") + (targets.areLabels() ? "labels" : "matrix");
  }

  private void addElements(Targets<?> targets) {
    int columns = targets.areLabels() ? 1 : targets.outputs();
    for (int i = 0; i < targets.examples(); i++) {
      for (int j = 0; j < columns; j++) {
        number(targets.areLabels() ? targets.label(i) : targets.value(i, j));
      }
      if (targets.areWeighted()) {
        number(targets.weight(i));
      }
    }
    flush();
  }

  private void number(double value) {
    if (!block.hasRemaining()) {
      flush();
    }
    block.putLong(Double.doubleToLongBits(value));
  }

  private void flush() {
    digest.update(block.flip());
    block.clear();
  }
}
