package io.github.curvelane.io;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.FileReplacement;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.optim.TrainingState;
import io.github.curvelane.optim.TrainingStore;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a training run in a folder: the last two, each a {@link TensorFile} of the
 * name {@code checkpoint-STEP.safetensors}. Whenever the process or the machine stops, the last one
 * that was written is there, complete.
 *
 * <table>
 * <caption>Version 1</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>tensor {@code arrays.NAME}</td><td>F32 or F64 [N]: parameters, what the rule remembers,
 * averages, best parameters</td></tr>
 * <tr><td>tensor {@code integers.NAME}</td><td>I32: such as the order of the epoch</td></tr>
 * <tr><td>tensor {@code numbers.NAME}</td><td>F64: counters, sums, what schedules remember</td></tr>
 * <tr><td>metadata {@code curvelane.checkpoint}</td><td>{@code 1}, the version of the format</td>
 * </tr>
 * <tr><td>metadata {@code curvelane.arithmetic}</td><td>{@link Arithmetic#VERSION}</td></tr>
 * <tr><td>metadata {@code curvelane.precision}</td><td>{@code float} or {@code double}</td></tr>
 * <tr><td>metadata {@code curvelane.configuration}</td><td>the {@linkplain
 * TrainingState#configuration configuration} of the state</td></tr>
 * <tr><td>metadata {@code identity.NAME}</td><td>what else makes the run what it is, given by the
 * caller: options, fingerprints of data that the trainer does not know</td></tr>
 * <tr><td>metadata {@code curvelane.sha256}</td><td>over everything else in the file</td></tr>
 * </table>
 *
 * <p>A reader trusts nothing. Of a file that is torn or damaged it says so and takes the one
 * before; one that is whole but of another run is refused, with what differs: what is older cannot
 * be meant then.
 *
 * <pre>{@code
 * var checkpoints = new Checkpoints(folder, Map.of("layers", network.toString()));
 * StochasticTrainer trainer =
 *     StochasticTrainer.of(new Adam(), Schedule.constant(0.001))
 *         .epochs(2)
 *         .keep(checkpoints, Duration.ofSeconds(10))
 *         .build();
 * var latest = checkpoints.latest(Precision.FLOAT);
 * TrainingRun<float[]> run =
 *     latest.isPresent()
 *         ? trainer.resume(objective, theta, latest.get().state())
 *         : trainer.start(objective, theta);
 * run.finish();
 * }</pre>
 *
 * <p>For one run at a time in a folder, and one thread.
 */
public final class Checkpoints implements TrainingStore {
  /** How many are kept. */
  private static final int KEPT = 2;

  private static final String FORMAT = "curvelane.checkpoint";
  private static final String ARITHMETIC = "curvelane.arithmetic";
  private static final String PRECISION = "curvelane.precision";
  private static final String CONFIGURATION = "curvelane.configuration";
  private static final String IDENTITY = "identity.";
  private static final String CURRENT = "1";
  private static final String ARRAYS = "arrays.";
  private static final String INTEGERS = "integers.";
  private static final String NUMBERS = "numbers.";
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,19})\\.safetensors");

  private final Path folder;
  private final Map<String, String> identity;
  private final Deque<Path> kept = new ArrayDeque<>();

  /**
   * A checkpoint that was read.
   *
   * @param file the file
   * @param state the state in it
   * @param damaged why newer files of the folder were passed over, the newest first
   * @param <A> {@code float[]} or {@code double[]}
   */
  public record Latest<A>(Path file, TrainingState<A> state, List<MalformedDataException> damaged) {
    /** Creates a result; the list is copied. */
    public Latest {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(damaged, "damaged");
      damaged = Arguments.list("damaged", damaged);
    }
  }

  /**
   * Describes the checkpoints of a run that is known by the configuration of its states alone.
   *
   * @param folder where they are, or will be; must exist when they are
   */
  public Checkpoints(Path folder) {
    this(folder, Map.of());
  }

  /**
   * Describes the checkpoints of a run. Nothing is read or written yet.
   *
   * @param folder where they are, or will be; must exist when they are
   * @param identity what else decides how the run goes on, by name: options, fingerprints of data;
   *     not what may be other when it is resumed, such as threads
   */
  public Checkpoints(Path folder, Map<String, String> identity) {
    Arguments.map("identity", identity);
    this.folder = Objects.requireNonNull(folder, "folder");
    this.identity = Collections.unmodifiableMap(new TreeMap<>(identity));
  }

  /**
   * Writes a checkpoint, {@linkplain AtomicFile as a whole or not at all}. When it has reached the
   * disk, all checkpoints in the folder are deleted but this one and the one that was written or
   * read before it; so is what a killed process has left half written, and not what a living one is
   * writing.
   *
   * @throws IllegalArgumentException if the arrays of the state are not of one length
   * @throws IOException if it cannot be written: those before are as they were
   */
  @Override
  public <A> void keep(Precision<A> precision, TrainingState<A> state) throws IOException {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(state, "state");
    checkLengths(precision, state);
    Path file = folder.resolve("checkpoint-" + state.steps() + ".safetensors");
    content(precision, state).write(file);
    remember(file);
    deleteLeftovers();
    for (Path other : files()) {
      if (!kept.contains(other)) {
        Files.deleteIfExists(other);
      }
    }
  }

  private static <A> void checkLengths(Precision<A> precision, TrainingState<A> state) {
    int length = -1;
    for (Map.Entry<String, A> entry : state.arrays().entrySet()) {
      int other = precision.length(entry.getValue());
      if (length >= 0 && other != length) {
        throw new IllegalArgumentException(
            "array '%s' of the state has %d elements, must have the %d of the others"
                .formatted(entry.getKey(), other, length));
      }
      length = other;
    }
  }

  private void remember(Path file) {
    kept.remove(file);
    kept.addLast(file);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
  }

  private <A> TensorFile content(Precision<A> precision, TrainingState<A> state) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    state
        .arrays()
        .forEach(
            (name, array) ->
                tensors.put(
                    ARRAYS + name, Tensor.of(precision, array, 0, precision.length(array))));
    state
        .integers()
        .forEach((name, values) -> tensors.put(INTEGERS + name, Tensor.ofIntegers(values)));
    state
        .numbers()
        .forEach(
            (name, values) ->
                tensors.put(NUMBERS + name, Tensor.of(Precision.DOUBLE, values, 0, values.length)));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, CURRENT);
    metadata.put(ARITHMETIC, String.valueOf(Arithmetic.VERSION));
    metadata.put(PRECISION, precision.toString());
    metadata.put(CONFIGURATION, state.configuration());
    identity.forEach((name, value) -> metadata.put(IDENTITY + name, value));
    return new TensorFile(tensors, metadata).withChecksum();
  }

  /**
   * Reads the newest checkpoint that is whole.
   *
   * @param precision the precision of the run
   * @param <A> {@code float[]} or {@code double[]}
   * @return the checkpoint; empty if the folder has none
   * @throws ForeignCheckpointException if it is of another run
   * @throws MalformedDataException if there are some and none is whole: about the newest, with
   *     those about the others suppressed
   * @throws IOException if the folder or a file cannot be read
   */
  public <A> Optional<Latest<A>> latest(Precision<A> precision) throws IOException {
    Objects.requireNonNull(precision, "precision");
    List<MalformedDataException> damaged = new ArrayList<>();
    for (Path file : files()) {
      try {
        TrainingState<A> state =
            read(precision, TensorFile.read(file), file.getFileName().toString());
        kept.clear();
        kept.addLast(file);
        return Optional.of(new Latest<>(file, state, damaged));
      } catch (MalformedDataException e) {
        damaged.add(e);
      }
    }
    if (!damaged.isEmpty()) {
      MalformedDataException newest = damaged.getFirst();
      damaged.stream().skip(1).forEach(newest::addSuppressed);
      throw newest;
    }
    return Optional.empty();
  }

  <A> TrainingState<A> read(Precision<A> precision, TensorFile file, String name)
      throws IOException {
    Map<String, String> metadata = file.metadata();
    String checksum = required(metadata, ContentChecksum.KEY, name);
    if (!checksum.equals(ContentChecksum.of(file.tensors(), metadata))) {
      throw malformed(name, "its content does not have its checksum: the file is damaged");
    }
    String version = required(metadata, FORMAT, name);
    if (!version.equals(CURRENT)) {
      throw foreign(name, "the version of the format", version, CURRENT);
    }
    checkRun(precision, metadata, name);
    return state(precision, file, required(metadata, CONFIGURATION, name), name);
  }

  private void checkRun(Precision<?> precision, Map<String, String> metadata, String name)
      throws IOException {
    String arithmetic = String.valueOf(Arithmetic.VERSION);
    checkSame(name, "the version of the arithmetic", metadata.get(ARITHMETIC), arithmetic);
    checkSame(name, "the precision", metadata.get(PRECISION), precision.toString());
    for (Map.Entry<String, String> entry : identity.entrySet()) {
      checkSame(name, entry.getKey(), metadata.get(IDENTITY + entry.getKey()), entry.getValue());
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (entry.getKey().startsWith(IDENTITY)) {
        String key = entry.getKey().substring(IDENTITY.length());
        checkSame(name, key, entry.getValue(), identity.get(key));
      }
    }
  }

  private static void checkSame(String name, String what, String there, String here)
      throws IOException {
    if (!Objects.equals(there, here)) {
      throw foreign(name, what, there, here);
    }
  }

  private static ForeignCheckpointException foreign(
      String name, String what, String there, String here) {
    return new ForeignCheckpointException(
        name, "%s is %s there and %s here".formatted(Shown.text(what), given(there), given(here)));
  }

  private static String given(String value) {
    return value == null ? "not given" : Shown.text(value);
  }

  private static <A> TrainingState<A> state(
      Precision<A> precision, TensorFile file, String configuration, String name)
      throws IOException {
    Map<String, A> arrays = new LinkedHashMap<>();
    Map<String, int[]> integers = new LinkedHashMap<>();
    Map<String, double[]> numbers = new LinkedHashMap<>();
    TensorType floating = precision == Precision.FLOAT ? TensorType.F32 : TensorType.F64;
    for (Map.Entry<String, Tensor> entry : file.tensors().entrySet()) {
      String key = entry.getKey();
      Tensor tensor = entry.getValue();
      boolean vector = tensor.shape().length == 1;
      if (key.startsWith(ARRAYS) && vector && tensor.type() == floating) {
        arrays.put(key.substring(ARRAYS.length()), tensor.values(precision));
      } else if (key.startsWith(INTEGERS) && vector && tensor.type() == TensorType.I32) {
        integers.put(key.substring(INTEGERS.length()), tensor.integers());
      } else if (key.startsWith(NUMBERS) && vector && tensor.type() == TensorType.F64) {
        numbers.put(key.substring(NUMBERS.length()), tensor.values(Precision.DOUBLE));
      } else {
        throw malformed(
            name,
            "its tensor '" + Shown.text(key) + "' is " + tensor + ", which no checkpoint has");
      }
    }
    return new TrainingState<>(configuration, arrays, integers, numbers);
  }

  private static String required(Map<String, String> metadata, String key, String name)
      throws IOException {
    String value = metadata.get(key);
    if (value == null) {
      throw malformed(name, "it is not a checkpoint of this library: it has no " + key);
    }
    return value;
  }

  private static MalformedDataException malformed(String name, String complaint) {
    return new MalformedDataException(name, Long.BYTES, complaint);
  }

  /**
   * Deletes all checkpoints in the folder, and what a killed process has left half written: the run
   * is done.
   *
   * @throws IOException if one cannot be deleted
   */
  public void clear() throws IOException {
    kept.clear();
    deleteLeftovers();
    for (Path file : files()) {
      Files.deleteIfExists(file);
    }
  }

  private void deleteLeftovers() throws IOException {
    FileReplacement.deleteLeftovers(folder, name -> NAME.matcher(name).matches());
  }

  /** The checkpoints, the one of the most steps first. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (step(file) >= 0 && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          files.add(file);
        }
      }
    }
    files.sort(Comparator.comparingLong(file -> -step(file)));
    return files;
  }

  /** Returns the steps that the name of a file tells; −1 if it is no checkpoint. */
  private static long step(Path file) {
    Matcher matcher = NAME.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      return -1;
    }
    BigInteger step = new BigInteger(matcher.group(1));
    return step.bitLength() < Long.SIZE ? step.longValue() : -1;
  }

  @Override
  public String toString() {
    return "checkpoints in " + folder + ", identity " + identity.keySet();
  }
}
