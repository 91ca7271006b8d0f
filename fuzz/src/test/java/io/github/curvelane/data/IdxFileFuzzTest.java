package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** IDX files: refused as malformed, or of exactly the numbers that the bytes are, packed or not. */
class IdxFileFuzzTest {
  private static final int GZIP_MAGIC = 0x1F8B;
  private static final int WRITTEN = 64;

  @FuzzTest
  void reads(byte[] bytes) throws IOException {
    try (Budget _ = Budget.start()) {
      IdxArray plain = read(bytes);
      if (bytes.length < 2 || (ByteBuffer.wrap(bytes).getShort() & 0xFFFF) != GZIP_MAGIC) {
        if (plain != null) {
          assertIs(plain, bytes);
          assertWritable(plain, bytes);
        }
        assertSame(plain, read(packed(bytes)));
      }
    }
  }

  private static IdxArray read(byte[] bytes) throws IOException {
    try {
      return IdxFile.read(new ByteArrayInputStream(bytes), "digits", bytes.length);
    } catch (MalformedDataException e) {
      Refusal.check(e);
      return null;
    }
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static void assertIs(IdxArray array, byte[] file) {
    ByteBuffer expected = ByteBuffer.wrap(file);
    int[] shape = array.shape();
    assertThat(expected.getInt()).isEqualTo(array.type().code() << 8 | shape.length);
    long elements = 1;
    for (int size : shape) {
      assertThat(expected.getInt()).isEqualTo(size);
      elements *= size;
    }
    assertThat((long) array.length()).isEqualTo(elements);
    for (int i = 0; i < array.length(); i++) {
      double number =
          switch (array.type()) {
            case UNSIGNED_BYTE -> expected.get() & 0xFF;
            case SIGNED_BYTE -> expected.get();
            case SHORT -> expected.getShort();
            case INT -> expected.getInt();
            case FLOAT -> expected.getFloat();
            case DOUBLE -> expected.getDouble();
          };
      if (Double.doubleToLongBits(array.get(i)) != Double.doubleToLongBits(number)) {
        throw new AssertionError("element " + i + " is " + array.get(i) + ", must be " + number);
      }
    }
    assertThat(expected.hasRemaining()).isFalse();
  }

  /** One in some, as files take time. */
  private static void assertWritable(IdxArray array, byte[] bytes) throws IOException {
    if (Arrays.hashCode(bytes) % WRITTEN == 0) {
      Path file = Files.createTempFile("fuzz", ".idx");
      try {
        IdxFile.write(file, array);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
      } finally {
        Files.delete(file);
      }
    }
  }

  private static void assertSame(IdxArray plain, IdxArray packed) {
    if (plain == null) {
      assertThat(packed).isNull();
    } else {
      assertThat(packed.type()).isEqualTo(plain.type());
      assertThat(Arrays.equals(packed.shape(), plain.shape())).isTrue();
      assertThat(Arrays.equals(packed.content(), plain.content())).isTrue();
    }
  }
}
