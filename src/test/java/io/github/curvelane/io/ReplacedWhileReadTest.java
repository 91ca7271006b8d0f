package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of two lengths take each other's place while they are read: each is read as it was. */
class ReplacedWhileReadTest {
  @TempDir private Path folder;

  private interface Work {
    void run(int i) throws IOException;
  }

  private static void race(int count, Work writing, Work reading) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    writing.run(0);
    Thread writer =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((thread, e) -> failure.set(e))
            .start(
                () -> {
                  try {
                    for (int i = 1; i < count || !done.get(); i++) {
                      writing.run(i);
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    try {
      for (int i = 0; i < count; i++) {
        reading.run(i);
      }
    } finally {
      done.set(true);
      writer.join();
    }
    assertThat(failure).hasNullValue();
  }

  private static Model<float[]> model(int units) {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.relu(), Activation.identity(), 4, units, 3);
    return new Model<>(
        network,
        network.initialize(Initializer.HE, units),
        Normalization.none(4),
        Loss.softmaxCrossEntropy());
  }

  private void raceOfModels(int count) throws Exception {
    Path file = folder.resolve("model");
    Model<?>[] models = {model(5), model(900)};
    race(
        count,
        i -> ModelFile.write(file, models[i % 2]),
        i -> assertThat(ModelFile.read(file)).isIn((Object[]) models));
  }

  private void raceOfIdxFiles(int count) throws Exception {
    Path file = folder.resolve("digits.gz");
    race(
        count,
        i -> IdxFile.write(file, IdxArray.ofBytes(new byte[10 + i % 2 * 9000], 10 + i % 2 * 9000)),
        i -> assertThat(IdxFile.read(file).length()).isIn(10, 9010));
  }

  /** At the instant at which it has been opened. */
  @Test
  void itIsReadAsItWasWhenItWasOpened() throws IOException {
    Model<float[]> small = model(5);
    Path file = folder.resolve("model");
    ModelFile.write(file, small);
    Runnable replacement =
        () -> {
          try {
            ModelFile.write(file, model(900));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    Path watched = FaultyFileSystem.folderThat(folder, replacement).resolve("model");
    assertThat(ModelFile.read(watched)).isEqualTo(small);
    assertThat(ModelFile.read(file)).isEqualTo(model(900));
  }

  @Test
  void itIsReadAsItWas() throws Exception {
    raceOfModels(60);
    raceOfIdxFiles(60);
  }

  @Tag("exhaustive")
  @Test
  void soItIsTenThousandTimes() throws Exception {
    raceOfModels(10_000);
    raceOfIdxFiles(10_000);
  }
}
