package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.optim.TrainingState;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final Map<String, String> IDENTITY = Map.of("--batch", "64", "data", "12ab");

  @TempDir private Path folder;

  private Checkpoints<float[]> checkpoints() {
    return new Checkpoints<>(folder, Precision.FLOAT, 4, IDENTITY);
  }

  /** A state whose numbers tell its step. */
  private static TrainingState<float[]> state(int step) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("theta", new float[] {step, -0.0f, Float.NaN, Float.NEGATIVE_INFINITY});
    arrays.put("rule.mean", new float[] {Float.MIN_VALUE, 1, 2, 3});
    return new TrainingState<>(
        "sgd, batch 64 é",
        arrays,
        Map.of("order", new int[] {3, Integer.MIN_VALUE, 0}, "none", new int[0]),
        Map.of("counters", new double[] {step, Double.NaN, -0.0, Double.MIN_VALUE}));
  }

  private static <A> void assertSame(
      Precision<A> precision, TrainingState<A> actual, TrainingState<A> expected) {
    assertThat(actual.configuration()).isEqualTo(expected.configuration());
    assertThat(actual.arrays().keySet()).containsExactlyElementsOf(expected.arrays().keySet());
    expected
        .arrays()
        .forEach((n, a) -> assertThat(precision.sameBits(actual.arrays().get(n), a)).isTrue());
    assertThat(actual.integers().keySet()).isEqualTo(expected.integers().keySet());
    expected.integers().forEach((n, a) -> assertThat(actual.integers().get(n)).isEqualTo(a));
    assertThat(actual.numbers().keySet()).isEqualTo(expected.numbers().keySet());
    expected
        .numbers()
        .forEach((n, a) -> assertThat(Arrays.equals(actual.numbers().get(n), a)).isTrue());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aStateIsReadAsItWasWritten() throws IOException {
    assertThat(checkpoints().latest()).isEmpty();
    Path file = checkpoints().write(7, state(7));
    assertThat(file).isEqualTo(folder.resolve("checkpoint-7.safetensors"));
    var latest = checkpoints().latest().orElseThrow();
    assertThat(latest.file()).isEqualTo(file);
    assertThat(latest.damaged()).isEmpty();
    assertSame(Precision.FLOAT, latest.state(), state(7));
  }

  @Test
  void soIsOneInDoublePrecision() throws IOException {
    var state =
        new TrainingState<>(
            "", Map.of("theta", new double[] {Math.nextUp(1.0), -0.0}), Map.of(), Map.of());
    new Checkpoints<>(folder, Precision.DOUBLE, 2, Map.of()).write(0, state);
    var again = new Checkpoints<>(folder, Precision.DOUBLE, 2, Map.of()).latest().orElseThrow();
    assertSame(Precision.DOUBLE, again.state(), state);
  }

  /** As Python's safetensors would see it; the checksum as it is written down for models. */
  @Test
  void aFileHoldsWhatTheTableSays() throws IOException {
    TensorFile file = TensorFile.read(checkpoints().write(7, state(7)));
    assertThat(file.tensors().keySet())
        .containsExactlyInAnyOrder(
            "arrays.theta",
            "arrays.rule.mean",
            "integers.order",
            "integers.none",
            "numbers.counters");
    assertThat(file.tensors().get("arrays.theta")).hasToString("F32[4]");
    assertThat(file.tensors().get("integers.order")).hasToString("I32[3]");
    assertThat(file.tensors().get("integers.order").get(1)).isEqualTo(Integer.MIN_VALUE);
    assertThat(file.tensors().get("numbers.counters")).hasToString("F64[4]");
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    assertThat(metadata.remove("curvelane.sha256"))
        .isEqualTo(Checksum.of(file.tensors(), file.metadata()));
    assertThat(metadata)
        .isEqualTo(
            Map.of(
                "curvelane.checkpoint", "1",
                "curvelane.arithmetic", String.valueOf(Arithmetic.VERSION),
                "curvelane.precision", "float",
                "curvelane.parameters", "4",
                "curvelane.configuration", "sgd, batch 64 é",
                "identity.--batch", "64",
                "identity.data", "12ab"));
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    Files.writeString(folder.resolve("metrics.csv"), "");
    Files.writeString(folder.resolve(".checkpoint-5.safetensors.123-4.tmp"), "half of it");
    Files.writeString(folder.resolve("checkpoint-x.safetensors"), "somebody else's");
    Checkpoints<float[]> checkpoints = checkpoints();
    checkpoints.write(999, state(999));
    checkpoints.write(1000, state(1000));
    assertThat(names())
        .containsExactly(
            "checkpoint-1000.safetensors",
            "checkpoint-999.safetensors",
            "checkpoint-x.safetensors",
            "metrics.csv");
    checkpoints.write(1001, state(1001));
    checkpoints.write(1001, state(1001));
    assertThat(names())
        .contains("checkpoint-1000.safetensors", "checkpoint-1001.safetensors")
        .doesNotContain("checkpoint-999.safetensors");
    assertThat(checkpoints().latest().orElseThrow().file())
        .isEqualTo(folder.resolve("checkpoint-1001.safetensors"));
    checkpoints.clear();
    assertThat(names()).containsExactly("checkpoint-x.safetensors", "metrics.csv");
  }

  @Test
  void theOneThatWasReadCountsAsTheOneBefore() throws IOException {
    checkpoints().write(10, state(10));
    Checkpoints<float[]> resumed = checkpoints();
    resumed.latest();
    resumed.write(20, state(20));
    assertThat(names()).containsExactly("checkpoint-10.safetensors", "checkpoint-20.safetensors");
  }

  @Test
  void aRunThatBeginsAnewReplacesThoseOfAnotherWhenItsFirstIsThere() throws IOException {
    checkpoints().write(500, state(500));
    checkpoints().write(3, state(3));
    assertThat(names()).containsExactly("checkpoint-3.safetensors");
  }

  @Test
  void ofADamagedOneTheReasonIsToldAndTheOneBeforeIsRead() throws IOException {
    Checkpoints<float[]> checkpoints = checkpoints();
    Path before = checkpoints.write(10, state(10));
    Path newest = checkpoints.write(20, state(20));
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 1] ^= 1;
    Files.write(newest, bytes);
    var latest = checkpoints().latest().orElseThrow();
    assertThat(latest.file()).isEqualTo(before);
    assertSame(Precision.FLOAT, latest.state(), state(10));
    assertThat(latest.damaged())
        .singleElement()
        .hasToString(
            MalformedDataException.class.getName()
                + ": checkpoint-20.safetensors, byte 8: its content does not have its checksum:"
                + " the file is damaged");
    Files.write(before, Arrays.copyOf(bytes, bytes.length - 4));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> checkpoints().latest())
        .withMessageStartingWith("checkpoint-20.safetensors")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
        .satisfies(
            e ->
                assertThat(e.getSuppressed()[0])
                    .hasMessageStartingWith(
                        "checkpoint-10.safetensors, byte 8: the header places"));
    Files.writeString(newest, "");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> checkpoints().latest())
        .withMessageContaining("the file ends within the length of the header");
  }

  private void assertForeign(Checkpoints<?> of, String difference) {
    assertThatExceptionOfType(ForeignCheckpointException.class)
        .isThrownBy(of::latest)
        .withMessage("checkpoint-20.safetensors is of another run: " + difference);
  }

  /** The older one is of the run that asks: it is not read in silence. */
  @Test
  void oneOfAnotherRunIsRefusedByWhatDiffers() throws IOException {
    checkpoints().write(10, state(10));
    byte[] own = Files.readAllBytes(folder.resolve("checkpoint-10.safetensors"));
    Path file = checkpoints().write(20, state(20));
    Files.write(folder.resolve("checkpoint-10.safetensors"), own);
    assertForeign(
        new Checkpoints<>(folder, Precision.DOUBLE, 4, IDENTITY),
        "the precision is float there and double here");
    assertForeign(
        new Checkpoints<>(folder, Precision.FLOAT, 5, IDENTITY),
        "the number of parameters is 4 there and 5 here");
    assertForeign(
        new Checkpoints<>(folder, Precision.FLOAT, 4, Map.of("--batch", "64", "data", "34cd")),
        "data is 12ab there and 34cd here");
    assertForeign(
        new Checkpoints<>(folder, Precision.FLOAT, 4, Map.of("data", "12ab")),
        "--batch is 64 there and not given here");
    assertForeign(
        new Checkpoints<>(
            folder, Precision.FLOAT, 4, Map.of("--batch", "64", "data", "12ab", "--lr", "1")),
        "--lr is not given there and 1 here");
    rewrite(file, "curvelane.arithmetic", "0");
    assertForeign(
        checkpoints(),
        "the version of the arithmetic is 0 there and " + Arithmetic.VERSION + " here");
    rewrite(file, "curvelane.checkpoint", "2");
    assertForeign(checkpoints(), "the version of the format is 2 there and 1 here");
  }

  private static void rewrite(Path path, String key, String value) throws IOException {
    TensorFile file = TensorFile.read(path);
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.put(key, value);
    metadata.put("curvelane.sha256", Checksum.of(file.tensors(), metadata));
    new TensorFile(file.tensors(), metadata).write(path);
  }

  private void assertMalformed(String tensor, Tensor value, String reason) throws IOException {
    Path path = checkpoints().write(1, state(1));
    TensorFile file = TensorFile.read(path);
    Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
    tensors.put(tensor, value);
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.put("curvelane.sha256", Checksum.of(tensors, metadata));
    new TensorFile(tensors, metadata).write(path);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> checkpoints().latest())
        .withMessageContaining(reason);
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    Tensor two = Tensor.of(Precision.FLOAT, new float[4], 0, 2, 2);
    Tensor five = Tensor.of(Precision.FLOAT, new float[5], 0, 5);
    Tensor doubles = Tensor.of(Precision.DOUBLE, new double[4], 0, 4);
    assertMalformed("arrays.theta", two, "its tensor 'arrays.theta' is F32[2, 2]");
    assertMalformed("arrays.more", five, "its tensor 'arrays.more' is F32[5]");
    assertMalformed("arrays.theta", doubles, "its tensor 'arrays.theta' is F64[4]");
    assertMalformed("integers.order", doubles, "its tensor 'integers.order' is F64[4]");
    assertMalformed("numbers.counters", five, "its tensor 'numbers.counters' is F32[5]");
    assertMalformed("weight", doubles, "its tensor 'weight' is F64[4], which no checkpoint has");
    new TensorFile(Map.of(), Map.of()).write(folder.resolve("checkpoint-1.safetensors"));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> checkpoints().latest())
        .withMessageContaining("is not a checkpoint of this library");
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checkpoints<>(folder, Precision.FLOAT, -1, Map.of()))
        .withMessage("parameters is -1, must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoints().write(-1, state(1)))
        .withMessage("step is -1, must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Checkpoints<>(folder, Precision.FLOAT, 3, IDENTITY).write(1, state(1)))
        .withMessage("array 'theta' of the state has 4 elements, must have 3");
    assertThat(folder).isEmptyDirectory();
    assertThat(checkpoints()).hasToString("checkpoints in " + folder + ", 4 float parameters");
  }

  @Test
  void ifOneCannotBeWrittenThoseBeforeAreAsTheyWere() throws IOException {
    Checkpoints<float[]> checkpoints = checkpoints();
    checkpoints.write(1, state(1));
    checkpoints.write(2, state(2));
    Files.createDirectory(folder.resolve("checkpoint-3.safetensors"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> checkpoints.write(3, state(3)))
        .withMessageContaining("not a regular file");
    assertThat(names())
        .containsExactly(
            "checkpoint-1.safetensors", "checkpoint-2.safetensors", "checkpoint-3.safetensors");
    assertThat(checkpoints().latest().orElseThrow().file())
        .isEqualTo(folder.resolve("checkpoint-2.safetensors"));
    Path nowhere = folder.resolve("nowhere");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(
            () -> new Checkpoints<>(nowhere, Precision.FLOAT, 4, IDENTITY).write(3, state(3)))
        .withMessageContaining("no such directory");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> new Checkpoints<>(nowhere, Precision.FLOAT, 4, IDENTITY).latest());
  }

  /** Whatever is accepted must be the state that was written. */
  @Test
  void tenThousandMutationsAreRefusedOrHarmless() throws IOException {
    Path file = checkpoints().write(7, state(7));
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(18);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      Files.write(file, Damage.to(bytes, random));
      try {
        assertSame(Precision.FLOAT, checkpoints().latest().orElseThrow().state(), state(7));
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("checkpoint-7.safetensors, byte ");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(9000);
  }
}
