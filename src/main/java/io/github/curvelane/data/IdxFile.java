package io.github.curvelane.data;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.FileMemory;
import io.github.curvelane.internal.FileReplacement;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.internal.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The IDX format of the MNIST files: two zero bytes, a type, the number of dimensions, their sizes
 * as 32-bit big-endian integers, and the elements. Plain or gzip, told apart by their first bytes.
 *
 * <p>The header is checked against the length of the file before anything of its size is allocated:
 * a damaged size is an error, never an {@code OutOfMemoryError}. Whatever violates the format is a
 * {@link MalformedDataException} that names the file and the byte (of the unpacked content).
 */
public final class IdxFile {
  private static final int FIRST_ALLOCATION = 1 << 20;

  private final InputStream in;
  private final String name;
  private final long mostThere;
  private final long mostBytes;
  private long offset;

  private IdxFile(InputStream in, String name, long mostThere, long mostBytes) {
    this.in = in;
    this.name = name;
    this.mostThere = mostThere;
    this.mostBytes = mostBytes;
  }

  /**
   * Reads a file.
   *
   * @param file the file, plain or gzip
   * @return its content
   * @throws MalformedDataException if it is not an IDX file, or is truncated, or has anything after
   *     its elements, or its gzip envelope is damaged, or its elements take more than a third of
   *     the memory of the JVM
   * @throws IOException if it cannot be read, or is no regular file
   */
  public static IdxArray read(Path file) throws IOException {
    return read(file, FileMemory.usual());
  }

  /**
   * Reads a file whose elements take no more than a limit. Whatever a header or an envelope of gzip
   * promises, memory is taken as data arrive, and never more than one and a half times the limit.
   *
   * @param file the file, plain or gzip
   * @param mostBytes the most bytes of the elements, at least 0; {@link #read(Path)} takes a third
   *     of the memory of the JVM
   * @return its content
   * @throws MalformedDataException as {@link #read(Path)} does, and if the elements take more
   * @throws IOException if it cannot be read, or is no regular file
   */
  public static IdxArray read(Path file, long mostBytes) throws IOException {
    if (mostBytes < 0) {
      throw new IllegalArgumentException("mostBytes is " + mostBytes + ", must be at least 0");
    }
    String name = String.valueOf(Objects.requireNonNull(file, "file").getFileName());
    try {
      return WholeFile.read(
          file,
          (in, size) -> readPlainOrPacked(new BufferedInputStream(in), name, size, mostBytes));
    } catch (MalformedDataException | FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads from memory, or from anywhere else whose length is known.
   *
   * @param raw the bytes, plain or gzip; must support {@code mark}
   * @param name what to call them in messages
   * @param size their number
   * @return the content
   * @throws MalformedDataException as {@link #read(Path)} does
   * @throws IOException if they cannot be read; the message has the name
   */
  public static IdxArray read(InputStream raw, String name, long size) throws IOException {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(raw, "raw");
    try {
      return readPlainOrPacked(raw, name, size, FileMemory.usual());
    } catch (MalformedDataException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static IOException unreadable(String name, IOException e) {
    return new IOException(Shown.sentence(name + " cannot be read: " + e.getMessage()), e);
  }

  private static IdxArray readPlainOrPacked(InputStream raw, String name, long size, long mostBytes)
      throws IOException {
    raw.mark(2);
    int magic = raw.read() << 8 | raw.read();
    raw.reset();
    if (magic != IdxReader.GZIP_MAGIC) {
      return new IdxFile(raw, name, size, mostBytes).parse();
    }
    try (GzipMembers packed = IdxReader.open(raw, name)) {
      InputStream unpacked = new BufferedInputStream(packed);
      long unpackedSize =
          Math.min(size, Long.MAX_VALUE / IdxReader.BEST_DEFLATE_RATIO)
              * IdxReader.BEST_DEFLATE_RATIO;
      IdxArray array = new IdxFile(unpacked, name, unpackedSize, mostBytes).parse();
      if (packed.packedBytes() != size) {
        throw new MalformedDataException(
            name, packed.packedBytes(), "expected the end of the file after the gzip stream");
      }
      return array;
    }
  }

  /**
   * Writes a file, as a whole or not at all; its bytes are a function of the array alone.
   *
   * @param file the file; packed with gzip when its name ends in {@code .gz}
   * @param array what to write
   * @throws IOException if it cannot be written, or what is there cannot be replaced; the file is
   *     then as it was
   */
  public static void write(Path file, IdxArray array) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(array, "array");
    boolean packs = file.toString().endsWith(".gz");
    FileReplacement.replace(
        file,
        out -> {
          if (packs) {
            try (OutputStream packed = new GZIPOutputStream(out)) {
              write(packed, array);
            }
          } else {
            write(out, array);
          }
        });
  }

  /**
   * Writes the bytes of a file, not packed.
   *
   * @param out where they go; flushed, not closed
   * @param array what to write
   * @throws IOException if they cannot be written
   */
  public static void write(OutputStream out, IdxArray array) throws IOException {
    Objects.requireNonNull(out, "out");
    int[] shape = Objects.requireNonNull(array, "array").shape();
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(array.type().code() << 8 | shape.length);
    for (int size : shape) {
      data.writeInt(size);
    }
    data.write(array.content());
    data.flush();
  }

  /**
   * Makes a dataset of images and their labels: each image becomes a row, with its elements as they
   * are (0 to 255 for bytes).
   *
   * @param precision the precision of the inputs
   * @param images at least two dimensions, the first of which counts the images
   * @param labels one dimension
   * @param classes the number of classes
   * @param <A> {@code float[]} or {@code double[]}
   * @return the dataset
   * @throws IllegalArgumentException if the shapes do not belong together, or as {@link
   *     Dataset#classification} does
   */
  public static <A> Dataset<A> dataset(
      Precision<A> precision, IdxArray images, IdxArray labels, int classes) {
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(labels, "labels");
    int[] shape = images.shape();
    if (shape.length < 2 || labels.shape().length != 1) {
      throw new IllegalArgumentException(
          "images have shape "
              + Arrays.toString(shape)
              + " and labels "
              + Arrays.toString(labels.shape())
              + ", must be [n, ...] and [n]");
    }
    if (shape[0] != labels.length()) {
      throw new IllegalArgumentException(
          "there are " + shape[0] + " images and " + labels.length() + " labels");
    }
    int[] classOf = new int[labels.length()];
    for (int i = 0; i < classOf.length; i++) {
      double label = labels.get(i);
      classOf[i] = (int) label;
      if (classOf[i] != label) {
        throw new IllegalArgumentException(
            "label of example " + i + " is " + label + ", must be an integer");
      }
    }
    int features = shape[0] == 0 ? 1 : images.length() / shape[0];
    return Dataset.classification(precision, images.values(precision), features, classOf, classes);
  }

  private IdxArray parse() throws IOException {
    try {
      IdxHeader header = IdxHeader.read(in, name);
      int[] shape = header.shape();
      long bytes = header.bytes();
      offset = header.length();
      if (bytes > Integer.MAX_VALUE - 8) {
        throw malformed(
            4,
            "the header promises " + Arrays.toString(shape) + " elements, too many for an array");
      }
      byte[] content = readContent((int) bytes, shape);
      if (in.read() >= 0) {
        throw malformed(offset, "expected the end of the file, found more bytes");
      }
      return new IdxArray(header.type(), shape, content);
    } catch (EOFException | ZipException e) {
      throw new MalformedDataException(name, offset, "the gzip stream is damaged or cut off", e);
    }
  }

  /** Reads the elements, in an array that grows only as data arrive. */
  private byte[] readContent(int bytes, int[] shape) throws IOException {
    String promise =
        "the header promises " + Arrays.toString(shape) + " elements, " + bytes + " bytes";
    if (bytes > mostThere) {
      throw malformed(4, promise + ", more than a file of this length can hold");
    }
    if (bytes > mostBytes) {
      throw malformed(
          4,
          promise + ", more than the limit of " + mostBytes + " (" + FileMemory.HOW_TO_RAISE + ")");
    }
    byte[] content = new byte[Math.min(bytes, FIRST_ALLOCATION)];
    int filled = 0;
    while (filled < bytes) {
      if (filled == content.length) {
        content = Arrays.copyOf(content, (int) Math.min(bytes, 2L * content.length));
      }
      int read = in.read(content, filled, content.length - filled);
      if (read < 0) {
        throw malformed(offset, promise + ", the file ends after " + filled);
      }
      filled += read;
      offset += read;
    }
    return content;
  }

  private MalformedDataException malformed(long at, String complaint) {
    return new MalformedDataException(name, at, complaint);
  }
}
