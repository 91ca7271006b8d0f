package io.github.curvelane.io;

import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.internal.FileMemory;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.internal.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Named tensors in the safetensors layout: the length of the header as a 64-bit little-endian
 * integer; the header, a JSON object in UTF-8 that gives each tensor its type, shape and place, and
 * may hold a map of strings; the elements, little-endian, without gaps. Files written here are read
 * by Python's {@code safetensors} and the other way round, as long as the elements are of a {@link
 * TensorType} and the file is smaller than 2 GiB.
 *
 * <p>A reader trusts nothing: lengths are compared with that of the file, and with a {@linkplain
 * ReadOptions limit}, before anything of their size is allocated; the header must be strict JSON
 * without repeated names; the places of the tensors must cover the rest of the file exactly once.
 * Whatever is wrong is a {@link MalformedDataException} that names the file, the byte and the
 * reason. Size and content are of one open file: one that is {@linkplain AtomicFile replaced} while
 * it is read is read as it was. Elements may be NaN or infinite.
 *
 * <p>What a reader would refuse, however large its limit, is refused before it is written.
 */
public final class TensorFile {
  /** Longer headers are refused, as the format demands. */
  static final int LONGEST_HEADER = 100_000_000;

  /** The part of a limit that a header may take, each of whose names becomes several objects. */
  private static final int HEADER_SHARE = 32;

  private static final int BLOCK = 1 << 14;

  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  /**
   * Holds tensors to be written.
   *
   * @param tensors the tensors by name, in the order in which they will stand in the file
   * @param metadata strings by name; empty for none
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, a name, string or
   *     tensor is null, a name or string has half of a surrogate pair, which UTF-8 does not have,
   *     or tensors or texts are longer than a file can have them
   */
  public TensorFile(Map<String, Tensor> tensors, Map<String, String> metadata) {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(tensors, "tensors");
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    long bytes = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      requireText(encoder, "the name of a tensor", entry.getKey());
      if (entry.getValue() == null) {
        throw new IllegalArgumentException(
            "tensor '" + Shown.text(entry.getKey()) + "' is null, must be a tensor");
      }
      bytes += entry.getValue().content().limit();
    }
    if (bytes > TensorHeader.MOST_BYTES) {
      throw new IllegalArgumentException(
          "tensors have %d bytes, must have at most %d".formatted(bytes, TensorHeader.MOST_BYTES));
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      requireText(encoder, "the name of a metadata entry", entry.getKey());
      requireText(encoder, "metadata '" + Shown.text(entry.getKey()) + "'", entry.getValue());
    }
    if (tensors.containsKey(TensorHeader.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be named " + TensorHeader.METADATA + ", which the format reserves");
    }
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  private static void requireText(CharsetEncoder encoder, String what, String text) {
    if (text == null) {
      throw new IllegalArgumentException(what + " is null, must be a text");
    }
    if (text.length() > LONGEST_HEADER) {
      throw new IllegalArgumentException(
          "%s has %d characters, the header must have at most %d bytes"
              .formatted(what, text.length(), LONGEST_HEADER));
    }
    if (!encoder.canEncode(text)) {
      throw new IllegalArgumentException(what + " has half of a surrogate pair, must be a text");
    }
  }

  /** Returns the same file with the checksum of its content. */
  TensorFile withChecksum() {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(ContentChecksum.KEY, ContentChecksum.of(tensors, metadata));
    return new TensorFile(tensors, more);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return its tensors, in the order of their places
   * @throws MalformedDataException if it does not follow the format, or is larger than {@linkplain
   *     ReadOptions#usual usual}
   * @throws IOException if it cannot be read, or is no regular file
   */
  public static TensorFile read(Path file) throws IOException {
    return read(file, ReadOptions.usual());
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param options how large it may be; elements may be NaN or infinite whatever is asked for
   * @return its tensors, in the order of their places
   * @throws MalformedDataException if it does not follow the format, or is larger
   * @throws IOException if it cannot be read, or is no regular file
   */
  public static TensorFile read(Path file, ReadOptions options) throws IOException {
    long most = Objects.requireNonNull(options, "options").mostBytes();
    String name = String.valueOf(Objects.requireNonNull(file, "file").getFileName());
    try {
      return WholeFile.read(file, (in, size) -> readWhole(in, name, size, most));
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  /**
   * Reads from memory, or from anywhere else whose length is known.
   *
   * @param in the bytes
   * @param name what to call them in messages
   * @param size their number
   * @return the tensors, in the order of their places
   * @throws MalformedDataException as {@link #read(Path)}
   * @throws IOException if they cannot be read; the message has the name
   */
  public static TensorFile read(InputStream in, String name, long size) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    try {
      return readWhole(in, name, size, FileMemory.usual());
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  /**
   * Reads where the tensors of a file stand, and none of their elements: whoever wants some of them
   * then reads these. The file may be longer than 2 GiB.
   *
   * @param in its bytes, of which those of the header are read; not closed
   * @param name what to call them in messages
   * @param size the number of bytes of the file
   * @return the places by name, in their order; unmodifiable
   * @throws MalformedDataException if the header does not follow the format, is larger than usual,
   *     or does not tell what each byte of the file is
   * @throws IOException if it cannot be read; the message has the name
   */
  public static Map<String, TensorPlace> places(InputStream in, String name, long size)
      throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    try {
      int length = headerLength(in, name);
      long rest = size - Long.BYTES - length;
      if (rest < 0) {
        throw shorterThanHeader(name, length, size);
      }
      TensorHeader header = header(in, name, length, FileMemory.usual());
      header.requireSize(rest);
      return header.places(Long.BYTES + (long) length);
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  private static MalformedDataException shorterThanHeader(String name, int length, long size) {
    return new MalformedDataException(
        name, 0, "the header has " + length + " bytes, the file only " + size);
  }

  private static IOException named(String name, IOException e) {
    return e instanceof MalformedDataException || e instanceof FileSystemException
        ? e
        : new IOException(Shown.sentence(name + " cannot be read: " + e.getMessage()), e);
  }

  private static TensorFile readWhole(InputStream in, String name, long size, long most)
      throws IOException {
    int length = headerLength(in, name);
    long rest = size - Long.BYTES - length;
    if (rest < 0) {
      throw shorterThanHeader(name, length, size);
    }
    if (rest > TensorHeader.MOST_BYTES) {
      throw new MalformedDataException(
          name, 0, "the tensors have " + rest + " bytes, at most 2 GiB are read");
    }
    if (rest > most) {
      throw beyond(name, 0, "the tensors have " + rest + " bytes", most);
    }
    TensorHeader header = header(in, name, length, most);
    header.requireSize(rest);
    byte[] content = new byte[header.size()];
    requireAll(
        name,
        Long.BYTES + (long) length,
        in.readNBytes(content, 0, content.length),
        content.length);
    TensorFile file = file(header, content);
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
   * @throws MalformedDataException as {@link #read(Path)}, and if they end early
   * @throws IOException if they cannot be read; the message has the name
   */
  public static TensorFile read(InputStream in, String name) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    return read(in, name, ReadOptions.usual());
  }

  /**
   * Reads from a stream whose length is not known, as {@link #read(InputStream, String)}.
   *
   * @param in the bytes; not closed
   * @param name what to call them in messages
   * @param options how many they may be
   * @return the tensors, in the order of their places
   * @throws MalformedDataException if they do not follow the format, end early, or are more
   * @throws IOException if they cannot be read; the message has the name
   */
  public static TensorFile read(InputStream in, String name, ReadOptions options)
      throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    try {
      return readWithin(in, name, Objects.requireNonNull(options, "options").mostBytes());
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  static TensorFile readWithin(InputStream in, String name, long most) throws IOException {
    int length = headerLength(in, name);
    TensorHeader header = header(in, name, length, most);
    if (header.size() > most) {
      throw beyond(
          name, Long.BYTES, "the header places tensors in " + header.size() + " bytes", most);
    }
    return file(header, readArriving(in, name, Long.BYTES + (long) length, header.size()));
  }

  private static MalformedDataException beyond(String name, long at, String what, long most) {
    return new MalformedDataException(
        name,
        at,
        "%s, more than the limit of %d (%s)".formatted(what, most, FileMemory.HOW_TO_RAISE));
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

  private static TensorHeader header(InputStream in, String name, int length, long most)
      throws IOException {
    if (length > most / HEADER_SHARE) {
      throw beyond(name, 0, "the header has " + length + " bytes", most / HEADER_SHARE);
    }
    return TensorHeader.parse(readArriving(in, name, Long.BYTES, length), name);
  }

  private static TensorFile file(TensorHeader header, byte[] content) {
    return new TensorFile(header.tensors(ByteBuffer.wrap(content)), header.metadata());
  }

  /** Takes memory as bytes arrive, twice as much while they are put together. */
  private static byte[] readArriving(InputStream in, String name, long at, int length)
      throws IOException {
    byte[] bytes = in.readNBytes(length);
    requireAll(name, at, bytes.length, length);
    return bytes;
  }

  private static void requireAll(String name, long at, int found, int length)
      throws MalformedDataException {
    if (found < length) {
      throw new MalformedDataException(
          name,
          at + found,
          "the file ends where " + (length - found) + " more bytes were expected");
    }
  }

  /**
   * Writes a file, {@linkplain AtomicFile as a whole or not at all}. Its bytes are a function of
   * tensors, metadata and their order alone.
   *
   * @param file the file
   * @throws IllegalArgumentException if the header were longer than a reader takes, 100,000,000
   *     bytes
   * @throws IOException if it cannot be written; the file is then as it was
   */
  public void write(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    AtomicFile.replace(file, parts());
  }

  /**
   * Writes the bytes of a file.
   *
   * @param out where they go; neither flushed nor closed
   * @throws IllegalArgumentException as {@link #write(Path)}; nothing is written then
   * @throws IOException if they cannot be written
   */
  public void write(OutputStream out) throws IOException {
    Objects.requireNonNull(out, "out");
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
    if (header.length > LONGEST_HEADER) {
      throw new IllegalArgumentException(
          "the header of %d tensors and %d metadata entries has %d bytes, must have at most %d"
              .formatted(tensors.size(), metadata.size(), header.length, LONGEST_HEADER));
    }
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
    return Shown.sentence(tensors + ", metadata " + metadata.keySet());
  }
}
