package io.github.curvelane.io;

import io.github.curvelane.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors in the safetensors layout: the length of the header as a 64-bit little-endian
 * integer; the header, a JSON object in UTF-8 that gives each tensor its type, shape and place, and
 * may hold a map of strings; the elements, little-endian, without gaps. Files written here are read
 * by Python's {@code safetensors} and the other way round, as long as the elements are of a {@link
 * TensorType} and the file is smaller than 2 GiB.
 *
 * <p>A reader trusts nothing: lengths are compared with that of the file before anything of their
 * size is allocated; the header must be strict JSON without repeated names; the places of the
 * tensors must cover the rest of the file exactly once. Whatever is wrong is a {@link
 * MalformedDataException} that names the file, the byte and the reason.
 */
public final class TensorFile {
  /** Longer headers are refused, as the format demands. */
  static final int LONGEST_HEADER = 100_000_000;

  private static final int BLOCK = 1 << 14;

  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  /**
   * Holds tensors to be written.
   *
   * @param tensors the tensors by name, in the order in which they will stand in the file
   * @param metadata strings by name; empty for none
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, or a name or string
   *     has half of a surrogate pair, which UTF-8 does not have
   */
  public TensorFile(Map<String, Tensor> tensors, Map<String, String> metadata) {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    for (String name : tensors.keySet()) {
      requireText(encoder, "the name of a tensor", name);
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      requireText(encoder, "the name of a metadata entry", entry.getKey());
      requireText(encoder, "metadata '" + entry.getKey() + "'", entry.getValue());
    }
    if (tensors.containsKey(TensorHeader.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be named " + TensorHeader.METADATA + ", which the format reserves");
    }
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  private static void requireText(CharsetEncoder encoder, String what, String text) {
    if (!encoder.canEncode(text)) {
      throw new IllegalArgumentException(what + " has half of a surrogate pair, must be a text");
    }
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return its tensors, in the order of their places
   * @throws MalformedDataException if it does not follow the format
   * @throws IOException if it cannot be read
   */
  public static TensorFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, String.valueOf(file.getFileName()), Files.size(file));
    }
  }

  /**
   * Reads from memory, or from anywhere else whose length is known.
   *
   * @param in the bytes
   * @param name what to call them in messages
   * @param size their number
   * @return the tensors, in the order of their places
   * @throws MalformedDataException if they do not follow the format
   * @throws IOException if they cannot be read; the message has the name
   */
  public static TensorFile read(InputStream in, String name, long size) throws IOException {
    try {
      return readWhole(in, name, size);
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  private static IOException named(String name, IOException e) {
    return e instanceof MalformedDataException
        ? e
        : new IOException(name + " cannot be read: " + e.getMessage(), e);
  }

  private static TensorFile readWhole(InputStream in, String name, long size) throws IOException {
    int length = headerLength(in, name);
    long rest = size - Long.BYTES - length;
    if (rest < 0) {
      throw new MalformedDataException(
          name, 0, "the header has " + length + " bytes, the file only " + size);
    }
    if (rest > TensorHeader.MOST_BYTES) {
      throw new MalformedDataException(
          name, 0, "the tensors have " + rest + " bytes, at most 2 GiB are read");
    }
    TensorHeader header = header(in, name, length);
    header.requireSize(rest);
    TensorFile file = content(in, name, length, header);
    if (in.read() >= 0) {
      throw new MalformedDataException(name, size, "the file grew while it was read");
    }
    return file;
  }

  /**
   * Reads from a stream whose length is not known: the header, and then as many bytes as it tells.
   * What follows is left in the stream. Memory is taken as bytes arrive, never for those that a
   * header promises alone.
   *
   * @param in the bytes; not closed
   * @param name what to call them in messages
   * @return the tensors, in the order of their places
   * @throws MalformedDataException if they do not follow the format, end early, or are more than
   *     the JVM has memory for
   * @throws IOException if they cannot be read; the message has the name
   */
  public static TensorFile read(InputStream in, String name) throws IOException {
    try {
      return readWithin(in, name, Runtime.getRuntime().maxMemory());
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  static TensorFile readWithin(InputStream in, String name, long memory) throws IOException {
    int length = headerLength(in, name);
    TensorHeader header = header(in, name, length);
    if (header.size() > memory) {
      throw new MalformedDataException(
          name,
          Long.BYTES,
          "the header places tensors in %d bytes, the JVM has at most %d of memory (-Xmx)"
              .formatted(header.size(), memory));
    }
    return content(in, name, length, header);
  }

  private static int headerLength(InputStream in, String name) throws IOException {
    byte[] prefix = in.readNBytes(Long.BYTES);
    if (prefix.length < Long.BYTES) {
      throw new MalformedDataException(
          name,
          prefix.length,
          "the file ends within the length of the header, which takes 8 bytes");
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw new MalformedDataException(
          name,
          0,
          "the header has "
              + Long.toUnsignedString(length)
              + " bytes, must have 2 to "
              + LONGEST_HEADER);
    }
    return (int) length;
  }

  private static TensorHeader header(InputStream in, String name, int length) throws IOException {
    return TensorHeader.parse(readFully(in, name, Long.BYTES, length), name);
  }

  private static TensorFile content(InputStream in, String name, int length, TensorHeader header)
      throws IOException {
    byte[] content = readFully(in, name, Long.BYTES + (long) length, header.size());
    return new TensorFile(header.tensors(ByteBuffer.wrap(content)), header.metadata());
  }

  private static byte[] readFully(InputStream in, String name, long at, int length)
      throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new MalformedDataException(
          name,
          at + bytes.length,
          "the file ends where " + (length - bytes.length) + " more bytes" + " were expected");
    }
    return bytes;
  }

  /**
   * Writes a file, {@linkplain AtomicFile as a whole or not at all}. Its bytes are a function of
   * tensors, metadata and their order alone.
   *
   * @param file the file
   * @throws IOException if it cannot be written; the file is then as it was
   */
  public void write(Path file) throws IOException {
    AtomicFile.replace(file, parts());
  }

  /**
   * Writes the bytes of a file.
   *
   * @param out where they go; neither flushed nor closed
   * @throws IOException if they cannot be written
   */
  public void write(OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK];
    for (ByteBuffer part : parts()) {
      while (part.hasRemaining()) {
        int length = Math.min(BLOCK, part.remaining());
        part.get(block, 0, length);
        out.write(block, 0, length);
      }
    }
  }

  private ByteBuffer[] parts() {
    byte[] header = TensorHeader.of(tensors, metadata).getBytes(StandardCharsets.UTF_8);
    ByteBuffer[] parts = new ByteBuffer[2 + tensors.size()];
    parts[0] = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    parts[0].putLong(header.length).flip();
    parts[1] = ByteBuffer.wrap(header);
    int next = 2;
    for (Tensor tensor : tensors.values()) {
      parts[next++] = tensor.content();
    }
    return parts;
  }

  /**
   * Returns the tensors.
   *
   * @return tensors by name, in the order of their places in the file; unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * Returns the strings of the header.
   *
   * @return strings by name; unmodifiable
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public String toString() {
    return tensors + ", metadata " + metadata.keySet();
  }
}
