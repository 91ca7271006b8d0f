package io.github.curvelane.data;

import io.github.curvelane.internal.Shown;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * Reads an IDX file part by part: its rows, the elements of one index of the first dimension, in
 * ascending order, those that nobody wants skipped. So whoever needs some of the rows has memory
 * for these alone, and a file may be longer than an array. Plain or gzip, told apart by their first
 * bytes; skipping seeks in a plain file where its stream can, and unpacks a packed one.
 *
 * <p>Whatever violates the format is a {@link MalformedDataException} that names the file and the
 * byte (of the unpacked content). A plain file's header is compared with its length; of a packed
 * one the end is only seen by who reads as far, see {@link #requireEnd}.
 *
 * <p>Used by one thread at a time.
 */
public final class IdxReader implements AutoCloseable {
  /** Deflate cannot pack better than 1032 to 1; a header that claims more is wrong. */
  static final long BEST_DEFLATE_RATIO = 1032;

  static final int GZIP_MAGIC = 0x1F8B;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final InputStream file;
  private final InputStream content;
  private final GzipMembers packed;
  private final String name;
  private final long size;
  private final IdxHeader header;
  private final long rowBytes;
  private long next;

  private IdxReader(InputStream file, String name, long size) throws IOException {
    this.file = file;
    this.name = name;
    this.size = size;
    byte[] magic = file.readNBytes(2);
    PushbackInputStream all = new PushbackInputStream(file, 2);
    all.unread(magic);
    boolean isPacked =
        magic.length == 2 && ((magic[0] & 0xFF) << 8 | magic[1] & 0xFF) == GZIP_MAGIC;
    this.packed = isPacked ? open(all, name) : null;
    this.content = isPacked ? packed : all;
    this.header = header();
    int rows = header.shape()[0];
    this.rowBytes = rows == 0 ? 0 : header.bytes() / rows;
  }

  /**
   * Opens a file and reads its header.
   *
   * @param in its bytes; closed with the reader, and when it is refused
   * @param name what to call it in messages
   * @param size the number of bytes
   * @return a reader at the first row
   * @throws MalformedDataException if it is not an IDX file, or of another length than its header
   *     tells
   * @throws IOException if it cannot be read; the message has the name
   */
  public static IdxReader open(InputStream in, String name, long size) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    try {
      return new IdxReader(in, name, size);
    } catch (IOException e) {
      closeAfter(e, in);
      throw named(name, e);
    } catch (RuntimeException e) {
      closeAfter(e, in);
      throw e;
    }
  }

  private static void closeAfter(Exception failure, InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Opens the envelope of gzip. */
  static GzipMembers open(InputStream raw, String name) throws IOException {
    try {
      return new GzipMembers(raw);
    } catch (ZipException | EOFException e) {
      throw new MalformedDataException(name, 0, "the gzip header is damaged", e);
    }
  }

  private static IOException named(String name, IOException e) {
    return e instanceof MalformedDataException
        ? e
        : new IOException(Shown.sentence(name + " cannot be read: " + e.getMessage()), e);
  }

  private IdxHeader header() throws IOException {
    IdxHeader read;
    try {
      read = IdxHeader.read(content, name);
    } catch (EOFException | ZipException e) {
      throw new MalformedDataException(name, 0, "the gzip stream is damaged or cut off", e);
    }
    String promise =
        "the header promises " + Arrays.toString(read.shape()) + " elements, " + read.bytes();
    if (packed == null && read.bytes() != size - read.length()) {
      throw new MalformedDataException(
          name, 4, promise + " bytes, the file has " + (size - read.length()));
    }
    if (packed != null && read.bytes() / BEST_DEFLATE_RATIO > size) {
      throw new MalformedDataException(
          name, 4, promise + " bytes, more than a file of this length can hold");
    }
    return read;
  }

  /**
   * Returns the type of the elements.
   *
   * @return the type
   */
  public IdxArray.Type type() {
    return header.type();
  }

  /**
   * Returns the sizes of the dimensions.
   *
   * @return a copy, outermost first
   */
  public int[] shape() {
    return header.shape().clone();
  }

  /**
   * Tells whether the file is packed, so that skipping takes as long as reading.
   *
   * @return whether it is
   */
  public boolean isPacked() {
    return packed != null;
  }

  /**
   * Goes on to a later row.
   *
   * @param rows how many to leave out, at least 0
   * @throws IllegalArgumentException if it is negative or there are not as many
   * @throws MalformedDataException if the file ends before
   * @throws IOException if it cannot be read; the message has the name
   */
  public void skip(int rows) throws IOException {
    requireRows(rows);
    try {
      content.skipNBytes(rows * rowBytes);
    } catch (EOFException | ZipException e) {
      throw cutOff(e);
    } catch (IOException e) {
      throw named(name, e);
    }
    next += rows;
  }

  /**
   * Reads the next rows.
   *
   * @param rows how many, at least 0
   * @return their elements, of the shape of the file but for the first dimension
   * @throws IllegalArgumentException if it is negative, there are not as many, or they are too many
   *     for an array
   * @throws MalformedDataException if the file ends before
   * @throws IOException if it cannot be read; the message has the name
   */
  public IdxArray next(int rows) throws IOException {
    requireRows(rows);
    long bytes = rows * rowBytes;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "rows is %d, they take %d bytes, must be at most %d"
              .formatted(rows, bytes, MOST_BYTES / rowBytes));
    }
    byte[] elements;
    try {
      elements = content.readNBytes((int) bytes);
    } catch (EOFException | ZipException e) {
      throw cutOff(e);
    } catch (IOException e) {
      throw named(name, e);
    }
    if (elements.length < bytes) {
      throw cutOff(null);
    }
    next += rows;
    int[] shape = header.shape().clone();
    shape[0] = rows;
    return new IdxArray(header.type(), shape, elements);
  }

  private void requireRows(int rows) {
    long left = header.shape()[0] - next;
    if (rows < 0 || rows > left) {
      throw new IllegalArgumentException(
          "rows is " + rows + ", must be from 0 to the " + left + " that are left");
    }
  }

  private MalformedDataException cutOff(IOException cause) {
    String what = packed == null ? "the file" : "the gzip stream";
    return new MalformedDataException(
        name,
        header.length() + next * rowBytes,
        what + " is damaged or ends before row " + header.shape()[0],
        cause);
  }

  /**
   * Checks, behind the last row, that nothing follows, and the checksum of a packed file.
   *
   * @throws IllegalStateException if rows are left
   * @throws MalformedDataException if something follows, or the envelope of gzip is damaged
   * @throws IOException if it cannot be read; the message has the name
   */
  public void requireEnd() throws IOException {
    if (next < header.shape()[0]) {
      throw new IllegalStateException((header.shape()[0] - next) + " rows are left");
    }
    try {
      if (content.read() >= 0) {
        throw new MalformedDataException(
            name,
            header.length() + header.bytes(),
            "expected the end of the file, found more bytes");
      }
    } catch (EOFException | ZipException e) {
      throw cutOff(e);
    } catch (IOException e) {
      throw named(name, e);
    }
    if (packed != null && packed.packedBytes() != size) {
      throw new MalformedDataException(
          name, packed.packedBytes(), "expected the end of the file after the gzip stream");
    }
  }

  /**
   * Closes the file.
   *
   * @throws IOException if its stream cannot be closed
   */
  @Override
  public void close() throws IOException {
    try (file) {
      if (packed != null) {
        packed.close();
      }
    }
  }

  /** Returns the type, the shape and how far it has been read. */
  @Override
  public String toString() {
    return header.type() + Arrays.toString(header.shape()) + " at row " + next;
  }
}
