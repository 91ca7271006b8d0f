package io.github.curvelane.io;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The checksum of a model's file, written down a second time: texts with their lengths, sorted, the
 * content of tensors after their names, types and shapes.
 */
final class Checksum {
  private Checksum() {}

  static String of(Map<String, Tensor> tensors, Map<String, String> metadata) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
        if (!entry.getKey().equals("curvelane.sha256")) {
          text(out, entry.getKey());
          text(out, entry.getValue());
        }
      }
      for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
        text(out, entry.getKey());
        text(out, entry.getValue().toString());
        byte[] content = new byte[entry.getValue().content().remaining()];
        entry.getValue().content().get(content);
        out.write(content);
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
