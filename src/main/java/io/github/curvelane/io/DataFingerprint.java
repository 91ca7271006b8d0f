package io.github.curvelane.io;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.nn.Targets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A short name for the exact bits of examples: data with one fingerprint train a network to the
 * same parameters. It is SHA-256 over the precision, the shapes, the inputs, and the targets with
 * their weights, in little-endian order with every NaN canonical. It takes one pass over the data,
 * some two to five nanoseconds an element.
 */
public final class DataFingerprint {
  private static final int BLOCK = 1 << 14;

  private final MessageDigest digest = ParameterDigest.sha256();
  private final ByteBuffer block =
      ByteBuffer.allocate(BLOCK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private DataFingerprint() {}

  /**
   * Computes the fingerprint of a dataset.
   *
   * @param data the dataset
   * @param <A> {@code float[]} or {@code double[]}
   * @return 64 hexadecimal digits: those of its inputs and of its labels or its matrix of targets
   */
  public static <A> String of(Dataset<A> data) {
    Precision<A> precision = data.precision();
    return of(
        precision,
        data.inputs(),
        data.isClassification()
            ? Targets.labels(precision, data.labels(), data.outputs())
            : Targets.matrix(precision, data.targets(), data.outputs()));
  }

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
      fingerprint.digest.update(Tensor.of(precision, inputs, from, size).content());
    }
    fingerprint.add(targets);
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private void text(String text) {
    ParameterDigest.update(digest, text);
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
