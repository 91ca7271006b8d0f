package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] valid() {
    return bytes(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static IdxArray read(byte[] content) throws IOException {
    return IdxFile.read(new ByteArrayInputStream(content), "digits", content.length);
  }

  private static void assertRefused(byte[] content, String message) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(content))
        .withMessage(message);
  }

  @Test
  void readsPlainAndPacked() throws IOException {
    for (byte[] content : new byte[][] {valid(), gzip(valid())}) {
      IdxArray array = read(content);
      assertThat(array.shape()).containsExactly(2, 3);
      assertThat(array.values(Precision.FLOAT)).containsExactly(1, 2, 3, 4, 5, 255);
    }
  }

  @Test
  void readsEveryType() throws IOException {
    ByteBuffer doubles = ByteBuffer.allocate(16).putInt(0x0E01).putInt(1).putDouble(Math.PI);
    ByteBuffer floats = ByteBuffer.allocate(12).putInt(0x0D01).putInt(1).putFloat(1.5f);
    assertThat(read(doubles.array()).get(0)).isEqualTo(Math.PI);
    assertThat(read(floats.array()).get(0)).isEqualTo(1.5);
    assertThat(read(bytes(0, 0, 9, 1, 0, 0, 0, 1, 254)).get(0)).isEqualTo(-2);
    assertThat(read(bytes(0, 0, 11, 1, 0, 0, 0, 1, 255, 254)).get(0)).isEqualTo(-2);
    assertThat(read(bytes(0, 0, 12, 1, 0, 0, 0, 1, 255, 255, 255, 254)).get(0)).isEqualTo(-2);
  }

  @Test
  void writesWhatItReads(@TempDir Path directory) throws IOException {
    for (String name : new String[] {"a.idx", "a.idx.gz"}) {
      Path file = directory.resolve(name);
      IdxFile.write(file, IdxArray.ofBytes(bytes(1, 2, 3, 4, 5, 255), 2, 3));
      assertThat(IdxFile.read(file).values(Precision.DOUBLE)).containsExactly(1, 2, 3, 4, 5, 255);
    }
    assertThat(Files.readAllBytes(directory.resolve("a.idx"))).isEqualTo(valid());
  }

  @Test
  void refusesAWrongMagicNumber() {
    assertRefused(
        bytes(1, 2, 8, 1, 0, 0, 0, 0),
        "digits, byte 0: not an IDX file: expected two zero bytes, found 0x0102");
    assertRefused(
        bytes(0, 0, 10, 1, 0, 0, 0, 0),
        "digits, byte 2: expected a type of IDX (0x08, 0x09, 0x0B to 0x0E), found 0x0A");
    assertRefused(bytes(0, 0, 8, 0), "digits, byte 3: expected at least one dimension, found 0");
  }

  @Test
  void refusesTruncatedFiles() {
    assertRefused(bytes(), "digits, byte 0: the file ends within the magic number");
    assertRefused(bytes(0, 0, 8), "digits, byte 3: the file ends within the magic number");
    assertRefused(
        Arrays.copyOf(valid(), 10),
        "digits, byte 10: the file ends within the size of dimension 2 of 2");
    assertRefused(
        gzip(Arrays.copyOf(valid(), 17)),
        "digits, byte 17: the header promises [2, 3] elements, 6 bytes, the file ends after 5");
    assertRefused(
        Arrays.copyOf(valid(), 17),
        "digits, byte 17: the header promises [2, 3] elements, 6 bytes, the file ends after 5");
  }

  /**
   * As {@code cat a.gz b.gz} and parallel packers write them, and with all that a header may say.
   */
  @Test
  void readsSeveralPackedMembers() throws IOException {
    byte[] whole = valid();
    byte[] named = gzip(Arrays.copyOfRange(whole, 7, whole.length));
    byte[] described = new byte[named.length + 2 + 3 + 4 + 3 + 2];
    System.arraycopy(named, 0, described, 0, 10);
    described[3] = 2 + 4 + 8 + 16;
    byte[] extra = {3, 0, 1, 2, 3, 'a', '.', 'b', 0, 'c', '!', 0, 7, 7};
    System.arraycopy(extra, 0, described, 10, extra.length);
    System.arraycopy(named, 10, described, 24, named.length - 10);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip(Arrays.copyOf(whole, 7)));
    members.write(gzip(new byte[0]));
    members.write(described);
    assertThat(read(members.toByteArray()).content()).isEqualTo(read(whole).content());
    byte[] cut = Arrays.copyOf(members.toByteArray(), members.size() - 1);
    assertThatExceptionOfType(MalformedDataException.class).isThrownBy(() -> read(cut));
    members.write(0x1F);
    assertRefused(
        members.toByteArray(),
        "digits, byte "
            + (members.size() - 1)
            + ": expected the end of the file after the gzip stream");
  }

  @Test
  void refusesWhatFollowsTheElements() {
    byte[] longer = Arrays.copyOf(valid(), 19);
    assertRefused(longer, "digits, byte 18: expected the end of the file, found more bytes");
    assertRefused(gzip(longer), "digits, byte 18: expected the end of the file, found more bytes");
    byte[] packed = gzip(valid());
    assertRefused(
        Arrays.copyOf(packed, packed.length + 3),
        "digits, byte " + packed.length + ": expected the end of the file after the gzip stream");
  }

  @Test
  void refusesHugeHeadersWithoutAllocating() {
    assertRefused(
        bytes(0, 0, 8, 1, 127, 255, 255, 0, 1),
        "digits, byte 4: the header promises [2147483392] elements, 2147483392 bytes, more than a"
            + " file of this length can hold");
    assertRefused(
        bytes(0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1),
        "digits, byte 4: the header promises [65536, 65536] elements, too many for an array");
    assertRefused(
        bytes(0, 0, 8, 1, 255, 255, 255, 255, 1),
        "digits, byte 4: the size of dimension 1 is 4294967295, too large for an array");
    assertRefused(
        gzip(bytes(0, 0, 14, 1, 15, 255, 0, 0, 1)),
        "digits, byte 4: the header promises [268369920] elements, 2146959360 bytes, more than a"
            + " file of this length can hold");
  }

  @Test
  void refusesDamagedPackedFiles() {
    byte[] packed = gzip(valid());
    byte[] damaged = packed.clone();
    damaged[14] ^= 0x55;
    assertThatExceptionOfType(MalformedDataException.class).isThrownBy(() -> read(damaged));
    for (int length = 2; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatExceptionOfType(MalformedDataException.class)
          .as("cut after %d bytes", length)
          .isThrownBy(() -> read(cut));
    }
  }

  /** Plain IDX has no checksum: what is accepted must have the length that its header promises. */
  @Test
  void tenThousandMutationsAreRefusedOrConsistent() throws IOException {
    Random random = new Random(20);
    byte[] plain = Files.readAllBytes(sample());
    byte[] packed = gzip(plain);
    for (int i = 0; i < 10_000; i++) {
      boolean zipped = i % 2 == 1;
      byte[] mutated = Mutation.of(zipped ? packed : plain, random);
      try {
        IdxArray array = read(mutated);
        if (zipped) {
          assertThat(array.content()).isEqualTo(Arrays.copyOfRange(plain, 16, plain.length));
        } else {
          int header = 4 + 4 * array.shape().length;
          assertThat(mutated).hasSize(header + array.length() * array.type().bytes());
        }
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("digits, byte ");
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
  }

  private static Path sample() throws IOException {
    Path file = Files.createTempFile("digits", ".idx");
    file.toFile().deleteOnExit();
    IdxFile.write(file, Digits.ofSide(16, 1).images(0, 4));
    return file;
  }

  @Test
  void aClosedStreamIsNamed() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(sample()));
    in.close();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> IdxFile.read(in, "digits", 100))
        .withMessageStartingWith("digits cannot be read: ");
  }

  @Test
  void imagesAndLabelsMustBelongTogether() {
    IdxArray images = IdxArray.ofBytes(new byte[8], 2, 2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> IdxFile.dataset(Precision.FLOAT, images, IdxArray.ofBytes(new byte[3], 3), 10))
        .withMessage("there are 2 images and 3 labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdxFile.dataset(Precision.FLOAT, images, images, 10))
        .withMessageContaining("must be [n, ...] and [n]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> IdxFile.dataset(Precision.FLOAT, images, IdxArray.ofBytes(bytes(1, 11), 2), 10))
        .withMessage("label of example 1 is 11, must be from 0 to 9");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                IdxFile.dataset(
                    Precision.FLOAT,
                    IdxArray.ofBytes(new byte[0], 0, 28, 28),
                    IdxArray.ofBytes(new byte[0], 0),
                    10))
        .withMessageContaining("empty");
  }
}
