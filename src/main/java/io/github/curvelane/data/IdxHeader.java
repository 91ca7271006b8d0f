package io.github.curvelane.data;

import java.io.IOException;
import java.io.InputStream;

/**
 * What stands before the elements of an IDX file.
 *
 * @param type the type of the elements
 * @param shape the sizes of the dimensions, none negative
 * @param bytes what the elements take, {@code Long.MAX_VALUE} if a long cannot hold it
 * @param length what the header takes
 */
record IdxHeader(IdxArray.Type type, int[] shape, long bytes, int length) {
  /**
   * Reads a header.
   *
   * @param in the beginning of the content
   * @param name what to call it in messages
   */
  static IdxHeader read(InputStream in, String name) throws IOException {
    int magic = readInt(in, name, 0, "the magic number");
    IdxArray.Type type = typeOf(magic, name);
    int[] shape = new int[magic & 0xFF];
    if (shape.length == 0) {
      throw new MalformedDataException(name, 3, "expected at least one dimension, found 0");
    }
    long bytes = type.bytes();
    int offset = Integer.BYTES;
    for (int i = 0; i < shape.length; i++) {
      String what = "the size of dimension " + (i + 1) + " of " + shape.length;
      shape[i] = readInt(in, name, offset, what);
      if (shape[i] < 0) {
        throw new MalformedDataException(
            name,
            offset,
            "the size of dimension "
                + (i + 1)
                + " is "
                + (shape[i] & 0xFFFFFFFFL)
                + ", too large for an array");
      }
      bytes = Math.multiplyHigh(bytes, shape[i]) == 0 ? bytes * shape[i] : Long.MAX_VALUE;
      bytes = bytes < 0 ? Long.MAX_VALUE : bytes;
      offset += Integer.BYTES;
    }
    return new IdxHeader(type, shape, bytes, offset);
  }

  private static IdxArray.Type typeOf(int magic, String name) throws IOException {
    if (magic >>> 16 != 0) {
      throw new MalformedDataException(
          name,
          0,
          "not an IDX file: expected two zero bytes, found 0x%04X".formatted(magic >>> 16));
    }
    int code = magic >>> 8;
    for (IdxArray.Type type : IdxArray.Type.values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new MalformedDataException(
        name, 2, "expected a type of IDX (0x08, 0x09, 0x0B to 0x0E), found 0x%02X".formatted(code));
  }

  private static int readInt(InputStream in, String name, int offset, String what)
      throws IOException {
    byte[] four = in.readNBytes(4);
    if (four.length < 4) {
      throw new MalformedDataException(name, offset + four.length, "the file ends within " + what);
    }
    return (four[0] & 0xFF) << 24 | (four[1] & 0xFF) << 16 | (four[2] & 0xFF) << 8 | four[3] & 0xFF;
  }
}
