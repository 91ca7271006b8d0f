package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.optim.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  private Checkpoints checkpoints() {
    return new Checkpoints(folder, IDENTITY);
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
        Map.of(
            "counters",
            new double[] {1, Double.NaN, -0.0, Double.MIN_VALUE, step, 0, 0, 0, 0},
            "own.rows",
            new double[0]));
  }

  private Path write(Checkpoints checkpoints, int step) throws IOException {
    checkpoints.keep(Precision.FLOAT, state(step));
    return folder.resolve("checkpoint-" + step + ".safetensors");
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
    assertThat(checkpoints().latest(Precision.FLOAT)).isEmpty();
    Path file = write(checkpoints(), 7);
    assertThat(file).exists();
    var latest = checkpoints().latest(Precision.FLOAT).orElseThrow();
    assertThat(latest.file()).isEqualTo(file);
    assertThat(latest.damaged()).isEmpty();
    assertSame(Precision.FLOAT, latest.state(), state(7));
  }

  @Test
  void soIsOneInDoublePrecision() throws IOException {
    var state =
        new TrainingState<>(
            "", Map.of("theta", new double[] {Math.nextUp(1.0), -0.0}), Map.of(), Map.of());
    new Checkpoints(folder).keep(Precision.DOUBLE, state);
    assertThat(folder.resolve("checkpoint-0.safetensors")).exists();
    var again = new Checkpoints(folder).latest(Precision.DOUBLE).orElseThrow();
    assertSame(Precision.DOUBLE, again.state(), state);
  }

  /** As Python's safetensors would see it; the checksum as it is written down for models. */
  @Test
  void aFileHoldsWhatTheTableSays() throws IOException {
    TensorFile file = TensorFile.read(write(checkpoints(), 7));
    assertThat(file.tensors().keySet())
        .containsExactlyInAnyOrder(
            "arrays.theta",
            "arrays.rule.mean",
            "integers.order",
            "integers.none",
            "numbers.counters",
            "numbers.own.rows");
    assertThat(file.tensors().get("arrays.theta")).hasToString("F32[4]");
    assertThat(file.tensors().get("integers.order")).hasToString("I32[3]");
    assertThat(file.tensors().get("integers.order").get(1)).isEqualTo(Integer.MIN_VALUE);
    assertThat(file.tensors().get("numbers.counters")).hasToString("F64[9]");
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    assertThat(metadata.remove("curvelane.sha256"))
        .isEqualTo(Checksum.of(file.tensors(), file.metadata()));
    assertThat(metadata)
        .isEqualTo(
            Map.of(
                "curvelane.checkpoint", "1",
                "curvelane.arithmetic", String.valueOf(Arithmetic.VERSION),
                "curvelane.precision", "float",
                "curvelane.configuration", "sgd, batch 64 é",
                "identity.--batch", "64",
                "identity.data", "12ab"));
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    Files.writeString(folder.resolve("metrics.csv"), "");
    Files.writeString(folder.resolve(".checkpoint-5.safetensors.123-4.tmp"), "half of it");
    Files.writeString(folder.resolve("checkpoint-x.safetensors"), "somebody else's");
    Checkpoints checkpoints = checkpoints();
    write(checkpoints, 999);
    write(checkpoints, 1000);
    assertThat(names())
        .containsExactly(
            "checkpoint-1000.safetensors",
            "checkpoint-999.safetensors",
            "checkpoint-x.safetensors",
            "metrics.csv");
    write(checkpoints, 1001);
    write(checkpoints, 1001);
    assertThat(names())
        .contains("checkpoint-1000.safetensors", "checkpoint-1001.safetensors")
        .doesNotContain("checkpoint-999.safetensors");
    assertThat(checkpoints().latest(Precision.FLOAT).orElseThrow().file())
        .isEqualTo(folder.resolve("checkpoint-1001.safetensors"));
    checkpoints.clear();
    assertThat(names()).containsExactly("checkpoint-x.safetensors", "metrics.csv");
  }

  @Test
  void theOneThatWasReadCountsAsTheOneBefore() throws IOException {
    write(checkpoints(), 10);
    Checkpoints resumed = checkpoints();
    resumed.latest(Precision.FLOAT);
    write(resumed, 20);
    assertThat(names()).containsExactly("checkpoint-10.safetensors", "checkpoint-20.safetensors");
  }

  @Test
  void aRunThatBeginsAnewReplacesThoseOfAnotherWhenItsFirstIsThere() throws IOException {
    write(checkpoints(), 500);
    write(checkpoints(), 3);
    assertThat(names()).containsExactly("checkpoint-3.safetensors");
  }

  @Test
  void ofADamagedOneTheReasonIsToldAndTheOneBeforeIsRead() throws IOException {
    Checkpoints checkpoints = checkpoints();
    Path before = write(checkpoints, 10);
    Path newest = write(checkpoints, 20);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 1] ^= 1;
    Files.write(newest, bytes);
    var latest = checkpoints().latest(Precision.FLOAT).orElseThrow();
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
        .isThrownBy(() -> checkpoints().latest(Precision.FLOAT))
        .withMessageStartingWith("checkpoint-20.safetensors")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
        .satisfies(
            e ->
                assertThat(e.getSuppressed()[0])
                    .hasMessageStartingWith(
                        "checkpoint-10.safetensors, byte 8: the header places"));
    Files.writeString(newest, "");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> checkpoints().latest(Precision.FLOAT))
        .withMessageContaining("the file ends within the length of the header");
  }

  private void assertForeign(Checkpoints of, Precision<?> precision, String difference) {
    assertThatExceptionOfType(ForeignCheckpointException.class)
        .isThrownBy(() -> of.latest(precision))
        .withMessage("checkpoint-20.safetensors is of another run: " + difference);
  }

  private void assertForeign(Map<String, String> identity, String difference) {
    assertForeign(new Checkpoints(folder, identity), Precision.FLOAT, difference);
  }

  /** The older one is of the run that asks: it is not read in silence. */
  @Test
  void oneOfAnotherRunIsRefusedByWhatDiffers() throws IOException {
    write(checkpoints(), 10);
    byte[] own = Files.readAllBytes(folder.resolve("checkpoint-10.safetensors"));
    Path file = write(checkpoints(), 20);
    Files.write(folder.resolve("checkpoint-10.safetensors"), own);
    assertForeign(checkpoints(), Precision.DOUBLE, "the precision is float there and double here");
    assertForeign(Map.of("--batch", "64", "data", "34cd"), "data is 12ab there and 34cd here");
    assertForeign(Map.of("data", "12ab"), "--batch is 64 there and not given here");
    assertForeign(
        Map.of("--batch", "64", "data", "12ab", "--lr", "1"), "--lr is not given there and 1 here");
    rewrite(file, "curvelane.arithmetic", "0");
    assertForeign(
        IDENTITY, "the version of the arithmetic is 0 there and " + Arithmetic.VERSION + " here");
    rewrite(file, "curvelane.checkpoint", "2");
    assertForeign(IDENTITY, "the version of the format is 2 there and 1 here");
  }

  private static void rewrite(Path path, String key, String value) throws IOException {
    TensorFile file = TensorFile.read(path);
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.put(key, value);
    metadata.put("curvelane.sha256", Checksum.of(file.tensors(), metadata));
    new TensorFile(file.tensors(), metadata).write(path);
  }

  private void assertMalformed(String tensor, Tensor value, String reason) throws IOException {
    Path path = write(checkpoints(), 1);
    TensorFile file = TensorFile.read(path);
    Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
    tensors.put(tensor, value);
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.put("curvelane.sha256", Checksum.of(tensors, metadata));
    new TensorFile(tensors, metadata).write(path);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> checkpoints().latest(Precision.FLOAT))
        .withMessageContaining(reason);
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    Tensor two = Tensor.of(Precision.FLOAT, new float[4], 0, 2, 2);
    Tensor five = Tensor.of(Precision.FLOAT, new float[5], 0, 5);
    Tensor integers = Tensor.ofIntegers(1, 2, 3, 4);
    Tensor doubles = Tensor.of(Precision.DOUBLE, new double[4], 0, 4);
    assertMalformed("arrays.theta", two, "its tensor 'arrays.theta' is F32[2, 2]");
    assertMalformed("arrays.theta", integers, "its tensor 'arrays.theta' is I32[4]");
    assertMalformed("arrays.theta", doubles, "its tensor 'arrays.theta' is F64[4]");
    assertMalformed("integers.order", doubles, "its tensor 'integers.order' is F64[4]");
    assertMalformed("numbers.counters", five, "its tensor 'numbers.counters' is F32[5]");
    assertMalformed("weight", doubles, "its tensor 'weight' is F64[4], which no checkpoint has");
    new TensorFile(Map.of(), Map.of()).write(folder.resolve("checkpoint-1.safetensors"));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> checkpoints().latest(Precision.FLOAT))
        .withMessageContaining("is not a checkpoint of this library");
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    var uneven =
        new TrainingState<>("", Map.of("a", new float[2], "b", new float[3]), Map.of(), Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoints().keep(Precision.FLOAT, uneven))
        .withMessageMatching(
            "array '[ab]' of the state has [23] elements, must have the [23] of the others");
    assertThat(folder).isEmptyDirectory();
    assertThat(checkpoints())
        .hasToString("checkpoints in " + folder + ", identity [--batch, data]");
  }

  @Test
  void ifOneCannotBeWrittenThoseBeforeAreAsTheyWere() throws IOException {
    Checkpoints checkpoints = checkpoints();
    write(checkpoints, 1);
    write(checkpoints, 2);
    Files.createDirectory(folder.resolve("checkpoint-3.safetensors"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> write(checkpoints, 3))
        .withMessageContaining("not a regular file");
    assertThat(names())
        .containsExactly(
            "checkpoint-1.safetensors", "checkpoint-2.safetensors", "checkpoint-3.safetensors");
    assertThat(checkpoints().latest(Precision.FLOAT).orElseThrow().file())
        .isEqualTo(folder.resolve("checkpoint-2.safetensors"));
    Path nowhere = folder.resolve("nowhere");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> new Checkpoints(nowhere).keep(Precision.FLOAT, state(3)))
        .withMessageContaining("no such directory");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> new Checkpoints(nowhere).latest(Precision.FLOAT));
  }

  /** Whatever is accepted must be the state that was written. */
  @Test
  void tenThousandMutationsAreRefusedOrHarmless() throws IOException {
    byte[] bytes = Files.readAllBytes(write(checkpoints(), 7));
    Random random = new Random(18);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Damage.to(bytes, random);
      try {
        InputStream in = new ByteArrayInputStream(mutated);
        TensorFile read = TensorFile.read(in, "checkpoint-7", mutated.length);
        assertSame(
            Precision.FLOAT, checkpoints().read(Precision.FLOAT, read, "checkpoint-7"), state(7));
      } catch (MalformedDataException e) {
        assertThat(e.getMessage()).startsWith("checkpoint-7, byte ");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(9000);
  }
}
