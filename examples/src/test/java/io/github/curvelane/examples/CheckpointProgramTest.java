package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train} with checkpoints: what it saves, what it goes on with, and what it refuses. */
class CheckpointProgramTest {
  @TempDir private Path directory;

  private ProgramRun train(Path data, String out, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", data));
    arguments.addAll(List.of("--layers", "256-8-10"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--out", directory.resolve(out)));
    return ProgramRun.of(arguments.toArray());
  }

  private ProgramRun resume(String from, String out, Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "@" + directory.resolve(from).resolve("options.txt")));
    arguments.addAll(List.of("--resume", directory.resolve(from)));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--out", directory.resolve(out)));
    return ProgramRun.of(arguments.toArray());
  }

  private Path digits() throws IOException {
    return digits("digits", 3, 300);
  }

  private Path digits(String name, int seed, int count) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Digits digits = Digits.ofSide(16, seed);
    IdxFile.write(folder.resolve("t10k-images-idx3-ubyte.gz"), digits.images(0, count));
    IdxFile.write(folder.resolve("t10k-labels-idx1-ubyte"), digits.labels(0, count));
    return folder;
  }

  private void assertSameRun(String one, String other) throws IOException {
    Path a = directory.resolve(one);
    Path b = directory.resolve(other);
    assertThat(SavedFiles.metrics(b)).isEqualTo(SavedFiles.metrics(a));
    assertThat(SavedFiles.state(b)).isEqualTo(SavedFiles.state(a));
    assertThat(b.resolve("model.safetensors"))
        .hasSameBinaryContentAs(a.resolve("model.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--optimizer=nesterov",
        "--optimizer=adam --average=ema:0.9 --validation=0.2",
        "--batch=32 --batch-growth=1.5 --order=emphasizing",
        "--optimizer=momentum --schedule=plateau --validation=0.2"
      })
  void moreEpochsAreThoseOfTheLongerRun(String options) throws IOException {
    Path data = digits();
    Object[] common = options.split(" ");
    train(data, "long", with(common, "--epochs=7")).succeeded();
    train(data, "short", with(common, "--epochs=3")).succeeded();
    assertThat(SavedFiles.metrics(directory.resolve("short"))).hasSize(4);
    resume("short", "rest", "--epochs=7", "--threads=2").succeeded();
    assertSameRun("long", "rest");
    resume("rest", "rest").succeeded();
    assertSameRun("long", "rest");
  }

  private static Object[] with(Object[] common, Object... more) {
    List<Object> all = new ArrayList<>(List.of(common));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void microBatchesAreTheWholeInPieces() throws IOException {
    Path data = digits();
    Object[] common = {"--batch=50", "--epochs=2", "--optimizer=adam"};
    train(data, "whole", common).succeeded();
    train(data, "pieces", with(common, "--micro-batch=7")).succeeded();
    assertThat(SavedFiles.metrics(directory.resolve("pieces")))
        .isEqualTo(SavedFiles.metrics(directory.resolve("whole")));
    assertThat(SavedFiles.state(directory.resolve("pieces")))
        .isEqualTo(SavedFiles.state(directory.resolve("whole")));
    train(data, "none", "--micro-batch=0").refused("--micro-batch is 0, must be at least 1");
    train(data, "none", "--micro-batch=7", "--optimizer=sdlm")
        .refused("--optimizer sdlm wants second derivatives, which need whole batches");
  }

  @Test
  void frozenParametersAreThoseOfTheBeginning() throws IOException {
    Path data = digits();
    Object[] common = {"--optimizer=adamw", "--freeze=layers.0.*"};
    train(data, "whole", with(common, "--epochs=6")).succeeded();
    train(data, "none", with(common, "--epochs=0")).succeeded();
    train(data, "half", with(common, "--epochs=3")).succeeded();
    resume("half", "rest", "--epochs=6").succeeded();
    assertSameRun("whole", "rest");
    Map<String, Tensor> trained = tensors("whole");
    Map<String, Tensor> initial = tensors("none");
    int changed = 0;
    for (String name : initial.keySet()) {
      double[] before = initial.get(name).values(Precision.DOUBLE);
      double[] after = trained.get(name).values(Precision.DOUBLE);
      boolean same = Arrays.equals(before, after);
      assertThat(same || !name.startsWith("layers.0.")).as(name).isTrue();
      changed += same ? 0 : 1;
    }
    assertThat(changed).isEqualTo(2);
  }

  private Map<String, Tensor> tensors(String out) throws IOException {
    return TensorFile.read(directory.resolve(out).resolve("model.safetensors")).tensors();
  }

  /** The rates that diverged are remembered, and not tried again. */
  @Test
  void aRunThatWasBegunAnewIsResumedAtItsRate() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 200; i++) {
      double x = random.nextDouble(-30, 30);
      csv.append(x).append(',').append(x * x * x).append('\n');
    }
    Path file = directory.resolve("cubes.csv");
    Files.writeString(file, csv);
    String[] common = {
      "--targets=y",
      "--layers=1-12-1",
      "--activation=relu",
      "--optimizer=schedule-free-sgd",
      "--schedule=constant",
      "--batch=2",
      "--normalization=none"
    };
    ProgramRun whole = train(file, "whole", with(common, "--epochs=8")).succeeded();
    train(file, "half", with(common, "--epochs=3")).succeeded();
    ProgramRun rest = resume("half", "rest", "--epochs=8").succeeded();
    assertThat(whole.out()).as(whole.out()).contains("it diverged at the rate");
    assertThat(rest.out().lines().filter(line -> line.startsWith("it diverged")).toList())
        .isEqualTo(whole.out().lines().filter(line -> line.startsWith("it diverged")).toList());
    assertSameRun("whole", "rest");
  }

  @Test
  void patienceEndsARunWithTheBestNetwork() throws IOException {
    ProgramRun run =
        train(digits(), "out", "--epochs=400", "--lr=1", "--validation=0.2", "--patience=3")
            .succeeded();
    assertThat(run.line("loss has not become better in 3 validations")).contains("best parameters");
    List<String> rows = SavedFiles.metrics(directory.resolve("out"));
    assertThat(rows.size()).isBetween(5, 399);
    assertThat(run.line("the network of epoch " + (rows.size() - 4) + " is kept")).isNotEmpty();
  }

  @Test
  void aDamagedCheckpointIsSaidAndTheOneBeforeIsUsed() throws IOException {
    Path data = digits();
    train(data, "out", "--epochs=4", "--checkpoint-every=3").succeeded();
    List<Path> checkpoints = SavedFiles.checkpoints(directory.resolve("out"));
    assertThat(checkpoints).hasSize(2);
    byte[] bytes = Files.readAllBytes(checkpoints.getFirst());
    Files.write(checkpoints.getFirst(), Arrays.copyOf(bytes, bytes.length - 1));
    ProgramRun run = resume("out", "rest", "--epochs=6");
    String newest = checkpoints.getFirst().getFileName().toString();
    String before = checkpoints.getLast().getFileName().toString();
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains(newest + ", byte ").contains("the one before, " + before);
    assertThat(run.line("resumed from " + before)).contains("step");
    train(data, "whole", "--epochs=6", "--checkpoint-every=3").succeeded();
    assertSameRun("whole", "rest");
    bytes[bytes.length / 2] ^= 1;
    Files.write(checkpoints.getFirst(), bytes);
    Files.write(checkpoints.getLast(), bytes);
    resume("out", "rest").refused("--resume " + directory.resolve("out") + " cannot be done: ");
  }

  @Test
  void whatCannotBeResumedIsRefusedByName() throws IOException {
    Path data = digits();
    Path out = directory.resolve("out");
    Object[] resume = {"--resume", out};
    train(data, "new", resume).refused("--resume " + out + " is not a folder");
    Files.createDirectories(out);
    train(data, "new", resume).refused("--resume " + out + " has no checkpoint of a run");
    train(data, "out", "--epochs=2", "--schedule=cosine").succeeded();
    resume("out", "new", "--batch=32").refused("--batch is 64 there and 32 here");
    resume("out", "new", "--epochs=3").refused("--epochs is 2 there and 3 here");
    resume("out", "new", "--patience=3", "--validation=0.2")
        .refused("is of another run: --patience is not given there and 3 here");
    resume("out", "new", "--precision=double").refused("the precision is float there and double");
    resume("out", "new", "--data", digits("others", 4, 300)).refused(" data is ");
    assertThat(directory.resolve("new").resolve("options.txt")).doesNotExist();
    train(data, "out", "--epochs=1", "--checkpoint-every=never").succeeded();
    resume("out", "new").refused("has no checkpoint of a run");
  }

  @Test
  void optionsOutOfBoundsAreRefusedByName() throws IOException {
    Path data = digits();
    train(data, "x", "--checkpoint-every=0s")
        .refused("--checkpoint-every is '0s', must be positive");
    train(data, "x", "--checkpoint-every=-5").refused("--checkpoint-every is '-5'");
    train(data, "x", "--checkpoint-every=often").refused("--checkpoint-every is 'often'");
    train(data, "x", "--patience=2").refused("--patience needs validation examples");
    train(data, "x", "--patience=0", "--validation=0.2")
        .refused("--patience is 0, must be at least 1");
    train(data, "x", "--freeze=layers.9.weight")
        .refused("--freeze: no range is named 'layers.9.weight', there are: layers.0.weight,");
    train(data, "x", "--freeze=*").refused("--freeze: ");
    train(data, "x", "--freeze=layers.0.*,layers.0.bias").refused("--freeze: 'frozen' of layers.0");
    train(data, "x", "--average=median").refused("--average is 'median', must be ema");
    train(data, "x", "--average=ema:1").refused("--average is 'ema:1'");
    train(data, "x", "--average=polyak:0").refused("--average is 'polyak:0'");
    train(data, "x", "--optimizer=muon").refused("--optimizer is 'muon', must be one of sgd");
    train(data, "x", "--minimizer=lbfgs", "--patience=3").refused("--patience is for optimizers");
  }

  /** A directory of the name that a checkpoint would have: as a full disk, it cannot be written. */
  @Test
  void aRunThatCannotBeSavedGoesOnAndSaysSo() throws IOException {
    Path data = digits();
    Files.createDirectories(directory.resolve("out/checkpoint-4.safetensors"));
    Files.createDirectories(directory.resolve("out/checkpoint-8.safetensors"));
    ProgramRun run = train(data, "out", "--epochs=2", "--checkpoint-every=4");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("curvelane: no checkpoint after step 4: ")
        .endsWith("not a regular file; training goes on");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.line("parameter digest"))
        .isEqualTo(train(data, "other", "--epochs=2").succeeded().line("parameter digest"));
  }
}
