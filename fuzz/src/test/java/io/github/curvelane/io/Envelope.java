package io.github.curvelane.io;

import io.github.curvelane.data.MalformedDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An input for readers of files with a checksum: the header of a tensor file, a line break, and the
 * elements. Length, places and checksum are put right here: a change of the input else would get no
 * further than to them.
 */
public final class Envelope {
  private static final int MOST_BYTES = 1 << 16;

  private Envelope() {}

  /** Returns the file that an input stands for; empty if its header is none. */
  public static Optional<TensorFile> file(byte[] input) throws IOException {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    if (end < 2) {
      return Optional.empty();
    }
    try {
      TensorHeader header = TensorHeader.parse(Arrays.copyOf(input, end), "fuzz");
      if (header.size() > MOST_BYTES) {
        return Optional.empty();
      }
      byte[] elements =
          Arrays.copyOfRange(input, Math.min(end + 1, input.length), end + 1 + header.size());
      Map<String, Tensor> tensors = header.tensors(ByteBuffer.wrap(elements));
      Map<String, String> metadata = new LinkedHashMap<>(header.metadata());
      metadata.put(ContentChecksum.KEY, ContentChecksum.of(tensors, metadata));
      return Optional.of(new TensorFile(tensors, metadata));
    } catch (MalformedDataException e) {
      return Optional.empty();
    }
  }

  /** Returns the input that stands for a file. */
  public static byte[] input(TensorFile file) throws IOException {
    byte[] bytes = bytes(file);
    byte[] input = Arrays.copyOfRange(bytes, Long.BYTES - 1, bytes.length);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    System.arraycopy(input, 1, input, 0, length);
    input[length] = '\n';
    return input;
  }

  static byte[] bytes(TensorFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.write(bytes);
    return bytes.toByteArray();
  }
}
