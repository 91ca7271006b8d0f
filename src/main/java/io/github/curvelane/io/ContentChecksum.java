package io.github.curvelane.io;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 over the content of a {@link TensorFile}, whatever its order: the metadata but for the
 * checksum itself, then name, type, shape and bytes of the tensors, each sorted by name.
 */
final class ContentChecksum {
  /** The metadata entry that holds it. */
  static final String KEY = "curvelane.sha256";

  private ContentChecksum() {}

  static String of(Map<String, Tensor> tensors, Map<String, String> metadata) {
    MessageDigest digest = ParameterDigest.sha256();
    for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
      if (!entry.getKey().equals(KEY)) {
        ParameterDigest.update(digest, entry.getKey());
        ParameterDigest.update(digest, entry.getValue());
      }
    }
    for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
      ParameterDigest.update(digest, entry.getKey());
      ParameterDigest.update(digest, entry.getValue().toString());
      digest.update(entry.getValue().content());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
