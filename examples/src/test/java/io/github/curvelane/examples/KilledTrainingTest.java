package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the program at random instants, several times in one run, and resumes it with other
 * threads, vectors and kernels: it ends in the bits of the run that was left alone.
 */
class KilledTrainingTest {
  private static final int KILLS = Integer.getInteger("curvelane.test.kills", 18);
  private static final int FEW = 2;
  private static final long PATIENCE_SECONDS = 300;

  /** Where a life of a run takes place. */
  private static final List<String> PLACES =
      List.of(
          "curvelane.vector.bits=512",
          "curvelane.vector.bits=256",
          "curvelane.vector.bits=128",
          "curvelane.provider=scalar");

  @TempDir private Path directory;

  /** Runs that differ in all that has to be remembered. */
  enum Kind {
    PLAIN("--epochs=40 --batch=64 --checkpoint-every=3"),
    LOOK_AHEAD("--optimizer=nesterov --schedule=cosine --epochs=30 --checkpoint-every=0.02s"),
    ONLINE("--preset=efficient-backprop --epochs=8 --checkpoint-every=50 --validation=0.2"),
    ONLINE_SDLM(
        "--optimizer=sdlm --batch=1 --lr=0.005 --epochs=6 --checkpoint-every=0.05s"
            + " --precision=double"),
    SDLM("--optimizer=sdlm --lr=0.05 --schedule=linear --epochs=30 --checkpoint-every=7"),
    ADAHESSIAN("--optimizer=adahessian --epochs=12 --batch=32 --checkpoint-every=0.1s"),
    SCHEDULE_FREE("--optimizer=schedule-free-sgd --epochs=40 --checkpoint-every=1"),
    SCHEDULE_FREE_ADAMW(
        "--optimizer=schedule-free-adamw --order=interleaved --precision=double --epochs=25"
            + " --checkpoint-every=0.03s --validation=0.2"),
    GROWING_AND_EMPHASIZING(
        "--optimizer=adam --batch=8 --batch-growth=1.3 --order=emphasizing --epochs=15"
            + " --checkpoint-every=5"),
    CURRICULUM("--order=curriculum --optimizer=amsgrad --epochs=30 --checkpoint-every=11"),
    PLATEAU_AND_PATIENCE(
        "--schedule=plateau --lr=1 --validation=0.3 --patience=8 --epochs=500"
            + " --checkpoint-every=0.05s"),
    EXPONENTIAL_AVERAGE(
        "--average=ema:0.95 --optimizer=momentum --validation=0.2 --patience=15 --epochs=16"
            + " --checkpoint-every=4"),
    FROZEN(
        "--freeze=layers.0.bias,layers.1.weight --optimizer=adamw --epochs=30"
            + " --checkpoint-every=0.02s"),
    MICRO_BATCHES(
        "--batch=64 --micro-batch=7 --optimizer=amsgrad --epochs=40 --checkpoint-every=6"
            + " --schedule=cosine"),
    POLYAK(
        "--average=polyak:40 --optimizer=nadam --precision=double --epochs=30"
            + " --checkpoint-every=9"),
    SHARED_WEIGHTS(
        "--layers=1x16x16-conv4:5-bn-avg2-10 --epochs=6 --batch=25 --checkpoint-every=2"
            + " --validation=0.2"),
    SOPHIA("--optimizer=sophia-g --epochs=20 --batch=20 --checkpoint-every=0.04s"),
    TABLE(
        "--targets=y --optimizer=radam --checkpoint-every=13 --epochs=30 --batch=16"
            + " --order=emphasizing");

    private final List<String> options;

    Kind(String options) {
      this.options = List.of(options.split(" "));
    }

    boolean isForDigits() {
      return this != TABLE;
    }
  }

  private Path digits() throws IOException {
    Path folder = directory.resolve("digits");
    if (Files.notExists(folder)) {
      Files.createDirectories(folder);
      Digits digits = Digits.ofSide(16, 3);
      IdxFile.write(folder.resolve("t10k-images-idx3-ubyte"), digits.images(0, 600));
      IdxFile.write(folder.resolve("t10k-labels-idx1-ubyte"), digits.labels(0, 600));
    }
    return folder;
  }

  private Path table() throws IOException {
    Random random = new Random(11);
    StringBuilder csv = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < 600; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      csv.append("%s,%s,%s,%s\n".formatted(a, b, "uvw".charAt(i % 3), a * b + i % 3));
    }
    return Files.writeString(directory.resolve("table.csv"), csv);
  }

  /** Starts the program. */
  private Process start(Kind kind, String out, int threads, String place, boolean resumes)
      throws IOException {
    Path folder = directory.resolve(out);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"));
    command.addAll(List.of("-D" + place, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "train", "-q", "--threads=" + threads));
    if (kind.isForDigits()) {
      command.addAll(List.of("--data=" + digits(), "--layers=256-12-10"));
    } else {
      command.addAll(List.of("--data=" + table(), "--layers=5-9-1"));
    }
    command.addAll(kind.options);
    command.add("--out=" + folder);
    if (resumes) {
      command.add("--resume=" + folder);
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private void awaitEnd(Process program) throws Exception {
    assertThat(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
  }

  private boolean isSaved(Path folder) throws IOException {
    return Files.isDirectory(folder) && !SavedFiles.checkpoints(folder).isEmpty();
  }

  /**
   * Lets a run live and kills it, until it was killed so often; then to its end.
   *
   * @return how often it was killed with something saved
   */
  private int live(Kind kind, String out, int kills, Random random) throws Exception {
    Path folder = directory.resolve(out);
    int killed = 0;
    int useful = 0;
    double span = 1;
    for (int life = 0; ; life++) {
      boolean resumes = isSaved(folder);
      long before = resumes ? SavedFiles.step(SavedFiles.checkpoints(folder).getFirst()) : -1;
      String place = PLACES.get(random.nextInt(PLACES.size()));
      Process program = start(kind, out, 1 + random.nextInt(2), place, resumes);
      if (killed >= kills) {
        awaitEnd(program);
        return useful;
      }
      long begun = System.nanoTime();
      if (random.nextInt(4) > 0) {
        awaitProgress(program, folder, before);
      }
      TimeUnit.MICROSECONDS.sleep((long) (random.nextDouble() * span * 250_000));
      program.destroyForcibly().waitFor();
      boolean finished = program.exitValue() == 0;
      if (finished) {
        return useful;
      }
      killed++;
      useful += isSaved(folder) ? 1 : 0;
      span = Math.min(1, (System.nanoTime() - begun) * 1e-9);
      assertThat(life).isLessThan(10 * kills + 10);
    }
  }

  /** Waits until a life has saved something itself, or has ended. */
  private void awaitProgress(Process program, Path folder, long before) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (program.isAlive()
        && (!isSaved(folder)
            || SavedFiles.step(SavedFiles.checkpoints(folder).getFirst()) == before)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void assertKilledRunsEndAlike(Kind kind, int kills, long seed) throws Exception {
    awaitEnd(start(kind, "whole", 1, PLACES.getFirst(), false));
    Path whole = directory.resolve("whole");
    Random random = new Random(seed);
    int useful = 0;
    for (int run = 0; useful < kills; run++) {
      String out = "killed" + run;
      useful += live(kind, out, Math.min(kills - useful, 9), random);
      Path folder = directory.resolve(out);
      assertThat(SavedFiles.metrics(folder)).as(out).isEqualTo(SavedFiles.metrics(whole));
      assertThat(folder.resolve("model.safetensors"))
          .as(out)
          .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
      assertThat(SavedFiles.state(folder)).as(out).isEqualTo(SavedFiles.state(whole));
      assertThat(SavedFiles.checkpoints(folder)).hasSizeLessThanOrEqualTo(2);
      assertThat(run).isLessThan(kills);
    }
    System.out.println(kind + ": killed " + useful + " times " + Arrays.asList(kind.options));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource
  void itEndsAsIfItHadBeenLeftAlone(Kind kind) throws Exception {
    assertKilledRunsEndAlike(kind, KILLS, 18 + kind.ordinal());
  }

  @Test
  void soDoesOneThatIsKilledTwice() throws Exception {
    assertKilledRunsEndAlike(Kind.EXPONENTIAL_AVERAGE, FEW, 1);
  }
}
