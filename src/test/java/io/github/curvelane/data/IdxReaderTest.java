package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
  private static final int ROWS = 1000;
  private static final int COLUMNS = 15;
  private static final IdxArray ARRAY = array();

  private static IdxArray array() {
    byte[] content = new byte[ROWS * COLUMNS];
    new Random(1).nextBytes(content);
    return IdxArray.ofBytes(content, ROWS, 3, 5);
  }

  private static byte[] file(boolean packs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (packs) {
      try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
        IdxFile.write(packed, ARRAY);
      }
    } else {
      IdxFile.write(out, ARRAY);
    }
    return out.toByteArray();
  }

  private static IdxReader open(byte[] file) throws IOException {
    return IdxReader.open(new ByteArrayInputStream(file), "images", file.length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesTheRowsThatAreAskedFor(boolean packs) throws IOException {
    double[] all = ARRAY.values(Precision.DOUBLE);
    try (IdxReader reader = open(file(packs))) {
      assertThat(reader.isPacked()).isEqualTo(packs);
      assertThat(reader.type()).isEqualTo(IdxArray.Type.UNSIGNED_BYTE);
      assertThat(reader.shape()).containsExactly(ROWS, 3, 5);
      Random random = new Random(2);
      int at = 0;
      while (at < ROWS) {
        int skipped = random.nextInt(Math.min(90, ROWS - at) + 1);
        reader.skip(skipped);
        at += skipped;
        int read = random.nextInt(Math.min(90, ROWS - at) + 1);
        IdxArray rows = reader.next(read);
        assertThat(rows.shape()).containsExactly(read, 3, 5);
        assertThat(rows.values(Precision.DOUBLE))
            .isEqualTo(Arrays.copyOfRange(all, at * COLUMNS, (at + read) * COLUMNS));
        at += read;
      }
      reader.requireEnd();
    }
  }

  @Test
  void comparesTheHeaderOfAPlainFileWithItsLength() throws IOException {
    byte[] file = file(false);
    for (int length : new int[] {file.length - 1, file.length + 1}) {
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(() -> open(Arrays.copyOf(file, length)))
          .withMessage(
              "images, byte 4: the header promises [1000, 3, 5] elements, 15000 bytes, the file has"
                  + " "
                  + (length - 16));
    }
  }

  @Test
  void refusesAPackedFileThatCannotHoldWhatItPromises() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(new byte[] {0, 0, 8, 2, 127, 0, 0, 0, 127, 0, 0, 0});
    }
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> open(out.toByteArray()))
        .withMessageContaining("more than a file of this length can hold");
  }

  @Test
  void findsTheEndOfAPackedFile() throws IOException {
    byte[] file = file(true);
    try (IdxReader reader = open(Arrays.copyOf(file, file.length + 3))) {
      reader.skip(ROWS);
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(reader::requireEnd)
          .withMessageContaining("expected the end of the file after the gzip stream");
    }
    byte[] damaged = file.clone();
    damaged[file.length - 6] ^= 1;
    try (IdxReader reader = open(damaged)) {
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(
              () -> {
                reader.skip(ROWS);
                reader.requireEnd();
              })
          .withMessageContaining("the gzip stream is damaged or ends before row 1000");
    }
    try (IdxReader reader = open(Arrays.copyOf(file, file.length / 2))) {
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(() -> reader.next(ROWS))
          .withMessageContaining("images, byte 16: the gzip stream is damaged or ends before");
    }
  }

  @Test
  void refusesRowsThatAreNotThere() throws IOException {
    try (IdxReader reader = open(file(false))) {
      reader.skip(990);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.next(11))
          .withMessage("rows is 11, must be from 0 to the 10 that are left");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.skip(-1))
          .withMessage("rows is -1, must be from 0 to the 10 that are left");
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(reader::requireEnd)
          .withMessage("10 rows are left");
      assertThat(reader).hasToString("UNSIGNED_BYTE[1000, 3, 5] at row 990");
    }
  }
}
