package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.LayerDescription;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may put in files, and what no reader could read again. */
class UntrustedFilesTest {
  private static final String HOSTILE = "\u001b[2J\n" + "x".repeat(5_000_000);
  private static final String SHOWN = "\\u001b[2J\\n" + "x".repeat(75) + "… (5000005 characters)";

  @TempDir private Path folder;

  private static void refused(ThrowingCallable writing, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(writing)
        .satisfies(e -> assertThat(e.getMessage()).contains(message));
  }

  // ---------------------------------------------------------------- what is written can be read

  @Test
  void whatNoReaderTakesIsRefusedBeforeAFileIsTouched() throws IOException {
    Path file = Files.writeString(folder.resolve("old"), "old");
    Tensor tensor = Tensor.of(Precision.FLOAT, new float[1], 0, 1);
    Map<String, String> nothing = new HashMap<>();
    nothing.put("key", null);
    refused(() -> new TensorFile(Map.of(), nothing).write(file), "metadata 'key' is null");
    Map<String, String> nameless = new HashMap<>();
    nameless.put(null, "value");
    refused(
        () -> new TensorFile(Map.of(), nameless).write(file),
        "the name of a metadata entry is null");
    Map<String, Tensor> noTensor = new HashMap<>();
    noTensor.put("w", null);
    refused(() -> new TensorFile(noTensor, Map.of()).write(file), "tensor 'w' is null");
    Map<String, Tensor> noName = new HashMap<>();
    noName.put(null, tensor);
    refused(() -> new TensorFile(noName, Map.of()).write(file), "the name of a tensor is null");
    int[] shape = new int[40];
    Arrays.fill(shape, 1);
    refused(
        () -> Tensor.of(Precision.FLOAT, new float[1], 0, shape),
        "shape has 40 dimensions, must have at most 32");
    String half = "kind \uD83D";
    refused(
        () -> new TensorFile(Map.of(half, tensor), Map.of()),
        "the name of a tensor has half of a surrogate pair");
    refused(() -> model(1).withNotes(nothing), "notes has null for 'key', must be a text");
    refused(() -> model(1).withNotes(nameless), "notes has null for a name, must be a text");
    refused(
        () -> ModelFile.write(file, model(1).withTask(Task.Classification.of("a", half))),
        "metadata 'curvelane.task' has half of a surrogate pair");
    refused(
        () -> ModelFile.write(file, model(1).withNotes(Map.of("a", half))),
        "metadata 'note.a' has half of a surrogate pair");
    TrainingState<float[]> state =
        new TrainingState<>("", Map.of("theta", new float[1]), Map.of(), Map.of());
    assertThatNullPointerException()
        .isThrownBy(() -> new Checkpoints(folder, nothing).keep(Precision.FLOAT, state))
        .withMessage("identity[key] is null");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static Model<float[]> model(int layers) {
    Layer layer = Layer.of(LayerDescription.of("softmax").with("units", 2));
    List<Layer> all = new ArrayList<>(Collections.nCopies(layers, layer));
    Network<float[]> network = Network.of(Precision.FLOAT, all);
    return new Model<>(network, new float[0], Normalization.none(2), Loss.softmaxCrossEntropy());
  }

  @Test
  void asManyLayersAreWrittenAsCanBeRead() throws IOException {
    Path file = folder.resolve("deep");
    refused(
        () -> ModelFile.write(file, model(10_001)),
        "the network has 10001 layers, must have at most 10000");
    assertThat(file).doesNotExist();
    ModelFile.write(file, model(10_000));
    assertThat(ModelFile.read(file).network().layers()).hasSize(10_000);
  }

  @Test
  void aHeaderIsNoLongerThanCanBeRead() {
    String long1 = "x".repeat(TensorFile.LONGEST_HEADER + 1);
    refused(
        () -> new TensorFile(Map.of(), Map.of("key", long1)),
        "metadata 'key' has 100000001 characters, the header must have at most 100000000 bytes");
  }

  // ---------------------------------------------------------------- memory

  private static byte[] tensorFile(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  @Test
  void aHeaderTakesAPartOfTheLimitAlone() throws IOException {
    byte[] file = tensorFile("{\"__metadata__\":{\"k\":\"" + "x".repeat(20_000_000) + "\"}}");
    ReadOptions limit = ReadOptions.usual().withMostBytes(64 << 20);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(file), "m", limit))
        .withMessage(
            "m, byte 0: the header has 20000025 bytes, more than the limit of 2097152 (-Xmx or the"
                + " reader's limit raises it)");
    ReadOptions more = limit.withMostBytes(1 << 30);
    assertThat(TensorFile.read(new ByteArrayInputStream(file), "m", more).metadata().get("k"))
        .hasSize(20_000_000);
  }

  /** Four hundred megabytes of zeros are 389 kB of gzip. */
  @Test
  void whatIsPackedTakesNoMoreThanTheLimit() throws IOException {
    Path file = folder.resolve("zeros.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(new byte[] {0, 0, 8, 1});
      out.write(ByteBuffer.allocate(4).putInt(20_000_000).array());
      out.write(new byte[20_000_000]);
    }
    assertThat(Files.size(file)).isLessThan(20_000);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> IdxFile.read(file, 19_999_999))
        .withMessage(
            "zeros.gz, byte 4: the header promises [20000000] elements, 20000000 bytes, more than"
                + " the limit of 19999999 (-Xmx or the reader's limit raises it)");
    assertThat(IdxFile.read(file, 20_000_000).length()).isEqualTo(20_000_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdxFile.read(file, -1))
        .withMessage("mostBytes is -1, must be at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadOptions.usual().withMostBytes(-1))
        .withMessage("mostBytes is -1, must be at least 0");
  }

  /** A process of little memory, which is shown what takes much of it. */
  static final class Small {
    private Small() {}

    public static void main(String[] arguments) throws IOException {
      for (String argument : arguments) {
        try {
          if (argument.endsWith(".gz")) {
            IdxFile.read(Path.of(argument));
          } else {
            TensorFile.read(Path.of(argument));
          }
          System.out.println("read");
        } catch (MalformedDataException e) {
          System.out.println("refused");
        }
      }
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void theUsualLimitsAreThoseOfTheMemoryThatThereIs() throws Exception {
    Path packed = folder.resolve("zeros.gz");
    byte[] zeros = gzip(new byte[1_000_000]);
    try (OutputStream out = Files.newOutputStream(packed)) {
      out.write(gzip(new byte[] {0, 0, 8, 1}));
      out.write(gzip(ByteBuffer.allocate(4).putInt(400_000_000).array()));
      for (int i = 0; i < 400; i++) {
        out.write(zeros);
      }
    }
    Path text = folder.resolve("text");
    Files.write(text, tensorFile("{\"__metadata__\":{\"k\":\"" + "x".repeat(20_000_000) + "\"}}"));
    StringBuilder entries = new StringBuilder("{\"__metadata__\":{\"k\":\"\"");
    for (int i = 0; entries.length() < 1_200_000; i++) {
      entries.append(",\"_").append(Integer.toString(i, 36)).append("\":\"\"");
    }
    Path many = folder.resolve("many");
    Files.write(many, tensorFile(entries.append("}}").toString()));
    Process small =
        ChildProcess.start(
            Small.class, "-Xmx128m", packed.toString(), text.toString(), many.toString());
    List<String> lines = small.inputReader().lines().toList();
    assertThat(small.waitFor()).as(lines.toString()).isZero();
    assertThat(lines).containsExactly("refused", "refused", "read");
  }

  // ---------------------------------------------------------------- what is no file

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipesAndDevicesAreRefusedAndNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path path : List.of(pipe, Path.of("/dev/zero"), folder)) {
      for (ThrowingCallable reading :
          List.<ThrowingCallable>of(
              () -> TensorFile.read(path),
              () -> ModelFile.read(path),
              () -> IdxFile.read(path),
              () ->
                  StateDict.read(
                      path, Precision.FLOAT, Activation.relu(), Activation.identity()))) {
        assertThatExceptionOfType(FileSystemException.class)
            .isThrownBy(reading)
            .withMessage(path + ": not a regular file");
      }
    }
  }

  @Test
  void aThreadThatIsInterruptedReadsToTheEnd() throws IOException {
    Path file = folder.resolve("tensors");
    new TensorFile(Map.of(), Map.of("k", "v")).write(file);
    Thread.currentThread().interrupt();
    try {
      assertThat(TensorFile.read(file).metadata()).containsEntry("k", "v");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  // ---------------------------------------------------------------- names are shown

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void namesOfFilesAreEscapedAndShortened() throws IOException {
    assertThat(MalformedDataException.shown(HOSTILE)).isEqualTo(SHOWN);
    assertThat(MalformedDataException.shown("naïve 字 😀 \uD83D \u202E\u2028"))
        .isEqualTo("naïve 字 😀 \\ud83d \\u202e\\u2028");
    assertThat(MalformedDataException.shown("x".repeat(79) + "😀"))
        .isEqualTo("x".repeat(79) + "… (81 characters)");
    String json = HOSTILE.replace("\u001b", "\\u001b").replace("\n", "\\n");
    for (String header :
        List.of(
            "{\"" + json + "\":{\"dtype\":\"" + json + "\"}}",
            "{\"__metadata__\":{\"" + json + "\":1}}",
            "{\"" + json + "\":{\"" + json + "\":1}}",
            "{\"" + json + "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
            "{\"" + json + "\":[]}",
            "{\"" + json + "\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}")) {
      byte[] file = tensorFile(header);
      ReadOptions all = ReadOptions.usual().withMostBytes(1L << 31);
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(file), "m", all))
          .satisfies(
              e -> {
                assertThat(e.getMessage()).hasSizeLessThan(600).hasLineCount(1);
                assertThat(e.getMessage()).doesNotContain("\u001b").contains("\\u001b");
              });
    }
    assertThat(new TensorFile(Map.of(), Map.of(HOSTILE, "")).toString())
        .hasSizeLessThan(3000)
        .doesNotContain("\u001b");
    refused(() -> new Target(HOSTILE, "", Double.NaN, 1), "mean of '" + SHOWN + "' is NaN");
    refused(() -> Task.Classification.of(HOSTILE, HOSTILE), "classes[1] is '" + SHOWN + "', as");
    assertThat(Task.Classification.of(HOSTILE, "b").toString()).contains("(" + SHOWN + ", b)");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> IdxFile.read(new ByteArrayInputStream(new byte[1]), "a\u001b[2J\nb", 1))
        .withMessage("a\\u001b[2J\\nb, byte 1: the file ends within the magic number");
  }
}
