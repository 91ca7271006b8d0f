package io.github.curvelane.io;

import io.github.curvelane.Precision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A short name for the exact bits of a parameter array: two runs with one digest ended in the same
 * parameters. It is SHA-256 over the elements in little-endian order, with every NaN canonical, so
 * it is also the digest of the tensor that holds them.
 */
public final class ParameterDigest {
  private static final int BLOCK = 1 << 14;

  private ParameterDigest() {}

  /**
   * Computes the digest.
   *
   * @param precision the precision
   * @param parameters the parameters
   * @param <A> {@code float[]} or {@code double[]}
   * @return 64 hexadecimal digits
   */
  public static <A> String of(Precision<A> precision, A parameters) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(parameters, "parameters");
    MessageDigest digest = sha256();
    int length = precision.length(parameters);
    for (int from = 0; from < length; from += BLOCK) {
      int size = Math.min(BLOCK, length - from);
      digest.update(Tensor.of(precision, parameters, from, size).content());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Adds a text so that no two sequences of texts add the same bytes. */
  static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }
}
