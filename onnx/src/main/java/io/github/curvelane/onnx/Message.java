package io.github.curvelane.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.github.curvelane.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol buffer that is being put together: its fields in the order in which they are added,
 * its size known before a byte is written. Numbers stay in the caller's arrays until then.
 */
final class Message {
  /** The most bytes that a message can have: its size is an int, and so is an array's length. */
  static final long MOST_BYTES = Integer.MAX_VALUE - 8;

  /** Writes a field with its tag. */
  private interface Field {
    void write(CodedOutputStream out) throws IOException;
  }

  private final List<Field> fields = new ArrayList<>();
  private long size;

  /** Adds an integer. */
  Message integer(int number, long value) {
    return add(
        CodedOutputStream.computeInt64Size(number, value), out -> out.writeInt64(number, value));
  }

  /** Adds a number in single precision. */
  Message number(int number, float value) {
    return add(
        CodedOutputStream.computeFloatSize(number, value), out -> out.writeFloat(number, value));
  }

  /** Adds a text. */
  Message text(int number, String value) {
    return add(
        CodedOutputStream.computeStringSize(number, value), out -> out.writeString(number, value));
  }

  /** Adds a message, to which nothing is added from now on. */
  Message message(int number, Message value) {
    return bytes(number, value.size, value::write);
  }

  /** Adds the bits of numbers as bytes, the lowest first. */
  <A> Message bits(int number, Precision<A> precision, A array, int offset, int length) {
    boolean wide = precision.bytes() == Double.BYTES;
    return bytes(
        number,
        (long) precision.bytes() * length,
        out -> {
          for (int i = offset; i < offset + length; i++) {
            double value = precision.get(array, i);
            if (wide) {
              out.writeDoubleNoTag(value);
            } else {
              out.writeFloatNoTag((float) value);
            }
          }
        });
  }

  private Message bytes(int number, long length, Field content) {
    return add(
        CodedOutputStream.computeTagSize(number)
            + CodedOutputStream.computeUInt64SizeNoTag(length)
            + length,
        out -> {
          out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt64NoTag(length);
          content.write(out);
        });
  }

  private Message add(long bytes, Field field) {
    size += bytes;
    fields.add(field);
    return this;
  }

  private void write(CodedOutputStream out) throws IOException {
    for (Field field : fields) {
      field.write(out);
    }
  }

  /**
   * Returns the message as bytes.
   *
   * @throws IllegalArgumentException if they are more than {@link #MOST_BYTES}
   */
  byte[] toBytes() {
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "the model is " + size + " bytes as ONNX, must be at most " + MOST_BYTES);
    }
    byte[] bytes = new byte[(int) size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }
}
