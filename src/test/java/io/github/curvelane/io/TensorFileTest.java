package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.MalformedDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorFileTest {
  private static byte[] file(String header, int contentBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + contentBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int i = 0; i < contentBytes; i++) {
      bytes.put((byte) i);
    }
    return bytes.array();
  }

  private static byte[] file(String header, int[] content) {
    byte[] bytes = file(header, content.length);
    for (int i = 0; i < content.length; i++) {
      bytes[bytes.length - content.length + i] = (byte) content[i];
    }
    return bytes;
  }

  private static TensorFile read(byte[] bytes) throws IOException {
    return TensorFile.read(new ByteArrayInputStream(bytes), "model", bytes.length);
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(bytes))
        .withMessageStartingWith("model, byte ")
        .withMessageContaining(reason);
  }

  private static void assertHeaderRefused(String header, int contentBytes, String reason) {
    assertRefused(file(header.replace('\'', '"'), contentBytes), reason);
  }

  @Test
  void everyNanBecomesTheCanonicalOne() {
    float[] floats = {1, Float.intBitsToFloat(0x7f800001), Float.intBitsToFloat(0xffc00000), 2};
    ByteBuffer bytes = Tensor.of(Precision.FLOAT, floats, 1, 3).content();
    assertThat(bytes.getInt(0)).isEqualTo(0x7fc00000);
    assertThat(bytes.getInt(4)).isEqualTo(0x7fc00000);
    assertThat(bytes.getFloat(8)).isEqualTo(2);
    double[] doubles = {Double.longBitsToDouble(0xfff8000000000001L), -0.0};
    bytes = Tensor.of(Precision.DOUBLE, doubles, 0, 2).content();
    assertThat(bytes.getLong(0)).isEqualTo(0x7ff8000000000000L);
    assertThat(bytes.getLong(8)).isEqualTo(Long.MIN_VALUE);
  }

  /** The bytes are written by hand from the published description of the format. */
  @Test
  void writesTheLayoutToTheLetter(@TempDir Path directory) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensor.of(Precision.FLOAT, new float[] {0, 1, -2, Float.NaN}, 0, 2, 2));
    tensors.put("b", Tensor.of(Precision.DOUBLE, new double[] {9, 0.5}, 1, 1));
    Path path = directory.resolve("a.safetensors");
    new TensorFile(tensors, Map.of("k", "v\"")).write(path);
    String header =
        "{'__metadata__':{'k':'v\\''},'w':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]},"
            + "'b':{'dtype':'F64','shape':[1],'data_offsets':[16,24]}}";
    String padded = header.replace('\'', '"') + " ".repeat((8 - header.length() % 8) % 8);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(new byte[] {(byte) padded.length(), 0, 0, 0, 0, 0, 0, 0});
    expected.write(padded.getBytes(StandardCharsets.UTF_8));
    expected.write(new byte[] {0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0xC0});
    expected.write(new byte[] {0, 0, (byte) 0xC0, 0x7F, 0, 0, 0, 0, 0, 0, (byte) 0xE0, 0x3F});
    assertThat(Files.readAllBytes(path)).isEqualTo(expected.toByteArray());
    assertThat(padded.length() % 8).isZero();
    TensorFile back = TensorFile.read(path);
    assertThat(back.metadata()).containsExactly(Map.entry("k", "v\""));
    assertThat(back.tensors().get("w").values(Precision.FLOAT))
        .containsExactly(0, 1, -2, Float.NaN);
    assertThat(back.tensors().get("b").shape()).containsExactly(1);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void readsEveryTypeInAnyOrderAndScalarsAndEmptyTensors() throws IOException {
    TensorFile read =
        read(
            file(
                """
                {"e":{"dtype":"F32","shape":[0,3],"data_offsets":[2,2]},
                 "s":{"dtype":"I16","shape":[1],"data_offsets":[2,4]},
                 "i":{"dtype":"I32","shape":[],"data_offsets":[4,8]},
                 "l":{"data_offsets":[8,16],"shape":[1],"dtype":"I64"},
                 "u":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
                 "h":{"dtype":"F16","shape":[1],"data_offsets":[16,18]},
                 "b":{"dtype":"BF16","shape":[1],"data_offsets":[18,20]},
                 "c":{"dtype":"I8","shape":[1],"data_offsets":[1,2]}}\
                """,
                20));
    assertThat(read.tensors().keySet()).containsExactly("u", "c", "e", "s", "i", "l", "h", "b");
    assertThat(read.tensors().get("h").get(0)).isEqualTo(0x1.44p-11);
    assertThat(read.tensors().get("b").get(0)).isEqualTo(0x1.24p-89);
    assertThat(read.tensors().get("e").length()).isZero();
    assertThat(read.tensors().get("s").get(0)).isEqualTo(0x0302);
    assertThat(read.tensors().get("i").get(0)).isEqualTo(0x07060504);
    assertThat(read.tensors().get("l").get(0)).isEqualTo((double) 0x0F0E0D0C0B0A0908L);
  }

  @Test
  void readsUnsignedNumbersTruthValuesAndEightBitFloats() throws IOException {
    TensorFile read =
        read(
            file(
                """
                {"b":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]},
                 "s":{"dtype":"U16","shape":[1],"data_offsets":[2,4]},
                 "i":{"dtype":"U32","shape":[1],"data_offsets":[4,8]},
                 "l":{"dtype":"U64","shape":[1],"data_offsets":[8,16]},
                 "m":{"dtype":"U64","shape":[1],"data_offsets":[16,24]},
                 "e":{"dtype":"F8_E4M3","shape":[5],"data_offsets":[24,29]},
                 "f":{"dtype":"F8_E5M2","shape":[3],"data_offsets":[29,32]}}\
                """,
                new int[] {
                  0, 1, 0xFE, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 1, 4, 0, 0, 0, 0, 0, 0x80, 5, 0, 0, 0,
                  0, 0, 0, 0, 0x38, 0x01, 0x7E, 0xFE, 0x7F, 0x3C, 0x7C, 0xC1
                }));
    Map<String, Tensor> tensors = read.tensors();
    assertThat(tensors.get("b").values(Precision.DOUBLE)).containsExactly(0, 1);
    assertThat(tensors.get("s").get(0)).isEqualTo(65534);
    assertThat(tensors.get("i").get(0)).isEqualTo(4294967294.0);
    assertThat(tensors.get("l").get(0)).isEqualTo(0x1p63 + 2048);
    assertThat(tensors.get("m").get(0)).isEqualTo(5);
    assertThat(tensors.get("e").values(Precision.DOUBLE))
        .containsExactly(1, 0x1p-9, 448, -448, Double.NaN);
    assertThat(tensors.get("f").values(Precision.DOUBLE))
        .containsExactly(1, Double.POSITIVE_INFINITY, -2.5);
    assertThat(tensors.get("b").type().isFloating()).isFalse();
    assertThat(tensors.get("e").type().isFloating()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}; 4; is not strict JSON",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}},; 4; is not strict JSON",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}{}; 4; is not strict JSON",
        "x{}; 0; must begin with '{'",
        "[]; 0; must begin with '{'",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}};"
            + " 8; names the tensor 'a' twice",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}}; 4; two keys 'dtype'",
        "{'__metadata__':{'x':'1','x':'2'}}; 0; has 'x' twice in __metadata__",
        "{'__metadata__':{},'__metadata__':{}}; 0; has __metadata__ twice",
        "{'__metadata__':{'x':1}}; 0; that is no string",
        "{'a':{'dtype':'F4','shape':[1],'data_offsets':[0,1]}}; 1; the dtype 'F4', which"
            + " is not",
        "{'a':{'dtype':'f32','shape':[1],'data_offsets':[0,4]}}; 4; the dtype 'f32', which is not",
        "{'a':{'dtype':4,'shape':[1],'data_offsets':[0,4]}}; 4; a dtype that is no string",
        "{'a':{'dtype':'F32','shape':[1]}}; 4; a dtype, a shape and data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}}; 4; an unknown key, 'x'",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}; 4; 1 data_offsets, not 2",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}; 4; more than 2 numbers",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}; 4; no integer of at least 0",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}; 4; no integer of at least 0",
        "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}; 4; no integer of at least 0",
        "{'a':{'dtype':'F32','shape':[99999999999],'data_offsets':[0,4]}}; 4; too large",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}; 4; is not the size of F32[2]",
        "{'a':{'dtype':'F32','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,4]}}; 4;"
            + " is not the size of",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}; 5; in 4 bytes, the file has 5",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}; 3; in 4 bytes, the file has 3",
        "{'a':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}; 3; may not overlap or leave gaps",
        "{'a':{'dtype':'U8','shape':[0],'data_offsets':[3,2]}}; 3; may not overlap or leave gaps",
        "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},"
            + "'b':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}; 3; may not overlap",
        "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},"
            + "'b':{'dtype':'U8','shape':[1],'data_offsets':[2,3]}}; 3; leave gaps",
        "{'a':[]}; 0; does not have the expected structure",
      })
  void refusesHeaders(String header, int contentBytes, String reason) {
    assertHeaderRefused(header.stripTrailing(), contentBytes, reason);
  }

  @Test
  void refusesAHeaderThatIsNotUtf8() {
    byte[] bytes = file("{\"a?\":1}", 0);
    bytes[11] = (byte) 0xC0;
    assertRefused(bytes, "the header is not UTF-8");
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    byte[] whole = file("{\"a\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[0,5]}}", 5);
    assertThat(read(whole).tensors()).hasSize(1);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void refusesLengthsBeforeAllocating() {
    ByteBuffer huge = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    assertRefused(huge.putLong(0, -1).array(), "the header has 18446744073709551615 bytes");
    assertRefused(huge.putLong(0, 100_000_001).array(), "must have 2 to 100000000");
    assertRefused(huge.putLong(0, 99_999_999).array(), "99999999 bytes, the file only 10");
    InputStream empty = new ByteArrayInputStream(file("{}", 0));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> TensorFile.read(empty, "model", 1L << 40))
        .withMessageContaining("at most 2 GiB are read");
  }

  private static ReadOptions atMost(long bytes) {
    return ReadOptions.usual().withMostBytes(bytes);
  }

  /** A stream does not tell how long it is: its header does, and may lie. */
  @Test
  void aStreamTakesMemoryForWhatArrivesAlone() throws IOException {
    String header = "{'a':{'dtype':'U8','shape':[2000000000],'data_offsets':[0,2000000000]}}";
    byte[] file = file(header.replace('\'', '"'), 5);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(file), "model", atMost(1 << 20)))
        .withMessage(
            "model, byte 8: the header places tensors in 2000000000 bytes, more than the limit of"
                + " 1048576 (-Xmx or the reader's limit raises it)");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(
            () -> TensorFile.read(new ByteArrayInputStream(file), "model", atMost(Long.MAX_VALUE)))
        .withMessageContaining("the file ends where 1999999995 more bytes were expected");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
    String larger = header.replace("2000000000", "2147483647").replace('\'', '"');
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(file(larger, 5)), "model"))
        .withMessageContaining("places tensors in 2147483647 bytes, at most 2 GiB are read");
  }

  @Test
  void refusesTextsThatUtf8DoesNotHave() {
    for (String text : List.of("\uD83D", "a\uDE00")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TensorFile(Map.of(), Map.of("k", text)))
          .withMessage("metadata 'k' has half of a surrogate pair, must be a text");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TensorFile(Map.of(), Map.of(text, "v")))
          .withMessageStartingWith("the name of a metadata entry has half of a surrogate pair");
    }
    for (String half : List.of("{'k':'\\ud83d'}", "{'\\ud83d':'v'}", "{'k':'\\ude00x'}")) {
      assertHeaderRefused("{'__metadata__':" + half + "}", 0, "Unpaired surrogate characters");
    }
  }

  @Test
  void readsNoDirectory(@TempDir Path directory) {
    for (Path path : List.of(directory, directory.getRoot())) {
      assertThatIOException().isThrownBy(() -> TensorFile.read(path));
      assertThatIOException().isThrownBy(() -> ModelFile.read(path));
      assertThatIOException().isThrownBy(() -> IdxFile.read(path));
    }
  }

  @Test
  void replacesNoPipe(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    TensorFile file = new TensorFile(Map.of(), Map.of());
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> file.write(pipe))
        .withMessage(pipe + ": not a regular file");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(pipe);
    }
    Path root = directory.getRoot();
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> file.write(root))
        .withMessage(root + ": not a regular file");
    Path nowhere = directory.resolve("nowhere");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> file.write(nowhere.resolve("model")))
        .withMessage(nowhere + ": no such directory");
  }

  @Test
  void aClosedStreamIsNamed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tensors");
    new TensorFile(Map.of(), Map.of()).write(file);
    InputStream in = Files.newInputStream(file);
    in.close();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> TensorFile.read(in, "weights"))
        .withMessageStartingWith("weights cannot be read: ");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> TensorFile.read(in, "weights", 100))
        .withMessageStartingWith("weights cannot be read: ");
  }

  @Test
  void refusesAReservedName() {
    Map<String, Tensor> tensors =
        Map.of("__metadata__", Tensor.of(Precision.FLOAT, new float[1], 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TensorFile(tensors, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(Precision.FLOAT, new float[1], 0, -1))
        .withMessageContaining("[-1] is negative");
  }

  @Test
  void placesAreWhereTheElementsStand() throws IOException {
    float[] values = {1, 2, 3, 4, 5, 6};
    TensorFile file =
        new TensorFile(
            Map.of("x", Tensor.of(Precision.FLOAT, values, 0, 3, 2)), Map.of("of", "some text"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    byte[] bytes = out.toByteArray();
    Map<String, TensorPlace> places =
        TensorFile.places(new ByteArrayInputStream(bytes), "file", bytes.length);
    TensorPlace place = places.get("x");
    assertThat(places).hasSize(1);
    assertThat(place.shape()).containsExactly(3, 2);
    assertThat(place.bytes()).isEqualTo(24);
    assertThat(place.rows()).isEqualTo(3);
    assertThat(place.rowBytes()).isEqualTo(8);
    int second = (int) (place.offset() + place.rowBytes());
    Tensor rows = place.tensor(Arrays.copyOfRange(bytes, second, second + 16));
    assertThat(rows).hasToString("F32[2, 2]");
    assertThat(rows.values(Precision.FLOAT)).containsExactly(3, 4, 5, 6);
    for (int wrong : new int[] {0, 7, 32}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> place.tensor(new byte[wrong]))
          .withMessage("content has " + wrong + " bytes, must be some of the 3 rows of 8 bytes");
    }
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(
            () -> TensorFile.places(new ByteArrayInputStream(bytes), "file", bytes.length + 1))
        .withMessage("file, byte 8: the header places tensors in 24 bytes, the file has 25");
  }
}
